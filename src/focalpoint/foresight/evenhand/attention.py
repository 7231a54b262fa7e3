"""How often others speak of a State: in the General Assembly, and in the media."""

import polars as pl

from focalpoint.foresight.panel.shape import Panel
from focalpoint.reference.calendar import month_of, year_of


def last_debate(origin: int, debate_month: int) -> int:
    """Return the year of the last general debate that had been held by the end of a month.

    >>> last_debate(540, 9), last_debate(536, 9)
    (2024, 2023)
    """
    return year_of(origin) - (month_of(origin) < debate_month)


def attention(panel: Panel, *, months: int, debate_month: int) -> pl.DataFrame:
    """Return mentions in the last general debate and media reports of conflict.

    A State that no speech of a covered debate names has zero mentions: the count is complete. A State that the media
    series does not have is unknown there, never zero.

    Parameters
    ----------
    panel : what is known.
    months : how many months of media reports, up to and with the origin.
    debate_month : the month of the year from which a year's debate counts.

    Returns
    -------
    polars.DataFrame
        unit, attention_assembly (speeches by others that name it), attention_media (reported conflict events).
    """
    debates = panel.yearly.filter(pl.col("mentions").is_not_null())
    held = debates.filter(pl.col("year") <= last_debate(panel.origin, debate_month))["year"].max()
    named = panel.yearly.filter(pl.col("year") == pl.lit(held, dtype=pl.Int32)).select(
        "unit", pl.col("mentions").fill_null(0)
    )
    window = panel.monthly.filter(pl.col("month") > panel.origin - months)
    complete = pl.col("media_conflict").is_not_null().all() & (pl.len() == months)
    media = window.group_by("unit", maintain_order=True).agg(
        pl.when(complete).then(pl.col("media_conflict").sum()).alias("attention_media")
    )
    return media.join(named, on="unit", how="left").select(
        "unit", pl.col("mentions").cast(pl.Float64).alias("attention_assembly"), "attention_media"
    )
