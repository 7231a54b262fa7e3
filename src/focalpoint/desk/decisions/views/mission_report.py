"""The report of a mission: it is read and signed, then a copy is read and sent to each recipient."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from focalpoint.desk.concurrency.forms import act, send_again
from focalpoint.desk.concurrency.revisions import Stale
from focalpoint.desk.decisions import mission_reports, queries
from focalpoint.desk.decisions.choices import CHOICE, CHOICES, route_of
from focalpoint.desk.decisions.forms import ReadForm, RecipientForm, SendReportForm
from focalpoint.desk.decisions.note.digest import NoteDigest
from focalpoint.desk.decisions.note.signed import sealed
from focalpoint.desk.decisions.submission import clocks
from focalpoint.desk.decisions.transmission import bodies
from focalpoint.desk.decisions.transmission.mission_report import (
    compose_report,
    compose_report_copy,
    passed_items,
    signed_report,
)
from focalpoint.desk.decisions.transmission.referral import mark_shown
from focalpoint.desk.documents import html
from focalpoint.desk.marking.refs import new_ref
from focalpoint.desk.missions.models import Mission
from focalpoint.desk.missions.queries import missions
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.web.render import render


@requires(Permission.SITUATION_READ)
@require_GET
def mission_report(request: HttpRequest, ref: str, mission: str) -> HttpResponse:
    """Show the report of a mission, its signed version and its recipients."""
    found = _mission(request, ref, mission)
    return _page(request, found, send_form=_send_form(found, request.GET.get("body", "")))


@requires(Permission.MISSION_SIGN)
@require_POST
def sign_report(request: HttpRequest, ref: str, mission: str) -> HttpResponse:
    """Sign the report as the page showed it."""
    by, found, form = person(request), _mission(request, ref, mission), ReadForm(request.POST)

    def do() -> str:
        read = NoteDigest(**{name: form.cleaned_data[name] for name in ("digest", "language", "on")})
        mission_reports.sign_report(mission=found, read=read, by=by, at=timezone.now())
        return reverse("mission_report", args=[ref, mission])

    return act(request, form, do, by=by.ref) or _page(request, found, sign_form=form)


@requires(Permission.MISSION_SEND)
@require_POST
def send_report(request: HttpRequest, ref: str, mission: str) -> HttpResponse:
    """Show the copy for a recipient, then send it."""
    by, found = person(request), _mission(request, ref, mission)
    form, report = _send_form(found, request.POST.get("body", ""), request.POST), found.reports.last()
    if form is None or report is None:
        raise Http404

    def do() -> str:
        given = form.cleaned_data
        way: dict[str, Any] = {"report": report, "route": route_of(given), "mark": given["reserved"]}
        sent = mission_reports.send_report(**way, by=by, at=timezone.now())
        return reverse("transmission", args=[sent.ref])

    is_to_be_read = form.is_valid() and ("show" in request.POST or not form.cleaned_data["reserved"])
    done = None if is_to_be_read else act(request, form, do, by=by.ref)
    if done or not (is_to_be_read or isinstance(form.refused, Stale)):
        return done or _page(request, found, send_form=form)
    new, route, on = new_ref(), route_of(form.cleaned_data), office_day(timezone.now())
    if route is None:
        raise Http404
    copy = compose_report_copy(report, route, {item.ref for item in passed_items(found)}, ref=new, on=on)
    send_again(form, reserved=mark_shown(copy, new, by=by.ref))
    return _page(request, found, send_form=form, copy=html.write(sealed(copy), level=2))


def _mission(request: HttpRequest, ref: str, mission: str) -> Mission:
    return get_object_or_404(missions(person(request)), situation__ref=ref, ref=mission)


def _send_form(found: Mission, body: str, data: Any = None) -> SendReportForm | None:
    """Return the form of a copy; None while no recipient is chosen."""
    way = bodies.ways().get(body)
    if way is None:
        return None
    form = SendReportForm(data, initial={"body": body, "marking": found.situation.tlp})
    form.offer(way, [], found.situation.tlp)
    form.dated(CHOICES[CHOICE.REFER]["date"], office_day(timezone.now()))
    return form


def _page(request: HttpRequest, found: Mission, **given: Any) -> HttpResponse:
    by, on, report = person(request), office_day(timezone.now()), found.reports.last()
    draft = compose_report(found, language=get_language() or "en", on=on)
    sign_form = given.get("sign_form") or ReadForm(initial=NoteDigest.of(draft).fields())
    if isinstance(sign_form.refused, Stale):
        send_again(sign_form, **{name: str(value) for name, value in NoteDigest.of(draft).fields().items()})
    sends = report is not None and has_permission(by, Permission.MISSION_SEND)
    send_form = given.get("send_form") if sends else None
    context = {
        "mission": found,
        "situation": found.situation,
        "report": report,
        "text": html.write(signed_report(report) if report else draft, level=2),
        "draft": html.write(draft, level=2) if report else "",
        "sign_form": sign_form if has_permission(by, Permission.MISSION_SIGN, found) else None,
        "send_form": send_form,
        "way": bodies.ways().get(str(send_form["body"].value())) if send_form else None,
        "recipient_form": RecipientForm() if sends else None,
        "copy": given.get("copy", ""),
        "sent": [_recipient(each, on) for each in queries.transmissions(by).filter(report__mission=found)],
    }
    refused = any(each is not None and bool(each.errors) for each in (given.get("sign_form"), send_form))
    return render(request, "decisions/mission_report.html", context, shows=[found.situation], refused=refused)


def _recipient(each: Any, on: Any) -> dict[str, Any]:
    """Return one copy with its recipient, how it was handed over, and the clock of its answer."""
    handed = [said for said in each.messages.all() if said.kind == "delivered" and not said.withdrawn_at]
    return {
        "row": each,
        "body": bodies.name(each.body),
        "handed": handed[-1] if handed else None,
        "clock": clocks.of_transmission(each, on),
    }
