"""What is filled in to correct an entry of the catalogue, to answer a correction, to withdraw one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.concurrency.forms import ActForm
from focalpoint.desk.design.fields import day, line, reason_words, words
from focalpoint.desk.library.fields import as_text, is_listed
from focalpoint.doctrine.records import Record


class CorrectForm(ActForm):
    """Another text for one field, why, and what was looked at."""

    text = words(_("What it shall say"), required=True, rows=5)
    reason = reason_words(_("Why it is corrected"))
    source = line(
        _("What was looked at"),
        longest=400,
        help_text=_("Symbol or address of the source. Empty: nobody saw one, and the entry remains recalled."),
    )
    on = day(_("Looked at on"), help_text=_("Needed with a source."))

    @classmethod
    def of(cls, record: Record, field: str, data: Any = None) -> "CorrectForm":
        """Return the form of one field, filled with what it says now."""
        form = cls(data, initial={"text": as_text(getattr(record, field))})
        if is_listed(record, field):
            form.fields["text"].help_text = _("One line for each.")
        return form

    def clean(self) -> dict[str, Any]:
        """Ask for the day on which a source was looked at."""
        found = super().clean() or {}
        if found.get("source") and not found.get("on") and "on" not in self.errors:
            self.add_error("on", _("Enter the day on which the source was looked at."))
        return found


class AnswerForm(ActForm):
    """Whether a second person confirms a correction."""

    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[("", "–"), ("confirm", _("confirm: I looked at the source and the text")), ("refuse", _("refuse"))],
    )
    why = reason_words(_("Why"))


class WithdrawForm(ActForm):
    """Why a correction is withdrawn."""

    why = reason_words(_("Reason for the withdrawal"))
