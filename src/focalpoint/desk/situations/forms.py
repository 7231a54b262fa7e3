"""What an analyst fills in to open a situation, link evidence, run the scope test."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.concurrency.forms import ActForm, RevisedForm
from focalpoint.desk.design.fields import countries, line, words
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.people.models import User
from focalpoint.desk.situations.models import ScopeTest, Situation
from focalpoint.doctrine import catalogue

PERPETRATORS = [
    ("", "–"),
    ("State", _("State")),
    ("State-backed", _("State-backed")),
    ("de facto authority", _("de facto authority")),
    ("non-State armed group", _("armed group")),
    ("private group", _("private group")),
    ("unknown", _("not known")),
]
STAGES = [
    ("", "–"),
    ("done", _("done")),
    ("ongoing", _("ongoing")),
    ("threatened", _("threatened")),
    ("only a risk", _("only a risk")),
    ("unknown", _("not known")),
]
CHOSEN = {"Q8": PERPETRATORS, "Q9": STAGES}


class OpenForm(ActForm):
    """A new situation."""

    title = line(_("Title"), required=True, help_text=_("Place and what is feared, without a verdict."))
    iso3s = forms.MultipleChoiceField(
        label=_("Countries"), choices=lambda: countries()[1:], widget=forms.SelectMultiple(attrs={"size": 8})
    )
    areas = line(_("Areas"), longest=300)
    populations = line(_("Populations at risk"), longest=300, help_text=_("Groups, never names."))
    tlp = forms.ChoiceField(label=_("Marking"), choices=[(each.value, each.value) for each in Tlp], initial=Tlp.AMBER)
    need_to_know = forms.BooleanField(label=_("Only members may see it"), required=False)
    overlap_reason = words(
        _("Why a second situation is needed"),
        rows=2,
        help_text=_("Only where a live one already concerns the country."),
    )

    def situation(self) -> Situation:
        """Return the situation that was filled in, unsaved."""
        names = ("title", "areas", "populations", "tlp", "need_to_know", "overlap_reason")
        return Situation(**{name: self.cleaned_data[name] for name in names})


class LinkForm(ActForm):
    """An item to link."""

    item = forms.ModelChoiceField(label=_("Item"), queryset=Item.objects.none(), to_field_name="ref")


class ScopeForm(ActForm):
    """The scope test: the questions of the catalogue, an outcome, a reason. It sorts; it never declares a crime."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", "–"), *ScopeTest.Outcome.choices])
    refer_to = forms.ChoiceField(label=_("Refer to"), required=False, choices=lambda: bodies())
    reason = words(_("Reason"), required=True, rows=3)

    def __init__(self, data: Any = None, files: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, files, initial=initial)
        answers = {each.id: _answer(each.id, each.text) for each in catalogue().crimes.questions}
        self.fields = {"once": self.fields["once"], **answers, **{k: f for k, f in self.fields.items() if k != "once"}}

    def clean(self) -> dict[str, Any]:
        """Ask to whom, when the outcome is to refer."""
        found = super().clean() or {}
        if found.get("outcome") == ScopeTest.Outcome.REFER and not found.get("refer_to"):
            self.add_error("refer_to", _("Say to whom."))
        return found

    def answers(self) -> dict[str, str]:
        """Return what was answered; a question without an answer is not among them."""
        asked = [each.id for each in catalogue().crimes.questions]
        return {name: self.cleaned_data[name] for name in asked if self.cleaned_data.get(name)}


class AdmitForm(RevisedForm):
    """A person to add to those who need to know."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none(), to_field_name="ref")


def bodies() -> list[tuple[str, str]]:
    """Return the bodies to choose from."""
    return [("", "–"), *((each.id, each.name) for each in catalogue().bodies.bodies)]


def _answer(name: str, text: str) -> forms.Field:
    """Return the field of one question: a choice where later rules read the answer, running text elsewhere."""
    if name in CHOSEN:
        return forms.ChoiceField(label=text, required=False, choices=CHOSEN[name])
    return words(text, rows=2)
