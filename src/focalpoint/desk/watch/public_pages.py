"""Who may open the pages of a forecast: those who are signed in, and anybody where the installation opens them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from focalpoint.desk.people.access import requires
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.watch.queries import FORECAST

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def forecast_page(view: View, *, leads_home: bool = False) -> View:
    """Open a page to readers of the forecast and, when the installation says so, to everybody.

    ``public_page`` names the setting's word for it: the middleware that asks for a sign-in reads it.
    """
    inside = requires(Permission.FORECAST_READ, leads_home=leads_home)(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # A person whose page is elsewhere is led there from the entrance, and may read what everybody may.
        leads = leads_home and request.user.is_authenticated
        is_public = FORECAST in settings.FOCALPOINT_PUBLIC_PAGES and not leads
        return (view if is_public else inside)(request, *args, **kwargs)

    answer.public_page = FORECAST  # type: ignore[attr-defined] # a mark on a function
    return cast(View, answer)
