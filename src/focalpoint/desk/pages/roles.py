"""Pages of the roles that the office defined: what each gives, who holds it, and what waits for a second person."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from focalpoint.desk.concurrency.forms import ActForm, act
from focalpoint.desk.pages.account_roles import sentences
from focalpoint.desk.pages.role_forms import AnswerRoleForm, RetireForm, RoleForm
from focalpoint.desk.people import queries, role_actions
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import OfficeRole, RoleChange
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.web.render import render
from focalpoint.desk.web.shown import Under


@requires(Permission.ROLE_READ)
@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """List the roles of the office, those that wait first."""
    found = list(queries.office_roles())
    context = {
        "in_use": [(each, len(queries.role_holders(each))) for each in found if each.is_in_use],
        "others": [each for each in found if not each.is_in_use],
        "waiting": queries.waiting_role_changes(),
        "waiting_accounts": queries.waiting_account_changes(),
        "defines": has_permission(request.user, Permission.ROLE_DEFINE),
    }
    return render(request, "site/roles.html", context, shows=[Under(each.ref) for each in found])


@requires(Permission.ROLE_DEFINE)
@require_http_methods(["GET", "POST"])
def define_role(request: HttpRequest) -> HttpResponse:
    """Define a role, which a second person confirms."""
    by, form = person(request), RoleForm(request.POST or None)

    def do() -> str:
        return _page_of(role_actions.define_role(**_filled(form), by=by, at=timezone.now()))

    context = {"form": form}
    return act(request, form, do, by=by.ref) or render(
        request, "site/define_role.html", context, refused=bool(form.errors)
    )


@requires(Permission.ROLE_READ)
@require_GET
def role_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a role of the office."""
    return _shown(request, _role(ref))


@requires(Permission.ROLE_DEFINE)
@require_POST
def change_role(request: HttpRequest, ref: str) -> HttpResponse:
    """Change what a role is and gives."""
    by, found = person(request), _role(ref)
    form = RoleForm(request.POST, role=found)
    return _sent(
        request,
        found,
        "change_form",
        form,
        lambda: role_actions.change_role(role=found, **_filled(form), by=by, at=timezone.now()),
    )


@requires(Permission.ROLE_DEFINE)
@require_POST
def retire_role(request: HttpRequest, ref: str) -> HttpResponse:
    """Retire a role."""
    by, found, form = person(request), _role(ref), RetireForm(request.POST)
    return _sent(
        request,
        found,
        "retire_form",
        form,
        lambda: role_actions.retire_role(role=found, reason=form.cleaned_data["reason"], by=by, at=timezone.now()),
    )


@requires(Permission.ROLE_CONFIRM)
@require_POST
def answer_role(request: HttpRequest, ref: str) -> HttpResponse:
    """Confirm or refuse what waits for a second person."""
    by, found, form = person(request), _role(ref), AnswerRoleForm(request.POST)

    def do() -> None:
        change = _waiting(found)
        if change is None or change.ref != form.cleaned_data["asked"]:
            raise role_actions.RoleAnswered
        given = {name: form.cleaned_data[name] for name in ("is_confirmed", "answer")}
        role_actions.answer_role_change(change=change, **given, by=by, at=timezone.now())

    return _sent(request, found, "answer_form", form, do)


def _role(ref: str) -> OfficeRole:
    return get_object_or_404(queries.office_roles(), ref=ref)


def _waiting(found: OfficeRole) -> RoleChange | None:
    return queries.waiting_role_changes().filter(role=found).first()


def _page_of(found: OfficeRole) -> str:
    return reverse("role", args=[found.ref])


def _filled(form: ActForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("name", "sentence", "permissions", "reason")}


def _sent(request: HttpRequest, found: OfficeRole, name: str, form: ActForm, do: Callable[[], object]) -> HttpResponse:
    """Run what a form asks and lead back to the role, or show it with what is wrong."""

    def acted() -> str:
        do()
        return _page_of(found)

    return act(request, form, acted, by=person(request).ref) or _shown(request, _role(found.ref), **{name: form})


def _shown(request: HttpRequest, found: OfficeRole, **given: ActForm) -> HttpResponse:
    """Render a role: its holders with what they would lose, its changes, and the forms that the reader may use."""
    by, waiting = person(request), _waiting(found)
    defines = has_permission(by, Permission.ROLE_DEFINE) and found.is_in_use
    answers = waiting is not None and has_permission(by, Permission.ROLE_CONFIRM, waiting)
    asked = {"asked": waiting.ref if waiting else ""}
    context = {
        "role": found,
        "gives": sentences(found.permissions),
        "holders": [(each, queries.only_by(found, each)) for each in queries.role_holders(found)],
        "waiting": waiting and _in_words(waiting),
        "changes": [_in_words(each) for each in found.changes.select_related("by", "answered_by")],
        "change_form": given.get("change_form") or (RoleForm(role=found) if defines else None),
        "retire_form": given.get("retire_form") or (RetireForm() if defines else None),
        "answer_form": given.get("answer_form") or (AnswerRoleForm(initial=asked) if answers else None),
    }
    wrong = request.method == "POST"
    return render(request, "site/role.html", context, shows=[Under(found.ref)], refused=wrong)


def _in_words(change: RoleChange) -> dict[str, Any]:
    return {"change": change, "added": sentences(change.added), "removed": sentences(change.removed)}
