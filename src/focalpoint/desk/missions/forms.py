"""What is filled in to keep a mission and its findings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.concurrency.forms import ActForm
from focalpoint.desk.design.fields import line, name_line, reason_words, words
from focalpoint.desk.design.substance import problem_of_name
from focalpoint.desk.intake.models import Item
from focalpoint.desk.missions.models import Finding, Member, Mission
from focalpoint.desk.missions.queries import PARTS
from focalpoint.desk.missions.standards import standards
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.scope_form import bodies


def _standard(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=standards, coerce=int, initial=2)


class MissionForm(ActForm):
    """A mission: who gave the mandate, what it says, which standards it asks, who serves on it."""

    title = name_line(_("Name"), help_text=_("As the body that set it up calls it."))
    body = forms.ChoiceField(label=_("Set up by"), choices=bodies)
    symbol = line(_("Symbol"), help_text=_("Of the resolution, as the UN writes it: A/HRC/RES/39/2."), longest=80)
    mandate = reason_words(_("Mandate"), rows=3, help_text=_("What it may look into: acts, places, time, persons."))
    pattern_standard = _standard(_("Standard for patterns"))
    incident_standard = _standard(_("Standard for incidents"))
    person_standard = _standard(_("Standard for persons"))
    members = words(
        _("Members"),
        rows=3,
        help_text=_("One a line: name, function. Leave out who would be endangered by being named."),
    )

    def mission(self, situation: Situation) -> Mission:
        """Return the mission that was filled in, unsaved."""
        return Mission(situation=situation, **self.texts())

    def texts(self) -> dict[str, Any]:
        """Return what the mission is, without its members."""
        return {name: self.cleaned_data[name] for name in PARTS}

    def clean_members(self) -> str:
        """Refuse a line that names no one."""
        given = str(self.cleaned_data["members"])
        for number, each in enumerate(filter(str.strip, given.splitlines()), 1):
            if wrong := problem_of_name(each.partition(",")[0].strip()):
                said = _("Line %(number)d: %(wrong)s")
                raise forms.ValidationError(said, code="name", params={"number": number, "wrong": wrong})
        return given

    def people(self) -> list[Member]:
        """Return the members that were filled in, unsaved."""
        lines = [each.strip() for each in self.cleaned_data["members"].splitlines() if each.strip()]
        pairs = [each.partition(",") for each in lines]
        return [Member(name=name.strip()[:200], function=function.strip()[:200]) for name, _comma, function in pairs]


class ChangeMissionForm(MissionForm):
    """What a mission is from now on, and why; ``seen`` is how many changes its page showed."""

    reason = reason_words(_("Why it is changed"))
    seen = forms.IntegerField(widget=forms.HiddenInput)


class FindingForm(ActForm):
    """A finding with the items on each side; of a correction also the version it replaces, and the reason."""

    replaces = forms.ModelChoiceField(
        label=_("Corrects"),
        queryset=Finding.objects.none(),
        required=False,
        to_field_name="ref",
        empty_label=_("nothing: a new finding"),
    )
    kind = forms.ChoiceField(label=_("About"), choices=Finding.Kind)
    text = reason_words(_("Finding"), rows=3, help_text=_("Alleged acts, places, dates, persons: what was found."))
    standard = _standard(_("Standard reached"))
    items_for = forms.ModelMultipleChoiceField(
        label=_("Items for it"),
        queryset=Item.objects.none(),
        to_field_name="ref",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    items_against = forms.ModelMultipleChoiceField(
        label=_("Items against it"),
        queryset=Item.objects.none(),
        to_field_name="ref",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = reason_words(
        _("Why the earlier version does not hold"), required=False, help_text=_("For a correction alone.")
    )
    withdraws = forms.BooleanField(label=_("It is withdrawn, and nothing takes its place"), required=False)

    def offer(self, items: Any, correctable: list[Finding]) -> None:
        """Offer the items that may be cited, and the versions that may be corrected."""
        for name in ("items_for", "items_against"):
            self.fields[name].queryset = items  # type: ignore[attr-defined]  # a ModelMultipleChoiceField
        found = Finding.objects.filter(pk__in=[each.pk for each in correctable])
        self.fields["replaces"].queryset = found  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["replaces"].label_from_instance = lambda each: each.text[:80]  # type: ignore[attr-defined]  # same
        if not correctable:
            for name in ("replaces", "reason", "withdraws"):
                del self.fields[name]

    def finding(self, mission: Mission) -> Finding:
        """Return the finding that was filled in, unsaved."""
        given = self.cleaned_data
        texts = {name: given[name] for name in ("kind", "text", "standard")}
        more = {"replaces": given.get("replaces"), "reason": given.get("reason") or ""}
        holds = not (given.get("withdraws") and more["replaces"])
        return Finding(mission=mission, **texts, **more, holds=holds)


class WithdrawMissionForm(ActForm):
    """Why a mission does not hold."""

    reason = reason_words(_("Why this record does not hold"))
