"""Speeches as tests file and rate them: levels that reach the threshold, and some that do not."""

from focalpoint.desk.intake.models import Item
from focalpoint.desk.people.models import User
from focalpoint.desk.situations.incitement import actions as inciting
from focalpoint.desk.situations.incitement.actions import Rated
from focalpoint.desk.situations.incitement.parts import PARTS, is_reported
from focalpoint.desk.situations.models import Rating, Situation, Speech
from walk import AT, DAY

HIGH = {
    "rabat.context": "high",
    "rabat.speaker": "high",
    "rabat.intent": "high",
    "rabat.content": "high",
    "rabat.extent": "high",
    "rabat.likelihood": "high",
    "call.direct": "met",
    "call.public": "met",
    "call.intent": "met",
}
LOW = HIGH | {"rabat.likelihood": "low", "call.direct": "not_met"}  # two parts differ, and no threshold is reached
WORDS = "Words that the station sent out twice."


def filed(by: User, situation: Situation, **more) -> Speech:
    facts = {
        "speaker": "The governor",
        "said_on": DAY,
        "place": "Market of the district",
        "audience": "Listeners of the local station",
        "words": WORDS,
    }
    return inciting.file_speech(speech=Speech(situation=situation, **(facts | more)), by=by, at=AT)


def parts(levels: dict[str, str], item: Item, *, of: str) -> list[Rated]:
    """A rating with the name of one person in every reason."""
    return [
        Rated(
            part=name,
            level=level,
            reason=f"{of} heard {name} in the recording at hand.",
            items=[item] if is_reported(level) else [],
        )
        for name, level in levels.items()
    ]


def rated(speech: Speech, by: User, levels: dict[str, str], item: Item) -> Rating:
    found = parts(levels, item, of=f"Rater{by.username}")
    return inciting.rate_speech(speech=speech, parts=found, by=by, at=AT)


def rated_by_two(speech: Speech, first: User, second: User, item: Item, levels=(HIGH, HIGH)) -> None:
    rated(speech, first, levels[0], item)
    rated(speech, second, levels[1], item)


def form_of(levels: dict[str, str], item: Item) -> dict[str, str]:
    """The fields of a rating as a browser sends them."""
    found = {}
    for each in parts(levels, item, of="Someone"):
        found[f"level-{each.part}"] = each.level
        found[f"reason-{each.part}"] = each.reason
        if each.items:
            found[f"evidence-{each.part}"] = item.ref[:6]
    assert set(levels) <= set(PARTS)
    return found
