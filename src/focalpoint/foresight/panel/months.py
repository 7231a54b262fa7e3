"""Events into unit-months: which month an event falls in, and what its figures become."""

import polars as pl

from focalpoint.foresight.panel.civilian_dead import ONE_SIDED, with_civilian_dead

MONTHS_BEFORE_1980 = 1980 * 12
YEAR_ONLY = 5  # UCDP date_prec 5: the event took more than a month, or its month is not known


def of_events(events: pl.LazyFrame) -> pl.LazyFrame:
    """Add events up to one row a unit and month.

    An event belongs to the month of its first day, whole, however long it lasted; an event whose date is known only
    to the year (``date_prec`` 5) too, and is counted in ``ged_imprecise`` besides. This is the rule of UCDP's own
    yearly totals, which add up only when no event is split. Events without a State on the watch list are left out.

    Which of the dead are civilians is decided event by event in :mod:`focalpoint.foresight.panel.civilian_dead`; the
    month's low, best and high are the sums of the events'. ``civilians_coded`` is the sum of the figures that UCDP's
    coders put into ``deaths_civilians``. ``one_sided_low``, ``one_sided``, ``one_sided_high`` are the civilians killed
    in one-sided violence, by the same rule, so that they are never more than all civilians killed.

    Parameters
    ----------
    events : the canonical columns of :mod:`focalpoint.foresight.sources.events`.

    Returns
    -------
    unit, month and the columns of :data:`focalpoint.foresight.panel.columns.EVENTS`.

    Examples
    --------
    >>> import datetime as dt
    >>> one = {"event_id": "1", "iso3": "AAA", "date_start": dt.date(2020, 1, 30), "date_prec": 3,
    ...        "kind": "one_sided", "low": 2, "best": 3, "high": 9, "civilians": 3,
    ...        "deaths_a": 0, "deaths_b": 0, "unknown": 0}
    >>> of_events(pl.LazyFrame([one])).collect().select("month", "civilians", "civilians_high").row(0)
    (481, 3.0, 9.0)
    """
    placed = with_civilian_dead(events.filter(pl.col("iso3").is_not_null()))
    return by_month(placed.with_columns(unit="iso3", month=month_of_event()))


def by_month(events: pl.LazyFrame) -> pl.LazyFrame:
    """Add up events that the rule of ``civilian_dead`` was applied to, by their ``unit`` and ``month``."""
    return events.group_by("unit", "month").agg(*_figures())


def month_of_event() -> pl.Expr:
    """Return the month number of an event: the month of its first day."""
    day = pl.col("date_start").dt
    return day.year().cast(pl.Int32) * 12 - MONTHS_BEFORE_1980 + day.month()


def _figures() -> list[pl.Expr]:
    """What the events of one unit and month add up to, in the order of the panel's columns."""
    one_sided = pl.col("kind") == ONE_SIDED
    return [
        pl.len().cast(pl.Float64).alias("ged_events"),
        _sum("low").alias("ged_deaths_low"),
        _sum("best").alias("ged_deaths_best"),
        _sum("high").alias("ged_deaths_high"),
        *(_sum(name).alias(name) for name in ("civilians", "civilians_low", "civilians_high", "civilians_coded")),
        *(_sum(f"civilians{end}", one_sided).alias(f"one_sided{end}") for end in ("_low", "", "_high")),
        pl.col("best").max().cast(pl.Float64).alias("ged_peak_event"),
        *(
            (pl.col("kind") == kind).sum().cast(pl.Float64).alias(f"ged_{kind}")
            for kind in ("state_based", "non_state", "one_sided")
        ),
        (pl.col("date_prec") >= YEAR_ONLY).sum().cast(pl.Float64).alias("ged_imprecise"),
    ]


def _sum(column: str, where: pl.Expr | None = None) -> pl.Expr:
    """Sum a column; unknown as soon as one of its values is."""
    values = pl.col(column) if where is None else pl.col(column).filter(where)
    return pl.when(values.null_count() == 0).then(values.sum()).cast(pl.Float64)
