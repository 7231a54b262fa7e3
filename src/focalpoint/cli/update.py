"""``focalpoint update``: the one command that makes the picture current."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from focalpoint.cli import FAILED, PARTLY, options, renewal, timer
from focalpoint.cli.changes import sentences
from focalpoint.cli.releases import today
from focalpoint.desk.watch import updates
from focalpoint.desk.watch.updates import Status
from focalpoint.foresight.sources import registry
from focalpoint.foresight.sources.newest import KEPT_CURRENT
from focalpoint.foresight.vintages.arrivals import look_for
from focalpoint.foresight.vintages.files import sha256_of
from focalpoint.foresight.vintages.store import Store
from focalpoint.reference.errors import FocalpointError
from focalpoint.reference.places import home

ENDS = {"current": 0, "updated": 0, "partly": PARTLY, "failed": FAILED}
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.option("--from", "folder", type=FOLDER, help="Take the files of this folder; nothing is asked of the internet.")
@click.option(
    "--only",
    multiple=True,
    metavar="SOURCE",
    type=click.Choice([*registry.SOURCES]),
    help="Only this source; may be given more than once.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be fetched and why; change nothing.")
@click.option("--print-timer", is_flag=True, help="Print a systemd timer and a cron line that run this every month.")
@options.jobs
def update(folder: Path | None, only: tuple[str, ...], dry_run: bool, print_timer: bool, jobs: int) -> None:
    """Make the picture current: find the newest data, fetch and add them, forecast, and bring the release into Watch.

    It looks for the newest yearly release of UCDP events, the candidate events after it, and the newest editions of
    V-Dem, World Development Indicators, refugee statistics and coups. A source that fails keeps the data that are here;
    the others continue. If it is stopped, the next run continues there. Ends with 0 when all is well, also when nothing
    was newer; with 3 when some sources failed, with 1 when all did.
    """
    if print_timer:
        click.echo(timer.schedule(home(), timer.program()), nl=False)
        return
    if dry_run:
        _say_files(folder, only) if folder else _say_finds(only)
        return
    place = home()
    with updates.alone(place):
        status = _run(place, folder, only, jobs)
    _print_report(status)
    if code := ENDS[status.outcome]:
        sys.exit(code)


def _run(place: Path, folder: Path | None, only: Sequence[str], jobs: int) -> Status:
    """Go through the steps, with a bar while a file is on its way."""
    before = updates.read(place)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        line = bar.add_task("Fetching", total=None, visible=False)
        course = renewal.Course(
            home=place,
            day=today(),
            say=click.echo,
            report=lambda done, whole: bar.update(line, completed=done, total=whole, visible=True),
            status=Status(started=renewal.now()),
            resumed=bool(before and before.pending),
        )
        course.note(pending=course.resumed)
        try:
            if folder:
                renewal.from_folder(course, folder, only)
            else:
                renewal.from_publishers(course, only or KEPT_CURRENT)
        except FocalpointError as error:
            course.note(outcome="failed", problem=str(error), ended=renewal.now())
            raise
    return renewal.finish(course, jobs)


def _print_report(status: Status) -> None:
    """Say how it ended: what changed, that nothing was newer, or why nothing could be done."""
    if status.offline:
        click.echo(
            "No publisher could be reached: this machine has no way to the internet, or none that it may use. The data"
            " that are here were not changed. Fetch the files elsewhere, then: focalpoint update --from FOLDER",
            err=True,
        )
    if status.problem:
        click.echo(f"No release was made: {status.problem}", err=True)
    elif status.changes:
        click.echo(sentences(status.changes))
    elif not status.offline:
        _print_no_change(status)


def _print_no_change(status: Status) -> None:
    """Say that nothing was changed: nothing was newer, and these sources could not be looked at."""
    failed = [look.source for look in status.looks if look.problem]
    looked = len(status.looks) - len(failed)
    if not looked:
        click.echo(f"No source could be looked at ({', '.join(failed)}); nothing was changed.", err=True)
        return
    but = f" Not looked at: {', '.join(failed)}." if failed else ""
    click.echo(f"Nothing newer was found in {looked} source{'s' if looked > 1 else ''}; nothing was changed.{but}")


def _say_finds(only: Sequence[str]) -> None:
    """Say what would be fetched from the publishers, and what a person has to fetch."""
    store, failed = Store(home()), False
    for look in look_for(store, only or KEPT_CURRENT, today(), as_if_added=True):
        if look.error:
            failed = True
            click.echo(f"{look.source}: {look.error}")
        elif not look.finds:
            click.echo(f"{look.source}: nothing newer.")
        for find in look.finds:
            size = f" ({find.presence.size:,} bytes)" if find.presence.size is not None else ""
            click.echo(f"{look.source}: would fetch {find.download.address()}{size}: {find.why}.")
    by_hand = [card.id for card in registry.all_sources() if not card.downloads]
    click.echo(f"By hand only (focalpoint fetch SOURCE says how): {', '.join(by_hand)}.")
    if failed:
        sys.exit(FAILED)


def _say_files(folder: Path, only: Sequence[str]) -> None:
    """Say which files of a folder would be added."""
    store = Store(home())
    for path, source in renewal.known_files(folder, only):
        here = (store.raw / f"{sha256_of(path)}.json").is_file()
        click.echo(f"{path}: {source}, {'here already' if here else 'would be added'}.")
