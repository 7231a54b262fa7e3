"""What the author of an options paper fills in: a measure under a pillar, and what "no new measure" costs."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.concurrency.forms import ActForm, RevisedForm
from focalpoint.desk.design.fields import day, line, name_line, reason_words, words
from focalpoint.desk.design.substance import problem_of_name
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.refs import short_ref
from focalpoint.desk.options.models import CONSIDERED, Option
from focalpoint.desk.options.problems import problems
from focalpoint.desk.options.rules import asked_for
from focalpoint.desk.options.safeguards import AUTHORIZERS, SAFEGUARDS, Part, Safeguard, reasons_in
from focalpoint.doctrine import catalogue

FIELDS = (*("status", "reason", "owner", "decider", "legal_basis", "due_on", "indicator", "exit_or_review_on"),)
WATCHED = "watched"  # the list of indicators that the page offers


class ConsiderForm(RevisedForm):
    """One measure under one pillar. Only the records that the rules ask of this measure are shown."""

    needed = frozenset({"owner", "decider", "due_on", "exit_or_review_on", "indicator"})
    marks_optional = False  # what else is needed depends on the outcome and the rules

    status = forms.ChoiceField(
        label=_("Outcome"),
        choices=[(each.value, each.label) for each in CONSIDERED],
        initial=Option.Status.PROPOSED,
        widget=forms.RadioSelect,
    )
    reason = reason_words(_("Reason"), required=False, help_text=_("Needed when it is rejected."))
    owner = name_line(_("Owner"), required=False, help_text=_("Who carries it out."), longest=120)
    decider = name_line(_("Decider"), required=False, help_text=_("Who can say yes."), longest=200)
    legal_basis = line(_("Legal basis"), longest=300)
    due_on = day(_("Due"), help_text=_("At first the latest day by which it has its effect, as the catalogue says."))
    indicator = name_line(
        _("Indicator to watch"),
        required=False,
        longest=300,
        help_text=_("At first one of a risk factor that is present and that the measure bears on."),
    )
    exit_or_review_on = day(_("Exit or review"))

    def __init__(
        self, *args: Any, measure: str, pillar: str, state_is_alleged: bool, items: Iterable[Item] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        citable = [(item.ref, f"{short_ref(item.ref)} {item.title}") for item in items]
        self.measure = measure
        self.asked = asked_for(measure, pillar, state_is_alleged)
        self.fields["indicator"].widget.attrs["list"] = WATCHED
        for safeguard in self.asked:
            self.fields |= {f"{safeguard.id}-{part.name}": _field(safeguard, part, citable) for part in safeguard.parts}

    def ruled(self) -> list[tuple[Safeguard, list[forms.BoundField]]]:
        """Return the records that a rule asks of this measure, each with its fields."""
        return [(each, [self[f"{each.id}-{part.name}"] for part in each.parts]) for each in self.asked]

    def records(self) -> dict[str, dict[str, str]]:
        """Return the records that were filled in; a part that is not asked is left out."""
        found = {}
        for safeguard in self.asked:
            given = {part.name: self._answer(f"{safeguard.id}-{part.name}") for part in safeguard.parts}
            if any(given.values()):
                found[safeguard.id] = {part.name: given[part.name] for part in safeguard.asked(given)}
        return found

    def _answer(self, name: str) -> str:
        """Return what was filled in, as a record keeps it."""
        given = self.cleaned_data.get(name) or ""
        return " ".join(given) if isinstance(given, list) else given

    def clean(self) -> dict[str, Any]:
        """Hold a rejection to its reason."""
        given = super().clean() or {}
        if given.get("status") == Option.Status.REJECTED and not given.get("reason"):
            self.add_error("reason", _("A measure is rejected with a reason."))
        basis = given.get("legal_basis") or ""
        if basis and not re.search(r"\d", basis) and (problem := problem_of_name(basis)):  # S/2004/567 has no word
            self.add_error("legal_basis", str(problem))
        self._hold_records_to_substance()
        return given

    def _hold_records_to_substance(self) -> None:
        """Say what is wrong with each part of a record that was begun; one that is empty can follow later."""
        reasons: list[str] = []
        for name, record in self.records().items():
            for part, problem in problems(SAFEGUARDS[name], record, reasons).items():
                if f"{name}-{part}" not in self.errors:
                    self.add_error(f"{name}-{part}", str(problem))
            reasons += reasons_in({name: record})


def _field(safeguard: Safeguard, part: Part, citable: list[tuple[str, str]]) -> forms.Field:
    """Return the field of a part of a record; whether it is needed depends on the answers, so none is required."""
    label = str(part.label)
    if part.only:
        words_of = dict(safeguard.parts[0].choices)
        answers = " / ".join(str(words_of[each]) for each in part.only)
        label = _("With “%(answers)s”: %(part)s") % {"answers": answers, "part": part.label}
    match part.kind:
        case "choice":
            return forms.ChoiceField(label=label, required=False, choices=[("", "–"), *part.choices])
        case "body":
            bodies = [(each.id, each.name) for each in catalogue().bodies.bodies if each.id in AUTHORIZERS]
            return forms.ChoiceField(label=label, required=False, choices=[("", "–"), *bodies])
        case "reason":
            return words(label, rows=2, help_text=part.help_text)
        case "evidence":
            boxes, about = forms.CheckboxSelectMultiple, str(part.help_text)
            return forms.MultipleChoiceField(
                label=label, required=False, choices=citable, widget=boxes, help_text=about
            )
        case "day":
            box = forms.DateInput(attrs={"type": "date"})
            return forms.CharField(label=label, required=False, max_length=10, widget=box)
        case _:
            return line(label, help_text=part.help_text)


class ReadingForm(ActForm):
    """That a second person has read the safeguards of an option as the page showed them."""

    shown = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawForm(RevisedForm):
    """Why a proposal is withdrawn."""

    withdrawal_reason = reason_words(_("Reason for the withdrawal"))


class CostForm(RevisedForm):
    """The fourth column."""

    no_new_measure = reason_words(_("Expected cost of no new measure"), rows=6)
