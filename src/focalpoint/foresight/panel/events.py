"""The events behind the panel's figures, in one layout whatever version of the product added them."""

import polars as pl

from focalpoint.foresight.panel.civilian_dead import with_civilian_dead
from focalpoint.foresight.sources.events import SCHEMA
from focalpoint.foresight.vintages.store import Store
from focalpoint.foresight.vintages.vintage import Vintage


def event_rows(store: Store, vintage: Vintage) -> pl.LazyFrame:
    """Return a vintage's events with every canonical column, its source, and ``edition``, the vintage's id.

    A column that the version which added the file did not keep is null.
    """
    frame = store.frame(vintage)
    present = frame.collect_schema().names()
    columns = (
        pl.col(name).cast(kind) if name in present else pl.lit(None, kind).alias(name) for name, kind in SCHEMA.items()
    )
    return frame.select(*columns).with_columns(source=pl.lit(vintage.source), edition=pl.lit(vintage.id))


def no_events() -> pl.LazyFrame:
    """Return an empty table of counted events: what ``Panel.events`` holds without event files."""
    empty = pl.LazyFrame(schema={**SCHEMA, "edition": pl.String})
    return (
        with_civilian_dead(empty)
        .with_columns(unit=pl.lit(None, pl.String), month=pl.lit(None, pl.Int32))
        .filter(pl.col("event_id").is_not_null())
    )
