"""Country-years built from twelve covered months, until UCDP's country-year file has them."""

from collections.abc import Sequence

import polars as pl

from focalpoint.reference.calendar import EPOCH_YEAR

MONTHS = 12
# A yearly column and the monthly one that it is the sum of. By type and by perpetrator the months give nothing.
SUMS = {
    "osv_low": "one_sided_low",
    "osv_best": "one_sided",
    "osv_high": "one_sided_high",
    "ov_low": "ged_deaths_low",
    "ov_best": "ged_deaths_best",
    "ov_high": "ged_deaths_high",
    "ov_civilians": "civilians",
}


def with_provisional_years(yearly: pl.DataFrame, monthly: pl.DataFrame, silent: Sequence[str] = ()) -> pl.DataFrame:
    """Fill the country-years that UCDP has not published from their months, where all twelve are covered.

    Parameters
    ----------
    yearly : unit, year and the columns of every yearly source. A row in which ``osv_best`` is known is left as it is.
    monthly : unit, month, input, basis and the event columns; basis is null in a month that is not known.
    silent : inputs that do not give one-sided deaths; their quiet months, which are zero, make no year.

    Returns
    -------
    The table with ``provisional``: true where the year is a sum of months of which any is not final. A year of which a
    month's figure is unknown remains unknown in that column.
    """
    year = ((pl.col("month") - 1).floordiv(MONTHS) + EPOCH_YEAR).cast(pl.Int32)
    known_basis = pl.col("basis").is_not_null() & ~pl.col("input").is_in(silent)
    known = monthly.filter(known_basis).with_columns(year=year)
    sums = (
        known.group_by("unit", "year")
        .agg(
            *(
                pl.when(pl.col(month).null_count() == 0).then(pl.col(month).sum()).alias(f"{name}_made")
                for name, month in SUMS.items()
            ),
            months=pl.len(),
            changing=(pl.col("basis") != "final").any(),
        )
        .filter((pl.col("months") == MONTHS) & pl.col("osv_best_made").is_not_null())
    )
    made = pl.col("osv_best").is_null() & pl.col("osv_best_made").is_not_null()
    joined = yearly.join(sums, on=["unit", "year"], how="left", maintain_order="left")
    return joined.with_columns(
        provisional=made & pl.col("changing").fill_null(value=False),
        **{name: pl.when(made).then(f"{name}_made").otherwise(name) for name in SUMS},
    ).select(*yearly.columns, "provisional")
