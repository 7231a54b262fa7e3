"""The trail as the overseer reads it: what was done, by which role, to which reference, when; never what it says."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.refs import LENGTH
from focalpoint.desk.people.access import requires
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.people.queries import role_names, whole_ref
from focalpoint.desk.trail import queries, sentences
from focalpoint.desk.trail.actors import SystemActor
from focalpoint.desk.trail.filters import FilterForm
from focalpoint.desk.trail.models import Event
from focalpoint.desk.web.render import render
from focalpoint.desk.web.shown import Under

SIZE = 50
NOT_AN_ACCOUNT = {
    "system": _("the desk itself"),  # rows of earlier versions
    "anonymous": _("not signed in"),
    **{each.ref: each.label for each in SystemActor},
}


@requires(Permission.TRAIL_READ)
@require_GET
def trail(request: HttpRequest) -> HttpResponse:
    """Show the trail, newest first.

    The filter and table of the other lists count their rows and sort by any column; the trail has millions of rows, so
    it is filtered by what its indexes hold and paged by the number of a row.
    """
    form = FilterForm(request.GET)
    asked = _asked(form) if form.is_valid() else {}
    before = request.GET.get("before", "")
    place = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    reads = bool(request.GET.get("reads"))
    found = list(queries.rows(**asked, reads=reads, before=place)[: SIZE + 1])
    shown = found[:SIZE]
    context = {
        "form": form,
        "rows": _as_rows(shown),
        "older": _address(request, before=str(shown[-1].number)) if len(found) > SIZE else "",
        "newest": _address(request) if place else "",
        "filtered": bool(asked),
        "reads": reads or asked.get("verb") == queries.READ,
        "switch": _address(request, reads="" if reads else "on"),
    }
    return render(request, "trail/trail.html", context, shows=[Under("trail", Tlp.AMBER)], refused=not form.is_valid())


def _asked(form: FilterForm) -> dict[str, Any]:
    """Return the filters that were filled in, as the query takes them."""
    given = form.cleaned_data
    days = {name: given[name].isoformat() for name in ("first", "last") if given[name]}
    typed = {"verb": given["verb"], "actor": _whole(given["actor"]), "subject": given["object"]}
    return {name: text for name, text in typed.items() if text} | days


def _whole(actor: str) -> str:
    """Return the whole reference of an account from its first signs, as the page shows them."""
    if not actor or len(actor) >= LENGTH or actor in NOT_AN_ACCOUNT:
        return actor
    return whole_ref(actor) or actor


def _as_rows(events: list[Event]) -> list[dict[str, Any]]:
    """Return the events in words: who by role and the first signs of the reference, never by name."""
    named = role_names({event.actor for event in events})
    return [
        {
            "event": event,
            "at": parse_datetime(event.at),
            "role": named.get(event.actor) or _unknown(event.actor),
            "short": event.actor[: sentences.SHORT] if queries.is_ref(event.actor) else "",
            "says": says,
            "refs": queries.refs(event)[:SIZE],
        }
        for event, says in zip(events, sentences.sentences(events), strict=True)
    ]


def _unknown(actor: str) -> str:
    """Name an actor that has no account."""
    return str(NOT_AN_ACCOUNT[actor]) if actor in NOT_AN_ACCOUNT else _("an account that is gone")


def _address(request: HttpRequest, **more: str) -> str:
    """Return the address of this page with the same filters, from another row on."""
    kept = {name: request.GET[name] for name in FilterForm.base_fields if request.GET.get(name)}
    given = {name: value for name, value in (kept | more).items() if value}
    return f"{request.path}?{urlencode(given)}"
