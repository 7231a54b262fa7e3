"""What moved between two releases."""

import polars as pl

from focalpoint.foresight.release.read import Bundle

_ASKED = ("unit", "target", "level", "window")
_ANSWER = ("value", "low", "high")


def _chances(bundle: Bundle, model: str) -> pl.DataFrame:
    # What remains of a window has the length of another from the first month, and is another question.
    first = pl.col("month") - pl.col("window") == bundle.manifest.origin_month
    asked = (pl.col("kind") == "chance") & (pl.col("model") == model) & (first | (pl.col("target") != "civilians_sum"))
    chances = bundle.forecasts.filter(asked)
    return chances.select(*_ASKED, *_ANSWER)


def movers(old: Bundle, new: Bundle, *, model: str = "combination") -> pl.DataFrame:
    """Compare the chances of two releases, question by question, for the windows that follow the last month of data.

    Parameters
    ----------
    old, new : verified releases, in order of origin; windows move with the origin, so the months asked about differ.
    model : whose chances.

    Returns
    -------
    polars.DataFrame
        unit, target, level (threshold), window (months), before, after, change (after - before; null when either is
        unknown), ratio of the odds, clear (the two 90 % intervals do not touch; null when one is unknown). The largest
        changes come first, whichever way, then the unknown ones; a question that only one of them answers is there.
    """
    before = _chances(old, model).rename({"value": "before", "low": "before_low", "high": "before_high"})
    after = _chances(new, model).rename({"value": "after", "low": "after_low", "high": "after_high"})
    both = before.join(after, on=_ASKED, how="full", coalesce=True, nulls_equal=True, validate="1:1")
    odds = {side: pl.col(side) / (1 - pl.col(side)) for side in ("before", "after")}
    apart = (pl.col("after_low") > pl.col("before_high")) | (pl.col("after_high") < pl.col("before_low"))
    return both.select(
        *_ASKED,
        "before",
        "after",
        (pl.col("after") - pl.col("before")).alias("change"),
        (odds["after"] / odds["before"]).alias("odds_ratio"),
        apart.alias("clear"),
    ).sort(pl.col("change").abs(), *_ASKED, descending=[True, *[False] * len(_ASKED)], nulls_last=True)
