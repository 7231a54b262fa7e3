"""The one form in which measures are looked for; its state is in the address."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.intake.actors import ActorKind
from focalpoint.desk.options import words
from focalpoint.desk.options.models import Option
from focalpoint.desk.options.search import PRESENT, SPEEDS, Search
from focalpoint.doctrine import catalogue

ANY = ("", _("Any"))


class SearchForm(forms.Form):
    """What is looked for; each part is optional, and the factors that are present come first."""

    marks_optional = False

    find = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=200,
        help_text=_("In the name, the legal basis, the precedents, the risks."),
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto"}),
    )
    pillar = forms.ChoiceField(label=_("Pillar"), required=False, choices=[ANY, *Option.Pillar.choices])
    factor = forms.ChoiceField(label=_("Risk factor it bears on"), required=False, choices=[ANY])
    instigator = forms.ChoiceField(
        label=_("Alleged perpetrator"),
        required=False,
        choices=[ANY, *((each.value, each.label) for each in ActorKind if each != ActorKind.UNKNOWN)],
        help_text=_("Leaves out what the alleged perpetrator could refuse."),
    )
    consent = forms.ChoiceField(label=_("Consent"), required=False, choices=[ANY, *words.CONSENT.items()])
    within = forms.ChoiceField(
        label=_("Time to effect, at most"),
        required=False,
        choices=[ANY, *((each, words.TIME[each]) for each in SPEEDS)],
    )

    def __init__(self, data: Any, *, present: Iterable[str]) -> None:
        super().__init__(data, auto_id="find-%s")
        self.fields["factor"] = forms.ChoiceField(
            label=_("Risk factor it bears on"), required=False, choices=_factors(set(present))
        )

    @property
    def is_narrow(self) -> bool:
        """Whether something besides the words and the pillar is asked for, or cannot be read."""
        rest = ("factor", "instigator", "consent", "within")
        return bool(self.errors) or any(self.cleaned_data[name] for name in rest)

    def wanted(self) -> Search:
        """Return what is looked for; everything when a part cannot be read."""
        return Search(**self.cleaned_data) if self.is_valid() else Search()


def _factors(present: set[str]) -> list[Any]:
    """Return the risk factors to choose from, those that the assessment says are present on top."""
    named = [(each.id, f"{each.id} {each.name}") for each in catalogue().framework.factors]
    first = [pair for pair in named if pair[0] in present]
    rest = (_("Other risk factors"), [pair for pair in named if pair[0] not in present])
    any_of_them = (PRESENT, _("Any that is present in this assessment"))
    return [ANY, (_("Present in this assessment"), [any_of_them, *first]), rest] if first else [ANY, rest]
