"""How the estimate of civilian deaths did where the truth is known: official country-years, and months of 2026."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from focalpoint.foresight.panel.columns import CANDIDATE_TABLE
from focalpoint.foresight.panel.estimate import Settings, civilian_shares, estimated_civilians, settings
from focalpoint.foresight.panel.tables import yearly_tables
from focalpoint.foresight.vintages.store import Store

YEARS = range(2012, 2025)
DEAD = ("osv_best", "sb_best", "sb_civilians", "ns_best", "ns_civilians", "ov_civilians", "ov_best")
MANY = 25
FACTOR_SHARE = 0.9


def of_store(store: Store, known_at: dt.date) -> dict[str, Any]:
    """Return how the estimate did on what a store knew on a day: country_years by truth, months, years, version."""
    found = yearly_tables(store, known_at, max(YEARS))[0]
    years, chosen = found.select("unit", "year", *DEAD), settings()
    units = years["unit"].unique(maintain_order=True).to_list()
    table = country_years(years, units, YEARS, chosen)
    candidates = store.frame(store.known(CANDIDATE_TABLE, known_at)[0]).collect()
    return {
        "country_years": {truth: record(table, truth) for truth in ("coded", "counted")},
        "months": months_of_the_table(candidates, civilian_shares(years, units, max(YEARS) + 2, chosen), chosen),
        "years": [min(YEARS), max(YEARS)],
        "version": chosen.version,
    }


def country_years(years: pl.DataFrame, units: Sequence[str], asked: Sequence[int], chosen: Settings) -> pl.DataFrame:
    """Estimate the civilians of past years as they are estimated before the yearly release.

    Parameters
    ----------
    years : unit, year, osv_best, sb_best, sb_civilians, ns_best, ns_civilians, ov_civilians, ov_best.
    units : the States.
    asked : the years; each looks at the years before it alone.
    chosen : the choices of the estimate.

    Returns
    -------
    unit, year, dead, one_sided, low, estimate, high, coded (civilians as UCDP codes them), counted (one-sided dead and
    civilians among the others: what is estimated).
    """
    known = years.with_columns(pl.col(DEAD).fill_null(0)).rename({"osv_best": "os_best"})
    parts = [
        estimated_civilians(known.filter(pl.col("year") == year), civilian_shares(known, units, year, chosen), chosen)
        for year in asked
    ]
    return pl.concat(parts).select(
        "unit",
        "year",
        pl.col("ov_best").alias("dead"),
        pl.col("os_best").alias("one_sided"),
        pl.col("civilians_low").alias("low"),
        pl.col("civilians").alias("estimate"),
        pl.col("civilians_high").alias("high"),
        pl.col("ov_civilians").alias("coded"),
        pl.sum_horizontal("os_best", "sb_civilians", "ns_civilians").alias("counted"),
    )


def record(table: pl.DataFrame, truth: str) -> dict[str, Any]:
    """Say how near the estimate came.

    Parameters
    ----------
    table : as :func:`country_years` returns.
    truth : "coded" or "counted".

    Returns
    -------
    n (country-years with any dead), correlation of log(1 + x) over these and over all, n_many (with 25 dead civilians
    or more), median_error of these (share of the truth), factor_90 (nine tenths of these lie within it), inside (share
    of those with dead that are not one-sided that lie in the interval).
    """
    some, many = table.filter(pl.col("dead") > 0), table.filter(pl.col(truth) >= MANY)
    ratio = many["estimate"] / many[truth]
    guessed = table.filter(pl.col("dead") > pl.col("one_sided"))
    inside = guessed.select((pl.col(truth) >= pl.col("low")) & (pl.col(truth) <= pl.col("high"))).to_series()
    return {
        "n": some.height,
        "correlation": _correlation(some, truth),
        "correlation_with_years_without_dead": _correlation(table, truth),
        "n_many": many.height,
        "median_error": float(np.median((ratio - 1).abs().to_numpy())),
        "factor_90": float(np.exp(np.quantile(np.abs(np.log(ratio.to_numpy())), FACTOR_SHARE))),
        "n_guessed": guessed.height,
        "inside": float(inside.cast(pl.Float64).to_numpy().mean()),
    }


def _correlation(table: pl.DataFrame, truth: str) -> float:
    return float(np.corrcoef(np.log1p(table["estimate"].to_numpy()), np.log1p(table[truth].to_numpy()))[0, 1])


def months_of_the_table(table: pl.DataFrame, shares: pl.DataFrame, chosen: Settings) -> dict[str, Any]:
    """Estimate the months for which the candidate table gives civilians, from its dead by type alone.

    Parameters
    ----------
    table : rows of the source ``ucdp_candidate_panel``.
    shares : as the months of that year are given.
    chosen : the choices of the estimate.

    Returns
    -------
    n (months with dead that are not one-sided), estimate and counted (their sums), inside (share in the interval).
    """
    given = table.filter(pl.col("sb_civilians").is_not_null() & (pl.col("sb_best") + pl.col("ns_best") > 0))
    made = estimated_civilians(given.rename({"iso3": "unit"}), shares, chosen).with_columns(
        counted=pl.sum_horizontal("os_civilians", "os_unknown", "sb_civilians", "ns_civilians")
    )
    inside = (made["counted"] >= made["civilians_low"]) & (made["counted"] <= made["civilians_high"])
    return {
        "n": made.height,
        "estimate": float(made["civilians"].sum()),
        "counted": float(made["counted"].sum()),
        "inside": float(inside.cast(pl.Float64).to_numpy().mean()) if made.height else None,
    }
