"""Layers of UCDP's figures over one another: which one speaks for a unit in a month, and the events that count."""

from typing import NamedTuple

import polars as pl

from focalpoint.foresight.panel.civilian_dead import with_civilian_dead
from focalpoint.foresight.panel.columns import EVENTS
from focalpoint.foresight.panel.events import no_events
from focalpoint.foresight.panel.layers import Layer
from focalpoint.foresight.panel.months import by_month, month_of_event, of_events

COMPARED = ("ged_events", "ged_deaths_best", "civilians")
KEY = ["unit", "month"]
_FIGURES = {"unit": pl.String, "month": pl.Int32, "input": pl.String, "basis": pl.String} | dict.fromkeys(
    EVENTS, pl.Float64
)

_DIFFERENCES = {"unit": pl.String, "month": pl.Int32, "column": pl.String, "used": pl.Float64, "other": pl.Float64}
_DIFFERENCES |= dict.fromkeys(("used_from", "other_from"), pl.String)


class Stacked(NamedTuple):
    """What the layers say together.

    Attributes
    ----------
    figures : unit, month, input (name of the layer that speaks), basis and the event columns; zero where a covered
        month has no event.
    differences : unit, month, column, used, other, used_from, other_from, wherever a lower layer says otherwise.
    events : the events behind the figures: see ``Panel.events``.
    uncounted : events of extracts that are listed and do not count: see ``Panel.uncounted``.
    """

    figures: pl.DataFrame
    differences: pl.DataFrame
    events: pl.LazyFrame
    uncounted: pl.LazyFrame


def stack(found: list[Layer]) -> Stacked:
    """Lay the layers over one another, the first on top.

    An event that several files hold counts once, as the highest of them has it, so that one that moved to another month
    or State moves. It counts where no higher layer speaks for its unit and month: what a later file of that month does
    not hold any more is gone. A late event counts in a month that an older file of events covers; in a month of an
    added-up table it may be counted already and is left out, and in a month that no layer covers it makes no figure.
    """
    cover = _cover(found)
    events = _counted(found, cover)
    names = pl.DataFrame(
        {"layer": range(len(found)), "input": [layer.name for layer in found]},
        schema={"layer": pl.Int32, "input": pl.String},
    )
    figures = pl.concat([_of_tables(found, cover, names), _of_events(events, cover, names)])
    return Stacked(figures, _differences(found, cover, figures), events, _uncounted(found, events))


def cover_of(found: list[Layer]) -> pl.DataFrame:
    """Return the unit-months of which any layer speaks: unit, month."""
    return _cover(found).select(KEY)


def _cover(found: list[Layer]) -> pl.DataFrame:
    """For each unit and month the layer on top: its place, basis, and whether it is a table without events."""
    schema = {"unit": pl.String, "month": pl.Int32, "basis": pl.String, "layer": pl.Int32, "is_table": pl.Boolean}
    parts = [
        layer.cover.with_columns(layer=pl.lit(place, pl.Int32), is_table=pl.lit(layer.figures is not None))
        for place, layer in enumerate(found)
    ]
    return pl.concat([pl.DataFrame(schema=schema), *(part.select(*schema) for part in parts)]).unique(
        KEY, keep="first", maintain_order=True
    )


def _counted(found: list[Layer], cover: pl.DataFrame) -> pl.LazyFrame:
    files = [(place, layer.events) for place, layer in enumerate(found) if layer.events is not None]
    if not files:
        return no_events()
    every = pl.concat(events.with_columns(held_by=pl.lit(place, pl.Int32)) for place, events in files)
    if len(files) > 1:
        every = every.sort("held_by", maintain_order=True).unique("event_id", keep="first", maintain_order=True)
    tops = cover.lazy().filter(~pl.col("is_table")).select(*KEY, "layer")
    return _ruled(_placed(every).join(tops, on=KEY).filter(pl.col("held_by") <= pl.col("layer")))


def _uncounted(found: list[Layer], counted: pl.LazyFrame) -> pl.LazyFrame:
    parts = [layer.listed for layer in found if layer.listed is not None]
    if not parts:
        return no_events()
    every = pl.concat(parts).unique("event_id", keep="first", maintain_order=True)
    return _ruled(_placed(every).join(counted.select("event_id"), on="event_id", how="anti"))


def _placed(events: pl.LazyFrame) -> pl.LazyFrame:
    return events.filter(pl.col("iso3").is_not_null()).with_columns(unit="iso3", month=month_of_event())


def _ruled(events: pl.LazyFrame) -> pl.LazyFrame:
    return with_civilian_dead(events).select(no_events().collect_schema().names())


def _of_events(events: pl.LazyFrame, cover: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    spoken = cover.filter(~pl.col("is_table")).join(names, on="layer")
    return _filled(spoken, by_month(events).collect()).select(*_FIGURES)


def _of_tables(found: list[Layer], cover: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    spoken = cover.filter("is_table").join(names, on="layer")
    parts = [
        _filled(spoken.filter(pl.col("layer") == place), layer.figures).select(*_FIGURES)
        for place, layer in enumerate(found)
        if layer.figures is not None
    ]
    return pl.concat([pl.DataFrame(schema=_FIGURES), *parts])


def _filled(cover: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """Put figures on the months that are covered; a month without any is zero in each."""
    rows = cover.join(figures, on=KEY, how="left")
    given = [name for name in EVENTS if name in figures.columns]
    none = pl.col("ged_events").is_null()
    return rows.with_columns(pl.when(none).then(0.0).otherwise(pl.col(name)).alias(name) for name in given)


def _differences(found: list[Layer], cover: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """Compare the figures with what each lower layer says of the same months by itself."""
    tops = cover.select(*KEY, "layer")
    tables = [pl.DataFrame(schema=_DIFFERENCES)]
    for place, layer in enumerate(found):
        below = layer.cover.select(KEY).join(tops.filter(pl.col("layer") < place), on=KEY, how="semi")
        if not below.is_empty():
            pairs = _filled(below, _alone(layer)).join(figures, on=KEY, suffix="_used")
            tables += [_unequal(pairs, column, layer.name) for column in COMPARED]
    return pl.concat(tables).sort("unit", "month", "column")


def _alone(layer: Layer) -> pl.DataFrame:
    if layer.figures is not None:
        return layer.figures.select(*KEY, *COMPARED)
    assert layer.events is not None  # noqa: S101 - a layer has one or the other
    return of_events(layer.events).select(*KEY, *COMPARED).collect()


def _unequal(pairs: pl.DataFrame, column: str, name: str) -> pl.DataFrame:
    return pairs.filter(pl.col(column) != pl.col(f"{column}_used")).select(
        *KEY,
        column=pl.lit(column),
        used=pl.col(f"{column}_used"),
        other=pl.col(column),
        used_from=pl.col("input"),
        other_from=pl.lit(name),
    )
