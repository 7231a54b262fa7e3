"""Words and scales with a fixed meaning: likelihood, grades, confidence, standards of proof."""

from typing import Literal

from focalpoint.doctrine.records import Fact, Part


class About(Part):
    """How the yardsticks are used."""

    purpose: str
    rules: tuple[str, ...]


class Band(Fact):
    """Words of likelihood and the chance they stand for, in per cent, both ends included."""

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

    def word(self, chance: float) -> Band | None:
        """Return the band that a chance (0 to 1) falls in; None in a gap; the lower one on a shared edge."""
        return next((band for band in self.bands if band.low <= 100 * chance <= band.high), None)


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
