"""Transmissions: to a liaison the copy and nothing else, to the desk its state."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from focalpoint.desk.concurrency.forms import ActForm, act
from focalpoint.desk.decisions import actions, queries
from focalpoint.desk.decisions.forms import AnswerForm
from focalpoint.desk.decisions.models import Transmission
from focalpoint.desk.decisions.note import withdrawn
from focalpoint.desk.decisions.note.signed import sent_copy
from focalpoint.desk.decisions.submission import clocks
from focalpoint.desk.decisions.tables import RECEIVED, SENT, ReceivedFilters, SentFilters
from focalpoint.desk.decisions.transmission.bodies import name
from focalpoint.desk.design.table import Table
from focalpoint.desk.documents import html
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import User
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
    table = Table(request, queries.transmissions(by), **(own if liaison else {"columns": SENT, "filters": SentFilters}))
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
    return _page(request, _visible(request, ref))


@requires(Permission.TRANSMISSION_ANSWER)
@require_POST
def acknowledge(request: HttpRequest, ref: str) -> HttpResponse:
    """Acknowledge that the copy arrived."""
    by, found = person(request), _visible(request, ref)
    form = ActForm(request.POST)
    done = act(request, form, lambda: _acknowledged(found, by), by=by.ref)
    return done or _page(request, found, acknowledge_form=form)


def _acknowledged(found: Transmission, by: User) -> str:
    actions.acknowledge(transmission=found, by=by, at=timezone.now())
    return reverse("transmission", args=[found.ref])


@requires(Permission.TRANSMISSION_ANSWER)
@require_POST
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    """Answer for the body."""
    by, found = person(request), _visible(request, ref)
    form = AnswerForm(request.POST)
    done = act(request, form, lambda: _answered(found, form.cleaned_data["answer"], by), by=by.ref)
    return done or _page(request, found, answer_form=form)


def _answered(found: Transmission, text: str, by: User) -> str:
    actions.answer(transmission=found, text=text, by=by, at=timezone.now())
    return reverse("transmission", args=[found.ref])


def _visible(request: HttpRequest, ref: str) -> Transmission:
    """Return a transmission the reader may see; anything else does not exist."""
    return get_object_or_404(queries.transmissions(person(request)), ref=ref)


def _page(
    request: HttpRequest,
    found: Transmission,
    acknowledge_form: ActForm | None = None,
    answer_form: AnswerForm | None = None,
) -> HttpResponse:
    """Render one transmission, with the acts that are the reader's now; a form that was sent keeps its text."""
    by = person(request)
    liaison = has_permission(by, Permission.TRANSMISSION_ANSWER, found)
    acknowledged = found.acknowledged_at is not None
    context = {
        **_row(found),
        "liaison": liaison,
        "copy": html.write(withdrawn.redacted_copy(sent_copy(found), found)),
        "behind": "" if liaison else withdrawn.withdrawal_notice(found.decision.submission.assessment),
        "acknowledge_form": acknowledge_form or (ActForm() if liaison and not acknowledged else None),
        "answer_form": answer_form or (AnswerForm() if liaison and acknowledged and not found.answered_at else None),
        "submission": None if liaison else found.decision.submission,
    }
    wrong = any(form is not None for form in (acknowledge_form, answer_form))
    return render(request, "decisions/transmission.html", context, shows=[found], refused=wrong)
