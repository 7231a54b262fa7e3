"""What the page of a State shows from the rooms above this one: its situations, and what was reported from it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Found:
    """One situation that the reader may see."""

    ref: str
    title: str
    state: str | Promise
    live: bool
    tlp: str


@dataclass(frozen=True)
class StateSituations:
    """Situations by State, and what the reader may do with situations at all."""

    places: Mapping[str, Sequence[Found]]
    may_read: bool = False
    may_open: bool = False

    def at(self, iso3: str) -> Sequence[Found]:
        """Return the situations of a State."""
        return self.places.get(iso3, ())

    def of(self, iso3s: Iterable[str]) -> list[Found]:
        """Return the situations of some States, each once."""
        return list(dict.fromkeys(each for iso3 in iso3s for each in self.at(iso3)))


@dataclass(frozen=True)
class Report:
    """One item of evidence from a State that the reader may see."""

    ref: str
    title: str
    happened_on: dt.date | None
    filed_on: dt.date
    status: str | Promise
    tlp: str


@dataclass(frozen=True)
class Reports:
    """The newest reports from a State that the reader may see, and how many of them there are in all."""

    newest: Sequence[Report] = ()
    count: int = 0
    may_read: bool = False
