"""Writes: a demonstration sign-in and a new password for it."""

import datetime as dt
import secrets

from django.db import transaction

from focalpoint.desk.people.models import User

DEMO = "analyst"
_GROUPS, _SIGNS = 4, "abcdefghjkmnpqrstuvwxyz23456789"


def random_password() -> str:
    """Return four groups of five signs that cannot be mistaken for each other: 99 bits."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(5)) for _ in range(_GROUPS))


@transaction.atomic
def open_demo(*, at: dt.datetime) -> str | None:
    """Make the demonstration user and return its password; return nothing when it is already there."""
    if User.objects.filter(username=DEMO).exists():
        return None
    password = random_password()
    User.objects.create_user(username=DEMO, password=password, date_joined=at)
    return password


@transaction.atomic
def renew_demo(*, at: dt.datetime) -> str:
    """Give the demonstration user a new password; whoever was signed in with the old one is signed out."""
    user, _ = User.objects.get_or_create(username=DEMO, defaults={"date_joined": at})
    password = random_password()
    user.set_password(password)
    user.save()
    return password
