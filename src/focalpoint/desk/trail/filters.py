"""What the reader of the trail looks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.trail.event_types import event_types


def verbs() -> list[tuple[str, str]]:
    """Return every kind of event in plain words, "…" in the place of what differs from event to event, by name."""
    said = {
        verb: str(each.sentence) % dict.fromkeys(("subject", *each.fills), "…") for verb, each in event_types().items()
    }
    return [("", "–"), *sorted(said.items(), key=lambda one: one[1])]


def _day(label: Any) -> forms.DateField:
    """Return a date field in the form that the browser's own date box sends."""
    box = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=box, input_formats=["%Y-%m-%d"])


class FilterForm(forms.Form):
    """What the trail is filtered by; each part is optional."""

    marks_optional = False

    verb = forms.ChoiceField(label=_("What"), choices=verbs, required=False)
    actor = forms.CharField(label=_("Who, by reference"), max_length=80, required=False)
    object = forms.CharField(label=_("Object, by reference"), max_length=120, required=False)
    first = _day(_("From"))
    last = _day(_("To"))
    reads = forms.BooleanField(label=_("Show reads"), required=False)
