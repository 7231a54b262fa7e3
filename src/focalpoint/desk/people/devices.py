"""Devices on which a person signed in before: tries there are counted apart from what others guess at the same address.

A browser keeps a mark that fits one person and has no name in it. A reporter's keeps none: a phone that is taken from
its owner must not show that this person signed in.
"""

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission

COOKIE = "device"
KEPT = dt.timedelta(days=90)  # since the last sign-in
PATH = "/sign-in/"  # sent with sign-ins only


def remember(response: HttpResponse, user: User) -> None:
    """Leave a fresh mark on the device on which a person just signed in."""
    if has_permission(user, Permission.ITEM_READ_OWN):
        return
    mark = _signer(user).sign(secrets.token_urlsafe(18))
    response.set_cookie(
        COOKIE,
        mark,
        max_age=KEPT,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def known(request: HttpRequest, typed: str) -> str:
    """Return the mark of a device on which the person whose name was typed signed in before; else nothing."""
    mark = request.COOKIES.get(COOKIE, "")
    if not mark or not typed or "\0" in typed:
        return ""
    named = User.objects.filter(Q(username__iexact=typed) | Q(email=typed.lower()))
    return mark if any(_fits(mark, user) for user in named) else ""


def _fits(mark: str, user: User) -> bool:
    try:
        _signer(user).unsign(mark, max_age=KEPT)
    except BadSignature:
        return False
    return True


def _signer(user: User) -> TimestampSigner:
    """Return what signs for one person, until that person's password is another."""
    password = hashlib.sha256(user.password.encode()).hexdigest()
    return TimestampSigner(salt=f"focalpoint.device {user.ref} {password}")
