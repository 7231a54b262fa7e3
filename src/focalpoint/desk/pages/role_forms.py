"""What is filled in to define a role of the office, to change or retire it, and to answer for it."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.concurrency.forms import NO_ID, ActForm
from focalpoint.desk.design.fields import line, name_line, reason_words
from focalpoint.desk.people.models import OfficeRole
from focalpoint.desk.people.permissions import TABLE, Permission


def offered() -> list[tuple[str, str | Promise]]:
    """Return the permissions that a role of the office may give, in the order of the table."""
    return [(each.value, rule.sentence) for each, rule in TABLE.items() if not rule.is_reserved and not rule.is_for_all]


class RoleForm(ActForm):
    """What a role of the office is."""

    name = name_line(_("Name"), longest=60, help_text=_("For example: grader of sources"))
    sentence = line(_("What its holder does, in one sentence"), required=True)
    permissions = forms.TypedMultipleChoiceField(
        label=_("What it allows"), coerce=Permission, choices=offered, widget=forms.CheckboxSelectMultiple
    )
    reason = reason_words(_("Why the office needs it"))

    def __init__(self, data: Any = None, *, role: OfficeRole | None = None) -> None:
        kept = {each: getattr(role, each) for each in ("name", "sentence", "permissions")} if role else {}
        super().__init__(data, initial=kept)
        if role is not None:
            self.fields["reason"].label = _("Why the role changes")


class RetireForm(ActForm):
    """The end of a role of the office."""

    reason = reason_words(_("Why the role is retired"))


class AnswerRoleForm(ActForm):
    """The answer of a second person to what a role would give."""

    asked = forms.CharField(widget=forms.HiddenInput(attrs=NO_ID))
    is_confirmed = forms.TypedChoiceField(
        label=_("Confirm the role?"),
        coerce=lambda value: value == "yes",
        choices=[("", "–"), ("yes", _("Yes, confirm it")), ("no", _("No, refuse it"))],
    )
    answer = reason_words(_("Reason of the answer"))
