"""What each kind of event is called, says and concerns. Each app declares its own in ``events.py``.

The installation lists them in one tuple, which the setting ``FOCALPOINT_EVENTS`` names. A verb that is not in it cannot
be recorded.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

Words = str | Promise
Fill = Callable[[str | None], str]


@dataclass(frozen=True)
class EventType:
    """One kind of event.

    Parameters
    ----------
    verb : its name in the trail, as "item.filed".
    sentence : what was done, for people, with ``%(subject)s`` in the place of the object.
    kind : what the object is, with ``%(ref)s`` in the place of its reference; None where it may be of any kind.
    creates : whether the object came to be by it.
    objects : the names of those ``ids`` that hold references of further objects which it concerns.
    variants : by name and value of one of the ``ids``, the sentence that replaces the usual one; "" is any value.
    fills : by placeholder of a sentence, what makes its text of the value among the ``ids`` with the same name.
    is_read : whether a person was shown something, and nothing was written.
    done : what the next page says to the person who did it, and what happens next; empty where that page shows it.
    part_of : the verbs of acts that speak for it too, where it was recorded as a part of one.
    """

    verb: str
    sentence: Words
    kind: Words | None = None
    creates: bool = False
    objects: tuple[str, ...] = ()
    variants: Mapping[tuple[str, str], Words] = field(default_factory=dict)
    fills: Mapping[str, Fill] = field(default_factory=dict)
    is_read: bool = False
    done: Words = ""
    part_of: tuple[str, ...] = ()


@cache
def event_types() -> dict[str, EventType]:
    """Return every kind of event of this installation by its verb."""
    return {each.verb: each for each in import_string(settings.FOCALPOINT_EVENTS)}
