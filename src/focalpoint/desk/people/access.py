"""Which role may open which kind of page. What an object shows to whom is ``marking``'s alone."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeGuard, TypeVar, cast

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from focalpoint.desk.people.models import Role, User

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def is_person(user: User | AnonymousUser) -> TypeGuard[User]:
    """Tell whether somebody is signed in."""
    return user.is_authenticated


def may(user: User | AnonymousUser, *roles: Role) -> bool:
    """Tell whether a user has one of some roles."""
    return is_person(user) and user.role in roles


def person(request: HttpRequest) -> User:
    """Return who is signed in; every page that calls this asks for a sign-in first."""
    if not is_person(request.user):
        raise PermissionDenied
    return request.user


def roles(*allowed: Role, instead: Mapping[Role, str] | None = None) -> Callable[[View], View]:
    """Open a page to some roles only; others get a plain 403 that speaks of the kind of page and of no object.

    ``instead`` names the page that a role is led to from here: the entrance is one address for all.
    """

    def opened(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            user = request.user
            if not may(user, *allowed):
                if is_person(user) and instead and user.role in instead:
                    return redirect(instead[Role(user.role)])
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return cast(View, answer)

    return opened
