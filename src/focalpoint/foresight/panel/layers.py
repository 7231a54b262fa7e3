"""Vintages of UCDP events laid over one another: which one speaks for a unit in a month."""

import dataclasses

import polars as pl

from focalpoint.foresight.panel.civilian_dead import with_civilian_dead
from focalpoint.foresight.panel.columns import AGGREGATED, CANDIDATE, EVENTS, YEARLY_RELEASES
from focalpoint.foresight.panel.events import event_rows, no_events
from focalpoint.foresight.panel.grid import grid
from focalpoint.foresight.panel.months import month_of_event, of_events
from focalpoint.foresight.panel.rules import rules
from focalpoint.foresight.vintages.store import Store
from focalpoint.foresight.vintages.vintage import Vintage
from focalpoint.reference.calendar import month_id, parse_month, year_of
from focalpoint.reference.countries import watched

_NOTHING = pl.DataFrame(
    schema={"unit": pl.String, "month": pl.Int32, "input": pl.String, "basis": pl.String}
    | dict.fromkeys(EVENTS, pl.Float64)
    | {"place": pl.Int32}
)
COMPARED = ("ged_events", "ged_deaths_best", "civilians")


@dataclasses.dataclass(frozen=True, slots=True)
class Layer:
    """What one vintage, or all candidate vintages together, say.

    ``cover`` holds the unit-months they speak for (unit, month) and on what ``basis``: see ``Panel``. A covered
    unit-month without a row in ``figures`` is zero. ``events`` are the events behind the figures, where there are any.
    """

    name: str
    figures: pl.DataFrame
    cover: pl.DataFrame
    events: pl.LazyFrame | None = None


def layers(store: Store, vintages: list[Vintage]) -> list[Layer]:
    """Return the layers, the one that speaks first on top.

    Yearly releases stand above candidate releases, for they are checked; among yearly ones the later known stands
    higher, and of two known on one day the one with events. An event seen in a higher layer is left out of a lower
    one, so that a candidate event gives way to its yearly row even where the yearly row moved to another month. The
    candidate releases are one layer: their events together, each in its latest known form.
    """
    yearly = [v for v in vintages if v.source in YEARLY_RELEASES]
    candidates = [v for v in vintages if v not in yearly]
    found: list[Layer] = []
    seen: list[pl.LazyFrame] = []
    for vintage in sorted(yearly, key=_rank, reverse=True):
        if vintage.source == AGGREGATED:
            found.append(_aggregated(store, vintage))
            continue
        events = _unseen(event_rows(store, vintage), seen)
        whole = "too-few-rows" not in store.issues(vintage)["code"]
        cover = _yearly_cover(events, whole=whole).with_columns(basis=pl.lit("final"))
        found.append(Layer(vintage.id, of_events(events).collect(), cover, events))
        seen.append(store.frame(vintage).select("event_id"))
    return [*found, *_candidates(store, sorted(candidates, key=_rank, reverse=True), seen)]


def event_vintages(store: Store) -> list[Vintage]:
    """Return the vintages that UCDP's monthly figures come from."""
    return [v for v in store.vintages() if v.source in (*YEARLY_RELEASES, CANDIDATE)]


def _rank(vintage: Vintage) -> tuple[object, ...]:
    return vintage.known_at, vintage.grain == "event", vintage.id


def _unseen(events: pl.LazyFrame, seen: list[pl.LazyFrame]) -> pl.LazyFrame:
    return events.join(pl.concat(seen), on="event_id", how="anti") if seen else events


def _aggregated(store: Store, vintage: Vintage) -> Layer:
    given = store.frame(vintage).filter(pl.col("iso3").is_not_null() & (pl.col("ged_events") > 0))
    present = given.collect_schema().names()
    figures = given.select(
        pl.col("iso3").alias("unit"),
        pl.col("month").cast(pl.Int32),
        *(pl.col(c).cast(pl.Float64) if c in present else pl.lit(None, pl.Float64).alias(c) for c in EVENTS),
    )
    months = range(parse_month(vintage.first), parse_month(vintage.last) + 1)
    cover = grid(_everywhere(), months, "month").with_columns(basis=pl.lit("final"))
    return Layer(vintage.id, figures.with_columns(civilians_coded="civilians").collect(), cover)


