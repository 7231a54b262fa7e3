"""Writes: one act of a small office that waits for a named person outside as its second person.

The link opens one text, once, and expires; its secret is stored nowhere, and the office hands it over itself.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoint.desk.concurrency.revisions import Stale, lock_row
from focalpoint.desk.people.models import OutsideLink, User
from focalpoint.desk.people.outsider import OPEN_FOR, Kind, Outsider, closed_account, new_secret
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.people.queries import open_links
from focalpoint.desk.people.small_office import ensure_small_office
from focalpoint.desk.trail.actions import Ids, record
from focalpoint.reference.errors import FocalpointError

STATES = OutsideLink.State


class LinkOver(FocalpointError):
    """A link that was used, taken back or has expired, or whose act no longer waits."""

    def __init__(self) -> None:
        super().__init__(_("This link opens nothing any more."), todo=_("Ask the office for a new one."))


@transaction.atomic
def ask_second_outside(*, kind: Kind, act: Any, name: str, capacity: str, by: User, at: dt.datetime) -> str:
    """Let a named person outside answer an act that waits for a second person; return the secret, shown once.

    A link to the same act that was made before opens nothing any more.

    Raises
    ------
    NotSmall : the office is in no small-office mode.
    NotShared : the marking keeps what would be shown inside of the office.
    """
    require(by, Permission.OUTSIDE_ASK, act)
    ensure_small_office()
    question = kind.shared_question(act)
    subject, secret = kind.ref_of(act), new_secret()
    open_links().filter(kind=kind.name, subject=subject).update(state=STATES.TAKEN_BACK, key="")
    link = OutsideLink.objects.create(
        kind=kind.name,
        subject=subject,
        name=name,
        capacity=capacity,
        tlp=question.tlp,
        key=Outsider.of(secret).key,
        until=at + OPEN_FOR,
        by=by,
        at=at,
    )
    _record("outside.asked", link, by=by.ref, at=at)
    return secret


@transaction.atomic
def take_back_second(*, link: OutsideLink, by: User, at: dt.datetime) -> None:
    """Take back a link that waits.

    Raises
    ------
    LinkOver : it does not wait.
    """
    require(by, Permission.OUTSIDE_ASK, link)
    lock_row(link)
    if link.state != STATES.WAITING:
        raise LinkOver
    link.state, link.key = STATES.TAKEN_BACK, ""
    link.save(update_fields=["state", "key"])
    _record("outside.taken-back", link, by=by.ref, at=at)


@transaction.atomic
def answer_second(
    *, kind: Kind, link: OutsideLink, is_confirmed: bool, answer: str, digest: str, by: Outsider, at: dt.datetime
) -> None:
    """Confirm or refuse an act as the person outside who read it; the link is used up.

    Raises
    ------
    LinkOver : the link was used, taken back or has expired, or the act no longer waits.
    NotShared : the marking was changed meanwhile.
    NotSmall : a colleague can be the second person by now.
    Stale : what is asked reads otherwise than when it was shown.
    """
    require(by, Permission.OUTSIDE_ANSWER)
    ensure_small_office()
    lock_row(link)
    act = kind.find(link.subject)
    if act is None or not open_links().filter(pk=link.pk, key=by.key, until__gt=at).exists():
        raise LinkOver
    if kind.shared_question(act).digest != digest:
        raise Stale(_("This was changed since you opened the page."), todo=_("Read it again below."))
    account = closed_account(name=link.name, clearance=link.tlp, at=at)
    link.state = STATES.CONFIRMED if is_confirmed else STATES.REFUSED
    link.answer, link.account, link.digest, link.answered_at, link.key = answer, account, digest, at, ""
    link.save(update_fields=["state", "answer", "account", "digest", "answered_at", "key"])
    verb, subject, written = kind.answer(act, is_confirmed, answer, account, at)
    ids: Ids = {"outside": 1, "link": link.ref, "read": digest}
    record(by=account.ref, at=at, verb=verb, subject=subject, ids=ids, after=[*written, account, link])


def _record(verb: str, link: OutsideLink, *, by: str, at: dt.datetime) -> None:
    ids: Ids = {"kind": link.kind, "tlp": link.tlp}
    record(by=by, at=at, verb=verb, subject=link.ref, ids=ids, after=[link])
