"""``focalpoint snapshot``: derive the tables that come with the package."""

import datetime as dt
import json
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from focalpoint.cli import WholeSentences
from focalpoint.foresight.runs.civilians import estimate_record
from focalpoint.foresight.vintages.build import build as derive
from focalpoint.foresight.vintages.build import recipe
from focalpoint.foresight.vintages.embedded import SNAPSHOT
from focalpoint.foresight.vintages.store import Store
from focalpoint.foresight.vintages.vintage import Vintage, record
from focalpoint.reference import maps
from focalpoint.reference.places import home

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group(cls=WholeSentences)
def snapshot() -> None:
    """The small tables inside the package, from which the first release is made."""


@snapshot.command()
@click.argument("folder", type=FOLDER)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder to write to; the package's own.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
def build(folder: Path, out: Path | None, as_json: bool) -> None:
    """Derive the snapshot from the producers' files in FOLDER; the same files give the same bytes.

    Only sources whose figures may be passed on are read. docs/reference/snapshot.md lists the files and the tables.
    """
    target = out or SNAPSHOT
    target.mkdir(parents=True, exist_ok=True)
    with Progress(console=Console(stderr=True), transient=True, disable=as_json) as bar:
        line = bar.add_task("Reading", total=len(recipe().tables) + 1)

        def show(name: str) -> None:
            bar.update(line, description=f"Reading {name}", advance=1)

        show("the world's outlines")
        outlines = maps.build(folder)
        made = derive(folder, target, show)
        world = target / maps.WORLD.name if out else maps.WORLD
        world.write_bytes(outlines)
    _show(made, target, world, as_json)


@snapshot.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of sentences.")
def estimate(as_json: bool) -> None:
    """Say how well civilian deaths are estimated where only deaths by type of violence are known.

    It estimates country-years whose figures are final, 2012 to 2024, from the years before each, and the months of 2026
    for which the candidate table gives civilians.
    """
    found = estimate_record.of_store(Store(home()), dt.datetime.now(dt.UTC).date())
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    for truth, words in (("coded", "UCDP's own column"), ("counted", "one-sided dead and other civilians")):
        one = found["country_years"][truth]
        click.echo(
            f"Against {words}: correlation {one['correlation']:.2f} on log(1 + x) over {one['n']:,} country-years with "
            f"dead; median error {one['median_error']:.0%} and 90 % within a factor of {one['factor_90']:.1f} over the "
            f"{one['n_many']} with 25 or more; {one['inside']:.0%} of {one['n_guessed']} in the interval."
        )
    months = found["months"]
    click.echo(
        f"Months of 2026: {months['estimate']:,.0f} estimated, {months['counted']:,.0f} counted; "
        f"{months['inside']:.0%} of {months['n']} in the interval."
    )


def _show(made: list[Vintage], target: Path, world: Path, as_json: bool) -> None:
    if as_json:
        click.echo(
            json.dumps({"folder": str(target), "world": str(world), "tables": [record(one) for one in made]}, indent=2)
        )
        return
    table = Table("table", "release", "first", "last", "rows", "bytes")
    for one in made:
        size = (target / one.table).stat().st_size
        source = [one.table, one.release or "", one.first, one.last]
        table.add_row(*source, f"{one.rows_kept:,}", f"{size:,}")
    Console().print(table)
    click.echo(f"Written to {target}; the world's outlines to {world}")
