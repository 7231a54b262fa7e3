"""What must hold in the tables of a bundle: checked before a release is written and again before it is read."""

from collections.abc import Mapping

import polars as pl

from focalpoint.foresight.release.schema import (
    BASES,
    DRIVEN,
    HISTORY_STATUS,
    KINDS,
    MEANINGS,
    PROFILE_STATUS,
    SECTIONS,
    TABLES,
    TARGETS,
)

col = pl.col
_CHANCE, _QUANTILE = col("kind") == "chance", col("kind") == "quantile"
# The rows of a series follow one another: the key of the table, in whose order its rows are, ends with the level.
_SERIES = ("unit", "target", "kind", "model", "window", "month")
_SAME_SERIES = pl.all_horizontal(col(name).eq_missing(col(name).shift()) for name in _SERIES)


def _unordered(low: str, best: str, high: str) -> pl.Expr:
    """Return where an interval does not hold its value; a bound that is unknown is no fault."""
    return ~col(best).is_between(col(low).fill_null(col(best)), col(high).fill_null(col(best)))


# table -> what is wrong when a row of it makes the expression true.
RULES: dict[str, dict[str, pl.Expr]] = {
    "forecasts": {
        "an unknown target": ~col("target").is_in(TARGETS),
        "a kind other than quantile or chance": ~col("kind").is_in(KINDS),
        "a quantile level outside 0 to 1": _QUANTILE & ~col("level").is_between(0, 1, closed="none"),
        "a quantile without a level": _QUANTILE & col("level").is_null(),
        "a forecast of fewer than no deaths": _QUANTILE & (col("value") < 0),
        "a chance without a window": _CHANCE & col("window").is_null(),
        "a chance of 0 or 1, or outside them: nothing is certain": _CHANCE
        & ~col("value").is_between(0, 1, closed="none"),
        "an interval that does not hold its value": ~col("value").is_between(col("low"), col("high")),
        "a quantile below the one before it": _QUANTILE & _SAME_SERIES & (col("value").diff() < 0),
        "a base rate outside 0 to 1": ~col("base_rate").is_between(0, 1),
    },
    "drivers": {
        "a target that no driver speaks of": ~col("target").is_in(DRIVEN),
        "a meaning other than raises, lowers or none": ~col("meaning").is_in(MEANINGS),
        "a share outside 0 to 1": ~col("share").is_between(0, 1),
        "a rank below 1": col("rank") < 1,
    },
    "history": {
        "an unknown status": ~col("status").is_in(HISTORY_STATUS),
        "a zero that is not zero": (col("status") == "zero") & (col("best").fill_null(-1) != 0),
        "a record without a number": (col("status") == "recorded") & col("best").is_null(),
        "a number for a month that is missing or unknown": col("status").is_in(["missing", "unknown"])
        & col("best").is_not_null(),
        "an unknown basis": ~col("basis").is_in(BASES),
        "a count below zero": pl.min_horizontal("low", "best", "high", "coded", "one_sided", "events") < 0,
        "low, best and high out of order": _unordered("low", "best", "high"),
        "one-sided low, best and high out of order": _unordered("one_sided_low", "one_sided", "one_sided_high"),
    },
    "events": {
        "a part of a State without a name": col("part").str.strip_chars() == "",
        "a count below zero": pl.min_horizontal("low", "best", "high", "civilians_low") < 0,
        "low, best and high of civilians out of order": _unordered("civilians_low", "civilians", "civilians_high"),
        "a place that is not on the globe": ~col("lat").is_between(-90, 90) | ~col("lon").is_between(-180, 180),
        "an event that ends before it begins": col("date_end") < col("date_start"),
    },
    "profile": {
        "an unknown status": ~col("status").is_in(PROFILE_STATUS),
        "a known value that is null, or an unknown one that is not": (col("status") == "known")
        != col("value").is_not_null(),
        "a world rank outside 0 to 1": ~col("world_rank_share").is_between(0, 1),
    },
    "scores": {
        "an unknown section": ~col("section").is_in(SECTIONS),
        "an interval that does not hold its value": ~col("value").is_between(col("low"), col("high")),
    },
    "evenhand": {
        "low, best and high out of order": ~col("severity_best").is_between(col("severity_low"), col("severity_high")),
        "ranks out of order": ~col("severity_rank").is_between(col("severity_rank_low"), col("severity_rank_high")),
        "gap bounds out of order": col("gap_low") > col("gap_high"),
        "observability outside 0 to 1": ~col("observability").is_between(0, 1),
        "a rank without a severity": col("severity_best").is_null() & col("severity_rank").is_not_null(),
    },
}


