"""The interests declared by the people behind a submission: in the way of a step, or owed after an urgent alert."""

import datetime as dt

from django.utils.translation import gettext as _

from focalpoint.desk.concurrency.revisions import advance
from focalpoint.desk.decisions.models import Decision, Submission
from focalpoint.desk.decisions.submission import alert
from focalpoint.desk.decisions.workflow import NotNow
from focalpoint.desk.interests.queries import declared, problem, problems
from focalpoint.desk.people.models import User


def people_behind(submission: Submission, decision: Decision | None = None) -> list[User]:
    """Return who wrote, handed in, signed and decided a submission, each once; a person outside has no account."""
    is_ours = submission.signed_at and not submission.outside_name
    reviewer = submission.assessment.reviewer if is_ours else None
    found = [submission.assessment.author, submission.submitted_by, reviewer, decision.by if decision else None]
    return list(dict.fromkeys(each for each in found if each))


def ensure_settled(submission: Submission, by: User, *, refuses: bool = False) -> None:
    """Refuse a step before its person declared interests, or while one that was declared has no answer.

    An urgent alert waits for no declaration; it waits for another person where its reviewer or principal is recused.
    A note that was signed before interests were declared is decided on, and any note can be refused.

    Raises
    ------
    NotNow : something is in the way.
    """
    known = declared(submission.assessment.situation)
    if submission.is_urgent:
        mine = known.get(by.pk)
        found = [problem(known, by)] if mine and mine.is_recused else []
    else:
        is_signed = submission.state != Submission.State.SUBMITTED
        behind = [] if refuses else people_behind(submission)
        found = problems(known, [by, *(each for each in behind if not is_signed or each.pk in known)])
    if found:
        raise NotNow(" ".join(found), todo=_("Open the interests on the page of the submission."))


def owe_declarations(submission: Submission, at: dt.datetime, decision: Decision | None = None) -> None:
    """Add to the steps that an urgent alert skipped that a person behind it has not declared interests."""
    if not submission.is_urgent or alert.INTERESTS in submission.skipped:
        return
    if problems(declared(submission.assessment.situation), people_behind(submission, decision)):
        owed = {"owed_by": submission.owed_by or at + alert.MADE_GOOD_WITHIN}
        advance(submission, revision=submission.revision, skipped=[*submission.skipped, alert.INTERESTS], **owed)


def open_steps(submission: Submission) -> list[str]:
    """Return what an alert still owes, by the keys of the steps; declarations are owed until each person made one."""
    people = people_behind(submission, getattr(submission, "decision", None))
    owes = alert.INTERESTS in submission.skipped and problems(declared(submission.assessment.situation), people)
    return [each for each in alert.owed_steps(submission) if owes or each != alert.INTERESTS]
