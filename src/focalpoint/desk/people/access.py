"""Which page opens to whom, by the table of permissions. What an object shows to whom is ``marking``'s alone."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeGuard, TypeVar, cast

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from focalpoint.desk.people.home_page import home_page
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def is_person(user: User | AnonymousUser) -> TypeGuard[User]:
    """Whether a user is signed in."""
    return user.is_authenticated


def person(request: HttpRequest) -> User:
    """Return who is signed in; every page that calls this asks for a sign-in first."""
    if not is_person(request.user):
        raise PermissionDenied
    return request.user


def requires(*any_of: Permission, leads_home: bool = False) -> Callable[[View], View]:
    """Open a page to those who hold one of some permissions; others get a plain 403 that speaks of no object.

    With ``leads_home`` a person without them is led to the person's own first page: the entrance is one address.
    """

    def opened(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(has_permission(request.user, each) for each in any_of):
                if leads_home and is_person(request.user):
                    return redirect(home_page(request.user))
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return cast(View, answer)

    return opened
