"""Corrections that an office makes on its screens, by number: ``2026.2+office.3`` is 2026.2 as the third one left it.

What is held here comes from whoever serves the pages; a process that was given nothing reads the published text.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

MARK = "+office."
Fields = Mapping[str, Mapping[str, Any]]  # by the id of an entry, the fields that replace its own
Source = Callable[[], Sequence[Fields]]


class _Held:
    """What this process knows: each state as text, by its number less one, and where to ask for newer ones."""

    states: tuple[str, ...] = ()
    source: Source | None = None


def ask(source: Source) -> None:
    """Name what returns every state, the oldest first; it is asked by ``refresh``."""
    _Held.source = source


def refresh() -> None:
    """Take over every state that there is now."""
    if _Held.source is not None:
        _Held.states = tuple(json.dumps(each, sort_keys=True) for each in _Held.source())


def newest() -> int:
    """Return the number of the newest state; 0 where the office corrected nothing."""
    return len(_Held.states)


def state(number: int) -> str | None:
    """Return a state as text, asking for newer ones where it is not held; None where there is none."""
    if number > newest():
        refresh()
    return _Held.states[number - 1] if 0 < number <= newest() else None


def split(version: str) -> tuple[str, int]:
    """Return the published version and the number of the office's state, 0 where there is none.

    >>> split("2026.2+office.3"), split("2026.2")
    (('2026.2', 3), ('2026.2', 0))
    """
    published, _mark, number = version.partition(MARK)
    found = int(number) if number.isdecimal() else 0
    return (published, found) if joined(published, found) == version else (version, 0)


def joined(version: str, number: int) -> str:
    """Return the name of a published version as an office's state left it."""
    return f"{version}{MARK}{number}" if number else version
