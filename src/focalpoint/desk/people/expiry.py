"""A sign-in ends after a while without use, and after a day's work whatever was done."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from focalpoint.desk.concurrency import idempotency

BEGAN, SEEN = "sign_in_began", "sign_in_seen"
STEP = dt.timedelta(seconds=30)  # a session is written again at most that often


class Expiry:
    """Middleware: sign out people who were away too long; what they just sent is held by the page that follows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End or renew the sign-in, then answer."""
        if request.user.is_authenticated:
            _look(request, timezone.now())
        return self.get_response(request)


@receiver(user_logged_in)
def begin(request: HttpRequest, **_: Any) -> None:
    """Note when a sign-in began, in the write that the sign-in makes anyway."""
    now = timezone.now().isoformat()
    request.session[BEGAN], request.session[SEEN] = now, now


@receiver(user_logged_in)
def forget_at_a_sign_in(**_: Any) -> None:
    """Delete what is over at each sign-in, so that a desk which runs for months does too."""
    forget(timezone.now())


def forget(now: dt.datetime) -> tuple[int, int]:
    """Delete sign-ins that are over and forms sent long ago, and say how many: a clock put back would revive them."""
    sign_ins, _each = Session.objects.filter(expire_date__lt=now).delete()
    return sign_ins, idempotency.forget(now)


def over(began: dt.datetime, seen: dt.datetime, now: dt.datetime) -> bool:
    """Whether a sign-in that began and was last used then is over by now."""
    idle = dt.timedelta(minutes=settings.FOCALPOINT_IDLE_MINUTES)
    longest = dt.timedelta(hours=settings.FOCALPOINT_SIGN_IN_HOURS)
    return now - seen > idle or now - began > longest


def _look(request: HttpRequest, now: dt.datetime) -> None:
    """End a sign-in that is over; note the use of one that is not."""
    began = _time(request, BEGAN) or now
    seen = _time(request, SEEN) or began
    if over(began, seen, now):
        logout(request)
        return
    if SEEN not in request.session or now - seen > STEP:
        request.session[BEGAN], request.session[SEEN] = began.isoformat(), now.isoformat()


def _time(request: HttpRequest, name: str) -> dt.datetime | None:
    kept = request.session.get(name)
    return dt.datetime.fromisoformat(kept) if kept else None
