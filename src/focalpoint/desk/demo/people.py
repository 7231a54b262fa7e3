"""The people of a demonstration: some a role, named after it, with random passwords."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from focalpoint.desk.people import actions
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.trail.actors import SystemActor

FILE = Path(__file__).with_name("people.yaml")


@dataclass(frozen=True)
class SignIn:
    """How one of them signs in."""

    role: str
    name: str
    password: str


@transaction.atomic
def open_all(*, at: dt.datetime) -> list[SignIn]:
    """Open the accounts and return how each signs in, the first one of the file on top."""
    return [_opened(role, number, at) for role in _order() for number in range(1, _file()["a_role"] + 1)]


@transaction.atomic
def renew_all(*, at: dt.datetime) -> list[SignIn]:
    """Give every demonstration account a new password; the old ones are signed out."""
    users = User.objects.filter(demonstration=True)
    place = {role: number for number, role in enumerate(_order())}
    ordered = sorted(users, key=lambda user: (place[user.role], user.username))
    return [
        SignIn(user.role, user.username, actions.renew_password(user=user, by=SystemActor.CONSOLE, at=at))
        for user in ordered
    ]


def _opened(role: str, number: int, at: dt.datetime) -> SignIn:
    name = f"{role}-{number}"
    body = _file()["bodies"][number - 1] if role == Role.LIAISON else ""
    _, password = actions.open_account(
        name=name,
        role=role,
        clearance=_file()["clearance"][role],
        body=body,
        demonstration=True,
        by=SystemActor.CONSOLE,
        at=at,
    )
    return SignIn(role, name, password)


def _order() -> list[str]:
    """Return the roles, the one that is printed first on top."""
    first = _file()["first"]
    return [first, *(role.value for role in Role if role != first)]


@cache
def _file() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found
