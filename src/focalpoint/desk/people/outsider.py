"""A named person outside of the office who comes by a one-time link: no account, one act, one text to read."""

import dataclasses
import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Callable
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import Model
from django.utils.translation import gettext as _

from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.refs import new_ref, short_ref
from focalpoint.desk.people.models import OUTSIDE, Role, User
from focalpoint.reference.errors import FocalpointError

OPEN_FOR = dt.timedelta(hours=72)
# TLP 2.0: AMBER+STRICT is for the organisation alone, RED for those present.
SHARED = (Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER)


class NotShared(FocalpointError):
    """Something is to be shown outside whose marking, or whose members, keep it inside."""


def ensure_shared(tlp: str, *, is_for_members: bool) -> None:
    """Refuse to show outside of the office what is marked more strictly than TLP:AMBER, or is for members alone.

    Raises
    ------
    NotShared
    """
    if tlp not in SHARED or is_for_members:
        raise NotShared(
            _("The marking %(tlp)s, or its members, keep this inside of the office.") % {"tlp": tlp},
            todo=_("Ask for a lower marking first, if the content allows it."),
        )


@dataclasses.dataclass(frozen=True)
class Question:
    """What a person outside reads of one act, and nothing else."""

    title: str
    lines: tuple[tuple[str, str], ...]
    tlp: str
    is_for_members: bool = False

    @property
    def digest(self) -> str:
        """Return the hash of what was read, which the answer is given to."""
        return hashlib.sha256(json.dumps([self.title, self.lines, self.tlp]).encode()).hexdigest()


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of act that may wait for a person outside.

    Parameters
    ----------
    name : by which its links are stored.
    ref_of, find : the reference of an act, and the act of a reference; None where it waits no more.
    question : what is shown of it.
    answer : writes the answer of an account; returns the event's verb, its subject and what was written.
    page : the address where the office reads what came of it.
    """

    name: str
    ref_of: Callable[[Any], str]
    find: Callable[[str], Any]
    question: Callable[[Any], Question]
    answer: Callable[[Any, bool, str, User, dt.datetime], tuple[str, str, list[Model]]]
    page: Callable[[Any], str]

    def shared_question(self, act: Any) -> Question:
        """Return what may be shown of an act outside of the office at this moment.

        Raises
        ------
        NotShared : its marking, or its members, keep it inside.
        """
        found = self.question(act)
        ensure_shared(found.tlp, is_for_members=found.is_for_members)
        return found


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
        username=OUTSIDE + short_ref(new_ref()),
        first_name=name,
        role=Role.REVIEWER,
        clearance=clearance,
        password=make_password(None),
        is_active=False,
        date_joined=at,
    )
