"""The list of accounts: its columns, and what it can be filtered by."""

from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter

from focalpoint.desk.design.table import Column, Filters, choice
from focalpoint.desk.people.models import Role

COLUMNS = (
    Column("name", _("Name"), Lower("username")),
    Column("role", _("Role"), "role"),
    Column("state", _("State"), "is_active"),
    Column("factor", _("Second factor"), "factors"),
)


class AccountFilters(Filters):
    """By name, main role, and whether the account can be used."""

    find = CharFilter(field_name="username", lookup_expr="icontains", label=_("Find: a part of the name"))
    role = choice("role", _("Role"), Role.choices)
    state = choice("is_active", _("State"), [("True", _("open")), ("False", _("closed"))])
