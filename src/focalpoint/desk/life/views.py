"""The page of a situation's life, and what is sent from it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from focalpoint.desk.concurrency.forms import RevisedForm, act
from focalpoint.desk.concurrency.revisions import renew_revision
from focalpoint.desk.intake.forms import offer
from focalpoint.desk.life import actions, queries
from focalpoint.desk.life.forms import CloseForm, HandOverForm, MergeForm, ReasonForm
from focalpoint.desk.marking.models import Marked
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.queries import situations
from focalpoint.desk.situations.states import Act, possible_acts
from focalpoint.desk.web.render import render

OFFERED = 20  # situations to choose from on the page, those of a same country first; a search finds the others


@requires(Permission.SITUATION_CHANGE_STATE)
@require_GET
def situation_life(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what can become of a situation, and what keeps it open."""
    return _shown(request, _situation(request, ref))


@requires(Permission.SITUATION_CHANGE_STATE)
@require_POST
def monitor_situation(request: HttpRequest, ref: str) -> HttpResponse:
    """Set a situation to monitoring."""
    return _sent(request, ref, Act.MONITOR, actions.monitor_situation)


@requires(Permission.SITUATION_CHANGE_STATE)
@require_POST
def close_situation(request: HttpRequest, ref: str) -> HttpResponse:
    """Close a situation."""
    return _sent(request, ref, Act.CLOSE, actions.close_situation)


@requires(Permission.SITUATION_CHANGE_STATE)
@require_POST
def reopen_situation(request: HttpRequest, ref: str) -> HttpResponse:
    """Open a situation again."""
    return _sent(request, ref, Act.REOPEN, actions.reopen_situation)


@requires(Permission.SITUATION_MERGE)
@require_POST
def merge_situation(request: HttpRequest, ref: str) -> HttpResponse:
    """Merge a situation into another one."""
    return _sent(request, ref, Act.MERGE, actions.merge_situation)


@requires(Permission.SITUATION_HAND_OVER)
@require_POST
def hand_over_situation(request: HttpRequest, ref: str) -> HttpResponse:
    """Hand a situation to another owner."""
    return _sent(request, ref, Act.HAND_OVER, actions.hand_over_situation)


def _situation(request: HttpRequest, ref: str) -> Situation:
    """Return a situation the reader may see; anything else does not exist."""
    return get_object_or_404(situations(person(request)), ref=ref)


def _form(which: Act, found: Situation, by: User, data: Any = None) -> RevisedForm:
    given: dict[str, Any] = {"initial": {"revision": found.revision}}
    if which == Act.MERGE:
        return MergeForm(data, situation=found, by=by, **given)
    if which == Act.HAND_OVER:
        return HandOverForm(data, situation=found, **given)
    return CloseForm(data, **given) if which == Act.CLOSE else ReasonForm(data, **given)


def _sent(request: HttpRequest, ref: str, which: Act, action: Callable[..., None]) -> HttpResponse:
    """Do what a form asks, and lead to the situation that goes on."""
    by, found = person(request), _situation(request, ref)
    form = _form(which, found, by, request.POST)

    def do() -> str:
        given = {name: value for name, value in form.cleaned_data.items() if name not in {"once", "named"}}
        action(situation=found, **given, by=by, at=timezone.now())
        return reverse("situation", args=[given.get("into", found).ref])

    done = act(request, form, do, by=by.ref)
    if done is None:
        found.refresh_from_db()
        renew_revision(form, found.revision)
    return done or _shown(request, found, which, form)


def _may(which: Act, by: User, found: Situation) -> bool:
    asked = {Act.MERGE: Permission.SITUATION_MERGE, Act.HAND_OVER: Permission.SITUATION_HAND_OVER}
    return has_permission(by, asked.get(which, Permission.SITUATION_CHANGE_STATE), found)


def _shown(
    request: HttpRequest, found: Situation, which: Act | None = None, sent: RevisedForm | None = None
) -> HttpResponse:
    """Render the acts that start from the present state; a form that was refused keeps its text."""
    by, at, find = person(request), timezone.now(), request.GET.get("find", "")
    acts = [each for each in possible_acts(found) if _may(each, by, found)]
    forms = {each.value: sent if sent and each == which else _form(each, found, by) for each in acts}
    offered: list[Marked] = []
    if isinstance(merge := forms.get(Act.MERGE.value), MergeForm):
        rows = queries.mergeable(by, found).filter(title__icontains=find)
        offered = offer(merge, "into", rows[:OFFERED])
    context = {
        "situation": found,
        "forms": forms,
        "sent": which.value if which else "",
        "find": find,
        "holds": queries.holds(found, by=by, at=at),
        "left_open": queries.left_open(found, by=by, at=at),
    }
    return render(request, "life/life.html", context, shows=[found, *offered], refused=sent is not None)
