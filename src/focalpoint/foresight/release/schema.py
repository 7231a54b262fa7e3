"""What a bundle holds: each file's columns, their types and the order of its rows.

The desk, other offices and other languages read these tables, so a column changes only with a new ``VERSION``;
``layouts`` says what older versions lack.
"""

from dataclasses import dataclass

import polars as pl

from focalpoint.reference.errors import FocalpointError

VERSION = 2
MANIFEST = "manifest.json"
CARD = "model_card.md"

TARGETS = ("civilians", "civilians_sum", "onset_one_sided", "onset_mass_pooled")
KINDS = ("quantile", "chance")
SECTIONS = (
    *("yearly", "country_year", "calibration", "threshold", "onset", "miss", "false_alarm", "region"),
    *("reliability", "tally", "recall", "passed"),
)
HISTORY_STATUS = ("recorded", "zero", "missing", "unknown")
BASES = ("final", "candidate", "estimate", "spread")
DRIVEN = ("civilians_sum", "onset_one_sided")
MEANINGS = ("raises", "lowers", "none")
PROFILE_STATUS = ("known", "unknown")

# One name for all units together, where a table allows it: a null unit is the world.
TEXT, COUNT, REAL, MONTH = pl.String(), pl.Int64(), pl.Float64(), pl.Int32()
DAY, TRUTH = pl.Date(), pl.Boolean()


class BadTable(FocalpointError):
    """A table that does not have the columns or types of its file."""


@dataclass(frozen=True)
class Table:
    """The columns of one Parquet file, the key that orders its rows, and the columns that may be null."""

    columns: dict[str, pl.DataType]
    key: tuple[str, ...]
    nullable: frozenset[str]


TABLES: dict[str, Table] = {
    "forecasts": Table(
        {
            "unit": TEXT,
            "month": MONTH,
            "target": TEXT,
            "kind": TEXT,
            "level": REAL,
            "window": MONTH,
            "model": TEXT,
            "value": REAL,
            "low": REAL,
            "high": REAL,
            "base_rate": REAL,
        },
        key=("unit", "target", "kind", "model", "window", "month", "level"),
        nullable=frozenset({"level", "window", "value", "low", "high", "base_rate"}),
    ),
    "drivers": Table(
        {
            "unit": TEXT,
            "target": TEXT,
            "rank": MONTH,
            "feature": TEXT,
            "label": TEXT,
            "contribution": REAL,
            "share": REAL,
            "value": REAL,
            "year": MONTH,
            "usual": REAL,
            "compared": TEXT,
            "meaning": TEXT,
            "unit_text": TEXT,
            "source": TEXT,
            "note": TEXT,
        },
        key=("unit", "target", "rank"),
        nullable=frozenset({"value", "year", "usual", "compared", "meaning", "unit_text", "source", "note"}),
    ),
    "history": Table(
        {
            "unit": TEXT,
            "month": MONTH,
            "low": REAL,
            "best": REAL,
            "high": REAL,
            "coded": REAL,
            "one_sided_low": REAL,
            "one_sided": REAL,
            "one_sided_high": REAL,
            "events": COUNT,
            "status": TEXT,
            "basis": TEXT,
            "input": TEXT,
        },
        key=("unit", "month"),
        nullable=frozenset(
            {
                *("low", "best", "high", "coded", "one_sided_low", "one_sided", "one_sided_high"),
                *("events", "basis", "input"),
            }
        ),
    ),
    "events": Table(
        {
            "unit": TEXT,
            "event_id": TEXT,
            "month": MONTH,
            "date_start": DAY,
            "date_end": DAY,
            "date_prec": COUNT,
            "where_prec": COUNT,
            "lat": REAL,
            "lon": REAL,
            "kind": TEXT,
            "low": COUNT,
            "best": COUNT,
            "high": COUNT,
            "civilians_low": COUNT,
            "civilians": COUNT,
            "civilians_high": COUNT,
            "actor_a": TEXT,
            "actor_b": TEXT,
            "place": TEXT,
            "area": TEXT,
            "part": TEXT,
            "clear": TRUTH,
            "source": TEXT,
            "edition": TEXT,
        },
        key=("unit", "month", "event_id"),
        nullable=frozenset(
            {
                *("date_prec", "where_prec", "lat", "lon", "low", "best", "high"),
                *("civilians_low", "civilians", "civilians_high"),
                *("actor_a", "actor_b", "place", "area", "part", "clear", "edition"),
            }
        ),
    ),
    "profile": Table(
        {
            "unit": TEXT,
            "indicator": TEXT,
            "label": TEXT,
            "value": REAL,
            "year": MONTH,
            "unit_text": TEXT,
            "world_rank_share": REAL,
            "status": TEXT,
            "source": TEXT,
        },
        key=("unit", "indicator"),
        nullable=frozenset({"value", "year", "unit_text", "world_rank_share"}),
    ),
    "scores": Table(
        {
            "section": TEXT,
            "unit": TEXT,
            "year": MONTH,
            "window": MONTH,
            "threshold": REAL,
            "model": TEXT,
            "metric": TEXT,
            "value": REAL,
            "low": REAL,
            "high": REAL,
            "n": COUNT,
        },
        key=("section", "unit", "year", "window", "threshold", "model", "metric"),
        nullable=frozenset({"unit", "year", "window", "threshold", "value", "low", "high", "n"}),
    ),
    "evenhand": Table(
        {
            "unit": TEXT,
            "severity_low": REAL,
            "severity_best": REAL,
            "severity_high": REAL,
            "severity_rank_low": MONTH,
            "severity_rank": MONTH,
            "severity_rank_high": MONTH,
            "attention_assembly": REAL,
            "attention_assembly_rank": MONTH,
            "attention_media": REAL,
            "attention_media_rank": MONTH,
            "gap_low": MONTH,
            "gap_high": MONTH,
            "observability": REAL,
        },
        key=("unit",),
        nullable=frozenset(
            {
                *("severity_low", "severity_best", "severity_high"),
                *("severity_rank_low", "severity_rank", "severity_rank_high"),
                *("attention_assembly", "attention_assembly_rank", "attention_media", "attention_media_rank"),
                *("gap_low", "gap_high", "observability"),
            }
        ),
    ),
}
FILES = (*(f"{name}.parquet" for name in TABLES), CARD)


def shape(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table with exactly the columns, types and row order of its file.

    Parameters
    ----------
    name : a key of ``TABLES``.
    frame : any number of rows; numbers may have any width that casts without loss.

    Raises
    ------
    BadTable
        When a column is missing or unknown, or a value does not fit its type.

    Examples
    --------
    >>> row = dict.fromkeys(TABLES["history"].columns) | {"unit": "SDN", "month": 540, "best": 7, "status": "recorded"}
    >>> shape("history", pl.DataFrame([row])).schema["best"]
    Float64
    """
    table = TABLES[name]
    missing = [column for column in table.columns if column not in frame.columns]
    unknown = [column for column in frame.columns if column not in table.columns]
    if missing or unknown:
        raise BadTable(
            f"{name}.parquet: missing columns {missing}, unknown columns {unknown}.", todo="See release/schema.py."
        )
    try:
        typed = frame.select(pl.col(column).cast(kind) for column, kind in table.columns.items())
    except pl.exceptions.InvalidOperationError as error:
        raise BadTable(
            f"{name}.parquet: a value does not fit its column: {error}", todo="See release/schema.py."
        ) from None
    return typed.sort(table.key, nulls_last=False, maintain_order=True)
