"""``focalpoint forecast``: from what is known to a frozen release."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import click
import polars as pl
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from focalpoint import __version__
from focalpoint.cli import options, starting, truth
from focalpoint.cli.changes import percent
from focalpoint.cli.releases import shelf, today
from focalpoint.foresight.panel.build import panel as lay_out
from focalpoint.foresight.panel.shape import Panel, final_month
from focalpoint.foresight.release import read, write
from focalpoint.foresight.release.assemble import Produced, assemble
from focalpoint.foresight.release.compare import movers
from focalpoint.foresight.release.shelf import kept
from focalpoint.foresight.runs.produce import produce_each
from focalpoint.foresight.vintages.store import Store
from focalpoint.reference.calendar import month_label, parse_month
from focalpoint.reference.countries import state
from focalpoint.reference.errors import FocalpointError
from focalpoint.reference.places import home

SHOWN = 5


class BeyondTheData(FocalpointError):
    """An origin after the last month of data."""


@click.command()
@click.option("--origin", metavar="YYYY-MM", help="Last month of data to use; the last one there is when left out.")
@click.option(
    "--known-at",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Use only what was known on this day; today when left out.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder to write, new or empty; FOCALPOINT_HOME/releases/ID when left out.",
)
@click.option(
    "--with-final",
    is_flag=True,
    help="Make a second release, from the last month whose figures are final, where later ones may still change.",
)
@options.jobs
@options.cluster
def forecast(origin: str | None, known_at: dt.datetime | None, out: Path | None, with_final: bool, jobs: int) -> None:
    """Make a release: the chances of killing of civilians, country by country, frozen with all that it was made from.

    It uses the data that come with the program and whatever `focalpoint add` brought. The same data give the same id.
    """
    if known_at and known_at.date() > today():
        raise click.BadParameter(f"{known_at.date().isoformat()} is in the future.", param_hint="--known-at")
    if with_final and (out or origin):
        raise click.UsageError("--with-final makes two releases in the home: leave out --origin and --out.")
    day = known_at.date() if known_at else today()
    origins = [_final(day), None] if with_final else [origin]
    made = make_each(origins, day, out, jobs)
    for number, one in enumerate(made, start=1):
        _print_report(one, in_watch=out is None and into_watch(one.path), is_newest=number == len(made))


def make(origin: str | None, day: dt.date, out: Path | None, jobs: int) -> write.Written:
    """Make a release from what was known on a day and write it, with a bar that says how far it is."""
    return make_each([origin], day, out, jobs)[0]


def make_each(origins: Sequence[str | None], day: dt.date, out: Path | None, jobs: int) -> list[write.Written]:
    """Make a release from each month, earliest first; they share the work on the past, and each is as if made alone."""
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        line = bar.add_task("Laying out what is known", total=None)
        panels = {found.origin: found for found in (_known(origin, day) for origin in origins)}
        known = [panels[month] for month in sorted(panels)]
        made = _made(known, jobs, bar, line)
        bar.update(line, description="Writing the release")
        return [_written(panel, one, out) for panel, one in zip(known, made, strict=True)]


def _written(known: Panel, made: Produced, out: Path | None) -> write.Written:
    drafted = write.draft(*assemble(known, made, code_version=__version__), created=today())
    return write.write(out or shelf() / drafted.id, drafted)


def _final(day: dt.date) -> str:
    return month_label(final_month(_known(None, day)))


def _known(origin: str | None, day: dt.date) -> Panel:
    """Lay out the panel; the day is that of the newest input, so that asking again tomorrow gives the same release."""
    store = Store(home())
    newest = max((vintage.known_at for vintage in store.vintages() if vintage.known_at <= day), default=day)
    found = lay_out(store, origin=parse_month(origin) if origin else None, known_at=newest)
    recorded = found.monthly.filter(pl.col("status").is_in(["recorded", "zero"]) & (pl.col("month") == found.origin))
    if recorded.is_empty():
        whole = lay_out(store, known_at=newest)
        raise BeyondTheData(
            f"There are no data for {month_label(found.origin)}; they run from {month_label(whole.first)} to "
            f"{month_label(whole.origin)}.",
            todo="Choose an --origin among them, or bring newer data: focalpoint update.",
        )
    return found


def _made(known: Sequence[Panel], jobs: int, bar: Progress, line: TaskID) -> Sequence[Produced]:
    """Run the models, and let the bar say how far they are."""
    bar.update(line, description="Forecasting", completed=0)
    return produce_each(known, jobs=jobs, progress=lambda done, of: bar.update(line, completed=done, total=of))


def into_watch(path: Path) -> bool:
    """Bring the release into the desk of this home when there is one; a desk that serves shows it at once."""
    if not starting.has_database(home()):
        return False
    from focalpoint.desk.trail.actors import SystemActor
    from focalpoint.desk.watch.actions import take_in

    take_in(path=path, by=SystemActor.CONSOLE, at=dt.datetime.now(dt.UTC))
    truth.bring_up_to_date(shelf(), today())
    return True


def _print_report(written: write.Written, *, in_watch: bool, is_newest: bool) -> None:
    """Say what was made, what moved since the release before it, and what to do next."""
    state = "" if written.new else " (already there; nothing was written)"
    click.echo(f"{written.id}{state}\n{written.path}")
    new = read.load(written.path)
    earlier = [one for one in kept(shelf()) if one.manifest and one.manifest.origin < new.manifest.origin]
    if earlier:
        _movers(read.load(earlier[-1].path), new)
    if is_newest and new.manifest.over(today()):
        last = new.manifest.window.last
        click.echo(f"Its window ended in {last}: it is history. For newer data: focalpoint update.")
    click.echo(f"Next: focalpoint verify {written.path}")
    click.echo("It is in Watch now." if in_watch else "      focalpoint up, to read it in Watch")


def _movers(old: read.Bundle, new: read.Bundle) -> None:
    """Print the largest changes of one question: 25 civilians killed within twelve months."""
    asked = (pl.col("target") == "civilians_sum") & (pl.col("level") == 25) & (pl.col("window") == 12)
    table = Table(
        "country", "before", "now", title=f"Changes since {old.id}: chance of 25 killed in 12 months", box=None
    )
    for row in movers(old, new).filter(asked & pl.col("change").is_not_null()).head(SHOWN).iter_rows(named=True):
        table.add_row(state(row["unit"]).name, percent(row["before"]), percent(row["after"]))
    Console().print(table)
