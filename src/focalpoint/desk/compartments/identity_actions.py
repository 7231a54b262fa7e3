"""Writing and opening who a source is: sealed by the office, opened by two custodians. One trail event each."""

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from focalpoint.desk.compartments.actions import AskedAlready
from focalpoint.desk.compartments.answers import ensure_reason, keep_identity_answer
from focalpoint.desk.compartments.models import Identity, IdentityRequest
from focalpoint.desk.concurrency.revisions import lock_row
from focalpoint.desk.intake import originals
from focalpoint.desk.intake.models import Source
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.trail.actions import Ids, record
from focalpoint.reference.errors import FocalpointError

READING = dt.timedelta(minutes=15)  # of one grant, from its opening
GRANT_HOLDS = dt.timedelta(days=1)  # until it is opened


class NotSealed(FocalpointError):
    """A request for the identity of a source that has none sealed."""


class NotOpen(FocalpointError):
    """A reading that was not granted, or is over."""


@transaction.atomic
def seal_identity(*, source: Source, text: str, by: User, at: dt.datetime) -> Identity:
    """Seal who a source is and how to reach it; what was sealed before is kept."""
    require(by, Permission.IDENTITY_SEAL)
    sealed, key = originals.seal(_home(), text.encode(), name=source.ref)
    found = Identity.objects.create(source=source, sealed=sealed, key=key, by=by, at=at)
    record(by=by.ref, at=at, verb="identity.sealed", subject=source.ref, after=[source])
    return found


@transaction.atomic
def ask_identity(*, source: Source, reason: str, by: User, at: dt.datetime) -> IdentityRequest:
    """Ask another custodian to open who a source is.

    Raises
    ------
    NotSealed : nothing is sealed of this source.
    AskedAlready : a request of the same custodian waits.
    NoReason
    """
    require(by, Permission.IDENTITY_ASK)
    ensure_reason(reason)
    lock_row(source)
    if not source.identities.exists():
        raise NotSealed(_("No identity is sealed for this source."), todo=_("Ask the person who registered it."))
    if source.identity_requests.filter(by=by, granted=None).exists():
        raise AskedAlready(_("Your request waits already."), todo=_("Ask again once it was answered."))
    found = IdentityRequest.objects.create(source=source, reason=reason, by=by, at=at)
    record(by=by.ref, at=at, verb="identity.asked", subject=source.ref, ids={"request": found.ref}, after=[source])
    return found


@transaction.atomic
def answer_identity(*, asked: IdentityRequest, granted: bool, answer: str, by: User, at: dt.datetime) -> None:
    """Grant or refuse another custodian's request to read who a source is.

    Raises
    ------
    Answered : a third custodian was faster.
    NoReason
    """
    require(by, Permission.IDENTITY_GRANT, asked)
    keep_identity_answer(asked, granted, answer, by=by, at=at)
    ids: Ids = {"request": asked.ref, "granted": int(granted)}
    record(by=by.ref, at=at, verb="identity.answered", subject=asked.source.ref, ids=ids, after=[asked.source])


@transaction.atomic
def open_identity(*, asked: IdentityRequest, by: User, at: dt.datetime) -> None:
    """Begin the one reading of a grant; it ends by itself.

    Raises
    ------
    NotOpen : it was not granted, was opened before, or was granted too long ago.
    """
    require(by, Permission.IDENTITY_READ, asked)
    lock_row(asked)
    if not is_granted(asked, at) or asked.opened_at is not None:
        raise NotOpen(_("This grant opens nothing any more."), todo=_("Ask another custodian again."))
    asked.opened_at = at
    asked.save(update_fields=["opened_at"])
    ids = {"request": asked.ref}
    record(by=by.ref, at=at, verb="identity.opened", subject=asked.source.ref, ids=ids, after=[asked.source])


@transaction.atomic
def read_identity(*, asked: IdentityRequest, by: User, at: dt.datetime) -> list[tuple[Identity, str]]:
    """Return what is sealed of a source, newest first, while a reading is open; each time is in the trail.

    Raises
    ------
    NotOpen : no reading is open.
    Unreadable : what was sealed was changed, or its key is gone.
    """
    require(by, Permission.IDENTITY_READ, asked)
    if not is_open(asked, at):
        raise NotOpen(_("The reading is over."), todo=_("Ask another custodian again."))
    source = asked.source
    record(by=by.ref, at=at, verb="identity.read", subject=source.ref, ids={"request": asked.ref})
    rows = source.identities.select_related("by")
    return [
        (each, originals.unseal(_home(), bytes(each.sealed), bytes(each.key), name=source.ref).decode())
        for each in rows
    ]


def is_granted(asked: IdentityRequest, at: dt.datetime) -> bool:
    """Whether a request was granted, and not too long ago."""
    answered = asked.answered_at
    return bool(asked.granted) and answered is not None and at < answered + GRANT_HOLDS


def is_open(asked: IdentityRequest, at: dt.datetime) -> bool:
    """Whether the reading of a request was begun and is not over."""
    opened = asked.opened_at
    return opened is not None and opened <= at < opened + READING


def _home() -> Path:
    return Path(settings.FOCALPOINT_HOME)
