"""The page of an assessment's consultations, and what is sent from it."""

import dataclasses
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from focalpoint.desk.assessments.actions import WRITABLE
from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.assessments.queries import assessments
from focalpoint.desk.concurrency.forms import ActForm, act
from focalpoint.desk.consultations import actions, queries
from focalpoint.desk.consultations.forms import ConsultForm, NoLocalViewForm, SaidForm, WithdrawForm
from focalpoint.desk.consultations.models import Consultation
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.situations.states import LIVE
from focalpoint.desk.web.render import render


@dataclasses.dataclass(frozen=True)
class Row:
    """One consultation with forms of its own."""

    asked: Consultation
    said_form: ActForm
    withdraw_form: ActForm


@requires(Permission.SITUATION_READ)
@require_GET
def consultations(request: HttpRequest, ref: str) -> HttpResponse:
    """Show whom the office asked about an assessment, and what they said."""
    return _shown(request, _visible(request, ref))


@requires(Permission.CONSULTATION_KEEP)
@require_POST
def consult(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask a group, a reviewer or an office."""
    by, found = person(request), _visible(request, ref)
    form = ConsultForm(request.POST)
    form.offer(found)

    def do() -> str:
        actions.consult(consultation=form.consultation(found), by=by, at=timezone.now())
        return _at(found)

    return act(request, form, do, by=by.ref) or _shown(request, found, consult_form=form)


@requires(Permission.CONSULTATION_KEEP)
@require_POST
def keep_view(request: HttpRequest, ref: str, consultation: str) -> HttpResponse:
    """Keep what was said in a consultation."""
    by, found = person(request), _visible(request, ref)
    asked = get_object_or_404(queries.consultations(by), assessment=found, ref=consultation)
    form = SaidForm(request.POST)

    def do() -> str:
        given = {name: form.cleaned_data[name] for name in ("view", "text", "on", "reason")}
        actions.keep_view(consultation=asked, **given, by=by, at=timezone.now())
        return _at(found)

    return act(request, form, do, by=by.ref) or _shown(request, found, asked, said_form=form)


@requires(Permission.CONSULTATION_KEEP)
@require_POST
def withdraw(request: HttpRequest, ref: str, consultation: str) -> HttpResponse:
    """Withdraw a consultation."""
    by, found = person(request), _visible(request, ref)
    asked = get_object_or_404(queries.consultations(by), assessment=found, ref=consultation)
    form = WithdrawForm(request.POST)

    def do() -> str:
        actions.withdraw(consultation=asked, reason=form.cleaned_data["reason"], by=by, at=timezone.now())
        return _at(found)

    return act(request, form, do, by=by.ref) or _shown(request, found, asked, withdraw_form=form)


@requires(Permission.ASSESSMENT_WRITE)
@require_POST
def no_local_view(request: HttpRequest, ref: str) -> HttpResponse:
    """Say why no local partner was asked."""
    by, found = person(request), _visible(request, ref)
    form = NoLocalViewForm(request.POST)

    def do() -> str:
        reason = form.cleaned_data["reason"]
        actions.explain_no_local_view(assessment=found, reason=reason, by=by, at=timezone.now())
        return _at(found)

    return act(request, form, do, by=by.ref) or _shown(request, found, local_form=form)


def _visible(request: HttpRequest, ref: str) -> Assessment:
    return get_object_or_404(assessments(person(request)), ref=ref)


def _at(found: Assessment) -> str:
    return reverse("consultations", args=[found.ref])


def _shown(
    request: HttpRequest, found: Assessment, about: Consultation | None = None, **given: ActForm
) -> HttpResponse:
    """Show the page; a form that was refused is shown under the consultation that it is ``about``."""
    by, on = person(request), office_day(timezone.now())
    is_live = found.situation.state in LIVE
    keeps = is_live and has_permission(by, Permission.CONSULTATION_KEEP, found)
    fresh = ConsultForm()
    fresh.offer(found)
    rows = queries.consultations(by).filter(assessment=found).select_related("option").prefetch_related("sayings")
    writes = is_live and found.state in WRITABLE and has_permission(by, Permission.ASSESSMENT_WRITE, found)
    context: dict[str, Any] = {
        "assessment": found,
        "rows": [_row(each, given if each == about else {}) for each in rows],
        "keeps": keeps,
        "missing": queries.missing_local_view(found, on=on),
        "no_local_view": queries.no_local_view(found),
        "consult_form": given.get("consult_form") or fresh,
        "local_form": (given.get("local_form") or NoLocalViewForm()) if writes else None,
    }
    refused = any(form.errors for form in given.values())
    return render(request, "consultations/consultations.html", context, shows=[found], refused=refused)


def _row(each: Consultation, given: dict[str, ActForm]) -> Row:
    said, withdrawal = given.get("said_form") or SaidForm(), given.get("withdraw_form") or WithdrawForm()
    said.auto_id, withdrawal.auto_id = f"said-{each.ref}-%s", f"withdraw-{each.ref}-%s"
    return Row(each, said, withdrawal)
