"""What an analyst fills in to assess: texts, one factor at a time, judgements; and anyone's dissent."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.assessments.models import Assessment, Factor, Judgement
from focalpoint.desk.concurrency.forms import ActForm, RevisedForm
from focalpoint.desk.design.fields import day, name_line, reason_words, words
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.refs import short_ref
from focalpoint.desk.people.zones import office_day

THRESHOLDS = [(25, "25"), (100, "100"), (1000, "1,000")]
WINDOWS = [(3, "3"), (6, "6"), (12, "12")]


class EvidenceField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # no generic when it runs
    """Items to cite. One that was cited before its consent was withdrawn is still there, said to be so."""

    def label_from_instance(self, obj: Item) -> str:
        """Name an item."""
        if obj.consent_withdrawn_at is None:
            return obj.title
        said = {"ref": short_ref(obj.ref), "day": date_format(office_day(obj.consent_withdrawn_at))}
        return gettext("✕ %(ref)s: consent was withdrawn on %(day)s; it can no longer be read") % said


class TextsForm(RevisedForm):
    """The running texts of an assessment. A draft may lack any; it is not submitted without those ``needed``."""

    needed = frozenset({"summary", "gaps", "expires_on"})
    summary = words(_("Summary"), help_text=_("What the principal must know, in a few sentences."))
    gaps = words(_("What is not known, and why"), help_text=_("Access, silence, sources that could not be asked."))
    assumptions = words(_("Key assumptions"), help_text=_("Why each is held, and when it would fail."))
    alternatives = words(_("Alternatives considered"), help_text=_("Benign and non-State explanations among them."))
    obligation = words(_("Manifest failure: obligation"), rows=2)
    capacity = words(_("Manifest failure: capacity"), rows=2)
    will = words(_("Manifest failure: will"), rows=2)
    conduct = words(_("Manifest failure: conduct"), rows=2)
    interest_declared = words(
        _("Interests of the person who asked"), rows=2, help_text=_("Your own you declare before you submit.")
    )
    expires_on = day(_("Expires on"), help_text=_("Past this day it is shown as stale everywhere."))

    @classmethod
    def of(cls, assessment: Assessment) -> "TextsForm":
        """Return the form filled with the texts of the assessment."""
        names = [name for name in cls.base_fields if name not in ("once", "revision")]
        return cls(initial={name: getattr(assessment, name) for name in names} | {"revision": assessment.revision})


class FactorForm(RevisedForm):
    """One risk factor."""

    value = forms.ChoiceField(label=_("Answer"), choices=Factor.Value, widget=forms.RadioSelect)
    note = reason_words(_("Why"), required=False)
    evidence = EvidenceField(
        label=_("Evidence"),
        queryset=Item.objects.none(),
        to_field_name="ref",
        required=False,
        help_text=_("Present needs at least one item behind it."),
        widget=forms.CheckboxSelectMultiple,
    )


class JudgedForm(ActForm):
    """What is judged, how likely it is, and how sure its author is."""

    event = reason_words(
        _("Event"),
        help_text=_("What would happen, so that it can be seen to have happened or not."),
    )
    place = name_line(_("Place"))
    group = name_line(_("Group"))
    window_from = day(_("From"), required=True)
    window_to = day(_("To"), required=True)
    likelihood = forms.IntegerField(
        label=_("Likelihood in per cent"),
        min_value=1,
        max_value=99,
        help_text=_("The number you mean, 1 to 99; the yardstick gives the word."),
    )
    confidence = forms.ChoiceField(label=_("Confidence"), choices=[("", "–"), *Judgement.Confidence.choices])
    confidence_reason = reason_words(_("Why this confidence"))

    def clean(self) -> dict[str, Any]:
        """Hold the window to its order."""
        found = super().clean() or {}
        first, last = found.get("window_from"), found.get("window_to")
        if first and last and last < first:
            self.add_error("window_to", _("The window ends before it begins."))
        return found


class JudgementForm(RevisedForm, JudgedForm):
    """One judgement. The release's figure is shown only after it was recorded."""

    would_change = reason_words(_("What would change it"))


class FigureForm(ActForm):
    """Which figure of the release to see next to a recorded judgement."""

    iso3 = forms.ChoiceField(label=_("Country"))
    threshold = forms.TypedChoiceField(label=_("Civilians killed, at least"), coerce=int, choices=THRESHOLDS)
    window = forms.TypedChoiceField(label=_("Within months"), coerce=int, choices=WINDOWS)


class DissentForm(ActForm):
    """A dissent, in its author's own words."""

    text = words(
        _("Your dissent"),
        required=True,
        help_text=_("It travels with the note under your name; no other person can change it."),
    )
