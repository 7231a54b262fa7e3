"""How a list of States by risk did on the onsets of a panel, compared with our own forecasts."""

from typing import Any

import numpy as np
import polars as pl

from focalpoint.foresight.evaluation import resampling
from focalpoint.foresight.runs.onset_mass.lists import Listed, country_years
from focalpoint.foresight.runs.onset_mass.panel import CountryYears, Protocol
from focalpoint.foresight.scoring import weighted
from focalpoint.reference.errors import FocalpointError

# The place of a country that a list leaves out: behind every list that is looked at.
NOT_LISTED = 10**6


class NothingToScore(FocalpointError):
    """A list that speaks of no year of the panel, or of years without an onset."""


def report(table: CountryYears, listed: Listed, rules: Protocol) -> dict[str, Any]:
    """Score a list on every country-year of the panel that it speaks of.

    Parameters
    ----------
    table : the panel, whose onsets are the truth.
    listed : the list.
    rules : lengths of lists, draws of the intervals.

    Returns
    -------
    n, onsets, years, listed (country-years that the list has), auc, average_precision, recall_at_k; with chances also
    brier and brier_skill (against the rate that came) of the statements whose years are all in the panel; intervals;
    misses (onsets outside the longest list); unmatched (names that the panel does not have). A country-year that the
    list leaves out counts as its last, so that leaving out hard cases does not pay.

    Raises
    ------
    NothingToScore : no year of the list is in the panel, or no onset came in its years.
    """
    rows = country_years(table, listed)
    if not rows["onset"].any():
        said = listed.rows.select(pl.col("first").min(), pl.col("last").max()).row(0)
        raise NothingToScore(
            f"The list speaks of {said[0]} to {said[1]}; the panel, to {table.year[-1]}, has no onset in these years.",
            todo="Give a panel that has those years, or wait until they are in it.",
        )
    ranked = _placed(rows, listed)
    found = _of_order(ranked, rules)
    if listed.has_chances:
        found |= _chances(table, listed, rules)
    late = ranked.filter(pl.col("onset") & (pl.col("place") > max(rules.top)))
    late = late.sort("place", "name", descending=[True, False])
    return {
        "misses": late.select("name", "year", "rank", "risk").to_dicts(),
        **{name: one.value for name, one in found.items()},
        "intervals": {name: [one.low, one.high] for name, one in found.items()},
        "n": rows.height,
        "onsets": int(rows["onset"].sum()),
        "years": [int(rows["year"].min()), int(rows["year"].max())],  # type: ignore[arg-type]  # years are never null
        "listed": int(rows["rank"].count()),
        "unmatched": list(listed.unmatched),
    }


def _placed(rows: pl.DataFrame, listed: Listed) -> pl.DataFrame:
    """Add order (rises with risk) and place (1 = highest); what the list leaves out comes after all that it has."""
    order = pl.col("risk") if listed.has_chances else -pl.col("rank").cast(pl.Float64)
    lowest = rows.select(order.min()).item() - 1
    return rows.with_columns(order=order.fill_null(lowest), place=pl.col("rank").fill_null(NOT_LISTED))


def _of_order(ranked: pl.DataFrame, rules: Protocol) -> dict[str, resampling.Estimate]:
    onset, order, place = (ranked[name].to_numpy() for name in ("onset", "order", "place"))
    measures = {
        "auc": weighted.auc(order, onset),
        "average_precision": weighted.average_precision(order, onset),
        **{f"recall_at_{k}": weighted.recall_at_k(place, onset, k) for k in rules.top},
    }
    return _drawn(measures, ranked["unit"], rules)


def compare(
    table: CountryYears, listed: Listed, made: pl.DataFrame, rules: Protocol
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Set a published list on the rows of our own test.

    Parameters
    ----------
    table : the panel; listed : forecasts for two years; made : our forecasts, for the rate known when each was made.
    rules : the protocol.

    Returns
    -------
    The two tables that ``onset_report.judge`` takes, with the list's risks in place of ours.
    """
    whole = listed.rows.filter(pl.col("last") - pl.col("first") + 1 == rules.known_after).drop_nulls("risk")
    outcome = pl.DataFrame({"unit": table.unit, "made_from": table.year, "followed": table.followed})
    rate = made.select("made_from", "known_rate").unique()
    statements = (
        whole.select("unit", (pl.col("first") - 1).alias("made_from"), pl.col("risk").alias("chance"))
        .join(outcome, on=["unit", "made_from"])
        .join(rate, on="made_from")
        .sort("made_from", "unit")
    )
    return country_years(table, listed), statements


def _chances(table: CountryYears, listed: Listed, rules: Protocol) -> dict[str, resampling.Estimate]:
    """Score the chances of the statements whose years are all in the panel."""
    onsets = {(int(u), int(y)) for u, y, came in zip(table.unit, table.year, table.onset, strict=True) if came}
    over = listed.rows.filter(pl.col("last") <= int(table.year[-1])).drop_nulls("risk")
    came = np.array(
        [
            any((unit, year) in onsets for year in range(first, last + 1))
            for unit, first, last in over.select("unit", "first", "last").rows()
        ]
    )
    if not came.any():
        return {}
    risk = over["risk"].to_numpy()
    return _drawn(
        {"brier": weighted.brier(risk, came), "brier_skill": weighted.brier_skill(risk, came)}, over["unit"], rules
    )


def _drawn(
    measures: dict[str, weighted.Weighted], clusters: pl.Series, rules: Protocol
) -> dict[str, resampling.Estimate]:
    return resampling.bootstrap(measures, clusters, replicates=rules.replicates, level=rules.interval, seed=rules.seed)
