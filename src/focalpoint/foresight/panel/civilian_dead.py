"""Which of an event's dead are civilians: one rule for every event, with low, best and high always in order."""

import polars as pl

ONE_SIDED = "one_sided"


def with_civilian_dead(events: pl.LazyFrame) -> pl.LazyFrame:
    """Give each event its dead civilians, lowest, best and highest estimate.

    UCDP counts dead of unknown status apart, also in one-sided violence, where all who die on the attacked side are
    civilians by definition. Decided in ``docs/adr/0006-civilian-dead.md``.

    First the interval: where UCDP published best above high, or low above best, best is kept (UCDP's yearly totals are
    sums of it) and ``low = min(low, best)``, ``high = max(high, best)``. Then, with c the dead civilians that UCDP
    coded, a and b the dead of the two sides and u the dead of unknown status:

    ============  ==========================  =============================  =============================
    kind          low                         best                           high
    ============  ==========================  =============================  =============================
    one-sided     min(low, civilians' best)   max(c, best - a - b)           max(high, civilians' best)
    other kinds   max(0, c - (best - low))    c                              c + u + (high - best)
    ============  ==========================  =============================  =============================

    Parameters
    ----------
    events : kind, low, best, high, civilians (as UCDP coded them), deaths_a, deaths_b, unknown. Where a and b are
        null they count as none. Where u is null, every death that is neither a civilian's nor of a side counts as of
        unknown status.

    Returns
    -------
    The events with low and high in order, ``civilians_coded`` (UCDP's own figure), and ``civilians_low``,
    ``civilians``, ``civilians_high`` by the rule. Null where UCDP coded none and the event is not one-sided.

    Examples
    --------
    >>> one = {"kind": "one_sided", "low": 13280, "best": 13280, "high": 20000, "civilians": 0,
    ...        "deaths_a": 0, "deaths_b": 0, "unknown": 13280}
    >>> with_civilian_dead(pl.LazyFrame([one])).select("civilians_low", "civilians", "civilians_high").collect().rows()
    [(13280, 13280, 20000)]
    """
    known = pl.col("civilians").is_not_null()
    return (
        events.rename({"civilians": "civilians_coded"})
        .with_columns(low=pl.min_horizontal("low", "best"), high=pl.max_horizontal("high", "best"))
        .with_columns(civilians=_best())
        .with_columns(civilians_low=_low(), civilians_high=_high())
        .with_columns(pl.when(known).then(pl.col("civilians_low", "civilians_high")))
    )


_BEST, _CODED = pl.col("best"), pl.col("civilians_coded")
_SIDES = pl.col("deaths_a").fill_null(0) + pl.col("deaths_b").fill_null(0)
_AIMED = pl.col("kind") == ONE_SIDED


def _best() -> pl.Expr:
    return pl.when(_AIMED).then(pl.max_horizontal(_CODED, _BEST - _SIDES, 0)).otherwise(_CODED)


def _low() -> pl.Expr:
    battle = pl.max_horizontal(_CODED - _BEST + pl.col("low"), 0)
    return pl.when(_AIMED).then(pl.min_horizontal("low", "civilians")).otherwise(battle)


def _high() -> pl.Expr:
    unknown = pl.col("unknown").fill_null(pl.max_horizontal(_BEST - _SIDES - _CODED, 0))
    battle = _CODED + unknown + pl.col("high") - _BEST
    return pl.when(_AIMED).then(pl.max_horizontal("high", "civilians")).otherwise(battle)


def broken_intervals() -> pl.Expr:
    """Return the events whose low, best and high were published out of order."""
    return (pl.col("low") > pl.col("best")) | (pl.col("best") > pl.col("high"))
