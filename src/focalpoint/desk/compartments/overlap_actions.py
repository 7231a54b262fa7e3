"""Writing what was found of two situations of one country that were opened apart. One trail event each."""

import datetime as dt

from django.db import transaction

from focalpoint.desk.compartments.actions import change_members
from focalpoint.desk.compartments.answers import Answered, ensure_reason
from focalpoint.desk.concurrency.revisions import lock_row
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.situations.models import OverlapAnswer, Situation
from focalpoint.desk.situations.queries import open_overlaps
from focalpoint.desk.trail.actions import Ids, record

Outcome = OverlapAnswer.Outcome


@transaction.atomic
def answer_overlap(
    *, first: Situation, second: Situation, outcome: str, reason: str, by: User, at: dt.datetime
) -> None:
    """Record why two situations of one country are two, or make the owner of each a member of the other.

    The owners learn of each other only by the second of these.

    Raises
    ------
    Answered : they do not overlap, one is not for this person to see, or another person was faster.
    NoReason
    """
    require(by, Permission.OVERLAP_ANSWER)
    ensure_reason(reason)
    lock_row(second)
    if not open_overlaps(by).filter(from_situation=first, to_situation=second).exists():
        raise Answered
    if outcome == Outcome.TOGETHER:
        _admit_owner(second, to=first, reason=reason, by=by, at=at)
        _admit_owner(first, to=second, reason=reason, by=by, at=at)
    given = {"outcome": outcome, "reason": reason, "by": by, "at": at}
    OverlapAnswer.objects.create(first=first, second=second, **given)
    ids: Ids = {"other": first.ref, "outcome": outcome}
    record(by=by.ref, at=at, verb="overlap.answered", subject=second.ref, ids=ids, after=[second])


def _admit_owner(of: Situation, *, to: Situation, reason: str, by: User, at: dt.datetime) -> None:
    """Make the owner of a situation a member of another one."""
    to.refresh_from_db()
    if not to.members.filter(pk=of.owner_id).exists():
        change_members(subject=to, person=of.owner, is_member=True, reason=reason, revision=to.revision, by=by, at=at)
