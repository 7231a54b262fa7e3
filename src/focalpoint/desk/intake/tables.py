"""The lists of items and of sources: their columns, and what they can be filtered by."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter

from focalpoint.desk.design.table import Column, Filters, choice, country
from focalpoint.desk.intake.models import Item, Source
from focalpoint.desk.intake.queries import LONGEST, matching
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.rule import level

MARKINGS = [(each, each) for each in Tlp.values]
MARKING = Column("marking", _("Marking"), level("tlp"))
OWN_ITEMS = (
    Column("title", _("Item"), Lower("title")),
    Column("country", _("Country"), "event__iso3"),
    Column("happened", _("Happened"), "event__happened_on"),
    Column("filed", _("Filed"), "created_at"),
    MARKING,
)
GRADES = (Column("status", _("Status"), "status"), Column("credibility", _("Credibility"), "credibility"))
ITEMS = (*OWN_ITEMS[:-1], *GRADES, MARKING)
SOURCES = (
    Column("label", _("Source"), Lower("label")),
    Column("kind", _("Kind"), "kind"),
    Column("origin", _("Origin"), Lower("independence_group")),
    Column("reliability", _("Reliability by subject")),
    MARKING,
)


def _matching(found: QuerySet[Item], _name: str, asked: str) -> QuerySet[Item]:
    return matching(found, asked)


class OwnItemFilters(Filters):
    """By words, place and marking: what a reporter sees of a report."""

    find = CharFilter(
        method=_matching, max_length=LONGEST, label=_("Find: words, the beginning of a reference, a country's code")
    )
    country = country("event__iso3", _("Country"))
    marking = choice("tlp", _("Marking"), MARKINGS)


class ItemFilters(OwnItemFilters):
    """By what the desk set, too."""

    status = choice("status", _("Status"), Item.Status.choices)
    credibility = choice("credibility", _("Credibility"), Item.Credibility.choices)


class SourceFilters(Filters):
    """By words of the name, kind, origin and marking."""

    find = CharFilter(field_name="label", lookup_expr="icontains", label=_("Find: words of the name"))
    kind = choice("kind", _("Kind"), Source.Kind.choices)
    origin = CharFilter(field_name="independence_group", lookup_expr="icontains", label=_("Origin"))
    marking = choice("tlp", _("Marking"), MARKINGS)


def of_items(is_own: bool) -> dict[str, Any]:
    """Return the columns and the filter of a list of items; a reporter sees no grade, and cannot ask for one."""
    return {"columns": OWN_ITEMS, "filters": OwnItemFilters} if is_own else {"columns": ITEMS, "filters": ItemFilters}
