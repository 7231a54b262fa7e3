"""Each event as a sentence for a reader who was not there: what was done, with its outcome, to which object.

A sentence says the outcome and never the contents: a decision and where it went, not its reason.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.trail.event_types import EventType, Words, event_types
from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.queries import births, is_ref

SHORT = 6  # characters of a reference that a sentence shows
THE_TRAIL: Words = _("the trail")


def sentences(events: Iterable[Event]) -> list[str]:
    """Return what some events record, in the reader's language; what kind of thing each concerns costs one query."""
    listed = list(events)
    open_kinds = [each.subject for each in listed if not names_its_kind(each.verb)]
    kinds = births(open_kinds, [verb for verb, declared in event_types().items() if declared.creates])
    return [sentence(each, kinds) for each in listed]


def sentence(event: Event, kinds: Mapping[str, str] | None = None) -> str:
    """Return what an event records; ``kinds`` maps references to the verbs by which their objects came to be."""
    declared = event_types().get(event.verb)
    if declared is None:
        return event.verb
    ids: dict[str, Any] = json.loads(event.ids or "{}")
    words = declared.sentence
    for (key, value), variant in declared.variants.items():
        if key in ids and value in ("", str(ids[key])):
            words = variant
    filled = {name: fill(ids.get(name)) for name, fill in declared.fills.items()}
    return str(words) % {"subject": _subject(event, kinds or {}), **filled}


def names_its_kind(verb: str) -> bool:
    """Whether the sentence of an event says by itself of what kind its object is."""
    declared = event_types().get(verb)
    return declared is None or declared.kind is not None


def _subject(event: Event, kinds: Mapping[str, str]) -> str:
    """Return what a sentence calls its object: its short reference, with its kind where the sentence names none."""
    if event.subject == "trail":
        return str(THE_TRAIL)
    short = event.subject[:SHORT] if is_ref(event.subject) else event.subject
    birth = None if names_its_kind(event.verb) else event_types().get(kinds.get(event.subject, ""))
    return _named(birth, short) if birth else short


def _named(birth: EventType, short: str) -> str:
    """Return the kind of an object with its reference."""
    return str(birth.kind) % {"ref": short}
