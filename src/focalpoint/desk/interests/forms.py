"""What a person fills in to declare interests, and another person to answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.concurrency.forms import ActForm
from focalpoint.desk.design.fields import line, reason_words, words
from focalpoint.desk.interests.models import Declaration

NONE = "none"


class DeclareForm(ActForm):
    """No interest, or the kinds of it, what it is named, and a sentence."""

    kinds = forms.MultipleChoiceField(
        label=_("Your interests in this situation"),
        choices=[(NONE, _("none")), *Declaration.Kind.choices],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Yours, and those of people close to you."),
    )
    named = line(_("State, post, person, party or firm"), help_text=_("For example: the ministry of the interior."))
    text = words(_("What the interest is"), rows=2, help_text=_("A sentence: since when, and how close it is."))
    steps_back = forms.BooleanField(label=_("I step back: another person takes my place"), required=False)
    back = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_kinds(self) -> list[str]:
        """Return the kinds, none of them where it was said that there is none."""
        chosen: list[str] = self.cleaned_data["kinds"]
        if NONE in chosen and len(chosen) > 1:
            raise forms.ValidationError(_("You chose “none” and an interest. Choose one or the other."))
        return [each for each in chosen if each != NONE]

    def words(self) -> dict[str, Any]:
        """Return what was filled in, as the action takes it."""
        return {name: self.cleaned_data[name] for name in ("kinds", "named", "text", "steps_back")}


class AnswerForm(ActForm):
    """Whether the person goes on, and why."""

    answer = forms.ChoiceField(label=_("The person"), choices=Declaration.Answer, widget=forms.RadioSelect)
    reason = reason_words(_("Why"), help_text=_("It is on the note, for those who sign and decide."))
    back = forms.CharField(required=False, widget=forms.HiddenInput)
