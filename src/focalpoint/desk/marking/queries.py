"""Who may see what: one rule for pages, lists, searches, documents, downloads, notices, counts and errors."""

from typing import Protocol, TypeVar

from django.db.models import Model, Q, QuerySet

from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.models import Marked

LADDER = [Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT, Tlp.RED]
M = TypeVar("M", bound=Model)


class Reader(Protocol):
    """Whoever reads: somebody with a clearance; membership goes by the account's number."""

    pk: int
    clearance: str


def readable(clearance: str) -> list[str]:
    """Return the markings that a clearance covers, lowest first.

    >>> readable("TLP:GREEN")
    ['TLP:CLEAR', 'TLP:GREEN']
    """
    return [str(level.value) for level in LADDER[: LADDER.index(Tlp(clearance)) + 1]]


def covers(clearance: str, tlp: str) -> bool:
    """Tell whether a clearance covers a marking.

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


def visible(objects: QuerySet[M], reader: Reader) -> QuerySet[M]:
    """Return those of ``objects``, rows of a ``Marked`` model, that ``reader`` may see."""
    if not issubclass(objects.model, Marked):
        raise TypeError(f"{objects.model.__name__} carries no marking; filter it through what does.")
    own = objects.model._default_manager.filter(members=reader.pk).values("pk")
    open_to_all = Q(need_to_know=False) & ~Q(tlp=Tlp.RED)
    return objects.filter(Q(tlp__in=readable(reader.clearance)) & (open_to_all | Q(pk__in=own)))
