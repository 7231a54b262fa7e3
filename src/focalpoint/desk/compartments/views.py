"""Pages of who may see an item or a situation."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from focalpoint.desk.compartments import actions, queries
from focalpoint.desk.compartments.addresses import page_of
from focalpoint.desk.compartments.answers import Answered
from focalpoint.desk.compartments.forms import AnswerForm, MarkingForm, MembersForm
from focalpoint.desk.compartments.models import MarkingChange
from focalpoint.desk.compartments.sight import Subject, sight_of
from focalpoint.desk.concurrency.forms import ActForm, RevisedForm, act
from focalpoint.desk.concurrency.revisions import renew_revision
from focalpoint.desk.intake.models import Item
from focalpoint.desk.intake.queries import items
from focalpoint.desk.intake.visible_item import visible_item
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.people.queries import holders, is_small_office
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.queries import situations
from focalpoint.desk.web.render import render


@requires(Permission.MARKING_CHANGE, Permission.MARKING_GRANT)
@require_http_methods(["GET", "POST"])
def item_access(request: HttpRequest, ref: str) -> HttpResponse:
    """Show who may see an item; mark it more strictly, or ask for a lower marking."""
    return _marking(request, visible_item(request, ref, Permission.ITEM_READ))


@requires(Permission.MARKING_CHANGE, Permission.MARKING_GRANT)
@require_http_methods(["GET", "POST"])
def situation_access(request: HttpRequest, ref: str) -> HttpResponse:
    """Show who may see a situation; mark it more strictly, or ask for a lower marking."""
    return _marking(request, _situation(request, ref))


@requires(Permission.MEMBERS_CHANGE)
@require_POST
def item_members(request: HttpRequest, ref: str) -> HttpResponse:
    """Add a member to an item or remove one."""
    return _members(request, visible_item(request, ref, Permission.ITEM_READ))


@requires(Permission.MEMBERS_CHANGE)
@require_POST
def situation_members(request: HttpRequest, ref: str) -> HttpResponse:
    """Add a member to a situation or remove one."""
    return _members(request, _situation(request, ref))


@requires(Permission.MARKING_GRANT)
@require_POST
def answer_item(request: HttpRequest, ref: str) -> HttpResponse:
    """Grant or refuse a lower marking of an item."""
    return _answer(request, visible_item(request, ref, Permission.ITEM_READ))


@requires(Permission.MARKING_GRANT)
@require_POST
def answer_situation(request: HttpRequest, ref: str) -> HttpResponse:
    """Grant or refuse a lower marking of a situation."""
    return _answer(request, _situation(request, ref))


def _situation(request: HttpRequest, ref: str) -> Situation:
    """Return a situation the reader may see; anything else does not exist."""
    return get_object_or_404(situations(person(request)), ref=ref)


def _marking(request: HttpRequest, found: Subject) -> HttpResponse:
    by = person(request)
    form = _marking_form(by, found, request.POST or None)

    def do() -> None:
        given = {"marks": form.marks, "reason": form.cleaned_data["reason"], "by": by, "at": timezone.now()}
        if form.lowers:
            actions.ask_lower_marking(subject=found, **given)
            return
        closes, revision = bool(form.cleaned_data.get("closes")), form.cleaned_data["revision"]
        actions.raise_marking(subject=found, **given, closes=closes, revision=revision)

    return _sent(request, found, form, do) or _shown(request, found, marking_form=form)


def _members(request: HttpRequest, found: Subject) -> HttpResponse:
    by = person(request)
    form = _members_form(found, request.POST)

    def do() -> None:
        given = {name: form.cleaned_data[name] for name in ("person", "is_member", "reason", "revision")}
        actions.change_members(subject=found, **given, by=by, at=timezone.now())

    return _sent(request, found, form, do) or _shown(request, found, members_form=form)


def _answer(request: HttpRequest, found: Subject) -> HttpResponse:
    by, form = person(request), AnswerForm(request.POST)

    def do() -> None:
        change = queries.open_request(found)
        if change is None or change.ref != form.cleaned_data["asked"]:
            raise Answered
        given = {name: form.cleaned_data[name] for name in ("granted", "answer")}
        actions.answer_lower_marking(change=change, **given, by=by, at=timezone.now())

    return _sent(request, found, form, do) or _shown(request, found, answer_form=form)


def _sent(request: HttpRequest, found: Subject, form: ActForm, do: Callable[[], None]) -> HttpResponse | None:
    """Run what a form asks, and lead back to the page, or to the list for who does not see the object any more."""
    by = person(request)

    def acted() -> str:
        do()
        seen = items(by) if isinstance(found, Item) else situations(by)
        is_seen = seen.filter(pk=found.pk).exists()
        return page_of(found) if is_seen else reverse("items" if isinstance(found, Item) else "situations")

    done = act(request, form, acted, by=by.ref)
    if done is None and isinstance(form, RevisedForm):
        found.refresh_from_db()
        renew_revision(form, found.revision)
    return done


def _shown(request: HttpRequest, found: Subject, **given: ActForm) -> HttpResponse:
    """Render who may see an item or a situation, with the forms that the reader may use."""
    by, asked = person(request), queries.open_request(found)
    change = has_permission(by, Permission.MARKING_CHANGE)
    is_item = isinstance(found, Item)
    context: dict[str, Any] = {
        "subject": found,
        "is_item": is_item,
        "page": page_of(found),
        "members": found.members.order_by("username"),
        "asked": asked,
        "sight": sight_of(found, asked.wanted, by=asked.by) if asked else None,
        "marking_form": (given.get("marking_form") or _marking_form(by, found)) if change else None,
        "members_form": (given.get("members_form") or _members_form(found)) if change else None,
        "answer_form": given.get("answer_form") or _answer_form(by, asked),
        "asks_outside": asked and has_permission(by, Permission.OUTSIDE_ASK, asked) and is_small_office(),
        "marking_changes": queries.marking_changes(found),
        "member_changes": queries.member_changes(found),
    }
    wrong = request.method == "POST"
    return render(request, "compartments/access.html", context, shows=[found], refused=wrong)


def _marking_form(by: User, found: Subject, data: Any = None) -> MarkingForm:
    return MarkingForm(data, subject=found, by=by, evidence=queries.open_evidence(by, found))


def _members_form(found: Subject, data: Any = None) -> MembersForm:
    form = MembersForm(data, initial={"revision": found.revision})
    people: Any = form.fields["person"]
    people.queryset = holders(Permission.ITEM_READ if isinstance(found, Item) else Permission.SITUATION_READ)
    return form


def _answer_form(by: User, asked: MarkingChange | None) -> AnswerForm | None:
    """Return the form to answer a request; None for who may not."""
    may = asked is not None and has_permission(by, Permission.MARKING_GRANT, asked)
    return AnswerForm(initial={"asked": asked.ref}) if asked is not None and may else None
