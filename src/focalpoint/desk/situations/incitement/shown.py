"""A speech as a reader sees it: what one person found is shown to no other person until two have rated."""

from collections.abc import Collection
from dataclasses import dataclass

from focalpoint.desk.intake.models import Item
from focalpoint.desk.people.models import User
from focalpoint.desk.situations.incitement.parts import PARTS
from focalpoint.desk.situations.incitement.ratings import Result, Step, counted_result, results
from focalpoint.desk.situations.models import RatedPart, Rating, Speech


@dataclass(frozen=True)
class ShownPart:
    """The level of a part by one person, why, and those items behind it that the reader may see."""

    step: str
    level: str
    reason: str
    items: list[Item]


@dataclass(frozen=True)
class ShownRow:
    """One part with what each person found; ``differs`` where the two gave another level."""

    label: str
    differs: bool
    cells: list[ShownPart | None]


@dataclass(frozen=True)
class ShownRound:
    """One round. Before two people have rated, ``rows`` hold the reader's own rating, or nothing."""

    result: Result
    raters: list[Rating]
    rows: list[ShownRow]
    agreed: int
    differing: list[str]

    @property
    def percent(self) -> int:
        """The share of the parts in which the two agree."""
        return round(100 * self.agreed / len(PARTS))


@dataclass(frozen=True)
class ShownSpeech:
    """A speech with its rounds, the newest first. ``words`` are empty where they are those of an item out of sight."""

    speech: Speech
    words: str
    item: Item | None
    rounds: list[ShownRound]
    is_counted: bool
    may_rate: bool

    @property
    def newest(self) -> ShownRound:
        """The newest round."""
        return self.rounds[0]


def shown_speech(speech: Speech, reader: User, evidence: Collection[Item]) -> ShownSpeech:
    """Return a speech for a reader, with the evidence that this reader may see."""
    seen = {item.pk: item for item in evidence if item.consent_withdrawn_at is None}
    item = seen.get(speech.item_id or 0)
    found = [_round(each, reader, seen) for each in results(speech)]
    current = found[0].result
    is_mine = any(each.by_id == reader.pk for each in current.ratings.values())
    return ShownSpeech(
        speech=speech,
        words=speech.words if item or not speech.item_id else "",
        item=item,
        rounds=found,
        is_counted=counted_result(speech) is not None,
        may_rate=not (speech.set_aside_at or current.is_done or is_mine),
    )


def _round(result: Result, reader: User, seen: dict[int, Item]) -> ShownRound:
    ratings = [rating for rating in result.ratings.values() if result.is_done or rating.by_id == reader.pk]
    steps = [step for step in Step if result.ratings.get(step) in ratings]
    parts = [result.parts(step) for step in steps]
    differing = result.differing if result.is_done else []
    rows = [
        ShownRow(str(PARTS[name].label), name in differing, [_part(each.get(name), seen) for each in parts])
        for name in PARTS
        if parts
    ]
    return ShownRound(
        result=result,
        raters=[result.ratings[step] for step in steps],
        rows=rows,
        agreed=len(PARTS) - len(differing) if result.is_done else 0,
        differing=[str(PARTS[name].label) for name in differing],
    )


def _part(part: RatedPart | None, seen: dict[int, Item]) -> ShownPart | None:
    if part is None:
        return None
    items = [seen[item.pk] for item in part.evidence.all() if item.pk in seen]
    level = str(dict(PARTS[part.part].levels)[part.level])
    return ShownPart(str(part.rating.get_step_display()), level, part.reason, items)
