"""``focalpoint fetch``: bring a producer's file here and say what to do with it."""

import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from focalpoint.cli import FAILED
from focalpoint.foresight.sources import registry
from focalpoint.foresight.sources.fetching import Fetched, accounts, fetch_source
from focalpoint.foresight.sources.transfer import Report
from focalpoint.reference.errors import FocalpointError
from focalpoint.reference.places import home


@click.command()
@click.argument("source", type=click.Choice([*registry.SOURCES, *accounts()]), metavar="SOURCE")
@click.option(
    "--mirror",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Copy from this folder instead of the producer's own site.",
)
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to keep the files in; FOCALPOINT_HOME/downloads/SOURCE when left out.",
)
@click.option("--release", help="A release other than the newest one known, for example 26.0.9.")
@click.option("--json", "as_json", is_flag=True, help="Print what came as JSON.")
def fetch(source: str, mirror: Path | None, folder: Path | None, release: str | None, as_json: bool) -> None:
    """Download SOURCE from its official home, and check it before it takes the place of an older file.

    A download that was cut continues where it stopped. A web page, a damaged archive, a file of another kind or size is
    refused, and the older file is kept. `focalpoint sources` lists the names; `focalpoint add` reads what came.
    """
    target = folder or home() / "downloads" / source
    try:
        with _progress(quiet=as_json) as progress:
            came = fetch_source(source, target, release=release, mirror=mirror, report=_reporter(progress, source))
    except FocalpointError as error:
        _stop(error)
    _print_report(came, as_json=as_json)


def _progress(*, quiet: bool) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), disable=quiet, transient=True)


def _reporter(progress: Progress, source: str) -> Report:
    task = progress.add_task(source, total=None)

    def report(done: int, whole: int | None) -> None:
        progress.update(task, completed=done, total=whole)

    return report


def _stop(error: FocalpointError) -> None:
    """Say why nothing came; the command was right, so this is a failure and not a mistake in typing."""
    click.echo(f"focalpoint: {error.message}", err=True)
    if error.todo:
        click.echo(f"  {error.todo}", err=True)
    sys.exit(FAILED)


def _print_report(came: list[Fetched], *, as_json: bool) -> None:
    steps = [f"focalpoint add {fetched.path}" for fetched in came]
    if as_json:
        rows = [
            {"path": str(f.path), "size": f.size, "sha256": f.sha256, "new": f.new, "next": step}
            for f, step in zip(came, steps, strict=True)
        ]
        click.echo(json.dumps(rows, indent=2))
        return
    for fetched in came:
        state = "new" if fetched.new else "the same file as before"
        click.echo(f"{fetched.path} ({fetched.size:,} bytes, {state})")
    click.echo("Next: " + "\n      ".join(steps))
