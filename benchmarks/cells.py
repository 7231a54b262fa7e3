"""A grid of the whole world, 64,818 cells in 432 months, read and added up to States in a stream."""

import tempfile
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.measure import Figure, ours

CELLS, MONTHS, LIMIT = 64_818, 432, 1536
OURS = """
import sys
from pathlib import Path
import polars as pl
from focalpoint.foresight.panel.cells import sum_by_unit
from focalpoint.reference.countries import watched
units = [state.iso3 for state in watched()]
cells = pl.DataFrame({"cell": range(64_818)}).with_columns(unit=pl.lit(units).list.get(pl.col("cell") % len(units)))
print(f"{sum_by_unit(Path(sys.argv[1]), cells).height} State-months")
"""


def write(target: Path) -> None:
    """Write a row for every cell and month, month by month; one in a hundred has deaths."""
    chance = np.random.default_rng(1)
    cells = np.arange(CELLS)
    with target.open("w", encoding="utf-8") as file:
        file.write("cell,month,deaths\n")
        for month in range(109, 109 + MONTHS):
            deaths = chance.poisson(4, CELLS) * (chance.random(CELLS) < 0.01)
            pl.DataFrame({"cell": cells, "month": np.full(CELLS, month), "deaths": deaths}).write_csv(
                file, include_header=False
            )


def figures(shared: Path | None) -> list[Figure]:
    """Time it and take its peak of memory; the file is made up, so nothing shared is needed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "cells.csv")
        write(path)
        run = ours(OURS, path)
    met = run.megabytes <= LIMIT
    note = run.output.splitlines()[0]
    return [
        Figure("cells", "28 million rows of cells and months added up", run.seconds, "s", note=note),
        Figure("cells", "peak memory", run.megabytes, "MB", f"<= {LIMIT}", met),
    ]
