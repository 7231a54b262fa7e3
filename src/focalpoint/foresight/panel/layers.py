"""The vintages of UCDP's figures as layers: which months of which States each one speaks for, and how it ranks."""

import dataclasses
import datetime as dt
from typing import Any, Literal

import polars as pl

from focalpoint.foresight.panel.columns import AGGREGATED, CANDIDATE, EVENTS, YEARLY_RELEASES
from focalpoint.foresight.panel.events import event_rows
from focalpoint.foresight.panel.extracts import Official, complete, official
from focalpoint.foresight.panel.grid import grid
from focalpoint.foresight.panel.months import month_of_event
from focalpoint.foresight.vintages.edition import Edition
from focalpoint.foresight.vintages.identification import edition_of
from focalpoint.foresight.vintages.store import Store
from focalpoint.foresight.vintages.vintage import Vintage
from focalpoint.reference.calendar import parse_month
from focalpoint.reference.countries import watched

FINAL, PROVISIONAL = "final", "candidate"
# Of one edition, its events speak before an extract of them, and that before a table that was added up from them.
ADDED_UP, PART, WHOLE = range(3)


@dataclasses.dataclass(frozen=True, slots=True)
class Layer:
    """What one vintage says.

    Attributes
    ----------
    name : id of the vintage.
    rank : the layer with the higher rank speaks.
    cover : the unit-months it speaks for, and on what ``basis`` (see ``Panel``): unit, month, basis.
    figures : unit, month and the event columns, of a table that was added up by its producer. A covered unit-month
        without a row is zero.
    events : the events (see ``event_rows``) of a file of events; then ``figures`` is None. Events outside the months it
        covers revise months that older files of events cover.
    listed : events of an extract that are listed and do not count, since the extract does not cover their months.
    """

    name: str
    rank: tuple[Any, ...]
    cover: pl.DataFrame
    figures: pl.DataFrame | None = None
    events: pl.LazyFrame | None = None
    listed: pl.LazyFrame | None = None


def layers(store: Store, known_at: dt.date) -> list[Layer]:
    """Return what was known on a day as layers, the one that speaks first on top.

    Final editions stand above candidate ones, and newer above older, by their numbers and not by the day on which they
    were added. A table that was added up from an edition stands right below the events of that edition. An extract
    covers the States and years for which it is complete, and stands with the edition whose totals it reaches.
    """
    totals = official(store, known_at)
    found = [
        _added_up(store, vintage) if vintage.source == AGGREGATED else _of_events(store, vintage, totals)
        for vintage in event_vintages(store, known_at)
    ]
    return sorted(found, key=lambda layer: layer.rank, reverse=True)


def event_vintages(store: Store, known_at: dt.date) -> list[Vintage]:
    """Return the vintages that UCDP's monthly figures come from, of those known on a day."""
    return [v for v in store.vintages() if v.source in (*YEARLY_RELEASES, CANDIDATE) and v.known_at <= known_at]


def everywhere() -> tuple[str, ...]:
    """Return the units of the watch list, of which a file of the whole world speaks."""
    return tuple(state.iso3 for state in watched())


def _rank(vintage: Vintage, of: Edition, detail: int) -> tuple[Any, ...]:
    return of.rank, detail, vintage.known_at, vintage.id


def _added_up(store: Store, vintage: Vintage) -> Layer:
    given = store.frame(vintage).filter(pl.col("iso3").is_not_null() & (pl.col("ged_events") > 0))
    present = given.collect_schema().names()
    figures = given.select(
        pl.col("iso3").alias("unit"),
        pl.col("month").cast(pl.Int32),
        *(pl.col(c).cast(pl.Float64) if c in present else pl.lit(None, pl.Float64).alias(c) for c in EVENTS),
    ).with_columns(civilians_coded="civilians")
    edition = edition_of(vintage)
    cover = grid(everywhere(), range(parse_month(vintage.first), parse_month(vintage.last) + 1), "month").with_columns(
        basis=pl.lit(FINAL)
    )
    return Layer(vintage.id, _rank(vintage, edition, ADDED_UP), cover, figures=figures.collect())


def _of_events(store: Store, vintage: Vintage, totals: Official) -> Layer:
    edition, events = edition_of(vintage), event_rows(store, vintage)
    basis = pl.lit(FINAL if edition.is_final else PROVISIONAL).alias("basis")
    if edition.kind != "extract":
        cover = grid(everywhere(), range(edition.first, edition.last + 1), "month").with_columns(basis)
        return Layer(vintage.id, _rank(vintage, edition, WHOLE), cover, events=events)
    found = complete(vintage, edition, events, totals)
    kept, listed = _within(events, found.cover, "semi"), _within(events, found.cover, "anti")
    rank = _rank(vintage, found.stands_with, PART)
    return Layer(vintage.id, rank, found.cover.with_columns(basis), events=kept, listed=listed)


def _within(events: pl.LazyFrame, cover: pl.DataFrame, how: Literal["semi", "anti"]) -> pl.LazyFrame:
    return events.join(cover.lazy(), left_on=[pl.col("iso3"), month_of_event()], right_on=["unit", "month"], how=how)
