"""A named person outside of the office who came by a one-time link: no account, one act."""

import dataclasses
import datetime as dt
import hashlib
import secrets

from django.contrib.auth.hashers import make_password

from focalpoint.desk.marking.refs import new_ref, short_ref
from focalpoint.desk.people.models import Role, User


@dataclasses.dataclass(frozen=True)
class Outsider:
    """Who holds a link, by the hash of its secret; the secret itself is stored nowhere."""

    key: str

    @classmethod
    def of(cls, secret: str) -> "Outsider":
        """Return who came with a secret."""
        return cls(hashlib.sha256(secret.encode()).hexdigest())


def new_secret() -> str:
    """Return the secret of a fresh link: 256 bits."""
    return secrets.token_urlsafe(32)


def closed_account(*, name: str, clearance: str, at: dt.datetime) -> User:
    """Make the account under which the record names a person outside; no one can sign in with it."""
    return User.objects.create(
        username=f"outside-{short_ref(new_ref())}",
        first_name=name,
        role=Role.REVIEWER,
        clearance=clearance,
        password=make_password(None),
        is_active=False,
        date_joined=at,
    )
