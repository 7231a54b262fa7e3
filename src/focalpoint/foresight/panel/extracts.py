"""Extracts: the States and years of which a part of a release holds everything."""

import dataclasses
import datetime as dt

import polars as pl

from focalpoint.foresight.panel.columns import AGGREGATED
from focalpoint.foresight.panel.grid import grid
from focalpoint.foresight.panel.rules import rules
from focalpoint.foresight.vintages.edition import YEARLY_SOURCE, Edition, UnknownEdition, of_release
from focalpoint.foresight.vintages.identification import edition_of
from focalpoint.foresight.vintages.store import Store
from focalpoint.foresight.vintages.vintage import Vintage
from focalpoint.reference.calendar import EPOCH_YEAR, month_id, year_of

BY_YEAR = "ucdp_ov"
TOTALS = {"unit": pl.String, "year": pl.Int32, "deaths": pl.Float64, "events": pl.Float64}


@dataclasses.dataclass(frozen=True, slots=True)
class Official:
    """What UCDP published by State and year, known on a day.

    Attributes
    ----------
    release : the release of the newest country-year file; None without one.
    totals : unit, year, deaths (best), events. ``events`` is null where no table has them, or where the table counts
        another State's among them.
    """

    release: str | None
    totals: pl.DataFrame


@dataclasses.dataclass(frozen=True, slots=True)
class Complete:
    """The months of which an extract holds everything (unit, month), and the edition it belongs to."""

    cover: pl.DataFrame
    edition: Edition


def official(store: Store, known_at: dt.date) -> Official:
    """Return the newest official totals by State and year that were known on a day; empty without a file of them."""
    by_year, by_month = store.known(BY_YEAR, known_at)[:1], store.known(AGGREGATED, known_at)[:1]
    if not by_year or "ov_best" not in store.frame(by_year[0]).collect_schema():
        return Official(None, pl.DataFrame(schema=TOTALS))
    deaths = store.frame(by_year[0]).select(
        pl.col("iso3").alias("unit"), pl.col("year").cast(pl.Int32), pl.col("ov_best").cast(pl.Float64).alias("deaths")
    )
    events = pl.LazyFrame(schema={name: TOTALS[name] for name in ("unit", "year", "events")})
    if by_month:
        events = _events_by_year(store.frame(by_month[0]), by_month[0])
    totals = deaths.drop_nulls().join(events, on=["unit", "year"], how="left").select(*TOTALS)
    return Official(by_year[0].release, totals.collect())


def _events_by_year(table: pl.LazyFrame, vintage: Vintage) -> pl.LazyFrame:
    mixed = [
        unit
        for rule in rules().counted_under
        if (rule.source, rule.release) == (vintage.source, vintage.release)
        for unit in (rule.unit, rule.under)
    ]
    year = ((pl.col("month") - 1).floordiv(12) + EPOCH_YEAR).cast(pl.Int32)
    placed = table.filter(pl.col("iso3").is_not_null() & ~pl.col("iso3").is_in(mixed))
    return placed.group_by(pl.col("iso3").alias("unit"), year.alias("year")).agg(
        events=pl.col("ged_events").sum().cast(pl.Float64)
    )


def shares(events: pl.LazyFrame, totals: Official) -> pl.DataFrame:
    """Hold the events of a file against the official totals.

    Parameters
    ----------
    events : iso3, date_start, best.
    totals : the official figures.

    Returns
    -------
    unit, year, file_deaths, file_events, deaths, events (official, null where none is known), for each State and year
    with an event in the file; sorted.
    """
    year = pl.col("date_start").dt.year().cast(pl.Int32)
    found = (
        events.filter(pl.col("iso3").is_not_null())
        .group_by(pl.col("iso3").alias("unit"), year.alias("year"))
        .agg(file_deaths=pl.col("best").sum().cast(pl.Float64), file_events=pl.len().cast(pl.Float64))
    )
    return found.join(totals.totals.lazy(), on=["unit", "year"], how="left").sort("unit", "year").collect()


