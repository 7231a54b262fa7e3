"""The vintages of UCDP's figures as layers: which months of which States each one speaks for, and how it ranks."""

import dataclasses
import datetime as dt
from typing import Any, Literal

import polars as pl

from focalpoint.foresight.panel.aggregates import final_months, provisional_months
from focalpoint.foresight.panel.columns import AGGREGATED, CANDIDATE, CANDIDATE_TABLE, YEARLY_RELEASES
from focalpoint.foresight.panel.events import event_rows
from focalpoint.foresight.panel.extracts import Official, complete, official
from focalpoint.foresight.panel.grid import grid
from focalpoint.foresight.panel.months import month_of_event
from focalpoint.foresight.vintages.edition import Edition, of_release
from focalpoint.foresight.vintages.identification import edition_of
from focalpoint.foresight.vintages.store import Store
from focalpoint.foresight.vintages.vintage import Vintage
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


def layers(store: Store, known_at: dt.date, *, separate: bool = True) -> list[Layer]:
    """Return what was known on a day as layers, the one that speaks first on top.

    Final editions are above candidate ones, and newer above older, by their numbers and not by the day on which they
    were added. A table that was added up from an edition is right below the events of that edition. An extract
    covers the States and years for which it is complete, and belongs to the edition whose totals it reaches. A table
    of candidate events belongs, month by month, to the newest edition that the month was taken from. ``separate`` is
    false where a table is read as it was published: see :func:`focalpoint.foresight.panel.aggregates.final_months`.
    """
    totals = official(store, known_at)
    found = []
    for vintage in event_vintages(store, known_at):
        if vintage.source == CANDIDATE_TABLE:
            found += _candidate_table(store, vintage, known_at)
        elif vintage.source == AGGREGATED:
            figures, cover = final_months(store, vintage, known_at, separate=separate)
            found.append(Layer(vintage.id, _rank(vintage, edition_of(vintage), ADDED_UP), cover, figures))
        else:
            found.append(_of_events(store, vintage, totals))
    return sorted(found, key=lambda layer: layer.rank, reverse=True)


def _candidate_table(store: Store, vintage: Vintage, known_at: dt.date) -> list[Layer]:
    """One layer for each edition (or editions, joined by a hyphen) from which months of the table were taken."""
    figures, cover = provisional_months(store, vintage, known_at)
    taken = store.frame(vintage).select("edition", pl.col("month").cast(pl.Int32)).drop_nulls().unique().collect()
    found = []
    for (release,), rows in taken.sort("month").group_by("edition", maintain_order=True):
        months = rows.select("month")
        newest = max(of_release(one).rank for one in str(release).split("-"))
        own, given = (table.join(months, on="month", how="semi") for table in (cover, figures))
        found.append(Layer(vintage.id, (newest, ADDED_UP, vintage.known_at, vintage.id), own, given))
    return found


def event_vintages(store: Store, known_at: dt.date) -> list[Vintage]:
    """Return the vintages that UCDP's monthly figures come from, of those known on a day."""
    sources = (*YEARLY_RELEASES, CANDIDATE, CANDIDATE_TABLE)
    return [v for v in store.vintages() if v.source in sources and v.known_at <= known_at]


def everywhere() -> tuple[str, ...]:
    """Return the units of the watch list, of which a file of the whole world speaks."""
    return tuple(state.iso3 for state in watched())


def _rank(vintage: Vintage, of: Edition, detail: int) -> tuple[Any, ...]:
    return of.rank, detail, vintage.known_at, vintage.id


def _of_events(store: Store, vintage: Vintage, totals: Official) -> Layer:
    edition, events = edition_of(vintage), event_rows(store, vintage)
    basis = pl.lit(FINAL if edition.is_final else PROVISIONAL).alias("basis")
    if edition.kind != "extract":
        cover = grid(everywhere(), range(edition.first, edition.last + 1), "month").with_columns(basis)
        return Layer(vintage.id, _rank(vintage, edition, WHOLE), cover, events=events)
    found = complete(vintage, edition, events, totals)
    kept, listed = _within(events, found.cover, "semi"), _within(events, found.cover, "anti")
    rank = _rank(vintage, found.edition, PART)
    return Layer(vintage.id, rank, found.cover.with_columns(basis), events=kept, listed=listed)


def _within(events: pl.LazyFrame, cover: pl.DataFrame, how: Literal["semi", "anti"]) -> pl.LazyFrame:
    return events.join(cover.lazy(), left_on=[pl.col("iso3"), month_of_event()], right_on=["unit", "month"], how=how)
