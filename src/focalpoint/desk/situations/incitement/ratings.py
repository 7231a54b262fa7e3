"""Reading the ratings of speeches: what counts of them now, and where two people differ."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from focalpoint.desk.intake.models import Item
from focalpoint.desk.situations.incitement.parts import (
    PARTS,
    UNKNOWN,
    differing_parts,
    is_reported,
    is_threshold_reached,
)
from focalpoint.desk.situations.models import RatedPart, Rating, Round, Situation, Speech

Step = Rating.Step


@dataclass(frozen=True)
class Result:
    """The ratings of one round. What they say is read once two people have rated; before that, by no one."""

    round: Round
    ratings: dict[str, Rating]

    @property
    def is_done(self) -> bool:
        """Whether two people have rated."""
        return {Step.FIRST, Step.SECOND} <= set(self.ratings)

    @property
    def differing(self) -> list[str]:
        """The parts that the two gave another level."""
        return differing_parts(self.levels(Step.FIRST), self.levels(Step.SECOND))

    @property
    def is_reached(self) -> bool:
        """Whether the threshold is reached: by what they were reconciled to, else by each of the two alone."""
        if not self.is_done:
            return False
        first, second = self.levels(Step.FIRST), self.levels(Step.SECOND)
        if Step.RECONCILED in self.ratings:
            return is_threshold_reached(first | self.levels(Step.RECONCILED))
        return is_threshold_reached(first) and is_threshold_reached(second)

    def levels(self, step: str) -> dict[str, str]:
        """Return the level of each part that counts: one whose evidence was all withdrawn is not known any more."""
        return {name: self._level(each) for name, each in self.parts(step).items()}

    def parts(self, step: str) -> dict[str, RatedPart]:
        """Return what a person found, by part, in the order of the tests."""
        rating = self.ratings.get(step)
        found = {each.part: each for each in rating.parts.all()} if rating else {}
        return {name: found[name] for name in PARTS if name in found}

    def evidence(self, name: str) -> list[Item]:
        """Return the items behind one part, of both people, each once."""
        rated = [each for rating in self.ratings.values() for each in rating.parts.all() if each.part == name]
        return list(dict.fromkeys(item for each in rated for item in each.evidence.all()))

    def _level(self, part: RatedPart) -> str:
        if not is_reported(part.level):
            return part.level
        own = self.ratings.get(Step.RECONCILED)
        behind = self.evidence(part.part) if own and part.rating_id == own.pk else list(part.evidence.all())
        return part.level if _readable(behind) else UNKNOWN


def speeches_of(situation: Situation, *, until: dt.datetime | None = None) -> list[Speech]:
    """Return the speeches of a situation, or those filed by a moment, with all that was rated."""
    found = Speech.objects.filter(situation=situation, **({"filed_at__lte": until} if until else {}))
    return list(
        found.select_related("item").prefetch_related("rounds__ratings__parts__evidence", "rounds__ratings__by")
    )


def results(speech: Speech, *, until: dt.datetime | None = None) -> list[Result]:
    """Return the rounds of a speech, the newest one first, or as they were at a moment."""
    found = []
    for each in speech.rounds.all():
        ratings = {rating.step: rating for rating in each.ratings.all() if until is None or rating.at <= until}
        found.append(Result(each, ratings))
    return found[::-1]


def counted_result(speech: Speech, *, until: dt.datetime | None = None) -> Result | None:
    """Return the newest round that two people have rated; None where there is none, or the speech was set aside."""
    if speech.set_aside_at and (until is None or speech.set_aside_at <= until):
        return None
    return next((each for each in results(speech, until=until) if each.is_done), None)


def reached_speeches(situation: Situation, *, until: dt.datetime | None = None) -> list[Speech]:
    """Return the speeches that reach the threshold of incitement by two ratings, now or at a moment."""
    found = []
    for each in speeches_of(situation, until=until):
        result = counted_result(each, until=until)
        if result and result.is_reached and (each.item is None or _readable([each.item])):
            found.append(each)
    return found


def _readable(items: Collection[Item]) -> list[Item]:
    return [item for item in items if item.consent_withdrawn_at is None]