def _candidates(store: Store, newest_first: list[Vintage], seen: list[pl.LazyFrame]) -> list[Layer]:
    if not newest_first:
        return []
    parts = [
        event_rows(store, v).with_columns(pl.lit(place).alias("place_in_line")) for place, v in enumerate(newest_first)
    ]
    events = pl.concat(parts).sort("place_in_line").unique("event_id", keep="first").drop("place_in_line")
    name = ", ".join(vintage.id for vintage in newest_first)
    cover, fresh = _candidate_cover(events).with_columns(basis=pl.lit("candidate")), _unseen(events, seen)
    return [Layer(name, of_events(fresh).collect(), cover, fresh)]


def _everywhere() -> tuple[str, ...]:
    return tuple(state.iso3 for state in watched())


def _named(events: pl.LazyFrame) -> pl.DataFrame:
    """Return the unit-months in which the events name a State, with its continent."""
    regions = pl.LazyFrame([(s.iso3, s.region) for s in watched()], schema=["unit", "region"], orient="row")
    return of_events(events).select("unit", "month").join(regions, on="unit").collect()


def _yearly_cover(events: pl.LazyFrame, *, whole: bool) -> pl.DataFrame:
    """A yearly release covers whole calendar years: everywhere when it is a world file, else the States it names.

    A file with fewer rows than a release has is an extract, wherever its events lie.
    """
    named = _named(events)
    if named.is_empty():
        return named.select("unit", "month")
    low, high = (year_of(int(value)) for value in (named["month"].min(), named["month"].max()))  # type: ignore[arg-type]  # not empty
    world = whole and named["region"].n_unique() >= rules().world_file_min_regions
    units = _everywhere() if world else tuple(named["unit"].unique())
    return grid(units, range(month_id(low, 1), month_id(high, 12) + 1), "month")


def _candidate_cover(events: pl.LazyFrame) -> pl.DataFrame:
    """A candidate month is covered everywhere when its events lie on enough continents, else where it has events."""
    named = _named(events)
    wide = (
        named.group_by("month")
        .agg(pl.col("region").n_unique())
        .filter(pl.col("region") >= rules().world_file_min_regions)
    )
    units = pl.DataFrame({"unit": _everywhere()})
    return pl.concat([units.join(wide.select("month"), how="cross"), named.select("unit", "month")]).unique()


def counted(found: list[Layer], figures: pl.DataFrame) -> pl.LazyFrame:
    """Return the events behind the figures of a stack: those of the layer that speaks for their unit and month.

    Returns
    -------
    event rows by the rule of ``civilian_dead``, with ``unit`` and ``month``.
    """
    used = figures.lazy().select("unit", "month", "input")
    parts = [
        with_civilian_dead(layer.events.filter(pl.col("iso3").is_not_null()))
        .with_columns(unit="iso3", month=month_of_event(), input=pl.lit(layer.name))
        .join(used, on=["unit", "month", "input"], how="semi")
        .drop("input")
        for layer in found
        if layer.events is not None
    ]
    return pl.concat([no_events(), *parts])


def stack(found: list[Layer]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lay the layers over one another.

    Returns
    -------
    figures : unit, month, input (name of the layer that speaks) and the event columns; zero where a covered month has
        no event.
    differences : unit, month, column, used, other, used_from, other_from, wherever a lower layer says otherwise.
    """
    parts = [_filled(layer).with_columns(pl.lit(place, pl.Int32).alias("place")) for place, layer in enumerate(found)]
    said = pl.concat([_NOTHING, *parts]).sort("place", maintain_order=True)
    top = said.unique(["unit", "month"], keep="first")
    return top.drop("place"), _differences(top, said)


def _filled(layer: Layer) -> pl.DataFrame:
    rows = layer.cover.join(layer.figures, on=["unit", "month"], how="left")
    zero = pl.col("ged_events").is_null()
    return rows.with_columns(pl.when(zero).then(0.0).otherwise(pl.col(c)).alias(c) for c in EVENTS).select(
        "unit", "month", pl.lit(layer.name).alias("input"), "basis", *EVENTS
    )


def _differences(top: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    pairs = said.join(top, on=["unit", "month"], suffix="_used").filter(pl.col("place") > pl.col("place_used"))
    tables = [
        pairs.filter(pl.col(column) != pl.col(f"{column}_used")).select(
            "unit",
            "month",
            pl.lit(column).alias("column"),
            pl.col(f"{column}_used").alias("used"),
            pl.col(column).alias("other"),
            pl.col("input_used").alias("used_from"),
            pl.col("input").alias("other_from"),
        )
        for column in COMPARED
    ]
    return pl.concat(tables).sort("unit", "month", "column")
