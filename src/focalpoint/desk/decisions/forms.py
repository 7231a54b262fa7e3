"""What a reviewer, the principal and a liaison fill in."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.decisions.bodies import grouped
from focalpoint.desk.decisions.models import Transmission
from focalpoint.desk.design.fields import day, line, words
from focalpoint.desk.trail.forms import NO_ID, ActForm, RevisedForm


def bodies() -> list[Any]:
    """Return the bodies to choose from, after an empty choice."""
    return [("", "–"), *grouped()]


class ReturnForm(RevisedForm):
    """Back to the author, with reasons."""

    reason = words(_("Reasons"), required=True, help_text=_("What is missing or does not hold. The author reads this."))


class DecideForm(RevisedForm):
    """A decision that stays in the house: watch until a day, or refuse. A blank one is impossible."""

    body = forms.ChoiceField(label=_("Body"), choices=bodies, required=False)
    form = forms.ChoiceField(label=_("Form"), choices=[("", "–"), *Transmission.Form.choices], required=False)
    on = day(_("Date"), required=True)
    reason = words(_("Reason"), required=True, help_text=_("In your words; it stays on the record."))

    def dated(self, label: Any, today: dt.date) -> None:
        """Say what the date means here, and offer no day that has passed."""
        self.fields["on"].label = label
        self.fields["on"].widget.attrs["min"] = today.isoformat()


class SendForm(DecideForm):
    """A decision that leaves the house, to act or to refer: the body is chosen, the way to it is written down."""

    field_order = ("form", "on", "reason", "entry_point", "conveyor", "legal_basis")
    body = forms.ChoiceField(choices=bodies, widget=forms.HiddenInput(attrs=NO_ID))
    form = forms.ChoiceField(label=_("Form"), choices=[("", "–"), *Transmission.Form.choices])
    entry_point = line(
        _("Entry point"), required=True, help_text=_("From the catalogue: shorten it to the door you use.")
    )
    conveyor = line(_("Who conveys it"), required=True, help_text=_("The office or function, not a name."))
    legal_basis = line(_("Legal basis"), required=True, longest=300)


class AnswerForm(ActForm):
    """What the body answers."""

    answer = words(_("Answer of the body"), required=True, help_text=_("What the body did or decided, or why not."))
