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
from focalpoint.foresight.panel.extracts import held_against
from focalpoint.foresight.sources import issues
from focalpoint.foresight.vintages.entry import DeathsLeftOut, Said
from focalpoint.foresight.vintages.store import Added, Store
from focalpoint.foresight.vintages.vintage import Vintage, record
from focalpoint.reference import countries
from focalpoint.reference.calendar import month_label
from focalpoint.reference.errors import FocalpointError
from focalpoint.reference.places import home

SHOWN = 5
ALREADY = "already here, nothing changed"
DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--known-at", type=DAY, help="Day on which these figures were known (YYYY-MM-DD); today when left out.")
@click.option(
    "--release",
    help="Release of a file of UCDP events whose name does not say it, for example 26.0.7 or 26.01.26.06; extract when"
    " rows were left out of it.",
)
@click.option(
    "--complete-for",
    "complete_for",
    multiple=True,
    metavar="ISO3",
    help="A State for which an extract of events holds everything, for example SDN. May be given several times.",
)
@click.option("--leave-out", is_flag=True, help="Add a file also without those rows with deaths that cannot be used.")
@click.option(
    "--issues", "issues_to", type=click.Path(dir_okay=False, path_type=Path), help="Write issues to this CSV."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
def add(
    files: tuple[Path, ...],
    known_at: dt.datetime | None,
    release: str | None,
    complete_for: tuple[str, ...],
    leave_out: bool,
    issues_to: Path | None,
    as_json: bool,
) -> None:
    """Add FILES of any known source; each is recognised by its columns. Then: focalpoint forecast.

    Bytes are kept as they came, under their hash. Good rows become a typed table; rows with errors are left out and
    listed as issues; where they hold deaths, the file is added only with --leave-out. Adding the same file twice
    changes nothing.

    Which months a file of UCDP events covers comes from the release in its name (GEDEvent_v26_0_7.csv, ged251-csv.zip)
    or from --release. A part of a release counts only where it agrees with UCDP's yearly totals, or for the States of
    --complete-for.
    """
    today = dt.datetime.now(dt.UTC).date()
    day = known_at.date() if known_at else today
    if day > today:
        raise click.BadParameter(f"{day.isoformat()} is in the future.", param_hint="--known-at")
    options.writable(issues_to, files)
    said = Said(release, tuple(_state(code) for code in complete_for), leave_out)
    added, failed = _take(files, day, today, said, quiet=as_json)
    lost = [error.issues for error in failed.values() if isinstance(error, DeathsLeftOut)]
    found = pl.concat([issues.table(), *(one.issues for one in added), *lost])
    if issues_to:
        issues.write_csv(found, issues_to)
    if as_json:
        click.echo(json.dumps(_plain(added, failed), indent=2, ensure_ascii=False))
    else:
        _show(added, found, issues_to, today)
    _complain(failed)


def _state(code: str) -> str:
    """Return the code of a State of the watch list, however it is written."""
    found = countries.find("iso3", code.strip().upper())
    if found is None:
        raise click.BadParameter(
            f"{code} is not the ISO3 code of a State on the watch list.", param_hint="--complete-for"
        )
    return found.iso3


def _take(
    files: Sequence[Path], day: dt.date, today: dt.date, said: Said, *, quiet: bool
) -> tuple[list[Added], dict[Path, FocalpointError]]:
    """Add each file; one that fails does not keep the others out."""
    store, added, failed = Store(home()), list[Added](), dict[Path, FocalpointError]()
    with Progress(console=Console(stderr=True), transient=True, disable=quiet) as bar:
        line = bar.add_task("Reading", total=len(files))
        for path in files:
            bar.update(line, description=f"Reading {path.name}")
            try:
                added += store.add(path, known_at=day, retrieved=today, said=said)
            except FocalpointError as error:
                failed[path] = error
            bar.advance(line)
    return added, failed


def _plain(added: list[Added], failed: dict[Path, FocalpointError]) -> dict[str, Any]:
    return {
        "added": [
            {**record(one.vintage), "new": one.new, "changed": one.changed, "issues": one.issues.height}
            for one in added
        ],
        "failed": [{"file": str(path), "message": e.message, "todo": e.todo} for path, e in failed.items()],
    }


def _show(added: list[Added], found: pl.DataFrame, issues_to: Path | None, today: dt.date) -> None:
    for one in added:
        click.echo(_line(one))
        if one.vintage.kind == "extract" and (one.new or one.changed):
            _show_extract(one.vintage, today)
    for issue in issues.gravest_first(found).head(SHOWN).iter_rows(named=True):
        click.echo(issues.sentence(issue))
    if found.height > SHOWN and not issues_to:
        more = found.height - SHOWN
        click.echo(f"... and {more} more issue{'s' if more > 1 else ''}; write them all with --issues issues.csv")
    if issues_to:
        click.echo(f"{found.height} issues written to {issues_to}")
    if any(one.new or one.changed for one in added):
        _print_newest_month(today)
        click.echo("Next: focalpoint forecast")


def _line(one: Added) -> str:
    v = one.vintage
    what = " ".join(part for part in (v.source, v.release, v.kind) if part)
    rows = f"{v.rows_kept:,} rows kept, {v.rows_bad:,} left out"
    state = "new" if one.new else "already here, what is said of it changed" if one.changed else ALREADY
    return f"{v.original_name}: {what}, {v.first} to {v.last}, {rows}, known since {v.known_at} ({state})"


def _print_newest_month(day: dt.date) -> None:
    """Say from which month a forecast will start, and when a gap keeps newer months out of it."""
    whole, last = data_end(Store(home()), day)
    click.echo(f"The data cover every State to {month_label(whole)}.")
    if last > whole:
        click.echo(
            f"  There are figures to {month_label(last)}, but not for every State and month in between: a forecast"
            f" starts from {month_label(whole)} until the months after it are added for the whole world."
        )


def _show_extract(vintage: Vintage, today: dt.date) -> None:
    """Say for which States and years an extract counts, and what share it holds where it does not."""
    found = held_against(Store(home()), vintage, today)
    counted, listed = found.filter("counts"), found.filter(~pl.col("counts"))
    click.echo(f"  It is a part of a release. It counts for {_years(counted) or 'no State'}.")
    if listed.is_empty():
        return
    click.echo("  These of its events are listed and not counted: UCDP's yearly totals do not confirm them.")
    states = listed.group_by("unit").agg(
        pl.col("year").min().alias("first"),
        pl.col("year").max().alias("last"),
        pl.col("file_deaths", "deaths").sum(),
        known=pl.col("deaths").is_not_null().all(),
    )
    states = states.sort("file_deaths", "unit", descending=[True, False])
    for row in states.head(SHOWN).iter_rows(named=True):
        click.echo(f"    {_share(row)}")
    if states.height > SHOWN:
        click.echo(f"    and {states.height - SHOWN} more")
    click.echo(f"  If it is complete for a State, say so: focalpoint add FILE --complete-for {states['unit'][0]}")


def _years(rows: pl.DataFrame) -> str:
    """Name States with their years, the ones with most events first."""
    states = rows.group_by("unit").agg(
        pl.col("file_events").sum(),
        pl.col("year").n_unique().alias("years"),
        pl.col("year").min().alias("first"),
        pl.col("year").max().alias("last"),
    )
    ordered = states.sort("file_events", "unit", descending=[True, False])
    named = [
        f"{countries.state(unit).name} {_span(first, last)}"
        for unit, first, last in ordered.select("unit", "first", "last").head(SHOWN).iter_rows()
    ]
    more = f" and {ordered.height - SHOWN} more States" if ordered.height > SHOWN else ""
    return ", ".join(named) + more


def _share(row: dict[str, Any]) -> str:
    name, held = f"{countries.state(row['unit']).name} {_span(row['first'], row['last'])}", f"{row['file_deaths']:,.0f}"
    if not row["known"]:
        return f"{name}: {held} deaths; no official total is known yet"
    if row["file_deaths"] > row["deaths"]:
        return f"{name}: {held} deaths, more than UCDP's total of {row['deaths']:,.0f}"
    part = f" ({100 * row['file_deaths'] / row['deaths']:.0f} %)" if row["deaths"] else ""
    return f"{name}: {held} of {row['deaths']:,.0f} deaths{part}"


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} to {last}"


def _complain(failed: dict[Path, FocalpointError]) -> None:
    """Say of each file that was not taken why, and end with the code for bad input."""
    for path, error in failed.items():
        where = "" if path.name in error.message else f"{path}: "
        click.echo(f"focalpoint: {where}{error.message}", err=True)
        if error.todo:
            click.echo(f"  {error.todo}", err=True)
    if failed:
        sys.exit(BAD_INPUT)
