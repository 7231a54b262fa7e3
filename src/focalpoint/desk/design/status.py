"""What is said of the status of a place: from the reference tables, never from a page."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoint.reference.countries import UnknownState, unit
from focalpoint.reference.units import Unlisted


def span_of(found: Unlisted) -> str:
    """Return from when to when a State was that is no more."""
    start, end = (date_format(each) if each else _("not known") for each in (found.start, found.end))
    return _("%(start)s to %(end)s") % {"start": start, "end": end}


def status_note(code: str, on: dt.date) -> str:
    """Return what must be said of a place next to its name; nothing of a Member State that existed on a day."""
    try:
        found = unit(code)
    except UnknownState:
        return ""
    if isinstance(found, Unlisted):
        return f"{span_of(found)}. {_(found.reason)}" if found.kind == "former" else _(found.reason)
    if not found.on(on):
        said = _("A State since %(day)s, after the day of this record; named as the United Nations names it now.")
        return said % {"day": date_format(found.start)}
    return _("Observer State of the United Nations.") if found.status == "observer" else ""
