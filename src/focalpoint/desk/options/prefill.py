"""What the form of a proposal starts with: the decider, the legal basis, a due date and an indicator to watch."""

import datetime as dt
from collections.abc import Iterable

from focalpoint.desk.options.rules import measure
from focalpoint.desk.options.search import factors_of
from focalpoint.doctrine import catalogue

# The days by which a measure has its effect, as the catalogue's terms say; over a year has no such day.
LATEST = {"immediate": 3, "days": 14, "weeks": 56, "months": 365}


def prefilled(name: str, present: Iterable[str], *, on: dt.date) -> dict[str, object]:
    """Return what the catalogue says of a measure that is proposed on a day; a part it does not say is left out."""
    entry = measure(name)
    said: dict[str, object] = {"decider": entry.decided_by, "legal_basis": entry.charter_or_legal_basis}
    if days := LATEST.get(entry.typical_time_to_effect):
        said["due_on"] = on + dt.timedelta(days=days)
    bearing = [factor for factor in present if factor in factors_of(name)]
    if watched := indicators(bearing):
        said["indicator"] = watched[0]
    return said


def indicators(factors: Iterable[str]) -> list[str]:
    """Return the indicators of some risk factors that can change within months: the Framework's dynamic ones."""
    wanted = set(factors)
    return [
        sign.text
        for factor in catalogue().framework.factors
        if factor.id in wanted
        for sign in factor.indicators
        if sign.kind != "structural"
    ]
