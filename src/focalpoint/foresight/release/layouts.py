"""Older layouts of the bundle: what they lack, and how their tables read in the present one.

A release is frozen, so one of an older layout is kept as it was written, byte for byte. What it lacks is unknown.
"""

import polars as pl

from focalpoint.foresight.release.schema import CARD, TABLES, VERSION

# What each layout brought: whole tables, and columns of tables that were there before.
NEW_TABLES: dict[int, tuple[str, ...]] = {2: ("events",)}
NEW_COLUMNS: dict[int, dict[str, tuple[str, ...]]] = {
    2: {
        "drivers": ("target", "year", "usual", "compared", "meaning", "source"),
        "history": ("coded", "one_sided_low", "one_sided", "one_sided_high", "basis", "input"),
    },
}
LAYOUTS = (1, VERSION)
# Drivers of layout 1 spoke of one forecast alone.
_ONLY_TARGET = "civilians_sum"


def tables(layout: int) -> dict[str, dict[str, pl.DataType]]:
    """Return the tables of a layout: the columns of each, in the order of its file.

    >>> "events" in tables(1), "target" in tables(1)["drivers"], "target" in tables(2)["drivers"]
    (False, False, True)
    """
    later = [number for number in NEW_TABLES if number > layout]
    absent = {name for number in later for name in NEW_TABLES[number]}
    lacking = {(name, column) for number in later for name, new in NEW_COLUMNS[number].items() for column in new}
    return {
        name: {column: kind for column, kind in table.columns.items() if (name, column) not in lacking}
        for name, table in TABLES.items()
        if name not in absent
    }


def files(layout: int) -> tuple[str, ...]:
    """Return the names of the files of a layout, the manifest aside.

    >>> len(files(1)), len(files(2))
    (7, 8)
    """
    return (*(f"{name}.parquet" for name in tables(layout)), CARD)


def present(name: str, frame: pl.DataFrame | None) -> pl.DataFrame:
    """Return a table of any layout with the columns of the present one; what it lacks is null, a lacking table empty.

    Parameters
    ----------
    name : a key of ``TABLES``.
    frame : the table as its file holds it; None when its layout has no such file.
    """
    columns = TABLES[name].columns
    if frame is None:
        return pl.DataFrame(schema=columns)
    if name == "drivers" and "target" not in frame.columns:
        frame = frame.with_columns(target=pl.lit(_ONLY_TARGET))
    absent = [pl.lit(None, kind).alias(column) for column, kind in columns.items() if column not in frame.columns]
    return frame.with_columns(absent).select(list(columns))
