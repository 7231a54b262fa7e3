"""The list of situations: its columns, and what it can be filtered by."""

from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter

from focalpoint.desk.design.table import Column, Filters, choice, country
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.rule import level
from focalpoint.desk.situations.models import Situation

COLUMNS = (
    Column("title", _("Situation"), Lower("title")),
    Column("countries", _("Countries")),
    Column("state", _("State"), "state"),
    Column("owner", _("Owner"), Lower("owner__username")),
    Column("opened", _("Opened"), "opened_at"),
    Column("marking", _("Marking"), level("tlp")),
)


class SituationFilters(Filters):
    """By words of the title, place, state, owner and marking."""

    find = CharFilter(field_name="title", lookup_expr="icontains", label=_("Find: words of the title"))
    country = country("places__iso3", _("Country"))
    state = choice("state", _("State"), Situation.State.choices)
    owner = CharFilter(field_name="owner__username", lookup_expr="iexact", label=_("Owner"))
    marking = choice("tlp", _("Marking"), [(each, each) for each in Tlp.values])
