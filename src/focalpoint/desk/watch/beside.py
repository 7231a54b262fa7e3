"""What stands beside the figures of a State and comes from an app above this one: its situations.

Watch knows no situation. The installation names, in ``FOCALPOINT_PANELS``, the function that finds them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.queries import highest
from focalpoint.desk.people.models import User


@dataclass(frozen=True)
class Found:
    """One situation that the reader may see."""

    ref: str
    title: str
    state: str | Promise
    live: bool
    tlp: str


@dataclass(frozen=True)
class Beside:
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

    def marking(self, iso3s: Iterable[str]) -> dict[str, Tlp]:
        """Return what a page's frame says when it shows some States: nothing of its own without situations."""
        shown = self.of(iso3s)
        return {"marking": highest(Tlp.GREEN, *(each.tlp for each in shown))} if shown else {}


def beside(user: User, iso3: str = "") -> Beside:
    """Return what stands beside one State, or beside every State, for this reader."""
    return cast(Beside, import_string(settings.FOCALPOINT_PANELS["situations"])(user, iso3))
