"""Who may open the pages of a forecast: those who are signed in, and anybody where the installation opens them."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from focalpoint.desk.people.access import roles
from focalpoint.desk.people.models import Role
from focalpoint.desk.watch.queries import FORECAST

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
# A liaison and a reporter come in by the same door and are led to their own page.
OWN_PAGE = {Role.LIAISON: "transmissions", Role.REPORTER: "report"}
INSIDE = tuple(role for role in Role if role not in OWN_PAGE)


def forecast_page(view: View, instead: Mapping[Role, str] | None = None) -> View:
    """Open a page to the roles inside and, when the installation says so, to everybody.

    ``public_page`` names the setting's word for it: the middleware that asks for a sign-in reads it.
    """
    inside = roles(*INSIDE, instead=instead)(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # A person whose page is elsewhere is led there from the entrance, and may read what everybody may.
        leads = instead is not None and request.user.is_authenticated
        is_public = FORECAST in settings.FOCALPOINT_PUBLIC_PAGES and not leads
        return (view if is_public else inside)(request, *args, **kwargs)

    answer.public_page = FORECAST  # type: ignore[attr-defined] # a mark on a function
    return cast(View, answer)
