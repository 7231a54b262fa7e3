"""The form of the scope test: acts and elements with evidence for and against each, and the outcome that follows."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.concurrency.forms import ActForm
from focalpoint.desk.design.fields import reason_words, words
from focalpoint.desk.design.grid_widgets import GridLine, GridSelect
from focalpoint.desk.intake.actors import ActorKind
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.refs import short_ref
from focalpoint.desk.situations.actions import Finding
from focalpoint.desk.situations.evidence_refs import find_items
from focalpoint.desk.situations.models import ScopeFinding, ScopeTest, Situation
from focalpoint.desk.situations.scope_grid import Row, asked_rows, crime_names
from focalpoint.desk.situations.scope_outcome import counted_speeches, newest_factors
from focalpoint.desk.situations.scope_rules import Derived, derive, problems
from focalpoint.doctrine import catalogue

STAGES = [
    ("", "–"),
    ("done", _("done")),
    ("ongoing", _("ongoing")),
    ("threatened", _("threatened")),
    ("only a risk", _("only a risk")),
    ("unknown", _("not known")),
]
ASKED = {"Q1": None, "Q9": STAGES}  # the questions that neither the grid nor a field of its own answers


class GridRow(NamedTuple):
    """One row of the grid with its fields; ``kind`` is there where the row has kinds."""

    row: Row
    known: forms.BoundField
    evidence: forms.BoundField
    against: forms.BoundField
    note: forms.BoundField
    kind: forms.BoundField | None


class Group(NamedTuple):
    """The rows of one crime."""

    crime: str
    name: str
    rows: list[GridRow]
    is_answered: bool


class ScopeForm(ActForm):
    """The scope test. The outcome follows from the answers; another one needs a reason."""

    perpetrator = forms.ChoiceField(
        label=_("Who is the alleged perpetrator?"), required=False, choices=[("", "–"), *ActorKind.choices]
    )
    is_contested = forms.BooleanField(
        label=_("Sources contradict each other on a deciding part, or access is denied"), required=False
    )
    reason = reason_words(_("Conclusion in words"), rows=3)
    refer_to = forms.ChoiceField(
        label=_("Refer to"),
        required=False,
        choices=lambda: bodies(),
        help_text=_("Where it is for others to deal with."),
    )
    outcome = forms.ChoiceField(
        label=_("Use another outcome"),
        required=False,
        choices=[("", _("as the rules give it")), *ScopeTest.Outcome.choices],
    )
    override_reason = reason_words(
        _("Why the rules lead to the wrong outcome here"),
        required=False,
        help_text=_("Needed for another outcome. The note shows it with the outcome that the rules gave."),
    )

    def __init__(self, data: Any = None, *, linked: Sequence[Item], last: ScopeTest | None) -> None:
        super().__init__(data, initial=_initial(last))
        self.linked = {item.ref: item for item in linked}
        self.findings: list[Finding] = []
        own = dict(self.fields)
        self.fields = {"once": own.pop("once")}
        for question in catalogue().crimes.questions:
            if question.id in ASKED:
                self.fields[question.id] = _question(question.id, question.text)
        for row in asked_rows():
            self.fields |= _fields(row)
        self.fields |= own

    def groups(self) -> list[Group]:
        """Return the grid, crime by crime."""
        found: dict[str, list[GridRow]] = {}
        for row in asked_rows():
            kind = self[f"kind-{row.id}"] if row.kinds else None
            names = ("known", "evidence", "against", "note")
            known, evidence, against, note = (self[f"{name}-{row.id}"] for name in names)
            found.setdefault(row.crime, []).append(GridRow(row, known, evidence, against, note, kind))
        titles = crime_names()
        return [Group(crime, titles[crime], grid, _is_answered(grid)) for crime, grid in found.items()]

    def before(self) -> list[forms.BoundField]:
        """Return the questions that come before the grid."""
        return [self[name] for name in ("Q1", "perpetrator", "Q9", "is_contested")]

    def after(self) -> list[forms.BoundField]:
        """Return the fields that come after the grid."""
        return [self[name] for name in ("reason", "refer_to", "outcome", "override_reason")]

    def clean(self) -> dict[str, Any]:
        """Find the items that are named as evidence, and hold the answers to the rules."""
        given = super().clean() or {}
        self.findings = list(self._findings(given))
        for name, problem in problems({each.row: each.answer for each in self.findings}).items():
            self.add_error(f"known-{name}", str(problem))
        return given

    def answers(self) -> dict[str, str]:
        """Return what was answered to the questions; one without an answer is not among them."""
        return {name: self.cleaned_data[name] for name in ASKED if self.cleaned_data.get(name)}

    def test(self) -> ScopeTest:
        """Return the test that was filled in, unsaved."""
        names = ("perpetrator", "is_contested", "outcome", "override_reason", "refer_to", "reason")
        return ScopeTest(answers=self.answers(), **{name: self.cleaned_data[name] for name in names})

    def derived(self, situation: Situation) -> Derived:
        """Return what the rules give of what was filled in."""
        return derive(
            {each.row: each.answer for each in self.findings},
            stage=self.cleaned_data.get("Q9", ""),
            is_contested=self.cleaned_data.get("is_contested", False),
            factors=newest_factors(situation),
            is_incited=bool(counted_speeches(situation)),
        )

    def _findings(self, given: dict[str, Any]) -> Iterator[Finding]:
        for row in asked_rows():
            known, note, kind = (given.get(f"{name}-{row.id}", "") for name in ("known", "note", "kind"))
            items, against = (self._items(f"{name}-{row.id}", given) for name in ("evidence", "against"))
            if known:
                yield Finding(row.id, known, kind, note, items, against)
            elif items or against:
                self.add_error(f"known-{row.id}", _("Say what is known; “not known” is an answer."))

    def _items(self, field: str, given: dict[str, Any]) -> list[Item]:
        """Return the linked items that a field names by the beginning of their references."""
        found, unknown = find_items(given.get(field, ""), self.linked)
        for part in unknown:
            said = _("No single item linked to this situation has the reference %(ref)s.")
            self.add_error(field, said % {"ref": part})
        return found


def bodies() -> list[tuple[str, str]]:
    """Return the bodies to choose from."""
    return [("", "–"), *((each.id, each.name) for each in catalogue().bodies.bodies)]


def _question(name: str, text: str) -> forms.Field:
    """Return the field of a question: a choice where the rules read the answer, running text elsewhere."""
    choices = ASKED[name]
    return forms.ChoiceField(label=text, required=False, choices=choices) if choices else words(text, rows=2)


def _fields(row: Row) -> dict[str, forms.Field]:
    """Return the fields of a row; the labels name it, for readers who do not see the grid."""
    text = {"row": row.text}
    lines = {
        "evidence": _("Evidence: %(row)s") % text,
        "against": _("Evidence against: %(row)s") % text,
        "note": _("Note: %(row)s") % text,
    }
    found: dict[str, forms.Field] = {f"known-{row.id}": _choice(str(row.text), row.answers)}
    for name, label in lines.items():
        box = GridLine(attrs={"dir": "auto"})
        found[f"{name}-{row.id}"] = forms.CharField(label=label, required=False, max_length=400, widget=box)
    if row.kinds:
        found[f"kind-{row.id}"] = _choice(_("Kind"), [("", "–"), *row.kinds])
    return found


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=GridSelect)


def _is_answered(grid: list[GridRow]) -> bool:
    fields = [field for each in grid for field in (each.known, each.evidence, each.against)]
    return any(field.errors for field in fields) or any(each.known.value() for each in grid)


def _initial(last: ScopeTest | None) -> dict[str, Any]:
    """Return what the newest test answered, so that the next one begins where it ended."""
    if last is None:
        return {}
    found = {**last.answers, "is_contested": last.is_contested, "refer_to": last.refer_to}
    found["perpetrator"] = last.alleged_kind
    for each in last.findings.prefetch_related("evidence", "against"):
        found |= _of_row(each)
    return found


def _of_row(each: ScopeFinding) -> dict[str, str]:
    names = {"known": each.known, "kind": each.kind, "note": each.note}
    for name, items in (("evidence", each.evidence), ("against", each.against)):
        names[name] = " ".join(short_ref(item.ref) for item in items.all() if item.consent_withdrawn_at is None)
    return {f"{name}-{each.row}": value for name, value in names.items()}
