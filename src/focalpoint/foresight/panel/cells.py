"""Figures by grid cell and month, added up to units in a stream: the whole world at once needs little memory."""

from pathlib import Path

import polars as pl

from focalpoint.reference.errors import FocalpointError

COLUMNS = ("cell", "month", "deaths")


class NotByCell(FocalpointError):
    """A file that has not the columns of figures by cell and month."""


def sum_by_unit(path: Path, cells: pl.DataFrame) -> pl.DataFrame:
    """Add up a file of cells and months to units and months.

    The file is never held in memory as a whole. A cell without a unit counts for none. A cell and month without a row
    has no deaths, if the file covers the month; a month that the file does not hold is not in the result.

    Parameters
    ----------
    path : CSV or Parquet with the columns cell (a PRIO-GRID number), month (a month number) and deaths.
    cells : cell, unit: which unit a cell belongs to.

    Returns
    -------
    unit, month, deaths, with a row for every unit of ``cells`` in every month of the file; sorted.

    Raises
    ------
    NotByCell
        When a column is missing or holds something else than numbers.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "cells.csv")
    ...     _ = path.write_text("cell,month,deaths\\n1,540,3\\n2,540,4\\n3,540,1\\n")
    ...     sum_by_unit(path, pl.DataFrame({"cell": [1, 2], "unit": ["MLI", "MLI"]})).rows()
    [('MLI', 540, 7.0)]
    """
    try:
        scanned = pl.scan_parquet(path) if path.suffix == ".parquet" else pl.scan_csv(path)
        rows = scanned.select(pl.col(name).cast(pl.Float64 if name == "deaths" else pl.Int32) for name in COLUMNS)
        by_month = rows.select("month").unique().collect(engine="streaming")
        placed = rows.join(cells.lazy().select(pl.col("cell").cast(pl.Int32), "unit"), on="cell")
        sums = placed.group_by("unit", "month").agg(pl.col("deaths").sum()).collect(engine="streaming")
    except pl.exceptions.PolarsError as error:
        raise NotByCell(
            f"{path.name} has no figures by cell and month: {str(error).splitlines()[0]}.",
            todo=f"Give a CSV or Parquet file with the columns {', '.join(COLUMNS)}, all of them numbers.",
        ) from error
    every = cells.select("unit").unique().join(by_month, how="cross")
    return (
        every.join(sums, on=["unit", "month"], how="left")
        .with_columns(pl.col("deaths").fill_null(0.0))
        .sort("unit", "month")
    )
