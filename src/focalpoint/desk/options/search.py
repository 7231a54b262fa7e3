"""Finding measures of the catalogue by what a situation asks for. No database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from focalpoint.desk.intake.actors import OF_THE_STATE
from focalpoint.desk.options import words
from focalpoint.desk.options.columns import Described, described
from focalpoint.desk.options.lists import measures_by_factor
from focalpoint.doctrine import catalogue
from focalpoint.doctrine.measures import Measure
from focalpoint.reference.gazetteer import loose

PRESENT = "present"  # in the place of a factor: any that the assessment says is present
# Forms in which the State's own decision is that of the State concerned, not of a neighbour or of one that sells arms.
OF_THE_STATE_CONCERNED = {"national", "encourage", "capacity"}
SPEEDS = tuple(each for each in words.TIME if each != "none")


@dataclass(frozen=True)
class Search:
    """What is looked for; an empty part leaves nothing out.

    ``instigator`` is the kind of the alleged perpetrator, ``within`` the longest time to effect.
    """

    find: str = ""
    pillar: str = ""
    factor: str = ""
    instigator: str = ""
    consent: str = ""
    within: str = ""


@dataclass(frozen=True)
class Hit:
    """A measure that was found: the present factors it bears on, and how each of its pillars stands in the paper."""

    measure: Described
    factors: list[str]
    pillars: list[tuple[str, Any]]


def search(wanted: Search, present: Iterable[str]) -> list[Measure]:
    """Return the measures that fit, by name; ``present`` are the factors that the assessment says are present."""
    factors = set(present) if wanted.factor == PRESENT else {wanted.factor} - {""}
    found = [each for each in catalogue().measures.measures if _fits(each, wanted)]
    if wanted.factor:
        found = [each for each in found if factors & factors_of(each.id)]
    return sorted(found, key=lambda one: loose(one.name))


def hits(found: Iterable[Measure], present: Iterable[str], considered: Mapping[tuple[str, str], Any]) -> list[Hit]:
    """Describe what was found; ``considered`` says by pillar and measure what the paper already holds."""
    return [
        Hit(
            described(each.id),
            [factor for factor in present if factor in factors_of(each.id)],
            [(pillar, considered.get((pillar, each.id), "")) for pillar in each.pillars],
        )
        for each in found
    ]


def _fits(measure: Measure, wanted: Search) -> bool:
    return (
        wanted.pillar in {"", *measure.pillars}
        and wanted.consent in {"", measure.consent}
        and not (wanted.instigator and _can_be_refused(measure, by=wanted.instigator))
        and (not wanted.within or measure.typical_time_to_effect in SPEEDS[: SPEEDS.index(wanted.within) + 1])
        and all(word in _text(measure) for word in loose(wanted.find).split())
    )


def _can_be_refused(measure: Measure, *, by: str) -> bool:
    """Whether an alleged perpetrator can keep a measure from being taken: a State, or a party that is none."""
    if measure.consent == "parties_consent":
        return True
    own = measure.consent == "own_decision" and measure.form in OF_THE_STATE_CONCERNED
    return by in OF_THE_STATE and (own or measure.consent == "host_consent")


@cache
def factors_of(name: str) -> frozenset[str]:
    """Return the risk factors that a measure bears on, by the office's reading.

    >>> sorted(factors_of("ME015"))
    ['RF8']
    """
    return frozenset(factor for factor, measures in measures_by_factor().items() if name in measures)


@cache
def _text(measure: Measure) -> str:
    """Return what the catalogue says of a measure, as it is searched."""
    said = (measure.id, measure.name, str(words.FORMS[measure.form]), measure.charter_or_legal_basis)
    who = (measure.decided_by, measure.implemented_by)
    return loose(" ".join((*said, *who, *measure.precedents, *measure.preconditions, *measure.risks)))
