"""The interests declared by those behind a submission, in a note, and in its copy that there are declarations."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoint.desk.decisions.models import Decision, Submission
from focalpoint.desk.decisions.submission.alert import MADE_GOOD_WITHIN
from focalpoint.desk.decisions.submission.interests import people_behind
from focalpoint.desk.documents.blocks import Block, Heading, Run, say
from focalpoint.desk.interests.models import Declaration
from focalpoint.desk.interests.queries import Known, declared
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.people.zones import office_day


def interests_section(submission: Submission, signer: User | None) -> list[Block]:
    """Return a line for each person behind a note; that a person declared nothing is said too."""
    known = declared(submission.assessment.situation)
    lines: list[Block] = [
        say(
            Run(text=f"{part} {person.get_username()}: ", strong=True), interest_words(known.get(person.pk), submission)
        )
        for part, person in _parts(submission, signer, known)
    ]
    return [Heading(text=_("Interests declared")), *lines]


def _parts(submission: Submission, signer: User | None, known: Known) -> Iterator[tuple[str, User]]:
    """Yield who wrote, handed in and signs it, then the principals who declared already."""
    author, sender = submission.assessment.author, submission.submitted_by
    yield _("Author"), author
    if sender != author:
        yield _("Handed in by"), sender
    if signer and not submission.outside_name:
        yield _("Reviewer"), signer
    others = [each.by for each in known.values() if each.by not in (author, sender, signer)]
    yield from ((_("Principal"), each) for each in others if has_permission(each, Permission.DECISION_TAKE))


def interest_words(each: Declaration | None, submission: Submission) -> str:
    """Return what was declared and what another person answered."""
    if each is None:
        hours = int(MADE_GOOD_WITHIN.total_seconds() // 3600)
        owed = _("not declared yet; due within %(hours)d hours.") % {"hours": hours}
        return owed if submission.is_urgent else _("not declared yet.")
    words = {"kinds": each.kind_words, "named": each.named, "text": each.text, "day": date_format(office_day(each.at))}
    if each.kinds:
        return f"{_('%(kinds)s (%(named)s), declared on %(day)s: %(text)s') % words} {_answered(each)}"
    if each.text:
        return f"{_('an interest was taken back on %(day)s: %(text)s') % words} {_answered(each)}"
    return _("no interest, declared on %(day)s.") % words


def _answered(each: Declaration) -> str:
    if each.answered_by is None:
        return _("No answer yet.")
    if each.answered_by == each.by:
        return _("Stepped back: another person takes over.")
    words = {"name": each.answered_by.get_username(), "reason": each.answer_reason}
    if each.is_recused:
        return _("Recused by %(name)s: %(reason)s") % words
    return _("Goes on all the same, says %(name)s: %(reason)s") % words


def declared_since(submission: Submission, known: Known | None = None) -> list[str]:
    """Say what was declared or answered after the signature, which the signed text cannot hold.

    ``known`` is what counts in the situation, where its caller has read that already.
    """
    signed, taken = submission.signed_at, getattr(submission, "decision", None)
    if signed is None:
        return []
    known = declared(submission.assessment.situation) if known is None else known
    found = [known[each.pk] for each in people_behind(submission, taken) if each.pk in known]
    late = [each for each in found if max(each.at, each.answered_at or each.at) > signed]
    said = _("Interests, %(name)s: %(words)s")
    return [said % {"name": each.by.get_username(), "words": interest_words(each, submission)} for each in late]


def declared_in_copy(decision: Decision) -> str:
    """Say to a body that interests were declared and whether there is any; not which."""
    submission = decision.submission
    known = declared(submission.assessment.situation)
    found = [known.get(each.pk) for each in people_behind(submission, decision)]
    if not all(found):
        return _("Not everyone who wrote, reviewed and decided this has declared interests yet.")
    if any(each.kinds for each in found if each):
        return _("Those who wrote, reviewed and decided this declared their interests; at least one has an interest.")
    return _("Those who wrote, reviewed and decided this declared their interests; none has one.")
