"""What a back-test said, counted: how often statements came true, how many events were found, which were not.

Nothing here is picked for its result. Misses and false alarms are listed in ``scorecard``; these rows say out of how
many.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

from focalpoint.foresight.evaluation import resampling
from focalpoint.foresight.runs.civilians.backtest import Backtest
from focalpoint.foresight.runs.civilians.protocol import Protocol
from focalpoint.foresight.runs.scorerow import Row, row
from focalpoint.foresight.scoring import weighted
from focalpoint.reference.calendar import month_id

YEAR = 12


def statements(found: Backtest, rules: Protocol) -> Iterator[Row]:
    """Yield the rows of the sections ``reliability``, ``tally``, ``recall`` and ``passed``.

    Parameters
    ----------
    found : the back-test.
    rules : edges of the bands, bounds of misses and false alarms, lengths of the lists, resampling.
    """
    yield from reliability(found, rules)
    yield from tallies(found, rules)
    yield from recall(found, rules)
    yield from passed(found)


def reliability(found: Backtest, rules: Protocol) -> Iterator[Row]:
    """Count the statements of each band of chance, and how many of them came true.

    ``said: K`` is the mean chance of band K (0 the lowest), ``came_true: K`` the share that happened with its interval
    from whole countries drawn; ``n`` is the number of statements.
    """
    asked = found.chances.drop_nulls(["value", "outcome", "window"])
    edges = np.array(rules.reliability_edges)
    asked = asked.with_columns(pl.Series("band", np.searchsorted(edges, asked["value"].to_numpy(), side="right")))
    for (window, threshold, band), part in asked.sort("band").group_by(
        "window", "threshold", "band", maintain_order=True
    ):
        drawn = resampling.bootstrap(
            {"share": _share(part["outcome"].to_numpy())},
            part["unit"],
            replicates=rules.replicates,
            level=rules.interval,
            seed=rules.seed,
        )["share"]
        place = {"window": window, "threshold": threshold, "n": part.height}
        low, high = min(drawn.low, drawn.value), max(drawn.high, drawn.value)
        yield row("reliability", f"said: {band}", float(part["value"].to_numpy().mean()), **place)
        yield row("reliability", f"came_true: {band}", drawn.value, low=low, high=high, **place)


def _share(happened: weighted.Floats) -> weighted.Weighted:
    """Share of the weighted cases that happened."""

    def measure(weights: weighted.Floats) -> weighted.Floats:
        result: weighted.Floats = weights @ happened / weights.sum(axis=1)
        return result

    return measure


def _of_years(found: Backtest) -> pl.DataFrame:
    """Chances over calendar years whose outcome is known, with what was recorded."""
    asked = found.chances.filter(pl.col("window").is_null()).drop_nulls(["value", "outcome"])
    return asked.join(found.years.select("unit", "year", "actual"), on=["unit", "year"], how="left")


def tallies(found: Backtest, rules: Protocol) -> Iterator[Row]:
    """Count, for each threshold, the calendar years said likely, those of them that came true, and the misses."""
    for (threshold,), part in _of_years(found).group_by("threshold", maintain_order=True):
        likely, unlikely = pl.col("value") > rules.alarm_above, pl.col("value") < rules.miss_below
        happened = pl.col("outcome") == 1
        counts = part.select(
            said_likely=likely.sum(),
            came_true=(likely & happened).sum(),
            passed=happened.sum(),
            missed=(unlikely & happened).sum(),
        ).row(0, named=True)
        for metric, count in counts.items():
            yield row("tally", metric, float(count), window=YEAR, threshold=threshold, n=part.height)


def recall(found: Backtest, rules: Protocol) -> Iterator[Row]:
    """Share of the State-years that passed a threshold whose State was among the first of that year's list.

    The benchmark lists States by those killed in the last twelve months. Equal States are ordered by their code.
    """
    asked = _of_years(found).join(_before(found, rules), on=["unit", "year"], how="left")
    for (threshold,), part in asked.group_by("threshold", maintain_order=True):
        happened = part["outcome"].sum()
        for model, column in (("combination", "value"), ("benchmark", "before")):
            listed = part.sort("year", column, "unit", descending=[False, True, False], nulls_last=True)
            placed = listed.with_columns(place=pl.int_range(1, pl.len() + 1).over("year"))
            hits = placed.filter(pl.col("outcome") == 1)["place"].to_numpy()
            for length in rules.recall_lengths if happened else ():
                share = float((hits <= length).mean())
                place = {"window": YEAR, "threshold": threshold, "n": int(happened)}
                yield row("recall", f"first: {length}", share, model=model, **place)


def _before(found: Backtest, rules: Protocol) -> pl.DataFrame:
    """Deaths of the twelve months up to the origin of each year's forecast."""
    whole, parts = found.arrays, []
    for year in found.years["year"].unique().sort():
        end = month_id(year - 1, rules.origin_month) - whole.first + 1
        deaths = whole.target[:, max(end - YEAR, 0) : end].sum(axis=1)
        parts.append(pl.DataFrame({"unit": whole.units, "year": year, "before": deaths}))
    return pl.concat(parts).with_columns(
        pl.col("year").cast(found.years["year"].dtype), pl.col("before").fill_nan(None)
    )


def passed(found: Backtest) -> Iterator[Row]:
    """List every State and calendar year that passed the largest threshold, with the chance that was given."""
    asked = _of_years(found).filter(pl.col("outcome") == 1)
    largest = asked.filter(pl.col("threshold") == found.chances["threshold"].max()).sort("year", "unit")
    for each in largest.iter_rows(named=True):
        place = {name: each[name] for name in ("unit", "year", "threshold")}
        for metric, column in (("actual", "actual"), ("chance", "value")):
            yield row("passed", metric, each[column], window=YEAR, n=YEAR, **place)
