"""What became of a measure where it was taken before: the past cases of the catalogue, joined by the measure."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.options import words
from focalpoint.doctrine import catalogue, per_catalogue

OUTCOMES: dict[str, Any] = {
    "worked": _("worked"),
    "mixed": _("mixed"),
    "did_not": _("did not work"),
    "cannot_tell": _("cannot tell"),
}
SHAPES = {"worked": "done", "mixed": "half", "did_not": "no", "cannot_tell": ""}


class Precedent(NamedTuple):
    """One case in which a measure was taken, with its outcome and why."""

    case: str
    date: str
    by: str
    outcome: Any
    shape: str
    why: str
    checked: Any


class Tally(NamedTuple):
    """How often a measure had one outcome."""

    outcome: Any
    shape: str
    times: int


@per_catalogue
def precedents(measure: str) -> tuple[Precedent, ...]:
    """Return the cases in which a measure was taken, the newest first."""
    found = [
        Precedent(
            case=case.name,
            date=taken.date,
            by=taken.by,
            outcome=OUTCOMES[taken.outcome],
            shape=SHAPES[taken.outcome],
            why=taken.why,
            checked=words.CHECKED[taken.checked],
        )
        for case in catalogue().cases.cases
        for taken in case.measures
        if taken.measure == measure
    ]
    return tuple(sorted(found, key=lambda one: one.date, reverse=True))


def tally(found: tuple[Precedent, ...]) -> list[Tally]:
    """Return the outcomes of precedents with how often each came, in one order for all measures."""
    shapes = [each.shape for each in found]
    every = [Tally(OUTCOMES[name], SHAPES[name], shapes.count(SHAPES[name])) for name in OUTCOMES]
    return [each for each in every if each.times]
