"""Writes: the review of a submission by a named person outside, where an office is too small for a second person.

The link opens one text, once, and expires; its secret is stored nowhere, and the office hands it over itself.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoint.desk.concurrency.revisions import advance, lock_row
from focalpoint.desk.decisions import queries
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.note.digest import NoteDigest
from focalpoint.desk.decisions.submission import interests
from focalpoint.desk.decisions.submission.review import NO_LINK, freeze_note, return_note
from focalpoint.desk.decisions.workflow import Act, NotNow, next_state
from focalpoint.desk.people.models import User
from focalpoint.desk.people.outsider import OPEN_FOR, Outsider, closed_account, ensure_shared, new_secret
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.people.small_office import ensure_small_office
from focalpoint.desk.trail.actions import Ids, record

USED: dict[str, str | None] = {"outside_key": "", "outside_until": None}


@transaction.atomic
def ask_outside(*, submission: Submission, name: str, capacity: str, revision: int, by: User, at: dt.datetime) -> str:
    """Let a named person outside of the office be the second person; return the secret of the link, shown once.

    A link that was made before opens nothing any more.

    Raises
    ------
    NotNow : it is not with the reviewer.
    NotSmall : the office is in no small-office mode.
    NotShared : the marking keeps it inside.
    """
    require(by, Permission.OUTSIDE_ASK, submission)
    lock_row(submission)
    next_state(submission, Act.SIGN)
    ensure_small_office()
    situation = submission.assessment.situation
    ensure_shared(situation.tlp, is_for_members=situation.is_for_members)
    secret = new_secret()
    link = {"outside_key": Outsider.of(secret).key, "outside_until": at + OPEN_FOR}
    advance(submission, revision=revision, outside_name=name, outside_capacity=capacity, **link)
    ids: Ids = {"tlp": situation.tlp}
    record(by=by.ref, at=at, verb="submission.outside-asked", subject=submission.ref, ids=ids, after=[submission])
    return secret


@transaction.atomic
def take_back_link(*, submission: Submission, revision: int, by: User, at: dt.datetime) -> None:
    """Take back a link, so that a colleague or another person outside can be the second person.

    Raises
    ------
    NotNow : no link waits.
    """
    require(by, Permission.OUTSIDE_ASK, submission)
    lock_row(submission)
    if submission.state != Submission.State.SUBMITTED or not submission.outside_name:
        raise NotNow(_("No link waits for this submission."), todo=_("Open it again to see its state."))
    advance(submission, revision=revision, **NO_LINK)
    record(by=by.ref, at=at, verb="submission.outside-taken-back", subject=submission.ref, after=[submission])


@transaction.atomic
def confirm_outside(*, submission: Submission, read: NoteDigest, by: Outsider, at: dt.datetime) -> None:
    """Sign a submission as the person outside who read it; the link is used up.

    Raises
    ------
    NotSmall : a colleague can sign it by now.
    Stale : the note reads otherwise than when it was shown.
    NotNow : the link was used, taken back or has expired, its author's interests are not settled, or the note cannot
        be signed any more.
    """
    require(by, Permission.OUTSIDE_ANSWER, submission)
    ensure_small_office()
    account = _account(submission, by, at)
    interests.ensure_settled(submission, submission.submitted_by)
    written, ids = freeze_note(submission, read, submission.revision, reviewer=account, at=at)
    advance(submission, revision=submission.revision, **USED)
    ids |= {"outside": 1}
    record(by=account.ref, at=at, verb="submission.signed", subject=submission.ref, ids=ids, after=[*written, account])


@transaction.atomic
def refuse_outside(*, submission: Submission, reason: str, by: Outsider, at: dt.datetime) -> None:
    """Return a submission to its author as the person outside, with reasons; the link is used up.

    Raises
    ------
    NotNow : the link was used, taken back or has expired.
    """
    require(by, Permission.OUTSIDE_ANSWER, submission)
    account = _account(submission, by, at)
    written = return_note(submission, reason, submission.revision, reviewer=account, at=at)
    ids: Ids = {"outside": 1}
    record(
        by=account.ref, at=at, verb="submission.returned", subject=submission.ref, ids=ids, after=[*written, account]
    )


def _account(submission: Submission, by: Outsider, at: dt.datetime) -> User:
    """Return the account under which the record names a person outside, while the link is open."""
    lock_row(submission)
    if not queries.waiting_outside(by, at=at).filter(pk=submission.pk).exists():
        raise NotNow(_("This link opens nothing any more."), todo=_("Ask the office for a new one."))
    return closed_account(name=submission.outside_name, clearance=submission.tlp, at=at)
