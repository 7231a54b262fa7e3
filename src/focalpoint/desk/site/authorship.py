"""A form belongs to the person it was made for: its page says so, sealed, and no one else can send it.

Phones are shared. One person writes, another signs in on the same phone in another tab, and the first page is still
there. What it holds was written by the first person: the second one neither sees it nor sends it under another name.
It comes back sealed, and opens once the person who wrote it has signed in.
"""

import json
from collections.abc import Callable
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict

from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.people.access import is_person
from focalpoint.desk.people.mfa import box
from focalpoint.desk.web import expired_forms
from focalpoint.desk.web.render import render

FIELD, SEALED = "made_for", "sealed_form"
SALT = "focalpoint.desk.site.made-for"
PURPOSE = b"focalpoint.sealed-form"
OPEN_TO_ALL = frozenset({"set_language", "account_logout"})  # hold no text of a person


class Authorship:
    """Middleware: a form is answered for the person it was made for, and for no one else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Turn a form away that was made for another person, or that comes sealed."""
        here = request.resolver_match.url_name if request.resolver_match else ""
        return answer(request) if request.method == "POST" and here not in OPEN_TO_ALL else None


def seal(user: Any) -> str:
    """Return what a form says of the person it is made for; nothing without a sign-in."""
    return signing.Signer(salt=SALT).sign(user.ref) if is_person(user) else ""


def answer(request: HttpRequest) -> HttpResponse | None:
    """Return the page for a form that is not this person's or comes sealed; None for one that may be acted upon."""
    if SEALED in request.POST:
        return _opened(request)
    if is_person(request.user) and made_for(request) not in ("", request.user.ref):
        return _others(request, _sealed(request))
    return None


def made_for(request: HttpRequest) -> str:
    """Return the reference of the person a form was made for; nothing where it does not say or was tampered with."""
    try:
        return signing.Signer(salt=SALT).unsign(request.POST.get(FIELD, ""))
    except signing.BadSignature:
        return ""


def _opened(request: HttpRequest) -> HttpResponse:
    """Show what is in a sealed form to the person who wrote it, ready to be sent; to others the sealed page again."""
    text = request.POST[SEALED]
    try:
        ref, pairs = json.loads(_box().decrypt(text.encode()))
    except (InvalidToken, ValueError):
        return render(request, "403_csrf.html", status=403)
    if not is_person(request.user) or request.user.ref != ref:
        return _others(request, text)
    values = QueryDict(mutable=True)
    for name, value in pairs:
        values.appendlist(name, value)
    request.POST = values  # type: ignore[assignment]  # what the page shows is what was written
    return expired_forms.held(request)


def _others(request: HttpRequest, text: str) -> HttpResponse:
    """Say that a form was written by another person, and carry it on, sealed."""
    context = {"name": SEALED, "sealed": text}
    found = render(request, "site/anothers.html", context, at_least=Tlp.AMBER, status=403)
    found["Cache-Control"] = "no-store"
    return found


def _sealed(request: HttpRequest) -> str:
    """Seal what was sent, for the person the form was made for; passwords and codes are left out."""
    pairs = [(name, value) for name, many in request.POST.lists() if name not in expired_forms.NEVER for value in many]
    return _box().encrypt(json.dumps([made_for(request), pairs]).encode()).decode()


def _box() -> Fernet:
    return box(PURPOSE)
