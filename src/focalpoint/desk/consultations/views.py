"""The page of an assessment's consultations, and what is sent from it."""

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
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.web.render import render


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

    return act(request, form, do, by=by.ref) or _shown(request, found, said_form=form)


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

    return act(request, form, do, by=by.ref) or _shown(request, found, withdraw_form=form)


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


def _shown(request: HttpRequest, found: Assessment, **given: ActForm) -> HttpResponse:
    by, on = person(request), office_day(timezone.now())
    keeps = has_permission(by, Permission.CONSULTATION_KEEP, found)
    fresh = ConsultForm()
    fresh.offer(found)
    rows = queries.consultations(by).filter(assessment=found).select_related("option").prefetch_related("sayings")
    writes = has_permission(by, Permission.ASSESSMENT_WRITE, found) and found.state in WRITABLE
    context: dict[str, Any] = {
        "assessment": found,
        "consultations": list(rows),
        "keeps": keeps,
        "missing": queries.missing_local_view(found, on=on),
        "no_local_view": queries.no_local_view(found),
        "consult_form": given.get("consult_form") or fresh,
        "said_form": given.get("said_form") or SaidForm(),
        "withdraw_form": given.get("withdraw_form") or WithdrawForm(),
        "local_form": (given.get("local_form") or NoLocalViewForm()) if writes else None,
    }
    refused = any(form.errors for form in given.values())
    return render(request, "consultations/consultations.html", context, shows=[found], refused=refused)
