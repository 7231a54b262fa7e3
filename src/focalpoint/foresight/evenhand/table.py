"""The even-hand table: attention against severity, both ways of being wrong about each."""

import numpy as np
import polars as pl

from focalpoint.foresight.evenhand.attention import attention
from focalpoint.foresight.evenhand.observability import observability
from focalpoint.foresight.evenhand.ranks import Floats, best_place, place, worst_place
from focalpoint.foresight.evenhand.settings import Settings, settings
from focalpoint.foresight.evenhand.severity import severity
from focalpoint.foresight.panel.shape import Panel

COLUMNS = (
    *("unit", "severity_low", "severity_best", "severity_high"),
    *("severity_rank_low", "severity_rank", "severity_rank_high"),
    *("attention_assembly", "attention_assembly_rank", "attention_media", "attention_media_rank"),
    *("gap_low", "gap_high", "observability"),
)


def _array(frame: pl.DataFrame, column: str) -> Floats:
    return frame[column].cast(pl.Float64).to_numpy().astype(np.float64)


def _ranks(name: str, values: Floats) -> pl.Series:
    return pl.Series(name, values, dtype=pl.Float64, nan_to_null=True).cast(pl.Int32)


def ranked(frame: pl.DataFrame) -> pl.DataFrame:
    """Add places and the gap between them to severities and attentions.

    Parameters
    ----------
    frame : severity_low, severity_best, severity_high, attention_assembly, attention_media; any may be null.

    Returns
    -------
    polars.DataFrame
        With severity_rank and the best and worst place it may be (severity_rank_low <= severity_rank <=
        severity_rank_high, 1 = most killed), the places in attention, and gap_low <= gap_high: place in attention minus
        place in severity over every way of taking both. Above zero throughout: less attention than severity, whichever
        way it is measured. Below zero throughout: more. Across zero: cannot tell. Where low or high is unknown the
        best estimate is used instead, so the span is narrower than the truth.

    Examples
    --------
    >>> severity = {"severity_low": [900.0, 0.0], "severity_best": [1000.0, 0.0], "severity_high": [1200.0, 0.0]}
    >>> rows = pl.DataFrame({**severity, "attention_assembly": [1.0, 9.0], "attention_media": [10.0, 90.0]})
    >>> ranked(rows).select("severity_rank", "attention_media_rank", "gap_low", "gap_high").rows()
    [(1, 2, 1, 1), (2, 1, -1, -1)]
    """
    best = _array(frame, "severity_best")
    low, high = (_or(_array(frame, f"severity_{bound}"), best) for bound in ("low", "high"))
    top, bottom = best_place(low, high), worst_place(low, high)
    seen = [_array(frame, column) for column in ("attention_assembly", "attention_media")]
    nearest = np.fmin(*(place(values) for values in seen))
    farthest = np.fmax(*(worst_place(values, values) for values in seen))
    return frame.with_columns(
        _ranks("severity_rank_low", top),
        _ranks("severity_rank", place(best)),
        _ranks("severity_rank_high", bottom),
        _ranks("attention_assembly_rank", place(seen[0])),
        _ranks("attention_media_rank", place(seen[1])),
        _ranks("gap_low", nearest - bottom),
        _ranks("gap_high", farthest - top),
    )


def _or(values: Floats, instead: Floats) -> Floats:
    return np.where(np.isnan(values), instead, values)


def evenhand(panel: Panel, choices: Settings | None = None) -> pl.DataFrame:
    """Return the even-hand table of a panel: one row a unit, every unit treated by the same few lines.

    Parameters
    ----------
    panel : what is known.
    choices : the settings that ship when not given.

    Returns
    -------
    polars.DataFrame
        The columns of ``evenhand.parquet``. A unit whose killings are recorded under another State has attention and
        nothing else: its severity, gap and observability are null, never zero.
    """
    chosen = choices or settings()
    watched = attention(panel, months=chosen.severity_months, debate_month=chosen.debate_month)
    joined = severity(panel, months=chosen.severity_months).join(watched, on="unit", how="left")
    frame = ranked(joined).join(observability(panel, chosen).select("unit", "observability"), on="unit", how="left")
    known = pl.col("severity_best").is_not_null()
    return frame.with_columns(pl.when(known).then("observability").alias("observability")).select(COLUMNS).sort("unit")
