"""What a review writes, whoever is the second person: a note that is frozen, or one that goes back with reasons."""

import datetime as dt
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.concurrency.revisions import advance, lock_row
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.note import withdrawn
from focalpoint.desk.decisions.note.digest import NoteDigest, recompose
from focalpoint.desk.decisions.submission.fingerprint import fingerprint
from focalpoint.desk.decisions.workflow import Act, NotNow, next_state
from focalpoint.desk.documents.checksum import RULE
from focalpoint.desk.options.models import Option, Paper
from focalpoint.desk.options.queries import items_behind, lost_evidence
from focalpoint.desk.options.rules import safeguards_rest_on_evidence_that_can_be_read
from focalpoint.desk.people.models import User
from focalpoint.desk.people.zones import office_day

NO_LINK: dict[str, Any] = {"outside_name": "", "outside_capacity": "", "outside_key": "", "outside_until": None}


def ensure_inside(submission: Submission) -> None:
    """Refuse a signature inside of the office on a note that says it waits for a person outside.

    Raises
    ------
    NotNow : it does.
    """
    if submission.outside_name:
        raise NotNow(
            _("This waits for a person outside of the office."), todo=_("Ask its author to take back the link first.")
        )


def freeze_note(
    submission: Submission, read: NoteDigest, revision: int, *, reviewer: User, at: dt.datetime
) -> tuple[list[Model], dict[str, Any]]:
    """Freeze the note that was read, with its hash; return what was written and what the event holds of it."""
    state = next_state(submission, Act.SIGN)
    assessment, paper = submission.assessment, submission.paper
    lock_row(assessment)
    hold_evidence(assessment)
    unsupported = withdrawn.unsupported_factors(assessment)
    _ensure_safeguards_hold(paper)
    if assessment.expires_on and assessment.expires_on < office_day(at):
        said = _("This assessment expired on %(day)s.") % {"day": assessment.expires_on}
        raise NotNow(said, todo=_("Return it to its author."))
    if unsupported:
        raise NotNow(
            _("Consent was withdrawn for all evidence of %(factors)s.") % {"factors": ", ".join(unsupported)},
            todo=_("Return it to its author."),
        )
    note = recompose(submission, read, signer=reviewer, at=at)
    frozen, digest = note.model_dump(mode="json"), note.digest()
    advance(submission, revision=revision, state=state, signed_at=at)
    changes = {"state": Assessment.State.SIGNED, "reviewer": reviewer, "reviewed_at": at}
    advance(assessment, revision=assessment.revision, frozen=frozen, frozen_hash=digest, **changes)
    advance(paper, revision=paper.revision, frozen=frozen, frozen_hash=digest)
    return [submission, assessment, paper], {"note": digest, "rule": RULE}


def _ensure_safeguards_hold(paper: Paper) -> None:
    """Refuse to sign a safeguard whose evidence was withdrawn, or is out of its author's sight, since it was submitted.

    Raises
    ------
    NotNow : there is one.
    """
    lost = lost_evidence(paper)
    proposed = [each for each in paper.current_options if each.status == Option.Status.PROPOSED]
    weak = [found for each in proposed if (found := safeguards_rest_on_evidence_that_can_be_read(each, lost))]
    if weak:
        said = "; ".join(f"{each.heading}: {each.text}" for each in weak)
        raise NotNow(said, todo=_("Return it to its author."))


def return_note(submission: Submission, reason: str, revision: int, *, reviewer: User, at: dt.datetime) -> list[Model]:
    """Send a submission back to its author with reasons; return what was written."""
    state = next_state(submission, Act.RETURN)
    assessment = submission.assessment
    now = fingerprint(assessment, submission.paper)
    advance(submission, revision=revision, state=state, returned_as=now, unchanged=False, **NO_LINK)
    changes = {"state": Assessment.State.RETURNED, "reviewer": reviewer, "reviewed_at": at, "review_reason": reason}
    advance(assessment, revision=assessment.revision, **changes)
    return [submission, assessment]


def hold_evidence(assessment: Assessment) -> None:
    """Keep consent from being withdrawn while what rests on it is signed or sent."""
    list(items_behind(assessment).select_for_update().values_list("pk"))
