"""Forms that arrive too late: a sign-in or a page had expired, and what was written must not be lost.

The answer carries back what was sent, with a way to sign in next to it and a button to send again. It works without
scripts. After a sign-in the page's token is another one: the first press of the button then shows the same page once
more, with the right token.
"""

import dataclasses
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import Promise

from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.web.render import render

SHORT = 60  # signs that are carried without being shown as a text to read
NEVER = ("csrfmiddlewaretoken", "made_for", "password", "oldpassword", "password1", "password2", "credential", "code")


@dataclasses.dataclass(frozen=True)
class Held:
    """One value that was sent: its field's name, the value, and whether a person would read it as a text."""

    name: str
    value: str
    text: bool

    @property
    def label(self) -> str:
        """The field's name as words: what it was called on its own page is not known here."""
        return self.name.replace("_", " ").capitalize()


class AskForSignIn(LoginRequiredMiddleware):
    """Middleware: as Django's, except that a form which was sent without a sign-in is held."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Let everybody pass to a page that this installation opens; ask for a sign-in before the others."""
        if getattr(view_func, "public_page", "") in settings.FOCALPOINT_PUBLIC_PAGES:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(  # type: ignore[override] # a page in place of a redirect
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        """Hold a form; send everybody else to the sign-in, and from the front door on to where their work waits."""
        if request.method == "POST" and not is_cross_site(request):
            return held(request)
        if request.get_full_path() == "/":
            return redirect(settings.LOGIN_URL)
        return super().handle_no_permission(request, view_func)


def held(request: HttpRequest, reason: str | Promise = "", *, status: int = 403) -> HttpResponse:
    """Show what was sent, ready to be sent again, with the reason where it is not an expired page or sign-in."""
    found = values(request)
    context: dict[str, Any] = {
        "texts": [each for each in found if each.text],
        "kept": [each for each in found if not each.text],
        "files": sorted(request.FILES),
        "reason": reason,
        "made_for": request.POST.get("made_for", ""),
    }
    answer = render(request, "site/held.html", context, at_least=Tlp.AMBER, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def values(request: HttpRequest) -> list[Held]:
    """Return what was sent, in its order; never passwords, codes or tokens."""
    return [
        Held(name, str(value), text="\n" in str(value) or len(str(value)) > SHORT or " " in str(value))
        for name, every in request.POST.lists()
        if name not in NEVER
        for value in every
    ]


def is_cross_site(request: HttpRequest) -> bool:
    """Whether another site sent a form: its words are never put before a reader with a button under them."""
    origin = request.headers.get("Origin")
    if origin:
        return urlsplit(origin).netloc != request.get_host()
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return True
    referrer = request.headers.get("Referer")
    return bool(referrer) and urlsplit(str(referrer)).netloc != request.get_host()
