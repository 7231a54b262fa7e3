"""An office of two people, its mode, and the link that it hands to a person outside."""

import datetime as dt

import walk
from focalpoint.desk.decisions import outside_actions
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.note.digest import read_now
from focalpoint.desk.people import actions
from focalpoint.desk.people.models import OfficeMode, User
from focalpoint.desk.people.outsider import Outsider

AT = walk.AT
NAME, CAPACITY = "Wanjiru Outside", "former judge"
WHY = "Our third colleague left, and the post is not filled yet."


def small(cast: walk.Cast) -> OfficeMode:
    """Leave an author who is also the administrator, and a principal; set the mode."""
    User.objects.exclude(pk__in=[cast.analyst.pk, cast.principal.pk, cast.liaison.pk]).update(is_active=False)
    cast.analyst.more_roles = ["administrator"]
    cast.analyst.save()
    return actions.set_office_mode(is_small=True, reason=WHY, by=cast.analyst, at=AT)


def asked(submission: Submission, by: User, at: dt.datetime = AT, name: str = NAME) -> str:
    """Name a person outside and return the secret of the link."""
    submission.refresh_from_db()
    given = {"name": name, "capacity": CAPACITY, "revision": submission.revision, "by": by, "at": at}
    return outside_actions.ask_outside(submission=submission, **given)


def confirmed(submission: Submission, secret: str, at: dt.datetime = AT) -> None:
    """Confirm what reads now, as the person outside does."""
    submission.refresh_from_db()
    read = read_now(submission, at=at)
    outside_actions.confirm_outside(submission=submission, read=read, by=Outsider.of(secret), at=at)
    submission.refresh_from_db()


def refused(submission: Submission, secret: str, at: dt.datetime = AT) -> None:
    """Refuse it with words."""
    submission.refresh_from_db()
    given = {"reason": "The second source repeats the first.", "by": Outsider.of(secret), "at": at}
    outside_actions.refuse_outside(submission=submission, **given)
    submission.refresh_from_db()
