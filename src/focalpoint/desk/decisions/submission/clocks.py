"""How much time is left, in words and with a shape. Pure: the time comes as an argument."""

import dataclasses
import datetime as dt
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from focalpoint.desk.people.zones import office_day

HOURS = dt.timedelta(hours=24)  # below it, the clock of an urgent alert counts minutes


@dataclasses.dataclass(frozen=True)
class Clock:
    """What a clock says, and the shape that goes with it."""

    says: str
    shape: str
    overdue: bool


def clock(due: dt.date, on: dt.date, *, done: bool = False) -> Clock:
    """Return what a clock that runs out on ``due`` says on ``on``."""
    days = (due - on).days
    if done:
        return Clock(_("done"), "done", False)
    if days < 0:
        late = ngettext("overdue by %(days)d day", "overdue by %(days)d days", -days) % {"days": -days}
        return Clock(late, "late", True)
    if days == 0:
        return Clock(_("due today"), "half", False)
    return Clock(ngettext("due in %(days)d day", "due in %(days)d days", days) % {"days": days}, "", False)


def of_submission(submission: Any, at: dt.datetime) -> Clock:
    """Return the clock of a submission: to the minute where it is overdue on the day itself."""
    left = submission.due_at - at
    if submission.is_urgent and submission.state != submission.State.DECIDED and dt.timedelta() <= left < HOURS:
        minutes = max(1, int(left.total_seconds() // 60))
        says = ngettext("due in %(n)d minute", "due in %(n)d minutes", minutes) % {"n": minutes}
        return Clock(says, "half", False)
    found = clock(office_day(submission.due_at), office_day(at), done=submission.state == submission.State.DECIDED)
    if submission.state != submission.State.DECIDED and submission.due_at < at and not found.overdue:
        return Clock(_("overdue since today"), "late", True)
    return found


def stale(assessment: Any, on: dt.date) -> str:
    """Say that an assessment's day has passed; empty while it has not."""
    if assessment.expires_on is None or assessment.expires_on >= on:
        return ""
    return _("expired on %(day)s: stale") % {"day": date_format(assessment.expires_on)}


def of_transmission(sent: Any, on: dt.date) -> Clock:
    """Return the clock of an answer; there is none for a copy that was recalled."""
    if sent.recalled_at is not None:
        return Clock(_("recalled before it left"), "done", False)
    return clock(sent.answer_due_on, on, done=sent.answered_at is not None)


def decided(decision: Any) -> str:
    """Say what was decided with the day that belongs to it: watched until, asked for by, or in effect from.

    The day of the decision itself is another one, and is not among these words.
    """
    words = {
        "act": _("act; answer asked for by %(day)s"),
        "refer": _("refer; answer asked for by %(day)s"),
        "watch": _("watch until %(day)s"),
        "refuse": _("refuse, with effect from %(day)s"),
    }
    return words[decision.choice] % {"day": date_format(decision.on)}
