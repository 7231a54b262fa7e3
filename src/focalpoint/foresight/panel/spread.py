"""A State's yearly totals laid over the months of a file that counts the State under another one.

The yearly totals are exact and published; in which month people were killed is not known, and is taken in proportion
to what the file has for both States in each month. The other State keeps the rest.
"""

import numpy as np
import numpy.typing as npt
import polars as pl

from focalpoint.reference.calendar import EPOCH_YEAR

Floats = npt.NDArray[np.float64]
KINDS = ("ged_state_based", "ged_non_state", "ged_one_sided")
# Deaths are spread in parts, so that in no month a whole is smaller than its part.
CIVILIANS, OTHERS, ABOVE = "civilians", "others", "above"
TOTALS = ("ov_civilians", "ov_best", "ov_high", "osv_low", "osv_best", "osv_high")
TAKEN = ("ged_events", "ged_deaths_best", "ged_deaths_high", "civilians", "civilians_coded", *KINDS)


def spread(total: float, months: Floats) -> Floats:
    """Lay a whole total over months in proportion to what each holds, in whole numbers.

    The shares are rounded down, and what is left goes to the months with the largest remainders, the earlier first.
    The months add up to the total. None is given more than it holds, unless the total is more than they hold together.

    Parameters
    ----------
    total : whole, not below zero; zero where the months hold nothing.
    months : [months], whole numbers.

    Examples
    --------
    >>> spread(4, np.array([1.0, 0.0, 5.0, 6.0]))
    array([0., 0., 2., 2.])
    """
    held = months.sum()
    if held == 0:
        return np.zeros_like(months)
    exact = total * months / held
    whole: Floats = np.floor(exact)
    order = np.argsort(whole - exact, kind="stable")
    whole[order[: round(total - whole.sum())]] += 1
    return whole


def separated(figures: pl.DataFrame, totals: pl.DataFrame, unit: str, under: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Take a State's share out of the months of the State it is counted under, so that both add up to the file.

    Civilians, other dead, and what separates the high figure from the best are spread apart from one another. One-sided
    dead are spread over the civilians of the State. Events of each kind are spread by the State's share of the year's
    dead, for their number is not published. The deadliest event of a month is unknown for both.

    Parameters
    ----------
    figures : unit, month and figures of the file; no row of ``unit``.
    totals : unit, year and the columns of ``TOTALS``: what was published of the year.
    unit : the State without rows.
    under : the State that holds its events.

    Returns
    -------
    figures : with rows for ``unit`` in the months that hold any of its dead or events, and less for ``under``.
    years : year, basis ("spread" or, in a year without dead, "final"). A year that is not in ``totals``, or whose total
        does not fit into the months, is in neither: there the State is unknown.
    """
    year = (pl.col("month") - 1).floordiv(12) + EPOCH_YEAR
    held = figures.filter(pl.col("unit") == under).with_columns(year=year).sort("month")
    rest, taken, years = [figures.filter(pl.col("unit") != under)], [], []
    published = {row["year"]: row for row in totals.filter(pl.col("unit") == unit).iter_rows(named=True)}
    for (when,), months in held.group_by("year", maintain_order=True):
        rows = months.drop("year")
        share = _share(rows, published[when]) if when in published and published[when]["ov_best"] else None
        if share is None:
            rest.append(rows)
            continue
        any_dead_or_event = pl.col("ged_deaths_high", "ged_events") > 0
        taken.append(share.filter(pl.any_horizontal(any_dead_or_event)).with_columns(unit=pl.lit(unit)))
        rest.append(_less(rows, share))
        years.append((when, "spread"))
    years += [(when, "final") for when, row in published.items() if row["ov_best"] == 0]
    frame = pl.concat([*rest, *taken], how="diagonal_relaxed").select(figures.columns)
    return frame, pl.DataFrame(years, schema={"year": pl.Int32, "basis": pl.String}, orient="row")


def _share(rows: pl.DataFrame, total: dict[str, float]) -> pl.DataFrame | None:
    """The months of the State counted elsewhere; none where a total is unknown, or more than the months hold."""
    if any(total[name] is None for name in TOTALS):
        return None
    parts = {CIVILIANS: rows["civilians"], OTHERS: rows["ged_deaths_best"] - rows["civilians"]}
    # Some months were published with a high below their best: they hold nothing above it.
    parts |= {ABOVE: (rows["ged_deaths_high"] - rows["ged_deaths_best"]).clip(0)}
    wanted = {CIVILIANS: total["ov_civilians"], OTHERS: total["ov_best"] - total["ov_civilians"]}
    wanted |= {ABOVE: total["ov_high"] - total["ov_best"]}
    if any(not 0 <= wanted[name] <= parts[name].sum() for name in parts):
        return None
    given = {name: spread(wanted[name], parts[name].to_numpy().astype(np.float64)) for name in parts}
    best = given[CIVILIANS] + given[OTHERS]
    events = {kind: _events(rows, kind, total["ov_best"]) for kind in KINDS}
    columns = {
        "civilians": given[CIVILIANS],
        "civilians_coded": given[CIVILIANS],
        "ged_deaths_best": best,
        "ged_deaths_high": best + given[ABOVE],
        "ged_events": sum(events.values(), np.zeros(rows.height)),
        **_one_sided(given[CIVILIANS], best, total),
        **events,
    }
    return rows.select("month").with_columns(pl.Series(name, values) for name, values in columns.items())


def _events(rows: pl.DataFrame, kind: str, dead: float) -> Floats:
    months = rows[kind].to_numpy().astype(np.float64)
    return spread(float(round(months.sum() * dead / rows["ged_deaths_best"].sum())), months)


def _one_sided(civilians: Floats, dead: Floats, total: dict[str, float]) -> dict[str, Floats]:
    """Best within the civilians, low within best, and above them what separates the year's high from its best."""
    best = spread(min(total["osv_best"], civilians.sum()), civilians)
    above = spread(total["osv_high"] - total["osv_best"], best if best.any() else dead)
    return {"one_sided_low": spread(total["osv_low"], best), "one_sided": best, "one_sided_high": best + above}


def _less(rows: pl.DataFrame, share: pl.DataFrame) -> pl.DataFrame:
    """The months of the State that holds the events, less what was taken."""
    unknown = pl.lit(None, pl.Float64).alias("ged_peak_event")
    return rows.with_columns(*((pl.col(name) - share[name]).alias(name) for name in TAKEN), unknown)
