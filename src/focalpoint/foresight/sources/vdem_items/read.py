"""V-Dem items as the Early Warning Project recoded them: values and names as they are."""

import polars as pl

from focalpoint.foresight.sources import country_year
from focalpoint.foresight.sources.columns import Column, Context, Typed, number

YES_NO = (
    "pol_killing_approved",
    "social_inequality",
    "even_civilrights",
    "repress_civilsoc",
    "social_power_dist",
    "minorityrule",
    "partyban.new.0",
    "partyban.new.1",
    "partyban.new.2",
    "v2csgender_binary",
    "v2mecenefm_binary",
)
STEPS = (
    "v2csreprss_ord",
    "v2pepwrsoc_ord",
    "partyban",
    "judicialreform",
    "religiousfreedom",
    "v2csgender_ord",
    "v2mecenefm_ord",
)
COUNTS = ("e_cow_exports", "e_cow_imports", "vdem_popsize")
FREE = ("ses_power_dist", "vdem_popsize_log2")
HIGHEST_STEP = 4


def read_table(raw: pl.DataFrame, context: Context) -> Typed:
    """Turn strings into one row a State and year; 0 to 1 for yes and no, 0 to 4 for steps."""
    given = (*YES_NO, *STEPS, "freediscussion", *FREE, *COUNTS)
    return country_year.table(raw, context, [_item(name) for name in given], scheme="cow", code="COWcode", dated=True)


def _item(name: str) -> Column:
    if name in FREE:
        return number(name, severity="warning")
    if name in COUNTS:
        return number(name, low=0, severity="warning")
    return number(name, low=0, high=HIGHEST_STEP if name in STEPS else 1, severity="warning")
