"""The Early Warning Project's model panel, as it is: every row kept, names and values the producer's."""

import polars as pl

from focalpoint.foresight.sources import country_year
from focalpoint.foresight.sources.columns import Column, Context, Typed, number, text, whole

OUTCOMES = ("mk_onset", "mk_onset_1or2", "mk_onset_1", "mk_onset_2")


def read_table(raw: pl.DataFrame, context: Context) -> Typed:
    """Turn strings into the panel: iso3, year, ewp_name, ccode, outcomes 0 or 1 (null: not yet known), predictors."""
    predictors = [name for name in context.layout.optional if name not in OUTCOMES]
    values = [
        text("ewp_name", required=True),
        whole("ccode", required=True, low=1),
        *(_outcome(name) for name in OUTCOMES),
        *(number(name, severity="warning") for name in predictors),
    ]
    return country_year.table(raw, context, values, scheme="cow", code="ccode", dated=True)


def _outcome(name: str) -> Column:
    return whole(name, required=name in ("mk_onset", "mk_onset_1or2"), low=0, high=1)
