"""Filing an urgent alert on one page: in a situation, or from an item, which opens the situation with it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from focalpoint.desk.concurrency.forms import act
from focalpoint.desk.decisions import alerts
from focalpoint.desk.decisions.alert_form import LinkedAlertForm, OpeningAlertForm
from focalpoint.desk.decisions.submission.alert import MADE_GOOD_WITHIN
from focalpoint.desk.intake.forms import offer
from focalpoint.desk.intake.models import Item
from focalpoint.desk.intake.queries import items
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.models import Marked
from focalpoint.desk.options.queries import state_is_alleged
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.situations.actions import Overlap
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.queries import evidence, situations
from focalpoint.desk.web.render import render

OFFERED = 20  # of the linked items, the newest


@requires(Permission.SUBMISSION_MAKE)
@require_http_methods(["GET", "POST"])
def alert(request: HttpRequest, ref: str) -> HttpResponse:
    """File an urgent alert in a situation."""
    by = person(request)
    found = get_object_or_404(situations(by), ref=ref)
    linked = evidence(by, found).filter(consent_withdrawn_at=None).order_by("-created_at", "-pk")
    form = LinkedAlertForm(request.POST or None)
    form.fields["sources"].queryset = linked  # type: ignore[attr-defined]  # a ModelChoiceField
    form.prepare(office_day(timezone.now()), owner=by.get_username(), state_is_alleged=state_is_alleged(found))

    def do() -> str:
        given = form.alert(list(form.cleaned_data["sources"]))
        sent = alerts.file_alert(situation=found, alert=given, by=by, at=timezone.now())
        return reverse("submission", args=[sent.ref])

    done = act(request, form, do, by=by.ref)
    if done:
        return done
    offered = offer(form, "sources", linked[:OFFERED])
    context = {"situation": found, "form": form, "has_sources": bool(offered), **_words()}
    return render(request, "decisions/alert.html", context, shows=[found, *offered], refused=bool(form.errors))


@requires(Permission.SITUATION_OPEN)
@require_http_methods(["GET", "POST"])
def alert_from_item(request: HttpRequest, ref: str) -> HttpResponse:
    """File an urgent alert from an item, and open the situation that it is of."""
    by = person(request)
    item = get_object_or_404(items(by).filter(consent_withdrawn_at=None).select_related("event"), ref=ref)
    form = _opening_form(request, item, by)
    overlap: list[Situation] = []

    def do() -> str:
        given = {"situation": form.situation(), "iso3s": form.cleaned_data["iso3s"], "alert": form.alert([item])}
        try:
            sent = alerts.open_with_alert(item=item, **given, by=by, at=timezone.now())
        except Overlap as found:
            overlap.extend(found.found)
            raise
        return reverse("submission", args=[sent.ref])

    done = act(request, form, do, by=by.ref)
    if done:
        return done
    shows: list[Marked] = [item, *overlap]
    context: dict[str, Any] = {"item": item, "form": form, "overlap": overlap, "has_sources": True, **_words()}
    return render(request, "decisions/alert.html", context, shows=shows, at_least=Tlp.AMBER, refused=bool(form.errors))


def _words() -> dict[str, Any]:
    """Return what the page says of what follows."""
    return {"hours": MADE_GOOD_WITHIN.days * 24, "sends_mail": bool(settings.DEFAULT_FROM_EMAIL)}


def _opening_form(request: HttpRequest, item: Item, by: User) -> OpeningAlertForm:
    """Return the form, with what the item says already."""
    event = getattr(item, "event", None)
    said = {"iso3s": [event.iso3], "place": event.area, "group": event.victims, "event": ""} if event else {}
    form = OpeningAlertForm(request.POST or None, initial=said)
    form.offer_markings(by.clearance)
    form.prepare(office_day(timezone.now()), owner=by.get_username())
    return form
