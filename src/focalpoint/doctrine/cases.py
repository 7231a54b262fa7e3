"""Past situations: warnings, decisions and measures with dates, outcomes and what is not known."""

from typing import Literal

from pydantic import Field

from focalpoint.doctrine.records import Checked, Fact, Part, Record
from focalpoint.doctrine.register import DataSource, Near, RegisterRow, Severity, Span

Precision = Literal["day", "month", "year"]
Outcome = Literal["worked", "mixed", "did_not", "cannot_tell"]


class About(Part):
    """How to read the cases and how they were chosen."""

    title: str
    purpose: str
    status: str
    compiled: str
    how_to_read: tuple[str, ...]
    selection_rule: tuple[str, ...]
    left_out: str
    balance: tuple[str, ...]
    next_in_line: tuple[str, ...]
    disputed_counts_seen: tuple[str, ...]
    data: tuple[DataSource, ...]


class PoolRow(Part):
    """A situation that met the rule for cases without mass killing."""

    name: str
    case: str | None


class Sourced(Part):
    """A statement inside a case, with its flag and its sources."""

    checked: Checked
    src: tuple[str, ...]
    checked_note: str | None = None


class Group(Sourced):
    """A population at risk, and who named it so."""

    group: str
    named_by: str


class Alleged(Sourced):
    """An alleged perpetrator; never a person."""

    name: str
    type: str
    status: str


class Sign(Sourced):
    """An early sign of a risk factor."""

    rf: str
    sign: str


class Dated(Fact):
    """An entry of a timeline."""

    record_kind = "timeline entry"
    shown = "line"
    date: str
    precision: Precision
    kind: Literal["event", "signal", "warning", "assessment", "decision", "measure", "inquiry", "outcome"]
    actor: str
    body: str | None = None
    to: str | None = None
    text: str
    document: str | None = None
    src: tuple[str, ...]
    checked_note: str | None = None

    @property
    def line(self) -> str:
        """Date, actor and text."""
        return f"{self.date} · {self.actor}: {self.text}"


class Taken(Fact):
    """A measure that was taken or not taken, and what came of it; no catalogue measure where none fits."""

    record_kind = "measure taken"
    shown = "line"
    measure: str | None
    name: str
    date: str
    by: str
    outcome: Outcome
    why: str
    evidence: tuple[str, ...]
    src: tuple[str, ...]
    checked_note: str | None = None

    @property
    def line(self) -> str:
        """Date, measure, by whom, and what came of it."""
        return f"{self.date} · {self.name}, by {self.by}: {self.outcome.replace('_', ' ')}"


class Veto(Part):
    """A veto that bears on a case."""

    draft: str
    date: str
    against: tuple[str, ...]
    agenda: str | None = None
    subject: str | None = None
    checked: Checked
    checked_note: str | None = None


class Vetoes(Part):
    """Vetoes in the file (to September 2022) and after it."""

    from_file: tuple[Veto, ...]
    after_end_of_file: tuple[Veto, ...]
    note: str | None


class Attention(Part):
    """Speeches of the general debate that name the State, by year."""

    unit: str
    speeches: dict[int, int]
    mentions: dict[str, dict[int, int]]


class Finding(Sourced):
    """What a body found, on which standard."""

    body: str
    date: str
    standard: str
    finding: str
    document: str | None = None


class Position(Part):
    """Who says what on a contested point."""

    who: str
    says: str


class Contested(Sourced):
    """A point on which accounts differ."""

    point: str
    positions: tuple[Position, ...]


class Lesson(Record):
    """An inference of the writers, tied to entries of the timeline; it carries no flag."""

    record_kind = "lesson"
    text: str
    entries: tuple[str, ...]


class NonEvent(Part):
    """Why a case counts as one in which grave risk did not end in mass killing."""

    warning: str
    peak: str
    rule: str


class Case(Record):
    """A past situation in one file."""

    record_kind = "case"
    shown = "name"
    slug: str
    name: str
    stratum: str
    inside_killing_rule: bool
    register_row: str | None
    countries: tuple[str, ...]
    areas: tuple[str, ...]
    period: Span
    populations_at_risk: tuple[Group, ...]
    alleged_perpetrators: tuple[Alleged, ...]
    severity: Severity
    risk_factors_early: tuple[Sign, ...]
    timeline: tuple[Dated, ...]
    measures: tuple[Taken, ...]
    vetoes: Vetoes
    attention: Attention
    findings: tuple[Finding, ...]
    contested: tuple[Contested, ...]
    lessons: tuple[Lesson, ...]
    cannot_be_told: tuple[str, ...] = Field(min_length=1)
    fit_note: str | None = None
    non_event: NonEvent | None = None


class Source(Record):
    """Where a fact was seen."""

    record_kind = "source"
    shown = "title"
    title: str
    publisher: str
    address: str


class Cases(Part):
    """The file cases.yaml."""

    about: About
    episodes: tuple[RegisterRow, ...]
    near_the_threshold: Near
    non_event_pool: tuple[PoolRow, ...]
    cases: tuple[Case, ...]
    sources: tuple[Source, ...]
