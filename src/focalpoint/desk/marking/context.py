"""The marking that a page shows when its view names none."""

from django.conf import settings
from django.http import HttpRequest

from focalpoint.desk.marking.levels import Tlp


def marking(request: HttpRequest) -> dict[str, Tlp]:
    """Mark every page for the community; one that is opened to everybody is clear for who has no account.

    A reader with an account may be shown more on the same page, so that it keeps the marking of the desk for them.
    """
    view = request.resolver_match.func if request.resolver_match else None
    is_open = getattr(view, "public_page", "") in settings.FOCALPOINT_PUBLIC_PAGES
    user = getattr(request, "user", None)
    return {"marking": Tlp.CLEAR if is_open and user is not None and not user.is_authenticated else Tlp.GREEN}
