"""What runs of onsets share: an outcome teaches only once the years that it is about are over."""

from typing import Any

import polars as pl

from focalpoint.foresight.models import onset_calibration as calibration


def with_chances(rows: pl.DataFrame, known_after: int, prior: calibration.Prior) -> pl.DataFrame:
    """Add ``chance``: the risk of a year, calibrated on the forecasts whose outcome was known in it.

    Parameters
    ----------
    rows : made_from, risk, followed (null where not yet known), sorted by ``made_from``.
    known_after : years after which the outcome of a forecast is known.
    prior : what is assumed before anything is learnt.
    """
    parts = []
    for key, year in rows.group_by("made_from", maintain_order=True):
        origin: Any = key[0]
        past = rows.filter(pl.col("made_from") + known_after <= origin).drop_nulls("followed")
        fitted = calibration.fit(past["risk"].to_numpy(), past["followed"].to_numpy(), prior)
        parts.append(year.with_columns(chance=pl.Series(fitted.chances(year["risk"].to_numpy()))))
    return pl.concat(parts)


def highest_before(forecasts: pl.DataFrame, value: str, within: int) -> pl.DataFrame:
    """Return the best rank and the highest value that the forecasts of the ``within`` years before gave a year.

    Parameters
    ----------
    forecasts : unit, made_from, rank and the column ``value``.
    value : "risk" or "chance".

    Returns
    -------
    unit, year, ``value``, rank.
    """
    before = [
        forecasts.select("unit", (pl.col("made_from") + years).alias("year"), value, "rank")
        for years in range(1, within + 1)
    ]
    return pl.concat(before).group_by("unit", "year").agg(pl.col(value).max(), pl.col("rank").min())
