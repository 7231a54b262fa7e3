"""``focalpoint onset``: the Early Warning Project's out-of-sample test, run on the user's copy of its panel."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import polars as pl
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from focalpoint.cli import options
from focalpoint.foresight.models import onset as model
from focalpoint.foresight.runs.onset_mass import lists, lists_report, report
from focalpoint.foresight.runs.onset_mass import panel as onset_panel
from focalpoint.foresight.runs.onset_mass import yearly as run
from focalpoint.reference import countries

# Frozen settings that can be named; the first is used when none is.
VERSIONS = ("onset-3", "onset-1", "onset-2")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("panel", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
@click.option("--to", type=int, help="Last year of onsets to score; 2005 shows what the settings were chosen on.")
@click.option("--settings", type=click.Choice(VERSIONS), default=VERSIONS[0], show_default=True, help="Frozen choices.")
@click.option("--published", type=FILE, help="Published forecasts for the same years, to be compared with ours.")
@click.option("--list", "as_list", is_flag=True, help="Print the list for the two years after the last row, as CSV.")
@options.jobs
@options.cluster
def onset(
    panel: Path, as_json: bool, to: int | None, settings: str, published: Path | None, as_list: bool, jobs: int
) -> None:
    """Forecast onsets of mass killing year by year, as could have been done at the time, and score the forecasts.

    PANEL is the Early Warning Project's country-year file (protocol B1); it is read, and never shipped.
    """
    if as_list and (to or published):
        raise click.UsageError("--list looks ahead from the last row: leave out --to and --published.")
    rules, chosen = onset_panel.protocol(), model.spec(settings)
    table = onset_panel.read(panel, rules)
    if as_list:
        with _bar() as progress:
            _list(run.ahead(table, rules, chosen, jobs=jobs, progress=progress), rules.known_after, as_json)
        return
    last = to or int(table.year[-1])
    listed = lists.read(published, table) if published else None
    with _bar() as progress:
        made = run.forecasts(table, rules, chosen, to=last, jobs=jobs, progress=progress)
    rows = run.country_years(table, made, rules, to=last)
    other = lists_report.compare(table, listed, made, rules) if listed else None
    found = report.report(table, rows, made, rules, chosen, other)
    if as_json:
        click.echo(json.dumps(found, indent=2))
    else:
        _show(found)


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    with Progress(console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task("Forecasting year by year", total=None)
        yield lambda done, of: bar.update(line, completed=done, total=of)


def _list(found: pl.DataFrame, within: int, as_json: bool) -> None:
    """Print a list that `focalpoint score` reads back once its years are over."""
    codes = {unit: one.iso3 if (one := countries.find("cow", unit)) else None for unit in found["unit"]}
    columns = found.select(
        "rank",
        pl.col("name").alias("country"),
        pl.col("unit").replace_strict(codes, return_dtype=pl.String).alias("iso3"),
        pl.col("unit").alias("ccode"),
        "made_from",
        (pl.col("made_from") + 1).alias("first"),
        (pl.col("made_from") + within).alias("last"),
        "chance",
        "risk",
    )
    click.echo(json.dumps(columns.to_dicts(), indent=2) if as_json else columns.write_csv(), nl=as_json)


def _show(found: dict[str, Any]) -> None:
    """Print the misses first, then the measures and the published ones."""
    console = Console()
    misses = Table("country", "year", "best rank", "risk", title="Missed: onsets outside the first 30 of both years")
    for row in found["misses"]:
        misses.add_row(row["name"], str(row["year"]), *_miss(row))
    console.print(misses)
    first, last = found["years"]
    title = f"{found['onsets']} onsets in {found['n']} country-years, {first}-{last}"
    console.print(_measures(found, title))
    for part in found["periods"] if len(found["periods"]) > 1 else []:
        unseen = "seen before this version was made" if found["frozen"]["note"] else "never used to choose"
        use = "settings chosen here" if part["used_to_choose_settings"] else unseen
        title = f"{part['years'][0]}-{part['years'][1]} ({use}): {part['onsets']} onsets in {part['n']} country-years"
        console.print(_measures(part, title))
    without = [f"{row['name']} {row['year']}" for row in found["without_forecast"]]
    click.echo(f"Without a forecast, for no complete row came before: {', '.join(without) or 'none'}.")
    click.echo(f"{found['protocol']} Settings {found['frozen']['settings']}. {found['frozen']['note']}".rstrip())


def _miss(row: dict[str, Any]) -> tuple[str, str]:
    return ("none", "none") if row["rank"] is None else (str(row["rank"]), f"{row['risk']:.1%}")


def _measures(found: dict[str, Any], title: str) -> Table:
    published, ends = found.get("published", {}), found.get("published_intervals", {})
    shown = Table("measure", "value", "interval", *(["published"] if published else []), title=title)
    for name, (low, high) in found["intervals"].items():
        compared = [_published_figure(name, published, ends)] if published else []
        shown.add_row(name, _figure(name, found[name]), f"{_figure(name, low)} to {_figure(name, high)}", *compared)
    return shown


def _published_figure(name: str, published: dict[str, float], ends: dict[str, list[float]]) -> str:
    if name not in published:
        return ""
    figure = _figure(name, published[name])
    return f"{figure} ({_figure(name, ends[name][0])} to {_figure(name, ends[name][1])})" if name in ends else figure


def _figure(name: str, value: float) -> str:
    return f"{value:.1f}" if name == "false_alarms_per_hit" else f"{value:.3f}"
