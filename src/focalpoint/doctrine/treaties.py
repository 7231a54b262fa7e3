"""Instruments, the Universal Periodic Review, and the questions of a national focal point."""

from typing import Literal

from focalpoint.doctrine.records import Checked, Fact, Part, Record


class About(Part):
    """How far the facts were compared, and a caution."""

    status: str
    url_pattern: str
    fields_to_store: tuple[str, ...]
    caution: str


class Instrument(Fact):
    """A treaty; ``untc_date`` is that of the UN Treaty Collection where it was seen."""

    record_kind = "instrument"
    shown = "name"
    name: str
    year: int
    depositary: str
    untc_chapter: str
    theme: str
    why_it_matters: str
    procedure_or_optional_acceptance: str
    untc_date: str | None = None
    checked_note: str | None = None


class Statement(Fact):
    """A fact about the review or about national focal points."""

    record_kind = "review fact"
    text: str


class CategoryRules(Part):
    """How a recommendation is put into a category of action."""

    source: str
    rules: tuple[str, ...]
    checked: Checked


class Review(Part):
    """The mechanics of the Universal Periodic Review."""

    legal_base: tuple[str, ...]
    documents: tuple[str, ...]
    documents_note: str
    timeline: tuple[str, ...]
    responses_note: str
    supported_share: Statement
    tags: tuple[str, ...]
    other_routes: tuple[str, ...]
    category_rules: CategoryRules


class Cycle(Fact):
    """A cycle of the review."""

    record_kind = "review cycle"
    shown = "sessions"
    cycle: int
    sessions: str
    start: str
    end: str
    length_years: float
    base: str
    states_per_session: int
    checked_note: str


class Response(Fact):
    """What a State can answer."""

    record_kind = "review response"
    shown = "meaning"
    meaning: str


class ActionCategory(Fact):
    """How much a recommendation asks for, 1 to 5."""

    record_kind = "action category"
    shown = "label"
    code: int
    label: str
    example_verbs: str
    meaning: str


class NationalQuestion(Record):
    """A question that a national review answers."""

    record_kind = "national question"
    sphere: Literal["domestic", "bilateral", "regional", "multilateral", "cross"]
    text: str


class Treaties(Part):
    """The file treaties.yaml."""

    about: About
    instruments: tuple[Instrument, ...]
    upr: Review
    cycles: tuple[Cycle, ...]
    responses: tuple[Response, ...]
    action_categories: tuple[ActionCategory, ...]
    facts: tuple[Statement, ...]
    questions: tuple[NationalQuestion, ...]
    answer_scale: tuple[str, ...]
    question_sources: tuple[str, ...]
