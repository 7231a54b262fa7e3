"""What a reviewer read before signing: the note as it was shown, in one language, as of one day."""

import dataclasses
import datetime as dt
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from focalpoint.desk.concurrency.revisions import Stale
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.note.alert import alert_section
from focalpoint.desk.decisions.note.compose import compose, draft
from focalpoint.desk.decisions.note.consulted import consultations_section
from focalpoint.desk.decisions.note.endorsement import endorsement_section
from focalpoint.desk.decisions.note.interests import interests_section
from focalpoint.desk.decisions.note.missions import missions_section
from focalpoint.desk.decisions.note.signed import signed_note
from focalpoint.desk.documents.blocks import Block, Document
from focalpoint.desk.people.models import User
from focalpoint.desk.people.zones import office_day

KEPT = dt.timedelta(days=1)  # a page may be signed on the day it was read and on the next


@dataclasses.dataclass(frozen=True)
class NoteDigest:
    """The digest of the note that was shown, and what it takes to compose the same note again."""

    digest: str
    language: str
    on: dt.date

    @classmethod
    def of(cls, whole: Document) -> "NoteDigest":
        """Return what a form carries of a note that a page shows."""
        return cls(digest=whole.digest(), language=whole.language, on=whole.date)

    def fields(self) -> dict[str, Any]:
        """Return it as the hidden fields of a form."""
        return {"digest": self.digest, "language": self.language, "on": self.on}


def compose_whole(submission: Submission, *, language: str, on: dt.date, signer: User | None = None) -> Document:
    """Compose the whole note in a language, whatever language the desk speaks just now.

    It says what its ``signer`` declared, and where that is also the second reader of a safeguard.
    """
    with translation.override(language):
        given: dict[str, Any] = {"number": submission.number, "language": language, "on": on, "signer": signer}
        whole = compose(submission.assessment, submission.paper, **given)
        after = (*_asked_outside(submission), *interests_section(submission, signer), *endorsement_section(submission))
        parts = (*alert_section(submission), *whole.blocks, *after)
        return whole.model_copy(update={"blocks": parts})


def _asked_outside(submission: Submission) -> list[Block]:
    """Return what missions found and what was said by those who were consulted."""
    assessment = submission.assessment
    return [*missions_section(assessment.situation), *consultations_section(assessment)]


def current(submission: Submission, *, language: str, on: dt.date) -> Document:
    """Return the note as it was signed, or the draft of it."""
    if submission.assessment.frozen:
        return signed_note(submission.assessment)
    return draft(compose_whole(submission, language=language, on=on))


def read_now(submission: Submission, *, at: dt.datetime, signer: User | None = None) -> NoteDigest:
    """Return what a person reads who signs without a page, such as the worked demonstration."""
    language = translation.get_language() or "en"
    return NoteDigest.of(compose_whole(submission, language=language, on=office_day(at), signer=signer))


def recompose(submission: Submission, read: NoteDigest, *, signer: User, at: dt.datetime) -> Document:
    """Compose again what was read, as its signer signs it.

    What was read without knowing who signs, over the telephone, differs only in the lines that name the signer.

    Raises
    ------
    Stale : it reads otherwise now, or the page is older than a day.
    """
    signed = compose_whole(submission, language=read.language, on=read.on, signer=signer)
    reads_so = signed.digest() == read.digest
    reads_so = reads_so or compose_whole(submission, language=read.language, on=read.on).digest() == read.digest
    if not reads_so or not dt.timedelta(0) <= office_day(at) - read.on <= KEPT:
        raise Stale(_("What you read has changed since."), todo=_("Read it again below, then sign."))
    return signed
