"""The slow conditions of a State: the displaced, its institutions, its means, the attention it gets, its age."""

import numpy as np

from focalpoint.foresight.features.inputs import log1p, published, unknown
from focalpoint.foresight.features.windows import Array
from focalpoint.foresight.panel.shape import Panel
from focalpoint.reference.calendar import month_of_day
from focalpoint.reference.countries import state

MONTHS = 12


def displacement(panel: Panel) -> dict[str, Array]:
    """People who fled: across borders, within the State, and how fast their number grows."""
    fled, asylum, hosted = (published(panel, c) for c in ("refugees_from", "asylum_seekers_from", "refugees_in"))
    within = np.fmax(published(panel, "idps_unhcr"), published(panel, "idps_conflict"))
    together = np.where(np.isnan(fled) & np.isnan(within), np.nan, np.nan_to_num(fled) + np.nan_to_num(within))
    return {
        "refugees_from": log1p(fled),
        "asylum_seekers_from": log1p(asylum),
        "displaced_within": log1p(within),
        "refugees_in": log1p(hosted),
        "refugees_from_change": log1p(fled) - log1p(published(panel, "refugees_from", 1)),
        "displaced_per_thousand": log1p(1000 * together / published(panel, "population")),
        "displacement_unknown": unknown(fled),
    }


def polity(panel: Panel) -> dict[str, Array]:
    """V-Dem's indices of democracy as last published, and how they changed in one and five years."""
    names = {
        "polyarchy": "v2x_polyarchy",
        "libdem": "v2x_libdem",
        "partipdem": "v2x_partipdem",
        "delibdem": "v2x_delibdem",
        "egaldem": "v2x_egaldem",
        "api": "v2x_api",
        "mpi": "v2x_mpi",
    }
    found = {name: published(panel, column) for name, column in names.items()}
    for name in ("polyarchy", "libdem"):
        for years in (1, 5):
            found[f"{name}_change_{years}"] = found[name] - published(panel, names[name], years)
    middle = 4 * found["polyarchy"] * (1 - found["polyarchy"])
    return found | {"polyarchy_middle": middle, "polity_unknown": unknown(found["polyarchy"])}


def development(panel: Panel) -> dict[str, Array]:
    """Population, income, growth, trade and the death of infants, as the World Bank last published them."""
    population, income = published(panel, "population"), published(panel, "gdp_pc")
    return {
        "population": log1p(population),
        "population_growth_5": log1p(population) - log1p(published(panel, "population", 5)),
        "gdp_per_head": log1p(income),
        "gdp_per_head_change_5": log1p(income) - log1p(published(panel, "gdp_pc", 5)),
        "gdp_growth": published(panel, "gdp_growth"),
        "trade_share": log1p(published(panel, "trade_share")),
        "infant_mortality": log1p(published(panel, "infant_mortality_wdi")),
        "development_unknown": unknown(income),
    }


def attention(panel: Panel) -> dict[str, Array]:
    """How often the State was named by others in the last general debate, and by how many of the speeches."""
    named, speeches = published(panel, "mentions"), published(panel, "speeches")
    return {
        "mentions": log1p(named),
        "mentions_share": named / speeches,
        "mentions_change": log1p(named) - log1p(published(panel, "mentions", 1)),
    }


def age(panel: Panel) -> dict[str, Array]:
    """Years since the State began, or since 1945 when it is older; NaN before it began."""
    born = np.array([[month_of_day(state(unit).start)] for unit in panel.units])
    months = np.array(panel.months)[None, :] - born
    return {"state_age": np.log1p(np.where(months >= 0, months, np.nan) / MONTHS)}
