"""The catalogue of measures by pillar: legal basis, decider, consent, authorization, precedents, risks."""

from typing import Literal

from focalpoint.doctrine.records import Fact, Note, Part, later

Pillar = Literal["I", "II", "III"]
Form = Literal[
    "national",
    "encourage",
    "help_exercise",
    "capacity",
    "under_stress",
    "protect",
    "diplomatic",
    "fact_finding",
    "judicial",
    "coercive_nonmilitary",
    "coercive_military",
    "doctrine",
]


class Terms(Part):
    """The words that records use, with their meaning."""

    pillars: tuple[Pillar, ...]
    form: dict[Form, str]
    forms_of_a68_947: tuple[str, ...]
    consent: tuple[str, ...]
    sc_authorization: tuple[str, ...]
    typical_time_to_effect: dict[str, str]
    evidence_of_effect: str


class About(Part):
    """What the catalogue is and what its flags cover."""

    purpose: str
    status: str
    terms: Terms


class Report(Fact):
    """A report of the Secretary-General; no symbol where none was seen."""

    record_kind = "report"
    shown = "title"
    symbol: str | None
    year: int
    title: str
    note: str | None


class ValidatorRule(Note):
    """A rule that an options paper is held to."""

    record_kind = "validator rule"


class Money(Fact):
    """Where money for a measure comes from: who applies, who decides, how long it takes and lasts."""

    record_kind = "source of money"
    shown = "name"
    name: str
    applies: str
    decides: str
    how_long: str
    checked_facts: tuple[str, ...] = ()


class Measure(Fact):
    """Something that can be proposed. The flag covers the precedents; ``checked_facts`` lists those seen."""

    record_kind = "measure"
    shown = "name"
    name: str
    pillars: tuple[Pillar, ...]
    form: Form
    charter_or_legal_basis: str
    decided_by: str
    implemented_by: str
    consent: Literal["own_decision", "host_consent", "parties_consent", "preferable", "not_needed"]
    sc_authorization: Literal["no", "yes", "conditional"]
    typical_time_to_effect: Literal["immediate", "days", "weeks", "months", "years", "none"]
    precedents: tuple[str, ...]
    preconditions: tuple[str, ...]
    risks: tuple[str, ...]
    evidence_of_effect: Literal["strong", "moderate", "mixed", "weak", "not_studied"]
    mandate_ref: str
    checked_facts: tuple[str, ...]
    money: tuple[str, ...] = later(())
    deciders: tuple[str, ...] = later(())  # each can say yes alone; only where others than States can


class Measures(Part):
    """The file measures.yaml."""

    about: About
    reports: tuple[Report, ...]
    rules: tuple[ValidatorRule, ...]
    measures: tuple[Measure, ...]
    money: tuple[Money, ...] = later(())
