"""Panels of onsets of our own making, the protocol with few draws, and an estimator that is quick."""

import numpy as np
import polars as pl

from focalpoint.foresight.models import onset as model
from focalpoint.foresight.models.onset_calibration import Prior
from focalpoint.foresight.runs.onset_mass import panel as onset_panel

RULES = onset_panel.protocol().model_copy(update={"replicates": 100})
FAST = model.Spec(
    version="fast",
    seed=1,
    members={"boosted_trees": {"n_estimators": 5, "min_child_samples": 5}},
    calibration=Prior(shift_sd=0.5, slope_sd=0.1, centre=0.02),
)


def panel(first=1985, last=1999, countries=30, seed=0):
    """A panel in which the predictor ``danger`` brings onsets, of our own making."""
    rng = np.random.default_rng(seed)
    years = range(first, last + 1)
    danger = rng.normal(size=(countries, len(years) + 2))
    onsets = (danger[:, :-2] + rng.normal(0, 0.7, (countries, len(years))) > 1.9).astype(int)
    rows = []
    for c in range(countries):
        for t, year in enumerate(years):
            row = {"ewp_name": f"Country {c}", "year": year, "ccode": 100 + c, "mk_onset": int(onsets[c, t])}
            row["mk_onset_1or2"] = int(onsets[c, t + 1 : t + 3].any())
            rows.append(row | {"danger": float(danger[c, t + 1]), "year_sq": year**2})
    return pl.DataFrame(rows)
