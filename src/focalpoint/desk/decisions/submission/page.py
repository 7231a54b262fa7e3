"""What a reader of a submission is shown, composed once: the note, the clock, what was decided and sent."""

import dataclasses
import datetime as dt
from functools import cached_property

from django.utils.safestring import SafeString

from focalpoint.desk.decisions import queries
from focalpoint.desk.decisions.models import Decision, Submission, Transmission
from focalpoint.desk.decisions.note import brief, compose, digest, withdrawn
from focalpoint.desk.decisions.note.digest import NoteDigest
from focalpoint.desk.decisions.note.endorsement import endorsed
from focalpoint.desk.decisions.note.signed import signed_note
from focalpoint.desk.decisions.submission import alert, clocks
from focalpoint.desk.decisions.submission.clocks import Clock
from focalpoint.desk.decisions.submission.interests import open_steps
from focalpoint.desk.decisions.transmission import bodies
from focalpoint.desk.decisions.transmission.bodies import Way
from focalpoint.desk.decisions.workflow import is_turn_of
from focalpoint.desk.documents import html
from focalpoint.desk.documents.blocks import Document
from focalpoint.desk.interests.queries import Known, declared
from focalpoint.desk.options.columns import Column, columns
from focalpoint.desk.options.queries import held_to_the_rules, readable_evidence
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.people.zones import office_day


@dataclasses.dataclass(frozen=True)
class Sent:
    """One copy that was sent, with the clock of its answer."""

    row: Transmission
    body: str
    clock: Clock

    @property
    def goes_on_to(self) -> Way | None:
        """The body to which it goes on when its day has passed without an answer."""
        return bodies.next_above(self.row.body) if self.clock.overdue else None


@dataclasses.dataclass(frozen=True)
class SubmissionPage:
    """One submission as one reader sees it at one time; each part is composed when it is first shown."""

    submission: Submission
    reader: User
    at: dt.datetime
    language: str

    @cached_property
    def on(self) -> dt.date:
        """The office's day."""
        return office_day(self.at)

    @cached_property
    def clock(self) -> Clock:
        """The clock of the decision."""
        return clocks.of_submission(self.submission, self.at)

    @cached_property
    def yours(self) -> bool:
        """Whether the next step is the reader's."""
        return is_turn_of(self.submission, self.reader)

    @cached_property
    def as_principal(self) -> bool:
        """Whether it is shown as the principal's page."""
        once_signed = self.submission.state in queries.ONCE_SIGNED
        return once_signed and has_permission(self.reader, Permission.DECISION_PREPARE)

    @cached_property
    def note(self) -> Document:
        """The signed note, or the note as it would be signed now in the reader's language."""
        if self.submission.assessment.frozen:
            return signed_note(self.submission.assessment)
        signer = self.reader if self.reviewing else None
        return digest.compose_whole(self.submission, language=self.language, on=self.on, signer=signer)

    @property
    def own(self) -> bool:
        """Whether the reader wrote it or handed it in."""
        return self.reader.pk in self.submission.author_ids

    @property
    def reviewing(self) -> bool:
        """Whether the reader is the one to sign or return it now."""
        return self.yours and self.submission.state == Submission.State.SUBMITTED

    @property
    def stale(self) -> str:
        """That the assessment's day has passed; empty while it has not."""
        return clocks.stale(self.submission.assessment, self.on)

    @cached_property
    def owed(self) -> list[str]:
        """The steps that an urgent alert skipped and that nothing has made good, in words."""
        owes = alert.owing(Submission.objects.filter(pk=self.submission.pk, owed_by__isnull=False)).exists()
        return alert.names_of([each for each in open_steps(self.submission) if each != "signature"]) if owes else []

    @property
    def read(self) -> NoteDigest:
        """What a reader who signs has read."""
        return NoteDigest.of(self.note)

    @property
    def decision(self) -> Decision | None:
        """What was decided, if anything was."""
        return getattr(self.submission, "decision", None)

    @property
    def decision_body(self) -> str:
        """The name of the body that the decision went to first."""
        return bodies.name(self.decision.body) if self.decision and self.decision.body else ""

    @cached_property
    def sent(self) -> list[Sent]:
        """The copies that the reader may see, the first one first."""
        if self.decision is None:
            return []
        rows = queries.transmissions(self.reader).filter(decision=self.decision).order_by("sent_at", "pk")
        return [Sent(each, bodies.name(each.body), clocks.of_transmission(each, self.on)) for each in rows]

    @cached_property
    def may_send(self) -> bool:
        """Whether the reader may send a further copy."""
        sends = self.decision is not None and self.decision.sends
        return sends and has_permission(self.reader, Permission.DECISION_TAKE, self.submission)

    @property
    def may_open_paper(self) -> bool:
        """Whether the reader may open the options paper and compare its options."""
        return has_permission(self.reader, Permission.SITUATION_READ)

    @cached_property
    def columns(self) -> list[Column]:
        """The options of the paper, by pillar."""
        paper = self.submission.paper
        paper.assessment = self.submission.assessment  # read already, with its situation
        return columns(paper, held_to_the_rules(paper))

    @cached_property
    def declared(self) -> Known:
        """What counts of the interests declared in the situation."""
        return declared(self.submission.assessment.situation)

    @cached_property
    def readable(self) -> frozenset[str]:
        """The references of the items behind the safeguards that the reader may open."""
        return readable_evidence(self.reader, self.submission.paper)

    @cached_property
    def brief(self) -> SafeString:
        """The short note of the principal's desk."""
        return html.write(self._as_of_now(brief.compose(self.submission, self.columns, on=self.on)))

    @cached_property
    def whole(self) -> SafeString:
        """The whole note: as it was signed, or the draft that says so."""
        shown = self.note if self.submission.assessment.frozen else compose.draft(self.note)
        return html.write(self._as_of_now(shown), level=2 if self.as_principal else 1)

    def _as_of_now(self, shown: Document) -> Document:
        """Return a text without what was withdrawn, and with who has approved it so far."""
        if self._rests_on_withdrawn:
            shown = withdrawn.redacted_note(shown, self.submission.assessment)
        return endorsed(shown, self.submission, self.declared)

    @cached_property
    def _rests_on_withdrawn(self) -> bool:
        return withdrawn.rests_on_withdrawn(self.submission.assessment)
