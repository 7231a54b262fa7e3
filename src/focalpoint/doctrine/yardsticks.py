"""Words and scales with a fixed meaning: likelihood, grades, confidence, standards of proof."""

from typing import Literal

from focalpoint.doctrine.records import Fact, Part


class About(Part):
    """How the yardsticks are used."""

    purpose: str
    rules: tuple[str, ...]


class Band(Fact):
    """Words of likelihood and the chances they name, in per cent. An edge belongs to the band that begins there."""

    record_kind = "likelihood band"
    shown = "label"
    words: tuple[str, ...]
    low: int
    high: int

    @property
    def label(self) -> str:
        """The words and the numbers together, as they are always shown."""
        return f"{' / '.join(self.words)} ({self.low}-{self.high} %)"


class Likelihood(Fact):
    """A yardstick of likelihood; an installation uses one."""

    record_kind = "likelihood yardstick"
    shown = "name"
    name: str
    published: str | None
    note: str
    bands: tuple[Band, ...]

    def place(self, chance: float) -> int | None:
        """Return the place of the band that a chance (0 to 1) falls in; on a shared edge the higher one; None in a gap.

        An edge is ``low / 100`` here and in the protocol of the back-test, so that 0.55 is an edge in both.
        """
        held = [place for place, band in enumerate(self.bands) if band.low / 100 <= chance <= band.high / 100]
        return held[-1] if held else None

    def band(self, chance: float) -> Band | None:
        """Return the band that a chance falls in; None in a gap."""
        place = self.place(chance)
        return None if place is None else self.bands[place]


class Grade(Fact):
    """A grade of a source (A to F) or of an item (1 to 6)."""

    record_kind = "grade"
    shown = "meaning"
    grade: str
    meaning: str


class Confidence(Fact):
    """A level of confidence, apart from likelihood."""

    record_kind = "confidence"
    shown = "meaning"
    level: Literal["high", "moderate", "low"]
    meaning: str


class Proof(Fact):
    """A standard of proof in fact-finding, from the lowest up."""

    record_kind = "standard of proof"
    shown = "standard"
    order: int
    standard: str
    note: str | None


class Tradecraft(Fact):
    """A standard that a reviewer holds an assessment to."""

    record_kind = "tradecraft standard"
    text: str


class Yardsticks(Part):
    """The file yardsticks.yaml."""

    about: About
    likelihood: tuple[Likelihood, ...]
    reliability: tuple[Grade, ...]
    credibility: tuple[Grade, ...]
    confidence: tuple[Confidence, ...]
    confidence_judged_on: tuple[str, ...]
    proof: tuple[Proof, ...]
    tradecraft: tuple[Tradecraft, ...]
