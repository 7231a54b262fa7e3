"""Who has approved a note so far, by the record alone: drafted, reviewed, signed, decided."""

from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from focalpoint.desk.consultations.queries import consulted
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.note.interests import declared_since
from focalpoint.desk.documents.blocks import Block, Document, Heading, say
from focalpoint.desk.interests.queries import Known
from focalpoint.desk.people.models import User
from focalpoint.desk.people.zones import office_day

STATES = Submission.State


def endorsed(document: Document, submission: Submission, known: Known | None = None) -> Document:
    """Return a note with its endorsement as of now, which is no part of its digest, in the note's language."""
    with translation.override(document.language):
        return document.model_copy(update={"endorsement": " ".join(endorsement(submission, known))})


def endorsement(submission: Submission, known: Known | None = None) -> list[str]:
    """Return who drafted, reviewed, signed and decided a submission, a sentence each; what was not done is said.

    ``known`` is what counts of the interests declared, where its caller has read that already.
    """
    steps = [_drafted(submission), _reviewed(submission), _decided(submission)]
    return [*steps, *_consulted(submission), *declared_since(submission, known)]


def endorsement_section(submission: Submission) -> list[Block]:
    """Return what a note says of itself before it is signed: later steps cannot be part of the text they approve."""
    later = _("It is approved by those whose signature and decision are on the record; the line below the title says.")
    lines: list[Block] = [Heading(text=_("Endorsement")), say(f"{_drafted(submission)} {later}")]
    if submission.outside_name:
        said = {"name": submission.outside_name, "capacity": submission.outside_capacity}
        lines.append(
            say(
                _(
                    "This office has fewer than three people and was in small-office mode: the second person for this "
                    "note is %(name)s (%(capacity)s), outside of the office, who reads it by a one-time link."
                )
                % said
            )
        )
    return lines


def _drafted(submission: Submission) -> str:
    author, handed_in = submission.assessment.author, submission.submitted_by
    said = {"author": _name(author), "by": _name(handed_in), "day": date_format(office_day(submission.submitted_at))}
    if author == handed_in:
        return _("Drafted and submitted by %(author)s on %(day)s.") % said
    return _("Drafted by %(author)s, submitted by %(by)s on %(day)s.") % said


def _reviewed(submission: Submission) -> str:
    assessment = submission.assessment
    if assessment.reviewer is None or assessment.reviewed_at is None:
        return _("Not reviewed or signed yet.")
    said = {"name": _name(assessment.reviewer), "day": date_format(office_day(assessment.reviewed_at))}
    if submission.state == STATES.RETURNED:
        return _("Reviewed and returned by %(name)s on %(day)s; not signed.") % said
    if submission.state == STATES.SUBMITTED:
        return _("An earlier text was returned by %(name)s on %(day)s; this one is not reviewed or signed yet.") % said
    if submission.outside_name:
        said |= {"name": submission.outside_name, "capacity": submission.outside_capacity}
        return (
            _("Read and confirmed in small-office mode by %(name)s (%(capacity)s), outside of the office, on %(day)s.")
            % said
        )
    if submission.telephone_by is None:
        return _("Reviewed and signed by %(name)s on %(day)s.") % said
    said |= {"by": _name(submission.telephone_by)}
    if submission.confirmed_at:
        return _("Signed by %(name)s on %(day)s by telephone, recorded by %(by)s and confirmed later.") % said
    return _("Signed by %(name)s on %(day)s by telephone, recorded by %(by)s; not confirmed yet.") % said


def _decided(submission: Submission) -> str:
    taken = getattr(submission, "decision", None)
    if taken is None:
        return _("Not decided yet.")
    said = {"name": _name(taken.by), "day": date_format(office_day(taken.at)), "choice": taken.get_choice_display()}
    return _("Decided by %(name)s on %(day)s: %(choice)s.") % said


def _consulted(submission: Submission) -> list[str]:
    """Say who was asked and only consulted."""
    names = list(dict.fromkeys(each.who for each in consulted(submission.assessment)))
    if not names:
        return []
    said = _("Consulted only, neither reviewed nor approved by: %(names)s.")
    return [said % {"names": get_text_list(names, _("and"))}]


def _name(user: User) -> str:
    return user.get_full_name() or user.get_username()
