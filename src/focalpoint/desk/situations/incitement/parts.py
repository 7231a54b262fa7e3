"""The two tests of incitement, part by part, and when their threshold is reached. No database.

The Rabat threshold test (A/HRC/22/17/Add.4) has six parts, all of which are needed. Direct and public incitement to
commit genocide (Genocide Convention, Art. III(c)) needs that the call was direct, that it was public, and intent.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

UNKNOWN = "unknown"
RABAT_LEVELS = (
    ("high", _("high")),
    ("moderate", _("moderate")),
    ("low", _("low")),
    ("none", _("none")),
    (UNKNOWN, _("not known")),
)
DIRECT_LEVELS = (("met", _("met")), ("not_met", _("not met")), (UNKNOWN, _("not known")))
LIKELIHOOD = "rabat.likelihood"
Levels = Mapping[str, str]


@dataclass(frozen=True)
class Part:
    """One part of a test, the question it asks, and the levels that it may have."""

    id: str
    label: str | Promise
    question: str | Promise
    levels: tuple[tuple[str, str | Promise], ...]


RABAT = (
    Part(
        "rabat.context",
        _("Context"),
        _("Conflict, tension between groups, earlier violence, elections, how free the media are."),
        RABAT_LEVELS,
    ),
    Part(
        "rabat.speaker",
        _("Speaker"),
        _("Position and standing with those who listen."),
        RABAT_LEVELS,
    ),
    Part("rabat.intent", _("Intent"), _("To incite: negligence or recklessness is not enough."), RABAT_LEVELS),
    Part(
        "rabat.content",
        _("Content and form"),
        _("How direct it is, its style, what it argues, what its words mean there."),
        RABAT_LEVELS,
    ),
    Part("rabat.extent", _("Extent"), _("How public it is, its reach, how often, by which means."), RABAT_LEVELS),
    Part(
        LIKELIHOOD,
        _("Likelihood of harm, and how soon"),
        _("A reasonable chance that those who listen would act, and imminence."),
        RABAT_LEVELS,
    ),
)
DIRECT = (
    Part(
        "call.direct",
        _("Direct"),
        _("Those who listen understand it, in their culture and language, as a call to destroy a group."),
        DIRECT_LEVELS,
    ),
    Part("call.public", _("Public"), _("Said in a public place or by means that reach the public."), DIRECT_LEVELS),
    Part(
        "call.intent", _("Intent to destroy"), _("To destroy a group as such, and to prompt others to."), DIRECT_LEVELS
    ),
)
PARTS = {each.id: each for each in (*RABAT, *DIRECT)}


def is_reported(level: str) -> bool:
    """Whether a level says that something is there, so that evidence is needed."""
    return level in ("low", "moderate", "high", "met")


def is_threshold_reached(levels: Levels) -> bool:
    """Whether a call is direct, public and meant, or each part of Rabat is there and harm is moderately likely.

    >>> is_threshold_reached({"call.direct": "met", "call.public": "met", "call.intent": "unknown"})
    False
    """
    if all(levels.get(part.id) == "met" for part in DIRECT):
        return True
    is_likely = levels.get(LIKELIHOOD) in ("moderate", "high")
    return is_likely and all(is_reported(levels.get(part.id, UNKNOWN)) for part in RABAT)


def differing_parts(first: Levels, second: Levels) -> list[str]:
    """Return the parts that two people gave another level, in the order of the tests."""
    return [name for name in PARTS if first.get(name, UNKNOWN) != second.get(name, UNKNOWN)]
