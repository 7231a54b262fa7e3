"""The principal's four choices on a submission, the one that is being made, and the ways to each body."""

import dataclasses
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from focalpoint.desk.decisions.choices import CHOICES, FURTHER, FURTHER_WORDS
from focalpoint.desk.decisions.competence import competent_bodies
from focalpoint.desk.decisions.forms import DecideForm, DraftForm, TransmitForm, WayForm
from focalpoint.desk.decisions.models import SENDS, Position, Reservation, Submission
from focalpoint.desk.decisions.note.signed import sealed
from focalpoint.desk.decisions.queries import standing_positions
from focalpoint.desk.decisions.submission.page import SubmissionPage
from focalpoint.desk.decisions.transmission import bodies, drafts
from focalpoint.desk.decisions.transmission.bodies import Way
from focalpoint.desk.decisions.transmission.exchange_page import bodies_with_an_account
from focalpoint.desk.decisions.transmission.reach import Reached
from focalpoint.desk.documents import html, pdf
from focalpoint.desk.documents.stored import read_document


@dataclasses.dataclass(frozen=True)
class ShownCopy:
    """A copy that would leave: its reservation, its text, and the numbers of its pages."""

    row: Reservation
    text: SafeString
    pages: range


@dataclasses.dataclass(frozen=True)
class ChoicePanel:
    """What the principal may choose now; ``form`` is that of the choice, None while its body is not chosen."""

    page: SubmissionPage
    choice: str
    form: DecideForm | TransmitForm | None
    reserved: Sequence[Reservation] = ()

    @property
    def shown(self) -> Reservation | None:
        """The copy that would leave to the body of the form; None while it was not asked for."""
        return self.reserved[-1] if self.reserved else None

    @property
    def copies(self) -> list[ShownCopy]:
        """The copies that would leave, as each body would read its own."""
        found = [(each, sealed(read_document(each.copy))) for each in self.reserved]
        return [
            ShownCopy(each, html.write(document, level=2), range(1, len(pdf.write_pictures(document)) + 1))
            for each, document in found
        ]

    @property
    def together(self) -> list[tuple[Way, WayForm]]:
        """The other bodies of the same decision, each with its form."""
        forms = self.form.together if isinstance(self.form, WayForm) else ()
        return [(bodies.ways()[str(form["body"].value())], form) for form in forms]

    @property
    def parts(self) -> list[tuple[Way, DecideForm | TransmitForm | WayForm]]:
        """Every body of the decision with its form, the last one that which has the reasons too."""
        return [*self.together, *([(self.way, self.form)] if self.way and self.form else [])]

    @property
    def recall_minutes(self) -> int:
        """For how many minutes it can be recalled."""
        return 0 if self.page.submission.is_urgent else settings.FOCALPOINT_RECALL_MINUTES

    @property
    def choices(self) -> list[dict[str, Any]]:
        """The four choices, in no order of preference."""
        return [{"value": key.value, **words} for key, words in CHOICES.items()]

    @property
    def chosen(self) -> dict[str, Any] | None:
        """The choice that is being made, a further copy among them; None when there is nothing to choose."""
        if self.choice == FURTHER:
            return FURTHER_WORDS if self.page.may_send else None
        sent = self.form is not None and self.form.is_bound
        waiting = sent or self.page.submission.state == Submission.State.SIGNED
        return next((each for each in self.choices if each["value"] == self.choice), None) if waiting else None

    @property
    def decides(self) -> bool:
        """Whether the choice decides, rather than sends a further copy."""
        return self.choice in CHOICES

    @property
    def sends(self) -> bool:
        """Whether the choice sends a copy to a body."""
        return self.choice in (*SENDS, FURTHER)

    @property
    def way(self) -> Way | None:
        """The way to the body that was chosen."""
        return bodies.ways().get(str(self.form["body"].value() or "")) if self.form is not None else None

    @property
    def reached(self) -> list[Reached]:
        """The ways to every body, those that reach the States of the situation first."""
        return competent_bodies(self.page.submission.assessment.situation, self.page.on)

    @property
    def draft_form(self) -> DraftForm:
        """What a message begins from: its kind, and the State that it is for."""
        places = self.page.submission.assessment.situation.places.all()
        return DraftForm(initial={"state": next((each.iso3 for each in places), "")})

    @property
    def is_reminder_due(self) -> bool:
        """Whether leaders are to be reminded of what binds them on incitement."""
        return drafts.is_reminder_due(self.page.submission.assessment)

    @cached_property
    def known(self) -> list[tuple[Position, str]]:
        """The positions known on the situation; of a body that is chosen, its own and those before none."""
        found = bodies.with_names(standing_positions(self.page.submission.assessment.situation))
        at = {way.body.id for way in (self.way, *(way for way, _form in self.together)) if way}
        return [each for each in found if not at or not each[0].body or each[0].body in at]

    @cached_property
    def with_account(self) -> frozenset[str]:
        """The bodies for which somebody receives copies on this desk; to any other the office hands them over."""
        return bodies_with_an_account()

    @property
    def always(self) -> tuple[str, ...]:
        """The rules that hold for every body."""
        return bodies.always()
