"""How many civilians were killed: low, best and high."""

import polars as pl

from focalpoint.foresight.panel.shape import Panel
from focalpoint.reference.calendar import month_of, year_of


def _months(panel: Panel, months: int) -> pl.DataFrame:
    """Sum the monthly record; a sum is known only when every month of it is."""
    window = panel.monthly.filter(pl.col("month") > panel.origin - months)
    bounds = {"civilians_low": "low", "civilians_high": "high", "civilians": "best"}
    quiet = pl.col("status") == "zero"
    return (
        window.with_columns(pl.when(quiet).then(0.0).otherwise(name).alias(name) for name in bounds)
        .group_by("unit", maintain_order=True)
        .agg(
            pl.when(pl.col(name).is_not_null().all() & (pl.len() == months))
            .then(pl.col(name).sum())
            .alias(f"month_{bound}")
            for name, bound in bounds.items()
        )
    )


def _year(panel: Panel, months: int) -> pl.DataFrame:
    """Take the country-year record, when it covers the same months: a whole calendar year up to the origin.

    One-sided killing has a low and a high estimate of its own. Civilians killed in battle have none: theirs is taken
    to be as wide, in proportion, as that of all deaths outside one-sided killing. Bounds are whole deaths, outwards.
    """
    same = month_of(panel.origin) == 12 and months == 12
    year = panel.yearly.filter((pl.col("year") == year_of(panel.origin)) & pl.lit(same))
    absent = [name for name in ("ov_low", "ov_high") if name not in year.columns]
    year = year.with_columns(pl.lit(None, dtype=pl.Float64).alias(name) for name in absent)
    one_sided, best = pl.col("osv_best"), pl.col("ov_civilians")
    battle, battle_deaths = (best - one_sided).clip(0), (pl.col("ov_best") - one_sided).clip(0)
    bounds = {}
    for bound in ("low", "high"):
        share = (pl.col(f"ov_{bound}") - pl.col(f"osv_{bound}")).clip(0) / battle_deaths
        bounds[bound] = pl.col(f"osv_{bound}") + pl.when(battle > 0).then(battle * share).otherwise(0.0)
    return year.select(
        "unit",
        best.alias("year_best"),
        pl.min_horizontal(bounds["low"].floor(), pl.when(bounds["low"].is_not_null()).then(best)).alias("year_low"),
        pl.max_horizontal(bounds["high"].ceil(), pl.when(bounds["high"].is_not_null()).then(best)).alias("year_high"),
    )


def severity(panel: Panel, *, months: int) -> pl.DataFrame:
    """Return the civilians killed by organized violence in the months up to the origin.

    The record is UCDP's country-year table where it covers exactly these months (it keeps apart what some monthly
    files put together), else the sum of the monthly record.

    Parameters
    ----------
    panel : what is known.
    months : how many months up to and with the origin.

    Returns
    -------
    polars.DataFrame
        unit, severity_low, severity_best, severity_high (deaths); null where the record does not say.
    """
    both = _months(panel, months).join(_year(panel, months), on="unit", how="left")
    from_year = pl.col("year_best").is_not_null()
    chosen = {
        bound: pl.when(from_year).then(f"year_{bound}").otherwise(f"month_{bound}") for bound in ("low", "best", "high")
    }
    return both.select("unit", *(value.alias(f"severity_{bound}") for bound, value in chosen.items()))
