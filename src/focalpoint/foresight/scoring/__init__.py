"""Scores of forecasts: pure formulas on numpy arrays, one value a case, so that any grouping can average them later.

``draws`` scores an ensemble, ``quantiles`` a set of quantiles, ``chances`` a probability or a ranking; ``weighted`` has
the formulas of the latter, over cases that count more than once.
"""

from focalpoint.foresight.scoring.chances import (
    auc,
    average_precision,
    brier,
    brier_skill,
    false_alarms_per_hit,
    recall_at_k,
)
from focalpoint.foresight.scoring.draws import BINS, crps_draws, ignorance, interval_score
from focalpoint.foresight.scoring.quantiles import crps_quantiles, level_weights, pinball
from focalpoint.foresight.scoring.shapes import BadScoreInput

__all__ = [
    "BINS",
    "BadScoreInput",
    "auc",
    "average_precision",
    "brier",
    "brier_skill",
    "crps_draws",
    "crps_quantiles",
    "false_alarms_per_hit",
    "ignorance",
    "interval_score",
    "level_weights",
    "pinball",
    "recall_at_k",
]
