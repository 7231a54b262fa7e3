"""``focalpoint score``: other people's forecasts, scored by our scorer."""

import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from focalpoint.foresight.evaluation import challenge
from focalpoint.reference.calendar import month_label

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("forecasts", type=FILE)
@click.argument("actuals", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
def score(forecasts: Path, actuals: Path, as_json: bool) -> None:
    """Score draws in the layout of the VIEWS prediction challenge: CRPS, IGN and MIS, the smaller the better.

    FORECASTS has the columns month_id, country_id (or priogrid_gid), draw and outcome; ACTUALS has month_id, the same
    unit and outcome. CSV or Parquet.
    """
    scored = challenge.score(forecasts, actuals)
    means = scored.means()
    if as_json:
        facts = {"n": len(scored.cases), "draws": scored.draws, "unit": scored.unit}
        click.echo(json.dumps({**means, **facts, "months": scored.by_month().to_dicts()}, indent=2))
        return
    title = f"{forecasts.name}: {scored.draws} draws a case"
    table = Table("month", "cases", "CRPS", "IGN", "MIS", "MIS 90", title=title)
    for row in scored.by_month().iter_rows(named=True):
        table.add_row(month_label(row["month_id"]), str(row["cases"]), *_figures(row))
    table.add_section()
    table.add_row("all", str(len(scored.cases)), *_figures(means))
    Console().print(table)
    click.echo(
        "CRPS, MIS (central 95 %, as the challenge printed) and MIS 90 in deaths, IGN in bits. Smaller is better."
    )


def _figures(row: dict[str, float]) -> list[str]:
    return [f"{row['crps']:.2f}", f"{row['ign']:.3f}", f"{row['mis']:.1f}", f"{row['mis_90']:.1f}"]
