"""Transmissions: to a liaison the copy and nothing else, to the desk its state."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from focalpoint.desk.concurrency.forms import ActForm
from focalpoint.desk.decisions import queries
from focalpoint.desk.decisions.models import Transmission
from focalpoint.desk.decisions.note import withdrawn
from focalpoint.desk.decisions.note.signed import sealed, sent_copy
from focalpoint.desk.decisions.submission import clocks
from focalpoint.desk.decisions.tables import RECEIVED, SENT, ReceivedFilters, SentFilters
from focalpoint.desk.decisions.transmission.bodies import name
from focalpoint.desk.decisions.transmission.exchange_page import ExchangePage
from focalpoint.desk.design.table import Table
from focalpoint.desk.documents import html
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.web.render import render


@requires(Permission.TRANSMISSION_READ, Permission.TRANSMISSION_RECEIVE)
@require_GET
def transmissions(request: HttpRequest) -> HttpResponse:
    """List what was sent, newest first: to a liaison, what went to the liaison's body."""
    by = person(request)
    liaison = has_permission(by, Permission.TRANSMISSION_RECEIVE)
    own: dict[str, Any] = {"columns": RECEIVED, "filters": ReceivedFilters}
    rows = queries.transmissions(by).annotate(asks=queries.with_open_question())
    table = Table(request, rows, **(own if liaison else {"columns": SENT, "filters": SentFilters}))
    shown = table.page
    recalled = withdrawn.recalled_transmissions(each.pk for each in shown)
    context = {
        "page": shown,
        "table": table,
        "rows": [_row(each) | {"recalled": each.pk in recalled} for each in shown],
        "liaison": liaison,
        "body": name(by.body) if by.body else "",
    }
    return render(request, "decisions/transmissions.html", context, shows=shown, at_least=Tlp.GREEN)


def _row(each: Transmission) -> dict[str, Any]:
    """Say of a transmission what may be said in a list."""
    return {
        "sent": each,
        "title": each.copy.get("title", ""),
        "body": name(each.body),
        "clock": clocks.of_transmission(each, office_day(timezone.now())),
    }


@requires(Permission.TRANSMISSION_READ, Permission.TRANSMISSION_RECEIVE)
@require_GET
def transmission(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one transmission."""
    return show_page(request, visible_transmission(request, ref))


def visible_transmission(request: HttpRequest, ref: str) -> Transmission:
    """Return a transmission the reader may see; anything else does not exist."""
    return get_object_or_404(queries.transmissions(person(request)), ref=ref)


def show_page(request: HttpRequest, found: Transmission, **sent: ActForm) -> HttpResponse:
    """Render one transmission, with the acts that are the reader's now; a form that was sent keeps its text."""
    by = person(request)
    page = ExchangePage(found, by, timezone.now())
    context = {
        **_row(found),
        "exchange": page,
        "liaison": page.is_liaison,
        "copy": html.write(sealed(withdrawn.redacted_copy(sent_copy(found), found))),
        "behind": "" if page.is_liaison else _withdrawals(found),
        "submission": None if page.is_liaison else found.submission,
        "referred": None if page.is_liaison else found.situation,
        **{name: form for name, form in page.forms().items()},
        **sent,
    }
    return render(request, "decisions/transmission.html", context, shows=[found], refused=bool(sent))


def _withdrawals(found: Transmission) -> str:
    """Return the notice of withdrawals behind a copy; there is none behind a referral, which rests on no item."""
    return withdrawn.withdrawal_notice(found.submission.assessment) if found.submission else ""
