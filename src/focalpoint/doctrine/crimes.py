"""The scope test: four crimes, incitement to them, and the questions that sort a situation."""

from focalpoint.doctrine.records import Fact, Note, Part, Record


class About(Part):
    """What the scope test is for and how far it goes."""

    purpose: str
    rule: str
    confidence: str
    standard_levels: tuple[str, ...]
    outcomes: tuple[str, ...]
    out_of_scope_examples: tuple[str, ...]


class Question(Fact):
    """A question shared by all crimes, and the parts of the test that its answer feeds."""

    record_kind = "scope question"
    text: str
    feeds: tuple[str, ...]


class Act(Fact):
    """An act on a crime's list; ``ct`` says in which kind of armed conflict it counts."""

    record_kind = "act"
    shown = "act"
    act: str
    art: str | None = None
    ct: str | None = None


class ConflictType(Part):
    """A kind of armed conflict and its test."""

    type: str
    test: str


class Element(Part):
    """A part of a context element and its test."""

    id: str
    test: str


class Context(Part):
    """The circumstance without which an act is not this crime."""

    text: str
    required: bool
    conflict_types: tuple[ConflictType, ...] = ()
    parts: tuple[Element, ...] = ()


class Mental(Part):
    """Intent and knowledge."""

    general: str
    special: str
    inference_test: str | None = None
    indirect_evidence: tuple[str, ...] = ()


class Crime(Fact):
    """One of the four crimes and violations of the 2005 World Summit Outcome."""

    record_kind = "crime"
    shown = "name"
    name: str
    legal_sources: tuple[str, ...]
    state_duties: tuple[str, ...] = ()
    definition: str | None = None
    context_element: Context
    protected_groups: tuple[str, ...] = ()
    not_protected: tuple[str, ...] = ()
    group_notes: str | None = None
    scale_note: str | None = None
    acts: tuple[Act, ...]
    punishable_forms: tuple[str, ...] = ()
    legal_translation: tuple[str, ...] = ()
    mental_element: Mental
    specific_factors: tuple[str, ...]
    common_error: str


class Incitement(Fact):
    """A test of incitement; inchoate ones need no resulting act."""

    record_kind = "incitement"
    shown = "source"
    source: str
    inchoate: bool
    elements: tuple[str, ...]
    cases: tuple[str, ...] = ()
    three_tiers: tuple[str, ...] = ()
    use: str | None = None


class ScopeRule(Record):
    """A row of the decision table: when this holds, that outcome."""

    record_kind = "scope rule"
    shown = "when"
    when: str
    then: str
    note: str | None


class Crimes(Part):
    """The file crimes.yaml."""

    about: About
    questions: tuple[Question, ...]
    crimes: tuple[Crime, ...]
    incitement: tuple[Incitement, ...]
    liability_notes: tuple[Note, ...]
    rules: tuple[ScopeRule, ...]
