"""``focalpoint onset``: the Early Warning Project's out-of-sample test, run on the user's copy of its panel."""

import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from focalpoint.cli import options
from focalpoint.foresight.models import onset as model
from focalpoint.foresight.runs import onset as run
from focalpoint.foresight.runs import onset_panel, onset_report

# Frozen settings that can be named; the first is used when none is.
VERSIONS = ("onset-3", "onset-1", "onset-2")


@click.command()
@click.argument("panel", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")
@click.option("--to", type=int, help="Last year of onsets to score; 2005 shows what the settings were chosen on.")
@click.option("--settings", type=click.Choice(VERSIONS), default=VERSIONS[0], show_default=True, help="Frozen choices.")
@options.jobs
def onset(panel: Path, as_json: bool, to: int | None, settings: str, jobs: int) -> None:
    """Forecast onsets of mass killing year by year, as could have been done at the time, and score the forecasts.

    PANEL is the Early Warning Project's country-year file (protocol B1); it is read, and never shipped.
    """
    rules, chosen = onset_panel.protocol(), model.spec(settings)
    table = onset_panel.read(panel, rules)
    last = to or int(table.year[-1])
    with Progress(console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task("Forecasting year by year", total=None)
        made = run.forecasts(
            table, rules, chosen, to=last, jobs=jobs, progress=lambda n, of: bar.update(line, completed=n, total=of)
        )
    rows = run.country_years(table, made, rules, to=last)
    found = onset_report.report(table, rows, made, rules, chosen)
    if as_json:
        click.echo(json.dumps(found, indent=2))
    else:
        _show(found)


def _show(found: dict[str, Any]) -> None:
    """Print the misses first, then the measures beside the published ones."""
    console = Console()
    misses = Table("country", "year", "best rank", "risk", title="Missed: onsets outside the first 30 of both years")
    for row in found["misses"]:
        misses.add_row(row["name"], str(row["year"]), *_miss(row))
    console.print(misses)
    first, last = found["years"]
    title = f"{found['onsets']} onsets in {found['n']} country-years, {first}-{last}"
    console.print(_measures(found, title, found["published"]))
    for part in found["periods"] if len(found["periods"]) > 1 else []:
        unseen = "seen before this version was made" if found["frozen"]["note"] else "never used to choose"
        use = "settings chosen here" if part["used_to_choose_settings"] else unseen
        title = f"{part['years'][0]}-{part['years'][1]} ({use}): {part['onsets']} onsets in {part['n']} country-years"
        console.print(_measures(part, title, {}))
    without = [f"{row['name']} {row['year']}" for row in found["without_forecast"]]
    click.echo(f"Without a forecast, for no complete row came before: {', '.join(without) or 'none'}.")
    click.echo(f"{found['protocol']} Settings {found['frozen']['settings']}. {found['frozen']['note']}".rstrip())


def _miss(row: dict[str, Any]) -> tuple[str, str]:
    return ("none", "none") if row["rank"] is None else (str(row["rank"]), f"{row['risk']:.1%}")


def _measures(found: dict[str, Any], title: str, published: dict[str, float]) -> Table:
    shown = Table("measure", "value", "interval", *(["published"] if published else []), title=title)
    for name, (low, high) in found["intervals"].items():
        beside = [_figure(name, published[name]) if name in published else ""] if published else []
        shown.add_row(name, _figure(name, found[name]), f"{_figure(name, low)} to {_figure(name, high)}", *beside)
    return shown


def _figure(name: str, value: float) -> str:
    return f"{value:.1f}" if name == "false_alarms_per_hit" else f"{value:.3f}"
