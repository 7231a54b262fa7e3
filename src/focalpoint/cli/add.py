"""``focalpoint add``: take files into the store of vintages."""

import datetime as dt
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import polars as pl
from rich.console import Console
from rich.progress import Progress

from focalpoint.cli import BAD_INPUT, options
from focalpoint.foresight.panel.build import data_end
from focalpoint.foresight.panel.columns import alike
from focalpoint.foresight.sources import issues
from focalpoint.foresight.vintages.store import Added, Store
from focalpoint.foresight.vintages.vintage import Vintage, record
from focalpoint.reference.calendar import month_label
from focalpoint.reference.errors import FocalpointError
from focalpoint.reference.places import home

SHOWN = 5
DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--known-at", type=DAY, help="Day on which these figures were known (YYYY-MM-DD); today when left out.")
@click.option(
    "--issues", "issues_to", type=click.Path(dir_okay=False, path_type=Path), help="Write issues to this CSV."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
def add(files: tuple[Path, ...], known_at: dt.datetime | None, issues_to: Path | None, as_json: bool) -> None:
    """Add FILES of any known source; each is recognised by its columns, not by its name.

    Bytes are kept as they came, under their hash. Good rows become a typed table; rows with errors are left out and
    listed as issues. Adding the same file twice changes nothing. Then: focalpoint forecast.
    """
    today = dt.datetime.now(dt.UTC).date()
    day = known_at.date() if known_at else today
    if day > today:
        raise click.BadParameter(f"{day.isoformat()} is in the future.", param_hint="--known-at")
    options.writable(issues_to, files)
    added, failed = _take(files, day, today, quiet=as_json)
    found = pl.concat([issues.table(), *(one.issues for one in added)])
    if issues_to:
        issues.write_csv(found, issues_to)
    if as_json:
        click.echo(json.dumps(_plain(added, failed), indent=2, ensure_ascii=False))
    else:
        _show(added, found, issues_to, today)
    _complain(failed)


def _take(
    files: Sequence[Path], day: dt.date, today: dt.date, *, quiet: bool
) -> tuple[list[Added], dict[Path, FocalpointError]]:
    """Add each file; one that fails does not keep the others out."""
    store, added, failed = Store(home()), list[Added](), dict[Path, FocalpointError]()
    with Progress(console=Console(stderr=True), transient=True, disable=quiet) as bar:
        line = bar.add_task("Reading", total=len(files))
        for path in files:
            bar.update(line, description=f"Reading {path.name}")
            try:
                added += store.add(path, known_at=day, retrieved=today)
            except FocalpointError as error:
                failed[path] = error
            bar.advance(line)
    return added, failed


def _plain(added: list[Added], failed: dict[Path, FocalpointError]) -> dict[str, Any]:
    return {
        "added": [{**record(one.vintage), "new": one.new, "issues": one.issues.height} for one in added],
        "failed": [{"file": str(path), "message": e.message, "todo": e.todo} for path, e in failed.items()],
    }


def _show(added: list[Added], found: pl.DataFrame, issues_to: Path | None, day: dt.date) -> None:
    for one in added:
        click.echo(_line(one))
        if one.new:
            _warn_of_later_figures(one.vintage)
    for issue in issues.gravest_first(found).head(SHOWN).iter_rows(named=True):
        click.echo(issues.sentence(issue))
    if found.height > SHOWN and not issues_to:
        more = found.height - SHOWN
        click.echo(f"... and {more} more issue{'s' if more > 1 else ''}; write them all with --issues issues.csv")
    if issues_to:
        click.echo(f"{found.height} issues written to {issues_to}")
    if any(one.new for one in added):
        _tell_end(day)
        click.echo("Next: focalpoint forecast")


def _line(one: Added) -> str:
    v = one.vintage
    what = f"{v.source} {v.release or ''}".strip()
    rows = f"{v.rows_kept:,} rows kept, {v.rows_bad:,} left out"
    state = "new" if one.new else "already here, nothing changed"
    return f"{v.original_name}: {what}, {v.first} to {v.last}, {rows}, known since {v.known_at} ({state})"


def _tell_end(day: dt.date) -> None:
    """Say from which month a forecast will start, and when a gap keeps newer months out of it."""
    whole, last = data_end(Store(home()), day)
    click.echo(f"The data cover every State to {month_label(whole)}.")
    if last > whole:
        click.echo(
            f"  There are figures to {month_label(last)}, but not for every State and month in between: a forecast"
            f" starts from {month_label(whole)} until the months after it are added for the whole world."
        )


def _warn_of_later_figures(vintage: Vintage) -> None:
    """An old release added today would count as today's knowledge; say so while it is easy to mend."""
    store = Store(home())
    others = [v for v in store.vintages() if v.source in alike(vintage.source) and v.id != vintage.id]
    later = [v for v in others if v.last[:4] > vintage.last[:4] and v.known_at < vintage.known_at]
    if later:
        click.echo(
            f"  It ends in {vintage.last}, before {later[-1].id}, and takes its place where both have figures: it is"
            f" known since {vintage.known_at}. If it is an older release, delete {store.raw / vintage.sha256}*"
            " and add it again with --known-at DATE."
        )


def _complain(failed: dict[Path, FocalpointError]) -> None:
    """Say of each file that was not taken why, and end with the code for bad input."""
    for path, error in failed.items():
        where = "" if path.name in error.message else f"{path}: "
        click.echo(f"focalpoint: {where}{error.message}", err=True)
        if error.todo:
            click.echo(f"  {error.todo}", err=True)
    if failed:
        sys.exit(BAD_INPUT)