def _general(name: str, frame: pl.DataFrame) -> list[str]:
    table = TABLES[name]
    found = []
    for column, kind in table.columns.items():
        if column not in table.nullable and frame[column].null_count():
            found.append(f"column {column} has empty cells")
        if kind == pl.Float64 and not frame[column].is_finite().all():
            found.append(f"column {column} has values that are not numbers")
    keys = frame.select(table.key)
    ordered = keys.sort(table.key, nulls_last=False)
    if ordered.select(pl.all_horizontal(col(name).eq_missing(col(name).shift()) for name in table.key))[1:, 0].any():
        found.append(f"two rows have the same {', '.join(table.key)}")
    if not keys.equals(ordered):
        found.append(f"the rows are not in the order of {', '.join(table.key)}")
    return found


def faults(name: str, frame: pl.DataFrame) -> list[str]:
    """Say what is wrong in one table; nothing when it may be read.

    Parameters
    ----------
    name : a key of ``TABLES``.
    frame : a table of the right columns and types, see ``schema.shape``.

    Examples
    --------
    >>> from focalpoint.foresight.release.schema import shape
    >>> row = dict.fromkeys(TABLES["drivers"].columns) | {"unit": "SDN", "target": "civilians_sum", "rank": 0}
    >>> row |= {"feature": "x", "label": "X", "contribution": 0.1, "share": 1.0}
    >>> faults("drivers", shape("drivers", pl.DataFrame([row])))
    ['a rank below 1 (1 row)']
    """
    counts = frame.select(broken.sum().alias(label) for label, broken in RULES[name].items()).row(0, named=True)
    broken = [f"{label} ({count} row{'s' * (count > 1)})" for label, count in counts.items() if count]
    return _general(name, frame) + broken


def _units(frame: pl.DataFrame) -> set[str]:
    return set(frame["unit"].drop_nulls().unique().to_list())


def contradictions(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """Say how the tables of a bundle disagree with each other; nothing when they agree.

    A unit is in every forecast or in none, so that no State drops out of a ranking unseen. A unit whose record is dark
    in the last month has no forecast of deaths, and one whose record was always dark has no forecast at all: absence of
    data is no low figure. No table speaks of a unit that the forecasts do not have.
    """
    forecasts, history = tables["forecasts"], tables["history"]
    units = _units(forecasts)
    found = [
        f"{name}.parquet speaks of {sorted(strange)[:5]}, which forecasts.parquet does not have"
        for name in TABLES
        if (strange := _units(tables[name]) - units)
    ]
    sizes = forecasts.group_by("target", "kind", "model", "window", "month", "level").len()["len"]
    if sizes.len() and (sizes != len(units)).any():
        found.append("forecasts.parquet: a unit lacks a row that others have; write it with an empty value")
    spoken = forecasts.filter(pl.col("value").is_not_null())
    deaths = spoken.filter(pl.col("target").is_in(["civilians", "civilians_sum"]))
    dark = history.filter(pl.col("status").is_in(["unknown", "missing"]))
    now = _units(dark.filter(pl.col("month") == history["month"].max()))
    always = _units(history) - _units(history.join(dark, on=["unit", "month"], how="anti"))
    for words, units_dark, frame in (("deaths", now, deaths), ("", always, spoken)):
        if lit := sorted(units_dark & _units(frame)):
            what = f"numbers of {words}" if words else "numbers"
            found.append(f"forecasts.parquet has {what} for {lit}, of which the record knows nothing")
    return found
