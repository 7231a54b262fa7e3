"""Who may see what: one rule for pages, lists, searches, documents, downloads, notices, counts and errors.

A reader sees an object when the reader's clearance covers its marking, and, where it is for its members alone, when the
reader is one of them. It is here twice, for one object and for a query; ``tests/expected/marking.csv`` holds both.
"""

from typing import NamedTuple, Protocol

from django.db.models import Case, Q, Value, When

from focalpoint.desk.marking.levels import Tlp

LADDER = [Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT, Tlp.RED]
FOR_MEMBERS = frozenset({Tlp.RED})  # these markings are for members alone, whether or not it is said of the object


class Reader(Protocol):
    """The person who reads: a person with a clearance; membership goes by the account's number."""

    pk: int
    clearance: str


class Marks(NamedTuple):
    """The marking of an object, and whether need to know was said of it."""

    tlp: str
    need_to_know: bool


def readable(clearance: str) -> list[str]:
    """Return the markings that a clearance covers, lowest first.

    >>> readable("TLP:GREEN")
    ['TLP:CLEAR', 'TLP:GREEN']
    """
    return [str(level.value) for level in LADDER[: LADDER.index(Tlp(clearance)) + 1]]


def not_lower(tlp: str) -> list[str]:
    """Return the markings from one on, lowest first; none where there is none.

    >>> not_lower("TLP:AMBER+STRICT"), not_lower("")
    (['TLP:AMBER+STRICT', 'TLP:RED'], [])
    """
    return [str(level.value) for level in LADDER[LADDER.index(Tlp(tlp)) :]] if tlp else []


def covers(clearance: str, tlp: str) -> bool:
    """Whether a clearance covers a marking.

    >>> covers("TLP:AMBER", "TLP:AMBER+STRICT")
    False
    """
    return tlp in readable(clearance)


def highest(*markings: str) -> Tlp:
    """Return the strictest of some markings: a page carries that of the strictest thing on it.

    >>> highest("TLP:GREEN", "TLP:RED", "TLP:CLEAR")
    Tlp.RED
    """
    return max((Tlp(one) for one in markings), key=LADDER.index, default=Tlp.CLEAR)


def level(field: str) -> Case:
    """Return how strict the marking in a field is, for rows to be sorted by."""
    return Case(*(When(**{field: tlp}, then=Value(step)) for step, tlp in enumerate(LADDER)))


def is_for_members(*, tlp: str, need_to_know: bool) -> bool:
    """Whether an object is for its members alone.

    >>> is_for_members(tlp="TLP:RED", need_to_know=False), is_for_members(tlp="TLP:AMBER", need_to_know=False)
    (True, False)
    """
    return need_to_know or Tlp(tlp) in FOR_MEMBERS


def for_members(prefix: str = "") -> Q:
    """Return the same as a condition of a query, over fields whose names begin with ``prefix``."""
    return Q(**{f"{prefix}need_to_know": True}) | Q(**{f"{prefix}tlp__in": FOR_MEMBERS})


def is_lower(marks: Marks, *, than: Marks) -> bool:
    """Whether a marking lets more people see an object than another.

    >>> is_lower(Marks("TLP:RED", False), than=Marks("TLP:AMBER", True))
    False
    """
    was, is_now = (is_for_members(tlp=each.tlp, need_to_know=each.need_to_know) for each in (than, marks))
    return (was and not is_now) or LADDER.index(Tlp(marks.tlp)) < LADDER.index(Tlp(than.tlp))


def is_seen(*, clearance: str, tlp: str, need_to_know: bool, is_member: bool) -> bool:
    """Whether a reader sees one object.

    >>> is_seen(clearance="TLP:RED", tlp="TLP:RED", need_to_know=False, is_member=False)
    False
    """
    return covers(clearance, tlp) and (is_member or not is_for_members(tlp=tlp, need_to_know=need_to_know))


def seen_by(reader: Reader, is_member: Q, prefix: str = "") -> Q:
    """Return whether a reader sees an object as a condition of a query; ``is_member`` is that they are a member."""
    return Q(**{f"{prefix}tlp__in": readable(reader.clearance)}) & (~for_members(prefix) | is_member)