def reaches(edition: Edition, totals: Official) -> pl.Expr:
    """Return, over the rows of :func:`shares`, where the file has the deaths and events of the official totals.

    An extract of the very release of the totals must have exactly these; one of another edition, or of an edition that
    is not known, may have less or more by the share ``other_edition_tolerance`` of rules.yaml: what has far more holds
    events twice, or others than UCDP's. A State and year without official totals is not reached.
    """
    same = edition.release is not None and edition.release == totals.release
    share = 0.0 if same else rules().other_edition_tolerance
    deaths, events = (_is_within(share, pl.col(f"file_{name}"), pl.col(name)) for name in ("deaths", "events"))
    return edition.is_final & deaths.fill_null(value=False) & events.fill_null(value=True)


def _is_within(share: float, held: pl.Expr, total: pl.Expr) -> pl.Expr:
    return held.is_between((1 - share) * total, (1 + share) * total)


def held_against(store: Store, vintage: Vintage, known_at: dt.date) -> pl.DataFrame:
    """Say of an extract where it counts.

    Returns
    -------
    The columns of :func:`shares`, and ``counts``: whether the extract covers that State and year. Not one row for a
    vintage that is no extract.
    """
    edition, totals = edition_of(vintage), official(store, known_at)
    found = shares(store.frame(vintage), totals)
    said = pl.col("unit").is_in(vintage.complete_for)
    return found.with_columns(counts=said | reaches(edition, totals)).filter(pl.lit(edition.kind == "extract"))


def complete(vintage: Vintage, edition: Edition, events: pl.LazyFrame, totals: Official) -> Complete:
    """Return the months that an extract covers: those it was said to be complete for, and where it reaches the totals.

    Candidate events have no official totals: an extract of them covers only what it was said to be complete for.
    """
    held = shares(events, totals).filter(reaches(edition, totals))
    whole_years = held.select("unit", "year").join(_months_of_year(), how="cross")
    reached = whole_years.select("unit", ((pl.col("year") - EPOCH_YEAR) * 12 + pl.col("of_year")).alias("month"))
    said = _said(vintage, edition, events)
    ranks = [edition] if not edition.is_final else [_final(edition), *_final_of(totals)]
    return Complete(pl.concat([said, reached]).unique(), max(ranks, key=lambda one: one.rank))


def _months_of_year() -> pl.DataFrame:
    return pl.DataFrame({"of_year": range(1, 13)}, schema={"of_year": pl.Int32})


def _said(vintage: Vintage, edition: Edition, events: pl.LazyFrame) -> pl.DataFrame:
    """The States and months of which a person's word holds: whole years of final events, else months.

    They are those of the extract where its release says them; else they end with the State's own events, for an event
    of another State says nothing of them.
    """
    if edition.release is not None:
        return grid(vintage.complete_for, _said_months(edition, edition.first, edition.last), "month")
    month = (pl.col("date_start").dt.year().cast(pl.Int32) - EPOCH_YEAR) * 12 + pl.col("date_start").dt.month()
    own = events.filter(pl.col("iso3").is_in(vintage.complete_for)).group_by("iso3")
    spans = own.agg(month.min().alias("first"), month.max().alias("last")).collect()
    months = [grid((unit,), _said_months(edition, first, last), "month") for unit, first, last in spans.iter_rows()]
    return pl.concat([grid((), range(0), "month"), *months])


def _said_months(edition: Edition, first: int, last: int) -> range:
    return (
        range(month_id(year_of(first), 1), month_id(year_of(last), 12) + 1)
        if edition.is_final
        else range(first, last + 1)
    )


def _final(edition: Edition) -> Edition:
    """The yearly edition an extract is of: the one of its number, else the first that can hold its last year."""
    return of_release(edition.release or f"{max(year_of(edition.last) - 1999, 17)}.1")


def _final_of(totals: Official) -> list[Edition]:
    try:
        found = of_release(totals.release or "")
    except UnknownEdition:
        return []
    return [found] if found.source == YEARLY_SOURCE else []
