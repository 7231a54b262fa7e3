"""Chances of passing a threshold, window by window, calibrated on the windows that were over by then."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from focalpoint.foresight.models import passing, paths
from focalpoint.foresight.models.passing import Chances
from focalpoint.foresight.models.spec import Floats, Spec
from focalpoint.foresight.runs.arrays import Arrays
from focalpoint.foresight.runs.rolling import Window
from focalpoint.foresight.runs.weights import Span


@dataclass(frozen=True)
class RawChances:
    """What paths and structure said at one origin of one question, and what happened (NaN: unknown or not over)."""

    end: int
    shares: Floats
    structural: Floats
    outcomes: Floats


def total(arrays: Arrays, origin: int, span: Span) -> Floats:
    """Deaths summed over a span of months ahead, [units]; NaN where a month is unknown, not yet over or not final."""
    if origin + span[1] > arrays.final:
        return np.full(len(arrays.units), np.nan)
    return np.asarray(arrays.target[:, origin + span[0] : origin + span[1] + 1].sum(axis=1), dtype=np.float64)


def outcome(arrays: Arrays, origin: int, span: Span, threshold: float) -> Floats:
    """Whether the sum over a span reached a threshold: 1, 0, or NaN where unknown."""
    sums = total(arrays, origin, span)
    return np.where(np.isnan(sums), np.nan, sums >= threshold)


def base_rate(arrays: Arrays, origin: int, months: int, threshold: float, back: int) -> float:
    """Share of State-windows that passed a threshold within the ``back`` months up to an origin.

    Parameters
    ----------
    months : length of a window; all of it lies within the ``back`` months.
    """
    recent = arrays.target[:, max(0, origin + 1 - back) : origin + 1]
    sums = np.lib.stride_tricks.sliding_window_view(recent, months, axis=1).sum(axis=2)
    known = sums[~np.isnan(sums)]
    return float((known >= threshold).mean()) if len(known) else float("nan")


RawChancesByQuestion = dict[tuple[Span, float], list[RawChances]]


def raw_chances(arrays: Arrays, windows: Sequence[Window], spec: Spec) -> RawChancesByQuestion:
    """Return what was said in each window, for every span that the windows have and every threshold."""
    spans = list(windows[0].totals)
    found: RawChancesByQuestion = {(span, threshold): [] for span in spans for threshold in spec.thresholds}
    for each in windows:
        for (span, threshold), said in found.items():
            shares = paths.share_passing(each.totals[span], threshold)
            happened = outcome(arrays, each.origin, span, threshold)
            said.append(RawChances(each.origin + span[1], shares, each.structural, happened))
    return found


def calibrate(past: Sequence[RawChances], now: RawChances, origin: int, spec: Spec) -> Chances:
    """Chances at an origin, by a map learnt from what was over by then.

    Parameters
    ----------
    past : windows of the same span and threshold; those that end after ``origin`` are left out.
    now : what is said at the origin.

    Returns
    -------
    Chances : [units]; NaN where the paths are unknown.
    """
    over = [one for one in past if one.end <= origin]
    units = np.arange(len(now.shares))
    shares, structural, outcomes, clusters = (
        np.concatenate([part(one) for one in over]) if over else np.empty(0)
        for part in (
            lambda one: one.shares,
            lambda one: one.structural,
            lambda one: one.outcomes,
            lambda one: units,
        )
    )
    known = ~np.isnan(shares) & ~np.isnan(outcomes)
    learnt = passing.fit(
        shares[known],
        structural[known],
        outcomes[known].astype(np.bool_),
        clusters[known].astype(np.intp),
        spec.calibration,
    )
    return learnt.chances(now.shares, now.structural, spec.calibration)


def table(everything: RawChancesByQuestion, place: int, origin: int, spans: Sequence[Span], spec: Spec) -> Chances:
    """Chances of every threshold and span at one origin, never contradicting each other.

    Parameters
    ----------
    everything : what was said in all windows, in the order of their origins.
    place : which of them is asked.
    origin : its last month of data.
    spans : from the same first month, the shorter first.

    Returns
    -------
    Chances : [units, thresholds, spans].
    """
    return Chances(*(passing.ordered(part) for part in _parts(everything, place, origin, spans, spec)))


def remaining_chances(everything: RawChancesByQuestion, place: int, origin: int, whole: Chances, spec: Spec) -> Chances:
    """Chances for what remains of the longest window as its months pass, never above those of a window around it.

    Parameters
    ----------
    everything, place, origin : as in ``table``.
    whole : chances of the longest window, [units, thresholds].

    Returns
    -------
    Chances : [units, thresholds, spans], in the order of ``spec.remaining()``.
    """
    found = _parts(everything, place, origin, spec.remaining(), spec)
    around = (whole.value, whole.low, whole.high)
    return Chances(*(passing.nested(part, held) for part, held in zip(found, around, strict=True)))


def _parts(
    everything: RawChancesByQuestion, place: int, origin: int, spans: Sequence[Span], spec: Spec
) -> list[Floats]:
    """Value, low and high of every threshold and span, each calibrated by itself: [units, thresholds, spans]."""
    cells = [
        calibrate(said[:place], said[place], origin, spec)
        for said in (everything[span, threshold] for threshold in spec.thresholds for span in spans)
    ]
    shape = (len(spec.thresholds), len(spans), -1)
    return [
        np.stack([getattr(cell, part) for cell in cells]).reshape(shape).transpose(2, 0, 1)
        for part in ("value", "low", "high")
    ]
