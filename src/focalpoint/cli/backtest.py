"""``focalpoint backtest``: forecast past years as they could have been forecast, and score them (protocol B2)."""

import datetime as dt
import json
import re
import tempfile
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table

from focalpoint.cli import options
from focalpoint.foresight.models.spec import spec
from focalpoint.foresight.panel.build import panel as lay_out
from focalpoint.foresight.panel.columns import alike
from focalpoint.foresight.panel.shape import Panel
from focalpoint.foresight.runs.civilians import backtest as run
from focalpoint.foresight.runs.civilians import proof
from focalpoint.foresight.runs.civilians.estimated_months import hiding
from focalpoint.foresight.runs.civilians.protocol import protocol
from focalpoint.foresight.runs.civilians.report import Report, report
from focalpoint.foresight.vintages.store import Store
from focalpoint.reference.countries import state
from focalpoint.reference.errors import FocalpointError
from focalpoint.reference.places import home

_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")
WANTED = "Give a UCDP GED file, or one of its counts by country and month."


class NoDeaths(FocalpointError):
    """A file of another source, which would leave the data at hand in its place."""


def _years(_context: click.Context, _parameter: click.Parameter, text: str) -> range:
    """Read YYYY or YYYY-YYYY."""
    match = _YEARS.fullmatch(text.strip())
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
    if first > last:
        raise click.BadParameter(f"{text!r} is not a span of years; write it as 2012-2024.")
    return range(first, last + 1)


@click.command()
@click.option("--years", callback=_years, default="2012-2024", show_default=True, help="Years to forecast and score.")
@click.option(
    "--panel",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Civilian deaths by country and month from this file; the data at hand when left out.",
)
@click.option(
    "--estimated",
    is_flag=True,
    help="Also forecast with the last 14 months estimated, as they are known before the yearly release.",
)
@options.jobs
@options.cluster
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")
def backtest(years: range, file: Path | None, estimated: bool, jobs: int, as_json: bool) -> None:
    """Forecast each year with data to October of the year before, and score it on today's revised record.

    Score: CRPS by country and month, against the last twelve months as twelve draws. Misses come first.

    A file given with --panel is scored as it was published: Niger is then not taken apart from Nigeria.
    """
    known, rules = _panel(file), protocol()
    with Progress(console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task("Forecasting year by year", total=None)
        found = run.backtest(
            known,
            years,
            spec(),
            rules,
            jobs=jobs,
            progress=lambda done, of: bar.update(line, completed=done, total=of),
        )
        bar.update(line, description="Forecasting from estimated months", completed=0)
        proved = _proved(known, found, years, jobs, bar, line) if estimated else None
    made = report(found, spec(), rules) | ({"estimated_months": proved} if proved else {})
    if as_json:
        click.echo(json.dumps(made, indent=2))
    else:
        _show(made)
        _show_estimated(made.get("estimated_months"))


def _proved(known: Panel, found: run.Backtest, years: range, jobs: int, bar: Progress, line: TaskID) -> dict[str, Any]:
    """Forecast the same years from estimated months, and say how much is lost."""
    cases = proof.forecast_from_estimates(
        known,
        found,
        years,
        spec(),
        protocol(),
        hiding(),
        jobs=jobs,
        progress=lambda done, of: bar.update(line, completed=done, total=of),
    )
    return proof.proof(cases, hiding(), protocol())


def _panel(file: Path | None) -> Panel:
    """Lay out the data at hand, or the product's own with one file, in a store that is thrown away."""
    today = dt.datetime.now(dt.UTC).date()
    if file is None:
        return lay_out(Store(home()), known_at=today)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        if not {one.vintage.source for one in store.add(file, known_at=today)} & {*alike("ucdp_ged")}:
            raise NoDeaths(f"{file.name} holds no deaths by country and month.", todo=WANTED)
        return lay_out(store, known_at=today, separate=False)


def _show_estimated(made: dict[str, Any] | None) -> None:
    """Print how forecasts from estimated months did, against two benchmarks and against forecasts from final data."""
    if made is None:
        return
    words = {"estimated": "all dead on record", "estimated_late": "a quarter of the dead not on record yet"}
    for name, said in words.items():
        own, final = made[name]["own_benchmark"], made[name]["final_benchmark"]
        click.echo(
            f"From {made['months_hidden']} estimated months, {said}: skill {_skill(own)} against the last twelve "
            f"months as estimated, {_skill(final)} against the same months as they became final; CRPS "
            f"{made[name]['loss']:.1%} above that from final data."
        )


def _skill(one: dict[str, Any]) -> str:
    low, high = one["interval"]
    return f"{one['value']:+.3f} ({low:+.3f} to {high:+.3f})"


def _show(made: Report) -> None:
    """Print the misses first, then the years, then the experts."""
    console = Console()
    misses = Table(
        "country", "year", "killed", "passed", "chance given", title="Missed: passed with a chance below 10 %"
    )
    for row in made["misses"]:
        misses.add_row(
            state(row["unit"]).name,
            str(row["year"]),
            f"{row['actual']:,.0f}",
            f"{row['threshold']:,.0f}",
            f"{row['chance']:.1%}",
        )
    console.print(misses)
    years = Table("year", "CRPS", "benchmark", "skill", "90 % interval", title=f"{made['units']} countries by month")
    for year, row in made["years"].items():
        low, high = made["intervals"]["years"][year]
        shown = f"{low:+.3f} to {high:+.3f}"
        years.add_row(year, f"{row['crps']:.2f}", f"{row['benchmark_crps']:.2f}", f"{row['skill']:+.3f}", shown)
    console.print(years)
    experts = Table("expert", "skill alone", "last weight", title="Experts")
    for name, skill in made["experts"].items():
        experts.add_row(name, f"{skill:+.3f}", f"{made['weights'][name]:.3f}")
    console.print(experts)
    low, high = made["intervals"]["skill_mean"]
    click.echo(f"Mean yearly skill {made['skill_mean']:+.3f} ({low:+.3f} to {high:+.3f}).")
    click.echo(f"A forecast of zero everywhere: {made['all_zero']:+.3f}.")
    click.echo(f"Months inside the 90 % band: {made['coverage_90']:.1%}.")
    click.echo(made["protocol"])
