"""What a page or a file shows: each object with its reference and its marking."""

from dataclasses import dataclass
from typing import Protocol

from focalpoint.desk.marking.levels import Tlp


class Shown(Protocol):
    """An object that is shown: a model, or what a query kept of one."""

    @property
    def ref(self) -> str:
        """Its reference in the trail."""

    @property
    def tlp(self) -> str:
        """Who may share it with whom."""


@dataclass(frozen=True)
class Under:
    """What has no marking of its own and is shown under one: an account, or the trail itself."""

    ref: str
    tlp: str = Tlp.GREEN.value
