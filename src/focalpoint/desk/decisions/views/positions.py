"""The positions known on a situation: what was recorded, and the form that records one more."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from focalpoint.desk.concurrency.forms import act
from focalpoint.desk.decisions.forms import PositionForm, WithdrawPositionForm
from focalpoint.desk.decisions.models import Position
from focalpoint.desk.decisions.positions import record_position, withdraw_position
from focalpoint.desk.decisions.queries import standing_positions
from focalpoint.desk.decisions.transmission.bodies import with_names
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.situations.queries import situations
from focalpoint.desk.web.render import render

PARTS = ("kind", "holder", "body", "said", "source", "on")


@requires(Permission.POSITION_RECORD)
@require_http_methods(["GET", "POST"])
def positions(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the positions known on a situation, and record one."""
    by = person(request)
    found = get_object_or_404(situations(by), ref=ref)
    form = PositionForm(request.POST or None)

    def do() -> str:
        given = {name: form.cleaned_data[name] for name in PARTS}
        record_position(position=Position(situation=found, **given), by=by, at=timezone.now())
        return reverse("positions", args=[found.ref])

    done = act(request, form, do, by=by.ref) if form.is_bound else None
    known = with_names(standing_positions(found))
    withdrawn = with_names(found.positions.exclude(withdrawn_at=None).select_related("withdrawn_by"))
    context = {"situation": found, "form": form, "known": known, "withdrawn": withdrawn, "corrects": True}
    refused = form.is_bound and bool(form.errors)
    return done or render(request, "decisions/positions.html", context, shows=[found], refused=refused)


@requires(Permission.POSITION_RECORD)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, ref: str, position: str) -> HttpResponse:
    """Withdraw a position with its reason, or put another in its place."""
    by = person(request)
    found = get_object_or_404(situations(by), ref=ref)
    old = get_object_or_404(standing_positions(found), ref=position)
    form = WithdrawPositionForm(request.POST or None, initial={name: getattr(old, name) for name in PARTS})

    def do() -> str:
        given = {name: form.cleaned_data[name] for name in PARTS}
        instead = Position(**given) if form.cleaned_data["holds"] == "other" else None
        reason = form.cleaned_data["reason"]
        withdraw_position(position=old, reason=reason, instead=instead, by=by, at=timezone.now())
        return reverse("positions", args=[found.ref])

    done = act(request, form, do, by=by.ref) if form.is_bound else None
    context = {"situation": found, "form": form, "known": with_names([old])}
    refused = form.is_bound and bool(form.errors)
    return done or render(request, "decisions/position.html", context, shows=[found], refused=refused)
