"""``make snapshot``: derive the tables and the outlines that come with the package."""

import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from focalpoint.foresight.vintages.embedded import SNAPSHOT
from focalpoint.foresight.vintages.vintage import Vintage, record
from focalpoint.reference import maps
from focalpoint.reference.errors import FocalpointError
from snapshot import drawing, tables


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder to write to; the package's own.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
def build(folder: Path, out: Path | None, as_json: bool) -> None:
    """Derive the snapshot from the producers' files in FOLDER; the same files give the same bytes.

    Only sources whose figures may be passed on are read. docs/reference/snapshot.md lists the files and the tables.
    """
    target = out or SNAPSHOT
    target.mkdir(parents=True, exist_ok=True)
    with Progress(console=Console(stderr=True), transient=True, disable=as_json) as bar:
        line = bar.add_task("Reading", total=len(tables.recipe().tables) + 1)

        def show(name: str) -> None:
            bar.update(line, description=f"Reading {name}", advance=1)

        show("the world's outlines")
        outlines = drawing.build(folder)
        made = tables.build(folder, target, show)
        world = target / maps.WORLD.name if out else maps.WORLD
        world.write_bytes(outlines)
    _show(made, target, world, as_json)


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


if __name__ == "__main__":
    try:
        build()
    except FocalpointError as error:
        sys.exit(f"snapshot: {error.message}\n  {error.todo}")
