"""The one way in which a page leaves the desk: marked, and on the record where it shows something protected."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import shortcuts
from django.http import HttpRequest, HttpResponse

from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.rule import highest
from focalpoint.desk.web.reads import REFUSED_FORM, log_read
from focalpoint.desk.web.shown import Shown


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    shows: Iterable[Shown] = (),
    at_least: Tlp | None = None,
    refused: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Make a page.

    Parameters
    ----------
    shows : every protected object of which the page shows something. Its marking is the highest of theirs, and the
        trail names them all in one event.
    at_least : the lowest marking of the page; without it and without objects, the page has the marking of every page.
    refused : whether the page shows a form that was sent and refused.
    """
    shown = list(shows)
    log_read(request, *(each.ref for each in shown))
    marked: dict[str, Tlp] = {}
    if shown or at_least is not None:
        marked["marking"] = highest(at_least or Tlp.CLEAR, *(each.tlp for each in shown))
    return shortcuts.render(
        request, template, {**(context or {}), **marked}, status=REFUSED_FORM if refused else status
    )
