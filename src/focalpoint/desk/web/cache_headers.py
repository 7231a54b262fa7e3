"""What a browser may keep of a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Pages that show nothing but an empty form. A browser may keep these in the memory that "back" uses, so that back
# shows what was written. It must ask before it shows them again from anywhere else.
FORMS = frozenset({"report", "open_situation"})
SIGN_OUT = "account_logout"


class Private:
    """Middleware: no page with content is kept by a browser, and signing out clears what it kept.

    A phone may be shared: after a sign-out, "back" must show no one the page before, so that pages with content are
    never stored. That costs the form that "back" would show filled; where a page is nothing but a form, it is kept,
    and the sign-out asks the browser to forget it, and an unsent report that a person chose to keep in the tab.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say what may be kept."""
        inside = request.user.is_authenticated
        response = self.get_response(request)
        here = request.resolver_match.url_name if request.resolver_match else None
        if (inside or request.user.is_authenticated) and "Cache-Control" not in response:
            form = request.method == "GET" and here in FORMS and response.status_code == 200
            response["Cache-Control"] = "private, no-cache" if form else "no-store"
        if here == SIGN_OUT and request.method == "POST":
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response
