"""The embedded table of candidate events as months of the panel: recorded where it can be, estimated where it must."""

import polars as pl

from focalpoint.foresight.panel.columns import EVENTS
from focalpoint.foresight.panel.estimate import Settings, estimated_civilians

TYPES = {"sb": "state_based", "ns": "non_state", "os": "one_sided"}
OTHERS = ("sb", "ns")


def candidate_months(table: pl.DataFrame, shares: pl.DataFrame, chosen: Settings) -> pl.DataFrame:
    """Turn deaths by State, month and type of violence into the panel's monthly figures.

    Where the table gives civilian and unknown dead, they follow the rule of the events, type by type: one-sided dead
    are civilians; of the others the best figure is the recorded one, the low takes off what separates UCDP's best from
    its low, and the high adds the dead of unknown status and what separates high from best. Elsewhere civilians are
    estimated (``basis`` "estimate"); a month with one-sided dead alone needs no estimate.

    Parameters
    ----------
    table : rows of the source ``ucdp_candidate_panel``, iso3 not null.
    shares : unit, sb_share, ns_share; see :func:`focalpoint.foresight.panel.estimate.civilian_shares`.
    chosen : the choices of the estimate.

    Returns
    -------
    unit, month, the columns of ``EVENTS`` and basis, a row a row.
    """
    rows = table.rename({"iso3": "unit"}).with_columns(pl.col("month").cast(pl.Int32))
    given = pl.col("sb_civilians").is_not_null()
    recorded = rows.filter(given).with_columns(**_recorded(), basis=pl.lit("candidate"))
    guessed = estimated_civilians(rows.filter(~given), shares, chosen).with_columns(**_guessed())
    both = pl.concat([recorded, guessed], how="diagonal_relaxed").with_columns(**_events())
    absent = [name for name in EVENTS if name not in both.columns]
    return (
        both.with_columns(pl.lit(None, pl.Float64).alias(name) for name in absent)
        .select("unit", "month", *(pl.col(name).cast(pl.Float64) for name in EVENTS), "basis")
        .sort("unit", "month")
    )


def _events() -> dict[str, pl.Expr]:
    """What both kinds of rows give: events, and all deaths; a bound is unknown where one type has none."""
    counts = {f"ged_{name}": pl.col(f"{kind}_events") for kind, name in TYPES.items()}
    return {
        "ged_events": _total("events", TYPES),
        "ged_deaths_low": _total("low", TYPES),
        "ged_deaths_best": _total("best", TYPES),
        "ged_deaths_high": _total("high", TYPES),
        **counts,
    }


def _recorded() -> dict[str, pl.Expr]:
    one_sided = pl.col("os_civilians") + pl.col("os_unknown")
    low, high = pl.min_horizontal("os_low", one_sided), pl.max_horizontal("os_high", one_sided)
    lows = [(pl.col(f"{k}_civilians") - _gap(f"{k}_best", f"{k}_low")).clip(0) for k in OTHERS]
    highs = [pl.sum_horizontal(f"{k}_civilians", f"{k}_unknown", _gap(f"{k}_high", f"{k}_best")) for k in OTHERS]
    return {
        "one_sided_low": low,
        "one_sided": one_sided,
        "one_sided_high": high,
        "civilians_low": low + sum(lows, pl.lit(0)),
        "civilians": one_sided + _total("civilians", OTHERS),
        "civilians_high": high + sum(highs, pl.lit(0)),
        "civilians_coded": _total("civilians", TYPES),
    }


def _guessed() -> dict[str, pl.Expr]:
    sure = _total("best", OTHERS) == 0
    # Low and high of one-sided dead are not in the table, so a month with these alone has no interval.
    bounds = {name: pl.when(~sure).then(pl.col(name)) for name in ("civilians_low", "civilians_high")}
    basis = pl.when(sure).then(pl.lit("candidate")).otherwise(pl.lit("estimate"))
    best = pl.when(sure).then(pl.col("os_best")).otherwise(pl.col("civilians"))
    return {"one_sided": pl.col("os_best"), "civilians": best, **bounds, "basis": basis}


def _total(name: str, kinds: "tuple[str, ...] | dict[str, str]") -> pl.Expr:
    return sum((pl.col(f"{kind}_{name}") for kind in kinds), pl.lit(0))


def _gap(more: str, less: str) -> pl.Expr:
    return (pl.col(more) - pl.col(less)).clip(0)
