"""The Framework of Analysis: fourteen risk factors and their indicators, in our words."""

from typing import Literal

from focalpoint.doctrine.records import Fact, Part, later


class Verification(Part):
    """A source against which indicators were compared."""

    title: str
    year: int
    factors: str


class About(Part):
    """Where the Framework's text is found and how it is coded here."""

    title: str
    official_symbols: tuple[str, ...]
    rights: str
    structure: str
    coding: dict[str, str]
    known_gaps: tuple[str, ...]
    verification_sources: tuple[Verification, ...]
    proxy_notes: tuple[str, ...]
    use_rules: tuple[str, ...]


class Indicator(Fact):
    """A sign of a risk factor. ``kind`` is our coding; ``number`` is the United Nations', or None for a draft."""

    record_kind = "indicator"
    shown = "line"
    number: str | None
    text: str
    kind: Literal["structural", "dynamic", "trigger"]
    data_fit: Literal["direct", "partial", "qualitative"]
    proxies: tuple[str, ...]
    note: str | None = None

    @property
    def line(self) -> str:
        """The text, and that it is a draft where it is one."""
        return self.text if self.number else f"{self.text} (draft, no number of the United Nations)"


class Norm(Fact):
    """What binds a State where a risk factor is present: a rule in our words, and where it is written."""

    record_kind = "legal norm"
    text: str
    cite: str
    instruments: tuple[str, ...]
    binds: Literal["parties", "all", "commitment"]


class Factor(Fact):
    """A risk factor: common to all four crimes, or specific to one."""

    record_kind = "risk factor"
    shown = "name"
    number: int
    name: str
    group: Literal["common", "genocide", "crimes_against_humanity", "war_crimes"]
    definition: str
    checked_note: str | None
    indicators: tuple[Indicator, ...]
    norms: tuple[Norm, ...] = later(())


class Framework(Part):
    """The file framework.yaml."""

    about: About
    factors: tuple[Factor, ...]
