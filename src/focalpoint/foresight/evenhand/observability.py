"""How well killing can be observed from here: a plain mean of plain parts, or "cannot tell"."""

import polars as pl

from focalpoint.foresight.evenhand.settings import Settings
from focalpoint.foresight.panel.shape import Panel
from focalpoint.reference.calendar import year_of

PARTS = ("counted", "open", "dated", "reported")


def _yearly(panel: Panel, choices: Settings) -> pl.DataFrame:
    """Part "counted": share of the indicators known of late. Part "open": freedom to report, of late."""
    recent = panel.yearly.filter(pl.col("year") > year_of(panel.origin) - choices.recent_years)
    present = [name for name in choices.indicators if recent[name].is_not_null().any()]
    known = [pl.col(name).is_not_null().any().cast(pl.Float64) for name in present]
    counted = pl.mean_horizontal(known) if known else pl.lit(None, dtype=pl.Float64)
    return recent.group_by("unit", maintain_order=True).agg(
        counted.alias("counted"), pl.col(choices.openness).drop_nulls().last().alias("open")
    )


def _events(panel: Panel, choices: Settings) -> pl.DataFrame:
    """Part "dated": share of events not known only to the year. Part "reported": media reports for each event.

    Reports for each recorded event have no natural top, so the part is the share of units with events that have as
    many or fewer. Both are null where no event is on record.
    """
    window = panel.monthly.filter(pl.col("month") > panel.origin - choices.observability_months)
    whole = {name: pl.col(name).is_not_null().all() for name in ("ged_events", "ged_imprecise", "media_conflict")}
    sums = window.group_by("unit", maintain_order=True).agg(
        pl.when(complete).then(pl.col(name).sum()).alias(name) for name, complete in whole.items()
    )
    events = pl.when(pl.col("ged_events") > 0).then(pl.col("ged_events"))
    rate = pl.col("media_conflict") / events
    return sums.select(
        "unit",
        (1 - pl.col("ged_imprecise") / events).alias("dated"),
        (rate.rank("max") / rate.count()).alias("reported"),
    )


def observability(panel: Panel, choices: Settings) -> pl.DataFrame:
    """Return the parts of observability and their plain mean, for each unit.

    Parameters
    ----------
    panel : what is known.
    choices : see ``settings.yaml``.

    Returns
    -------
    polars.DataFrame
        unit; counted, open, dated, reported (each 0..1 or null); observability: the mean of the known parts, null
        when fewer than ``least_parts`` are known. It says how far a low count may be trusted, not how free a State is.
    """
    parts = _yearly(panel, choices).join(_events(panel, choices), on="unit", how="left")
    enough = pl.sum_horizontal(pl.col(name).is_not_null() for name in PARTS) >= choices.least_parts
    return parts.with_columns(pl.when(enough).then(pl.mean_horizontal(PARTS)).alias("observability"))
