"""What the founding documents describe, and what the catalogues leave open."""

from typing import Literal

from focalpoint.doctrine.records import Fact, Part, Record


class MechanismsAbout(Part):
    """The two founding documents."""

    purpose: str
    documents: dict[str, str]


class Mechanism(Fact):
    """A mechanism that a founding document names, and what it means for this desk."""

    record_kind = "mechanism"
    shown = "name"
    name: str
    documents: tuple[Literal["memo-2010", "report-2009"], ...]
    meaning: str


class Mechanisms(Part):
    """The file mechanisms.yaml."""

    about: MechanismsAbout
    mechanisms: tuple[Mechanism, ...]


class GapsAbout(Part):
    """Why gaps are listed."""

    purpose: str


class Dangling(Part):
    """A reference that leads nowhere, and why it is left."""

    source: str
    field: str
    to: str | None
    reason: str


class Gap(Record):
    """Something missing or not settled in a catalogue."""

    record_kind = "gap"
    catalogue: str
    text: str


class Gaps(Part):
    """The file gaps.yaml."""

    about: GapsAbout
    dangling: tuple[Dangling, ...]
    gaps: tuple[Gap, ...]
