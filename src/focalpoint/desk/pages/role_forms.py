"""What is filled in to define, change or retire a role of the office, to give roles to an account, and to answer."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.concurrency.forms import NO_ID, ActForm
from focalpoint.desk.design.fields import line, name_line, reason_words
from focalpoint.desk.people.held_roles import roles_in_use
from focalpoint.desk.people.models import OfficeRole, User
from focalpoint.desk.people.permissions import TABLE, Permission
from focalpoint.doctrine import catalogue


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


def bodies() -> list[tuple[str, str]]:
    """Return the bodies that a liaison may speak for."""
    return [("", "–"), *sorted(((each.id, each.name) for each in catalogue().bodies.bodies), key=lambda one: one[1])]


class AccountRolesForm(ActForm):
    """Which roles an account is to hold."""

    role = forms.ChoiceField(
        label=_("Main role"), choices=roles_in_use, help_text=_("Its work is on the first page after a sign-in.")
    )
    more_roles = forms.MultipleChoiceField(
        label=_("Further roles"), choices=roles_in_use, widget=forms.CheckboxSelectMultiple, required=False
    )
    body = forms.ChoiceField(label=_("Body of a liaison"), choices=bodies, required=False)
    reason = reason_words(_("Why the roles change"))

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, initial={each: getattr(user, each) for each in ("role", "more_roles", "body")})


class AnswerRoleForm(ActForm):
    """The answer of a second person to what a role would give, or to roles that an account would hold."""

    asked = forms.CharField(widget=forms.HiddenInput(attrs=NO_ID))
    is_confirmed = forms.TypedChoiceField(
        label=_("Confirm it?"),
        coerce=lambda value: value == "yes",
        choices=[("", "–"), ("yes", _("Yes, confirm it")), ("no", _("No, refuse it"))],
    )
    answer = reason_words(_("Reason of the answer"))
