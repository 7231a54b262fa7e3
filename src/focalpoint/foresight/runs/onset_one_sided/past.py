"""Forecasts of onsets as they would have been made from past years, and the one made from the last."""

from collections.abc import Callable

import numpy as np
import polars as pl

from focalpoint.foresight.models import onset as model
from focalpoint.foresight.models import onset_definition as definition
from focalpoint.foresight.runs.embargo import with_chances
from focalpoint.foresight.runs.onset_one_sided.record import Record, Rules

Progress = Callable[[int, int], None]


def forecasts(record: Record, chosen: Rules, spec: model.Spec, progress: Progress) -> pl.DataFrame:
    """Forecast the next two years from every past year and from the last one on record.

    Parameters
    ----------
    record : see ``onset_one_sided.record``.
    chosen : rows up to two years before a fit teach it; a fit serves ``refit_every`` years, the last year has its own.
    spec : the estimator's frozen settings.
    progress : called with (fits done, all fits).

    Returns
    -------
    unit, made_from, risk, rank (1 = highest of the year), chance (calibrated), benchmark (the State's own history drawn
    towards the world's), followed (null where not yet known); States in which killing is under way, or of which
    nothing is known, have no row.
    """
    past = range(chosen.first_origin, record.final - chosen.within + 1)
    fits = [(year, range(year, min(year + chosen.refit_every, past.stop))) for year in past[:: chosen.refit_every]]
    fits.append((record.last, range(record.last, record.last + 1)))
    parts = []
    for done, (learnt_in, years) in enumerate(fits, start=1):
        parts.append(_years(record, chosen, spec, learnt_in, years))
        progress(done, len(fits))
    return with_chances(pl.concat(parts), chosen.within, spec.calibration)


def _years(record: Record, chosen: Rules, spec: model.Spec, learnt_in: int, years: range) -> pl.DataFrame:
    old = slice(0, max(record.place(min(learnt_in, record.final)) - chosen.within + 1, 0))
    teaching = record.at_risk[:, old] & ~np.isnan(record.followed[:, old])
    asked = [record.at_risk[:, record.place(year)] for year in years]
    cases = np.concatenate([record.known[rows, record.place(year)] for rows, year in zip(asked, years, strict=True)])
    risks = model.risks(record.known[:, old][teaching], record.followed[:, old][teaching] == 1, cases, spec)
    parts, start = [], 0
    for rows, year in zip(asked, years, strict=True):
        end = start + int(rows.sum())
        parts.append(_year(record, chosen, year, risks[start:end]))
        start = end
    return pl.concat(parts)


def _year(record: Record, chosen: Rules, year: int, risks: model.Floats) -> pl.DataFrame:
    place = record.place(year)
    over = min(place, record.place(record.final)) - chosen.within + 1
    rows, old = record.at_risk[:, place], slice(0, max(over, 0))
    benchmark = definition.history_rate(record.followed[:, old], record.at_risk[:, old], chosen.prior_windows)
    return pl.DataFrame(
        {
            "unit": np.array(record.units)[rows],
            "made_from": np.full(len(risks), year),
            "risk": risks,
            "benchmark": benchmark[rows],
            "followed": pl.Series(record.followed[rows, place], nan_to_null=True).cast(pl.Boolean),
        }
    ).with_columns(rank=pl.col("risk").rank("min", descending=True).cast(pl.Int64))
