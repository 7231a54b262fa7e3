"""The forecast from the last month of data as the ``forecasts`` table of a release."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
import polars as pl

from focalpoint.foresight.evaluation.statistics import at_levels
from focalpoint.foresight.models.passing import Chances
from focalpoint.foresight.models.spec import Floats, Spec
from focalpoint.foresight.runs import chances
from focalpoint.foresight.runs.arrays import Arrays
from focalpoint.foresight.runs.civilians.protocol import Protocol
from focalpoint.foresight.runs.rolling import Window
from focalpoint.foresight.runs.weights import Span

COLUMNS = ("unit", "month", "target", "kind", "level", "window", "model", "value", "low", "high", "base_rate")


def outlook(arrays: Arrays, windows: Sequence[Window], spec: Spec, rules: Protocol) -> pl.DataFrame:
    """Quantiles by month and window, and chances, of the last window; null for a unit whose record is dark.

    Parameters
    ----------
    arrays : the panel as arrays.
    windows : all windows, past ones first: the chances of the last are calibrated on them.
    spec, rules : the choices.

    Returns
    -------
    Columns of a bundle's ``forecasts``, every unit in every series.
    """
    parts = [*_monthly(arrays, windows[-1], spec, rules), *_sums(arrays, windows[-1], spec, rules)]
    parts += _chances(arrays, windows, spec, rules)
    return pl.concat(parts).select(COLUMNS)


def _table(
    arrays: Arrays, month: int, target: str, kind: str, levels: Sequence[float], values: Floats, model: str
) -> pl.DataFrame:
    """Rows of one series: ``values`` is [units, levels]."""
    return pl.DataFrame(
        {
            "unit": np.repeat(np.array(arrays.units), len(levels)),
            "level": np.tile(np.array(levels, dtype=np.float64), len(arrays.units)),
            "value": pl.Series(values.ravel(), nan_to_null=True),
        }
    ).with_columns(
        pl.lit(month, pl.Int32).alias("month"),
        pl.lit(target).alias("target"),
        pl.lit(kind).alias("kind"),
        pl.lit(model).alias("model"),
        pl.lit(None, pl.Int32).alias("window"),
        *(pl.lit(None, pl.Float64).alias(name) for name in ("low", "high", "base_rate")),
    )


def _monthly(arrays: Arrays, window: Window, spec: Spec, rules: Protocol) -> Iterator[pl.DataFrame]:
    levels, asked = spec.quantile_levels(), rules.published_levels
    for ahead in range(1, spec.horizons + 1):
        month = arrays.first + window.origin + ahead
        said = {"combination": window.quantiles[:, ahead - 1].astype(np.float64), "benchmark": window.benchmark}
        for model, quantiles in said.items():
            values = at_levels(levels, quantiles, np.array(asked))
            yield _table(arrays, month, "civilians", "quantile", asked, values, model)


def _sums(arrays: Arrays, window: Window, spec: Spec, rules: Protocol) -> Iterator[pl.DataFrame]:
    asked = rules.published_levels
    for months in spec.windows:
        totals = window.totals[1, months].astype(np.float64)
        values = np.quantile(totals, asked, axis=1).T
        month = arrays.first + window.origin + months
        made = _table(arrays, month, "civilians_sum", "quantile", asked, values, "combination")
        yield made.with_columns(pl.lit(months, pl.Int32).alias("window"))


def _chances(arrays: Arrays, windows: Sequence[Window], spec: Spec, rules: Protocol) -> Iterator[pl.DataFrame]:
    place, origin = len(windows) - 1, windows[-1].origin
    everything = chances.raw_chances(arrays, windows, spec)
    leading = chances.table(everything, place, origin, spec.leading(), spec)
    longest = Chances(*(part[:, :, -1] for part in (leading.value, leading.low, leading.high)))
    rest = chances.remaining_chances(everything, place, origin, longest, spec)
    for found, spans in ((leading, spec.leading()), (rest, spec.remaining())):
        for (i, threshold), (k, span) in product(enumerate(spec.thresholds), enumerate(spans)):
            yield _asked(arrays, origin, span, threshold, _cell(found, i, k), rules)


def _cell(found: Chances, i: int, k: int) -> Chances:
    return Chances(*(part[:, i, k] for part in (found.value, found.low, found.high)))


def _asked(arrays: Arrays, origin: int, span: Span, threshold: float, found: Chances, rules: Protocol) -> pl.DataFrame:
    """Rows of one question: the chance of each unit that a sum over a span reaches a threshold."""
    months, month = span[1] - span[0] + 1, arrays.first + origin + span[1]
    rate = chances.base_rate(arrays, origin, months, threshold, rules.base_rate_months)
    made = _table(arrays, month, "civilians_sum", "chance", [threshold], found.value, "combination")
    ends = {name: pl.Series(getattr(found, name), nan_to_null=True) for name in ("low", "high")}
    return made.with_columns(pl.lit(months, pl.Int32).alias("window"), pl.lit(rate).alias("base_rate"), **ends).select(
        made.columns
    )
