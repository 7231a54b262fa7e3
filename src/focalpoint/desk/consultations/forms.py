"""What is filled in to consult others, and to keep what they said."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.concurrency.forms import ActForm
from focalpoint.desk.consultations.models import Consultation, Said
from focalpoint.desk.design.fields import day, name_line, reason_words
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.options.models import Option
from focalpoint.desk.options.rules import measure


class OptionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """The options of a paper by the names of their measures."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the measure's name and its pillar."""
        return f"{measure(obj.measure).name} ({obj.get_pillar_display()})"


class ConsultForm(ActForm):
    """Whom to ask, what, by when, and what they may see."""

    kind = forms.ChoiceField(label=_("Who is asked"), choices=Consultation.Kind)
    name = name_line(
        _("Name"), required=False, help_text=_("The group or office. Leave it empty where naming a person endangers.")
    )
    option = OptionField(
        label=_("About"), queryset=Option.objects.none(), required=False, empty_label=_("the whole assessment")
    )
    question = reason_words(_("Question"), rows=3)
    given = reason_words(_("What they may see"), help_text=_("For example: the judgements, without the evidence."))
    given_tlp = forms.ChoiceField(label=_("At which marking"), choices=Tlp)
    due_on = day(_("By"), required=True)

    def offer(self, assessment: Assessment) -> None:
        """Offer the options of an assessment's paper."""
        found = Option.objects.filter(paper__assessment=assessment)
        self.fields["option"].queryset = found  # type: ignore[attr-defined]  # a ModelChoiceField

    def consultation(self, assessment: Assessment) -> Consultation:
        """Return what was filled in, unsaved."""
        names = ("kind", "name", "option", "question", "given", "given_tlp", "due_on")
        return Consultation(assessment=assessment, **{name: self.cleaned_data[name] for name in names})


class SaidForm(ActForm):
    """What was said, and why an earlier record does not hold."""

    view = forms.ChoiceField(label=_("Their view"), choices=Said.View)
    text = reason_words(_("In their words"), rows=3, help_text=_("Without names that endanger. A dissent is kept."))
    on = day(_("Day"), required=True, help_text=_("On which they said it."))
    reason = reason_words(
        _("Why the earlier record does not hold"), required=False, help_text=_("For a correction alone.")
    )


class WithdrawForm(ActForm):
    """Why a consultation does not hold."""

    reason = reason_words(_("Why this consultation does not hold"))


class NoLocalViewForm(ActForm):
    """Why no local partner was asked."""

    reason = reason_words(
        _("Why no local view is asked or waited for"),
        rows=3,
        help_text=_("For example: who could be asked would be in danger, and has no safe way to answer."),
    )
