"""One figure a fact: those killed in a year come from the newest record, whichever release is open.

A release is frozen, so an old one keeps the input it was made from. Where that differs from what is known now, the
page shows the newest figure and says once what the release itself counted, and why.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from focalpoint.desk.design.templatetags.figures import figure
from focalpoint.desk.watch.models import CountryForecast

YEAR = 12


@dataclass(frozen=True)
class Killed:
    """Civilians recorded killed in the twelve months up to a release's last month.

    ``own`` is what the release itself counted, where that differs; ``reason`` says why, in one sentence.
    """

    low: float | None
    best: float | None
    high: float | None
    own: float | None = None
    reason: str = ""


def killed(state: CountryForecast, newest: CountryForecast | None, origins: tuple[int, int]) -> Killed:
    """Return the one figure of those killed in twelve months.

    Parameters
    ----------
    state : what the open release says of a State.
    newest : what the newest release says of it; None when that is the open one.
    origins : last months of the two releases, open and newest.
    """
    own = Killed(state.killed_low, state.killed_best, state.killed_high)
    if newest is None or newest.release_id == state.release_id:
        return own
    known = _as_known_now(newest, origins)
    if known is None or known == own.best:
        return own
    if own.best is None:
        return Killed(None, known, None, None, _reason(state, newest, own.best))
    return replace(Killed(None, known, None), own=own.best, reason=_reason(state, newest, own.best))


def _as_known_now(newest: CountryForecast, origins: tuple[int, int]) -> float | None:
    """Sum the same twelve months in the newest record; None where it does not reach back so far or is unknown."""
    back = origins[1] - origins[0]
    values = newest.recent.split(" ") if newest.recent else []
    months = values[len(values) - YEAR - back : len(values) - back] if back >= 0 else []
    if len(values) < YEAR + back or len(months) < YEAR or "" in months:
        return None
    return float(sum(map(float, months)))


def _reason(state: CountryForecast, newest: CountryForecast, own: float | None) -> str:
    said = {"own": figure(own), "note": _(state.note)}
    if state.note != newest.note and state.note:
        if own is None:
            return _("This release could not count it (%(note)s); the figure is that of the newest record.") % said
        return _("This release itself counted %(own)s (%(note)s).") % said
    return _("This release itself counted %(own)s; the record was revised since.") % said
