"""``focalpoint verify`` and ``focalpoint releases``: what releases are here, and are they what they say."""

import datetime as dt
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from focalpoint.cli import FAILED, WholeSentences
from focalpoint.foresight.release import read
from focalpoint.foresight.release.package import package
from focalpoint.foresight.release.read import Report
from focalpoint.foresight.release.schema import FILES, MANIFEST
from focalpoint.foresight.release.shelf import Kept, find, kept
from focalpoint.reference.places import home


def shelf() -> Path:
    """Return the folder that keeps the releases of this installation."""
    return home() / "releases"


def today() -> dt.date:
    """Return the day it is, at the edge where a clock is allowed."""
    return dt.datetime.now(dt.UTC).date()


@click.command()
@click.argument("release")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def verify(release: str, as_json: bool) -> None:
    """Check every byte of RELEASE, a folder or the id of a release kept here, and name each file that fails.

    It proves that nothing changed since the release was written, not who wrote it: compare the id, or the content hash,
    with the one that was published. Ends with 0 when the release holds, 1 when it does not.
    """
    path = find(release, shelf())
    if not path.exists():
        raise click.BadParameter(f"{release!r} is neither a folder nor a release kept here.", param_hint="RELEASE")
    report = read.verify(path)
    if as_json:
        click.echo(json.dumps(_plain(report), indent=2))
    else:
        _print_report(report)
    if not report.ok:
        sys.exit(FAILED)


def _plain(report: Report) -> dict[str, Any]:
    findings = [{"file": f.file, "problem": f.problem, "todo": f.todo} for f in report.findings]
    return {"path": str(report.path), "ok": report.ok, "id": report.id, "content": report.content, "findings": findings}


def _print_report(report: Report) -> None:
    """Name every file, what is wrong with it and what to do."""
    table = Table("file", "state", box=None, pad_edge=False)
    names = [*FILES, MANIFEST]
    for name in [*names, *sorted({f.file for f in report.findings} - set(names))]:
        problems = [finding.problem for finding in report.findings if finding.file == name]
        untold = "not checked" if report.id is None else "as it was written"
        table.add_row(name, "; ".join(problems) or untold)
    _print(table)
    if report.ok:
        click.echo(f"{report.id} is as it was written. Content hash: {report.content}")
        return
    for todo in dict.fromkeys(finding.todo for finding in report.findings):
        click.echo(f"Refused. {todo}")


@click.group(cls=WholeSentences, invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@click.pass_context
def releases(context: click.Context, as_json: bool) -> None:
    """List the releases kept here, oldest data first, with what each is made of and whether it holds."""
    if context.invoked_subcommand is None:
        _all(as_json)


@releases.command("package")
@click.argument("release")
@click.option("--out", type=click.Path(path_type=Path), help="File to write; default: RELEASE.zip in this folder.")
@click.option("--replace", is_flag=True, help="Write over a file that is there.")
def pack(release: str, out: Path | None, replace: bool) -> None:
    """Write RELEASE, a folder or the id of a release kept here, as a data package: its files, description, citation.

    The archive is always the same to the byte. Example: focalpoint releases package r-2024-12-7f3a09bc
    """
    path = find(release, shelf())
    if not path.is_dir():
        raise click.BadParameter(f"{release!r} is neither a folder nor a release kept here.", param_hint="RELEASE")
    content = package(path)
    out = out or Path(f"{path.resolve().name}.zip")
    if out.exists() and not replace:
        raise click.BadParameter(f"{out} is there already. Name another file, or add --replace.", param_hint="--out")
    out.write_bytes(content)
    click.echo(f"{out}: {len(content):,} bytes, sha256 {hashlib.sha256(content).hexdigest()}")


def _all(as_json: bool) -> None:
    folder, day = shelf(), today()
    with Progress(console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task("Checking releases", total=None)
        rows = [_row(one, day) for one in kept(folder)]
        bar.update(line, completed=1, total=1)
    if as_json:
        click.echo(json.dumps(rows, indent=2))
    elif rows:
        _list(rows)
    else:
        click.echo(f"No release in {folder}. Make one: focalpoint forecast")


def _row(one: Kept, day: dt.date) -> dict[str, Any]:
    row: dict[str, Any] = {"path": str(one.path), "id": one.report.id, "verified": one.report.ok}
    row["findings"] = [f"{finding.file}: {finding.problem}" for finding in one.report.findings]
    if one.manifest is None:
        return row
    said = one.manifest
    inputs = [f"{vintage.source} {vintage.release or ''}".strip() for vintage in said.inputs]
    spoken = {"origin": said.origin, "known_at": said.known_at.isoformat(), "window": said.window.model_dump()}
    return (
        row
        | spoken
        | {
            "over": said.over(day),
            "months_over": said.months_over(day),
            "created": said.created.isoformat(),
            "inputs": inputs,
        }
    )


def _list(rows: list[dict[str, Any]]) -> None:
    table = Table("release", "data to", "speaks of", "made from", "state", box=None, pad_edge=False)
    table.columns[0].no_wrap, table.columns[0].overflow = True, "fold"
    table.columns[0].min_width = max(len(row["id"] or "") for row in rows)
    for row in rows:
        if not row["verified"]:
            table.add_row(Path(row["path"]).name, "", "", "", "refused: " + row["findings"][0])
            continue
        window = f"{row['window']['first']} to {row['window']['last']}"
        passed = f"{row['months_over']} of its 12 months over" if row["months_over"] else "current"
        state = "verified; window over" if row["over"] else f"verified; {passed}"
        table.add_row(row["id"], row["origin"], window, ", ".join(row["inputs"]), state)
    _print(table)


def _print(table: Table) -> None:
    """Print a table as wide as the screen; into a file, as wide as it needs."""
    console = Console()
    Console(width=None if console.is_terminal else 240).print(table)
