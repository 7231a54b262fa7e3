"""Pages of missions: those of a situation, and one with its findings."""

import dataclasses
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from focalpoint.desk.concurrency.forms import ActForm, act, send_again
from focalpoint.desk.concurrency.revisions import Stale
from focalpoint.desk.intake.models import Item
from focalpoint.desk.missions import actions, queries, standards
from focalpoint.desk.missions.forms import ChangeMissionForm, FindingForm, MissionForm, WithdrawMissionForm
from focalpoint.desk.missions.models import Finding, Mission
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.queries import evidence, situations
from focalpoint.desk.situations.states import LIVE
from focalpoint.desk.web.render import render
from focalpoint.doctrine import catalogue


@dataclasses.dataclass(frozen=True)
class Shown:
    """One version of a finding as a reader may see it: of its items those that the marking shows."""

    finding: Finding
    standard: str
    shortfalls: list[str]
    items_for: list[Item]
    items_against: list[Item]
    is_newest: bool


@requires(Permission.SITUATION_READ)
@require_GET
def missions(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the missions of a situation."""
    return _listed(request, _visible(request, ref))


@requires(Permission.MISSION_KEEP)
@require_POST
def open_mission(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep a mission."""
    by, found = person(request), _visible(request, ref)
    form = MissionForm(request.POST)

    def do() -> str:
        mission = form.mission(found)
        opened = actions.open_mission(mission=mission, members=form.people(), by=by, at=timezone.now())
        return _at(opened)

    return act(request, form, do, by=by.ref) or _listed(request, found, form)


@requires(Permission.MISSION_KEEP)
@require_POST
def change_mission(request: HttpRequest, ref: str, mission: str) -> HttpResponse:
    """Change a mission's mandate, standards or members."""
    by, found = person(request), _mission(request, ref, mission)
    form = ChangeMissionForm(request.POST)

    def do() -> str:
        given: dict[str, Any] = {"texts": form.texts(), "members": form.people()}
        given |= {name: form.cleaned_data[name] for name in ("reason", "seen")}
        actions.change_mission(mission=found, **given, by=by, at=timezone.now())
        return _at(found)

    done = act(request, form, do, by=by.ref)
    if done is None and isinstance(form.refused, Stale):
        send_again(form, seen=str(found.changes.count()))
    return done or _shown(request, _mission(request, ref, mission), change_form=form)


@requires(Permission.SITUATION_READ)
@require_GET
def mission(request: HttpRequest, ref: str, mission: str) -> HttpResponse:
    """Show one mission with its findings."""
    return _shown(request, _mission(request, ref, mission))


@requires(Permission.MISSION_KEEP)
@require_POST
def find(request: HttpRequest, ref: str, mission: str) -> HttpResponse:
    """Keep a finding, or the next version of one."""
    by, found = person(request), _mission(request, ref, mission)
    form = _finding_form(found, by, queries.newest(queries.findings(found)), request.POST)

    def do() -> str:
        given = {name: list(form.cleaned_data[name]) for name in ("items_for", "items_against")}
        actions.find(finding=form.finding(found), **given, by=by, at=timezone.now())
        return _at(found)

    return act(request, form, do, by=by.ref) or _shown(request, found, finding_form=form)


@requires(Permission.MISSION_KEEP)
@require_POST
def withdraw(request: HttpRequest, ref: str, mission: str) -> HttpResponse:
    """Withdraw a mission that was kept wrongly."""
    by, found = person(request), _mission(request, ref, mission)
    form = WithdrawMissionForm(request.POST)

    def do() -> str:
        actions.withdraw_mission(mission=found, reason=form.cleaned_data["reason"], by=by, at=timezone.now())
        return _at(found)

    return act(request, form, do, by=by.ref) or _shown(request, found, withdraw_form=form)


def _visible(request: HttpRequest, ref: str) -> Situation:
    return get_object_or_404(situations(person(request)), ref=ref)


def _mission(request: HttpRequest, ref: str, mission: str) -> Mission:
    return get_object_or_404(queries.missions(person(request)), situation__ref=ref, ref=mission)


def _at(found: Mission) -> str:
    return reverse("mission", args=[found.situation.ref, found.ref])


def _listed(request: HttpRequest, found: Situation, form: MissionForm | None = None) -> HttpResponse:
    by = person(request)
    keeps = found.state in LIVE and has_permission(by, Permission.MISSION_KEEP, found)
    context = {
        "situation": found,
        "missions": list(queries.missions(by).filter(situation=found)),
        "form": (form or MissionForm()) if keeps or form else None,
    }
    return render(request, "missions/missions.html", context, shows=[found], refused=bool(form and form.errors))


def _finding_form(found: Mission, by: User, correctable: list[Finding], data: Any = None) -> FindingForm:
    form = FindingForm(data)
    form.offer(evidence(by, found.situation).filter(consent_withdrawn_at=None), correctable)
    return form


def _shown(request: HttpRequest, found: Mission, **given: ActForm) -> HttpResponse:
    by = person(request)
    versions = queries.findings(found)
    newest = queries.newest(versions)
    seen = {each.pk: each for each in evidence(by, found.situation)}
    rows = [_row(each, seen, is_newest=each in newest) for each in versions]
    is_open = found.withdrawn_at is None and found.situation.state in LIVE
    keeps = is_open and has_permission(by, Permission.MISSION_KEEP, found.situation)
    context: dict[str, Any] = {
        "mission": found,
        "situation": found.situation,
        "body": catalogue().bodies.name(found.body),
        "asked": [(label, standards.name(found.standard_for(kind))) for kind, label in Finding.Kind.choices],
        "rows": rows,
        "finding_form": given.get("finding_form") or (_finding_form(found, by, newest) if keeps else None),
        "withdraw_form": given.get("withdraw_form") or (WithdrawMissionForm() if keeps else None),
        "change_form": given.get("change_form") or (_change_form(found) if keeps else None),
        "changes": found.changes.select_related("by"),
    }
    for name in ("withdraw_form", "change_form"):
        if context[name]:
            context[name].auto_id = f"{name}-%s"
    refused = any(form.errors for form in given.values())
    shows = [found.situation, *seen.values()]
    return render(request, "missions/mission.html", context, shows=shows, refused=refused)


def _change_form(found: Mission) -> ChangeMissionForm:
    return ChangeMissionForm(initial=queries.described(found) | {"seen": found.changes.count()})


def _row(each: Finding, seen: dict[int, Item], *, is_newest: bool) -> Shown:
    """Return a version of a finding as its reader may see it."""
    return Shown(
        each,
        standards.name(each.standard),
        standards.shortfalls(each) if is_newest else [],
        [seen[item.pk] for item in each.items_for.all() if item.pk in seen],
        [seen[item.pk] for item in each.items_against.all() if item.pk in seen],
        is_newest,
    )
