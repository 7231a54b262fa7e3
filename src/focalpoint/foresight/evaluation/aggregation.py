"""Aggregation: means of statistics over any grouping. It knows neither the statistic nor the metric."""

from collections.abc import Sequence

import polars as pl


def means(cases: pl.DataFrame, values: Sequence[str], by: Sequence[str]) -> pl.DataFrame:
    """Mean of each statistic over the cases of each group.

    Parameters
    ----------
    cases : a row a case; a case in which any of ``values`` is null or NaN is left out, so that all are compared alike.
    values : columns to average.
    by : columns that name the group; none for the whole.

    Returns
    -------
    polars.DataFrame
        by, values, n (cases that were averaged); sorted by ``by``.

    Examples
    --------
    >>> table = pl.DataFrame({"year": [1, 1, 2], "crps": [2.0, 4.0, float("nan")]})
    >>> means(table, ["crps"], ["year"]).rows()
    [(1, 3.0, 2)]
    """
    kept = comparable(cases, values)
    measures = [*(pl.col(value).mean() for value in values), pl.len().alias("n")]
    if not by:
        return kept.select(measures)
    return kept.group_by(by).agg(measures).sort(by)


def comparable(cases: pl.DataFrame, values: Sequence[str]) -> pl.DataFrame:
    """Keep the cases in which every statistic is known.

    >>> comparable(pl.DataFrame({"a": [1.0, None], "b": [1.0, 2.0]}), ["a", "b"]).height
    1
    """
    return cases.filter(pl.all_horizontal(pl.col(value).is_not_null() & pl.col(value).is_not_nan() for value in values))


def banded(cases: pl.DataFrame, column: str, cuts: Sequence[float], labels: Sequence[str]) -> pl.DataFrame:
    """Add the band in which a number falls, to group by it: income, observability, size of the killing.

    Parameters
    ----------
    cases : holds ``column``.
    cuts : rising; a value on a cut belongs to the band above.
    labels : one more than cuts; an unknown value gets the band "unknown", never one of these.

    Returns
    -------
    polars.DataFrame
        cases with ``<column>_band``.

    Examples
    --------
    >>> banded(pl.DataFrame({"x": [1.0, 5.0, None]}), "x", [5], ["low", "high"])["x_band"].to_list()
    ['low', 'high', 'unknown']
    """
    band = pl.lit(labels[0])
    for cut, label in zip(cuts, labels[1:], strict=True):
        band = pl.when(pl.col(column) >= cut).then(pl.lit(label)).otherwise(band)
    unknown = pl.col(column).is_null() | pl.col(column).is_nan()
    return cases.with_columns(pl.when(unknown).then(pl.lit("unknown")).otherwise(band).alias(f"{column}_band"))
