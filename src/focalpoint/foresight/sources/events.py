"""The canonical table of events: what every event source is turned into."""

from typing import Final

import polars as pl

SCHEMA: Final[dict[str, type[pl.DataType]]] = {
    "event_id": pl.String,
    "source": pl.String,
    "release_kind": pl.String,
    "iso3": pl.String,
    "date_start": pl.Date,
    "date_end": pl.Date,
    "date_prec": pl.Int64,
    "where_prec": pl.Int64,
    "lat": pl.Float64,
    "lon": pl.Float64,
    "kind": pl.String,
    "low": pl.Int64,
    "best": pl.Int64,
    "high": pl.Int64,
    "civilians": pl.Int64,
    "unknown": pl.Int64,
    "deaths_a": pl.Int64,
    "deaths_b": pl.Int64,
    "actor_a": pl.String,
    "actor_b": pl.String,
    "place": pl.String,
    "area": pl.String,
    "clear": pl.Boolean,
}
FIRST_VAGUE_PLACE = 4


def as_events(rows: pl.DataFrame, source: str, release_kind: str | None = None) -> pl.DataFrame:
    """Return the canonical columns; those the rows lack are null.

    A place that is only known by its province or country (``where_prec`` of 4 or more) is never a point.

    Examples
    --------
    >>> rows = pl.DataFrame({"event_id": ["1", "2"], "where_prec": [1, 4], "lat": [7.5, 7.5], "lon": [1.5, 1.5]})
    >>> as_events(rows, "ucdp_ged").select("lat", "lon").rows()
    [(7.5, 1.5), (None, None)]
    """
    full = rows.with_columns(
        pl.lit(None).alias(name)
        for name in SCHEMA
        if name not in rows.columns and name not in ("source", "release_kind")
    ).with_columns(source=pl.lit(source), release_kind=pl.lit(release_kind, pl.String))
    exact = pl.col("where_prec") < FIRST_VAGUE_PLACE
    return full.with_columns(pl.when(exact).then(pl.col("lat", "lon"))).select(
        pl.col(name).cast(kind) for name, kind in SCHEMA.items()
    )
