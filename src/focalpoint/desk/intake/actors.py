"""The one list of kinds of actor: for what a report alleges, a scope test finds, and a search of measures asks."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActorKind(TextChoices):
    """Who is alleged to have done something, by kind; never a person."""

    UNKNOWN = "unknown", _("not known")
    STATE = "state", _("State forces or officials")
    STATE_BACKED = "state-backed", _("a group backed by a State")
    DE_FACTO = "de-facto", _("de facto authority")
    ARMED_GROUP = "non-state", _("armed group")
    PRIVATE = "private", _("private persons or crowd")


# Forces that a State backs are in its reach: it can refuse what would restrain them.
OF_THE_STATE = frozenset({ActorKind.STATE, ActorKind.STATE_BACKED})
# Scope tests of before there was one list have these words among their answers, and keep them.
EARLIER_WORDS = {
    "state": ActorKind.STATE,
    "state-backed": ActorKind.STATE_BACKED,
    "de facto authority": ActorKind.DE_FACTO,
    "non-state armed group": ActorKind.ARMED_GROUP,
    "private group": ActorKind.PRIVATE,
    "unknown": ActorKind.UNKNOWN,
}


def kind_of(text: str) -> str:
    """Return the kind that the words of an earlier test mean; empty where they mean none of the list.

    >>> kind_of("non-State armed group"), kind_of("the State, it is said")
    ('non-state', '')
    """
    found = EARLIER_WORDS.get(text.strip().lower())
    return found.value if found else ""
