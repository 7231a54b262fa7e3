"""Events into unit-months: which month an event falls in, and what its figures become."""

import polars as pl

MONTHS_BEFORE_1980 = 1980 * 12
YEAR_ONLY = 5  # UCDP date_prec 5: the event took more than a month, or its month is not known


def of_events(events: pl.LazyFrame) -> pl.LazyFrame:
    """Add events up to one row a unit and month.

    An event belongs to the month of its first day, whole, however long it lasted; an event whose date is known only
    to the year (``date_prec`` 5) too, and is counted in ``ged_imprecise`` besides. This is the rule of UCDP's own
    yearly totals, which add up only when no event is split. Events without a State on the watch list are left out.

    ``civilians`` is the sum of UCDP's best figure of dead civilians. UCDP gives no low or high for it; but all who die
    in one-sided violence are civilians, so there the event's low and high are theirs. ``civilians_low`` and
    ``civilians_high`` are therefore the sums over the month when every event that may have killed anyone
    (``high`` > 0) is one-sided, and unknown otherwise.

    Parameters
    ----------
    events : event_id, iso3, date_start, date_prec, kind, low, best, high, civilians.

    Returns
    -------
    unit, month and the columns of :data:`focalpoint.foresight.panel.columns.EVENTS`.

    Examples
    --------
    >>> import datetime as dt
    >>> one = {"event_id": "1", "iso3": "AAA", "date_start": dt.date(2020, 1, 30), "date_prec": 3,
    ...        "kind": "one_sided", "low": 2, "best": 3, "high": 9, "civilians": 3}
    >>> of_events(pl.LazyFrame([one])).collect().select("month", "civilians", "civilians_high").row(0)
    (481, 3.0, 9.0)
    """
    day = pl.col("date_start").dt
    month = day.year().cast(pl.Int32) * 12 - MONTHS_BEFORE_1980 + day.month()
    placed = events.filter(pl.col("iso3").is_not_null())
    return placed.group_by(pl.col("iso3").alias("unit"), month.alias("month")).agg(*_figures())


def _figures() -> list[pl.Expr]:
    """What the events of one unit and month add up to, in the order of the panel's columns."""
    one_sided = pl.col("kind") == "one_sided"
    mixed = (~one_sided & (pl.col("high").is_null() | (pl.col("high") > 0))).any()
    return [
        pl.len().cast(pl.Float64).alias("ged_events"),
        _sum("low").alias("ged_deaths_low"),
        _sum("best").alias("ged_deaths_best"),
        _sum("high").alias("ged_deaths_high"),
        _sum("civilians").alias("civilians"),
        pl.when(~mixed).then(_sum("low", one_sided)).alias("civilians_low"),
        pl.when(~mixed).then(_sum("high", one_sided)).alias("civilians_high"),
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
