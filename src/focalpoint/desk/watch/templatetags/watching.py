"""Cells of the list that looks ahead, as those of the ranking are written."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from focalpoint.desk.watch import tablerows
from focalpoint.desk.watch.onset_ranking import Outlook
from focalpoint.desk.watch.watchpage import Asked

register = template.Library()


@register.simple_tag
def killed_cell(row: Outlook) -> SafeString:
    """Write the killed of twelve months."""
    return mark_safe(tablerows.killed(row))  # noqa: S308 - escaped there


@register.simple_tag
def own_cells(row: Outlook, asked: Asked) -> SafeString:
    """Write the cells that depend on the reader: situations, and the star."""
    return mark_safe(tablerows.own_cells(row, asked.known, asked.followed))  # noqa: S308 - escaped there
