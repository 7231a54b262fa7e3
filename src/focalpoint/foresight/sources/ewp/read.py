"""The Early Warning Project's model panel, as it is: every row kept, values the producer's, one name a column."""

import polars as pl

from focalpoint.foresight.sources import country_year
from focalpoint.foresight.sources.columns import Column, Context, Typed, number, text, whole

OUTCOMES = ("mk_onset", "mk_onset_1or2", "mk_onset_1", "mk_onset_2")
REQUIRED = ("mk_onset", "mk_onset_1or2")


def read_table(raw: pl.DataFrame, context: Context) -> Typed:
    """Turn strings into the panel: iso3, year, ewp_name, ccode, outcomes 0 or 1 (null: not yet known), predictors.

    An older edition calls country, code and outcomes otherwise; the layout says how (``names``).
    """
    called = context.layout.names
    code = called.get("ccode", "ccode")
    outcomes = [name for name in OUTCOMES if not called or name in called]
    taken = {called.get(name, name) for name in ("ewp_name", "ccode", "year", *OUTCOMES)}
    columns = dict.fromkeys((*context.layout.required, *context.layout.optional))
    values = [
        text("ewp_name", raw=called.get("ewp_name"), required=True),
        whole("ccode", raw=code, required=True, low=1),
        *(_outcome(name, called.get(name), required=name in REQUIRED and not called) for name in outcomes),
        *(number(name, severity="warning") for name in columns if name not in taken),
    ]
    found = country_year.table(raw, context, values, scheme="cow", code=code, dated=True)
    return found._replace(frame=_with_onsets(found.frame)) if called else found


def _outcome(name: str, raw: str | None, *, required: bool) -> Column:
    return whole(name, raw=raw, required=required, low=0, high=1)


def _with_onsets(frame: pl.DataFrame) -> pl.DataFrame:
    """Read the onset of a year from the row of the year before, where the edition has no column for it."""
    before = frame.select("ccode", pl.col("year") + 1, pl.col("mk_onset_1").alias("_said"))
    both = frame.join(before, on=["ccode", "year"], how="left", maintain_order="left")
    return both.with_columns(mk_onset=pl.coalesce("mk_onset", "_said", pl.lit(0, pl.Int64))).drop("_said")
