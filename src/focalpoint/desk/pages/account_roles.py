"""The roles of an account: what they allow, how they change, and the page on which their owner reads it."""

from collections.abc import Callable, Collection
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from focalpoint.desk.concurrency.forms import ActForm, act
from focalpoint.desk.pages.role_forms import AccountRolesForm, AnswerRoleForm
from focalpoint.desk.people import account_actions, queries
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import AccountChange, User
from focalpoint.desk.people.permissions import TABLE, Permission, has_permission
from focalpoint.desk.web.render import render
from focalpoint.desk.web.shown import Under


@requires(Permission.ROLE_READ)
@require_GET
def roles_of_account(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the roles of an account."""
    return _shown(request, _account(ref))


@requires(Permission.ACCOUNT_GIVE_ROLES)
@require_POST
def change_account_roles(request: HttpRequest, ref: str) -> HttpResponse:
    """Say which roles an account is to hold."""
    by, found = person(request), _account(ref)
    form = AccountRolesForm(request.POST, user=found)

    def do() -> None:
        given = {name: form.cleaned_data[name] for name in ("role", "more_roles", "body", "reason")}
        account_actions.change_roles(user=found, **given, by=by, at=timezone.now())

    return _sent(request, found, "change_form", form, do)


@requires(Permission.ACCOUNT_CONFIRM_ROLES)
@require_POST
def answer_account_roles(request: HttpRequest, ref: str) -> HttpResponse:
    """Confirm or refuse what waits for a second person."""
    by, found, form = person(request), _account(ref), AnswerRoleForm(request.POST)

    def do() -> None:
        change = _waiting(found)
        if change is None or change.ref != form.cleaned_data["asked"]:
            raise account_actions.AccountChangeAnswered
        given = {name: form.cleaned_data[name] for name in ("is_confirmed", "answer")}
        account_actions.answer_roles(change=change, **given, by=by, at=timezone.now())

    return _sent(request, found, "answer_form", form, do)


@requires(Permission.ACCOUNT_ACKNOWLEDGE)
@require_http_methods(["GET", "POST"])
def own_roles(request: HttpRequest) -> HttpResponse:
    """Show a person the own roles; take that the last change was read."""
    by, form = person(request), ActForm(request.POST or None)

    def do() -> str:
        account_actions.acknowledge_roles(user=by, by=by, at=timezone.now())
        return reverse("own_roles")

    return act(request, form, do, by=by.ref) or render(
        request, "site/own_roles.html", _context(by) | {"form": form}, shows=[Under(by.ref)], refused=bool(form.errors)
    )


def _account(ref: str) -> User:
    return get_object_or_404(queries.accounts(), ref=ref)


def _waiting(found: User) -> AccountChange | None:
    return queries.waiting_account_changes().filter(user=found).first()


def _sent(request: HttpRequest, found: User, name: str, form: ActForm, do: Callable[[], object]) -> HttpResponse:
    """Run what a form asks and lead back to the account, or show it with what is wrong."""

    def acted() -> str:
        do()
        return reverse("roles_of_account", args=[found.ref])

    return act(request, form, acted, by=person(request).ref) or _shown(request, _account(found.ref), **{name: form})


def _shown(request: HttpRequest, found: User, **given: ActForm) -> HttpResponse:
    """Render the roles of an account, and the forms that the reader may use."""
    by, waiting = person(request), _waiting(found)
    gives = found.is_active and has_permission(by, Permission.ACCOUNT_GIVE_ROLES, found)
    answers = waiting is not None and has_permission(by, Permission.ACCOUNT_CONFIRM_ROLES, waiting)
    asked = {"asked": waiting.ref if waiting else ""}
    context = _context(found) | {
        "waiting": waiting and _in_words(waiting),
        "is_own": found.pk == by.pk,
        "change_form": given.get("change_form") or (AccountRolesForm(user=found) if gives else None),
        "answer_form": given.get("answer_form") or (AnswerRoleForm(initial=asked) if answers else None),
    }
    wrong = request.method == "POST"
    return render(request, "site/account_roles.html", context, shows=[Under(found.ref)], refused=wrong)


def _context(found: User) -> dict[str, Any]:
    """Return an account, what it may do, and how its roles changed."""
    changes = [_in_words(each) for each in queries.account_changes(found)]
    return {"account": found, "allows": sentences(queries.permissions_of(found)), "changes": changes}


def _in_words(change: AccountChange) -> dict[str, Any]:
    before, after = queries.permissions_of(change.held), queries.permissions_of(change.wanted)
    return {
        "change": change,
        "names": change.wanted.role_names,
        "added": sentences([each for each in after if each not in before]),
        "removed": sentences([each for each in before if each not in after]),
    }


def sentences(permissions: Collection[str]) -> list[Any]:
    """Return in words what some permissions allow, in the order of the table."""
    return [rule.sentence for each, rule in TABLE.items() if each in permissions]
