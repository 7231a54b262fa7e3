"""Releases against what became known after them: computed here, printed by ``score``, stored where there is a desk."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from focalpoint.cli import starting
from focalpoint.foresight.panel.build import panel as lay_out
from focalpoint.foresight.release import read
from focalpoint.foresight.release.figures import percent
from focalpoint.foresight.release.shelf import kept
from focalpoint.foresight.runs import truth
from focalpoint.foresight.vintages.store import Store
from focalpoint.reference.calendar import parse_month
from focalpoint.reference.errors import FocalpointError
from focalpoint.reference.places import home

Row = dict[str, Any]
TARGETS = {truth.CIVILIANS: "killed", truth.ONSET: "onset"}
FLOOR = (
    "One-sided deaths count deliberate killing alone: a floor. Civilians who die in fighting are not in them, so a "
    "high chance that came to nothing here may have come true."
)


def scored(paths: Iterable[Path], day: dt.date) -> list[Row]:
    """Score releases on everything known on a day.

    Raises
    ------
    Refused : a folder is no release, or was changed.
    FocalpointError : no data are at hand.
    """
    known = lay_out(Store(home()), known_at=day)
    found: list[Row] = []
    for path in paths:
        bundle = read.load(path)
        manifest = bundle.manifest
        first = parse_month(manifest.window.first)
        frozen = truth.Frozen(bundle.id, manifest.origin_month, first, bundle.forecasts, bundle.history)
        found += truth.scores(frozen, known, truth.rules())
    return found


def all_kept(folder: Path) -> list[Path]:
    """Return the releases of a folder that hold."""
    return [one.path for one in kept(folder) if one.manifest]


def into_desk(rows: list[Row]) -> None:
    """Store scores in the desk of this home, when there is one that has the releases."""
    if not rows or not starting.has_database(home()):
        return
    from focalpoint.desk.trail.actors import SystemActor
    from focalpoint.desk.watch.actions import take_in_truth

    take_in_truth(rows=rows, by=SystemActor.CONSOLE, at=dt.datetime.now(dt.UTC))


def bring_up_to_date(folder: Path, day: dt.date) -> None:
    """Score every release of a folder and store it; what cannot be scored is said and stops nothing."""
    try:
        into_desk(scored(all_kept(folder), day))
    except FocalpointError as error:
        click.echo(f"The releases were not scored on what became known since: {error.message}", err=True)


def show(rows: list[Row]) -> None:
    """Print a table a release, then hits and misses by name."""
    for name in dict.fromkeys(row["release"] for row in rows):
        mine = [row for row in rows if row["release"] == name]
        table = Table(
            *("what", "at least", "truth", "months over", "States", "expected", "seen", "AUC", "AP", "Brier"),
            title=f"{name}, against last year's civilians in brackets",
            box=None,
        )
        for row in mine:
            table.add_row(*_cells(row))
        console = Console()
        Console(width=None if console.is_terminal else 160).print(table)
        for row in mine:
            _names(row)
    if any(row["truth"] == "one-sided" for row in rows):
        click.echo(FLOOR)


def _cells(row: Row) -> list[str]:
    other = row["benchmark"]["last_year"]
    measures = [f"{_number(row[name])} ({_number(other[name])})" for name in ("auc", "average_precision", "brier")]
    return [
        TARGETS[row["target"]],
        f"{row['threshold']:,}",
        f"{row['truth']}, {row['basis']}, as of {row['as_of']}",
        f"{row['over']} of {row['months']}",
        str(row["n"]),
        f"{row['expected']:.1f}",
        str(row["seen"]),
        *measures,
    ]


def _names(row: Row) -> None:
    what = f"{TARGETS[row['target']]}, {row['threshold']:,}, {row['truth']}"
    for name, label in (("misses", "missed"), ("false_alarms", "likely and did not come"), ("hits", "likely and came")):
        states = [f"{one['name']} ({percent(one['chance'])}; {one['deaths']:,.0f})" for one in row[name]]
        if states:
            click.echo(f"{what}, {label}: {', '.join(states)}.")


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
