"""Which role may open which kind of page. What an object shows to whom is ``marking``'s alone."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeGuard, TypeVar, cast

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

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


def roles(*allowed: Role) -> Callable[[View], View]:
    """Open a page to some roles only; others get a plain 403 that speaks of the kind of page and of no object."""

    def opened(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(request.user, *allowed):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return cast(View, answer)

    return opened
