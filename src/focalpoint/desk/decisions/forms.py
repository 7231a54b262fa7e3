"""What a reviewer, the principal and a liaison fill in."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.concurrency.forms import NO_ID, ActForm, RevisedForm
from focalpoint.desk.decisions.models import Message, Position, Transmission
from focalpoint.desk.decisions.note.compose import key
from focalpoint.desk.decisions.transmission.bodies import Way, grouped
from focalpoint.desk.decisions.transmission.drafts import KINDS, LEADERS
from focalpoint.desk.decisions.transmission.rules import QUIET
from focalpoint.desk.design.fields import countries, day, name_line, names, reason_words, says_why, words
from focalpoint.desk.marking.rule import not_lower
from focalpoint.desk.options.models import Option
from focalpoint.desk.options.rules import measure
from focalpoint.desk.people.models import User

BASIS = 300  # signs of a legal basis
OTHER = "other"  # the choice of an entry point that the catalogue does not have
MESSAGE = ("addressee", "obligations", "alone")  # what a message has, with the assessment or alone
REASONS = ("reason", "others")  # of the whole decision, whatever the number of its bodies


def letter_field() -> forms.FileField:
    """Return the field of a letter, as it came."""
    return forms.FileField(
        label=_("Letter"), required=False, allow_empty_file=True, help_text=_("It is kept sealed as it is.")
    )


def bodies() -> list[Any]:
    """Return the bodies to choose from, after an empty choice."""
    return [("", "–"), *grouped()]


class AgainForm(RevisedForm):
    """To the reviewer; one that comes back as it was returned says that its author means it."""

    as_it_is = forms.BooleanField(required=False, widget=forms.HiddenInput(attrs=NO_ID))
    is_urgent = forms.BooleanField(required=False, widget=forms.HiddenInput(attrs=NO_ID))


class ReadForm(ActForm):
    """What says which note was read, by its digest, its language and its day."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput(attrs=NO_ID))
    language = forms.ChoiceField(choices=lambda: settings.LANGUAGES, widget=forms.HiddenInput(attrs=NO_ID))
    on = forms.DateField(input_formats=["%Y-%m-%d"], widget=forms.HiddenInput(attrs=NO_ID))


class SignForm(ReadForm, RevisedForm):
    """A signature on the note that was read."""


class TelephoneForm(SignForm):
    """Who signed an urgent alert by telephone, after its note was read out."""

    reviewer = forms.ModelChoiceField(
        label=_("Reviewer who signed by telephone"), queryset=User.objects.none(), to_field_name="ref"
    )

    def offer(self, found: QuerySet[User]) -> None:
        """Offer the people who could sign it on the screen."""
        self.fields["reviewer"].queryset = found  # type: ignore[attr-defined]  # a ModelChoiceField


class ReturnForm(RevisedForm):
    """Back to the author, with reasons."""

    reason = reason_words(_("Reasons"), rows=4, help_text=_("What is missing or does not hold. The author reads this."))


class DatedForm(forms.Form):
    """A form with one day, whose meaning depends on what is done."""

    on = day(_("Date"), required=True)

    def dated(self, label: Any, today: dt.date) -> None:
        """Say what the date means here, and offer no day that has passed."""
        self.fields["on"].label = label
        self.fields["on"].widget.attrs["min"] = today.isoformat()


class DecideForm(DatedForm, RevisedForm):
    """A decision that sends nothing to a body: watch until a day, or refuse. A blank one is impossible."""

    field_order: Sequence[str] = ("body", "form", "on", "reason")
    body = forms.ChoiceField(label=_("Body"), choices=bodies, required=False)
    form = forms.ChoiceField(label=_("Form"), choices=[("", "–"), *Transmission.Form.choices], required=False)
    reason = reason_words(_("Reason"), rows=4, help_text=_("In your words. It is kept on the record."))


class WayForm(DatedForm):
    """The way to a body that was chosen, and what is asked of it; few need a message or a quiet plan."""

    template_name = "decisions/way_form.html"
    field_order: Sequence[str] = (
        *("asked", "form", "on", *QUIET, "options", "marking", "door", "other_door", "conveyor", "legal_basis"),
        *(*MESSAGE, *REASONS),
    )
    together: Sequence["AlsoForm"] = ()  # the forms of the other bodies of the same decision
    body = forms.ChoiceField(choices=bodies, widget=forms.HiddenInput(attrs=NO_ID))
    reserved = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput(attrs=NO_ID))
    asked = reason_words(
        _("What is asked of this body"),
        rows=4,
        help_text=_("This goes out, first on the copy: what the body is asked to do, in a sentence or two."),
    )
    form = forms.ChoiceField(label=_("Form"), choices=[("", "–"), *Transmission.Form.choices])
    options = forms.MultipleChoiceField(
        label=_("Proposals that go with it"),
        required=False,
        help_text=_("Only those ticked go to the body; with none ticked, the assessment goes alone."),
        widget=forms.CheckboxSelectMultiple,
    )
    marking = forms.ChoiceField(
        label=_("Marking of this copy"), help_text=_("That of the situation, or a stricter one."), required=False
    )
    door = forms.ChoiceField(
        label=_("Entry point"), required=False, help_text=_("As the catalogue gives them."), widget=forms.RadioSelect
    )
    other_door = name_line(_("Another entry point"), required=False)
    conveyor = name_line(_("Who conveys it"), help_text=_("The office or function, not a name."))

    @property
    def request_fields(self) -> list[forms.BoundField]:
        """The fields that every way has."""
        return [each for each in self.visible_fields() if each.name not in (*QUIET, *MESSAGE, *REASONS)]

    @property
    def quiet_fields(self) -> list[forms.BoundField]:
        """The fields of a quiet action alone."""
        return self._those(QUIET)

    @property
    def message_fields(self) -> list[forms.BoundField]:
        """The fields of a message alone."""
        return self._those(MESSAGE)

    @property
    def reasons(self) -> list[forms.BoundField]:
        """The fields of the whole decision."""
        return self._those(REASONS)

    @property
    def has_message(self) -> bool:
        """Whether a message was begun, or is due since its body is the State concerned."""
        return self["body"].value() == LEADERS or any(each.value() or each.errors for each in self.message_fields)

    def _those(self, names: Sequence[str]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def offer(self, way: Way, proposed: Iterable[Option], tlp: str = "") -> None:
        """Offer the ways into a body, the paper's proposals, and the markings from that of the situation on."""
        self.fields["marking"].choices = [(each, each) for each in not_lower(tlp)]  # type: ignore[attr-defined]  # a ChoiceField
        if not tlp:
            del self.fields["marking"]
        self.fields["door"].choices = [*((each, each) for each in way.doors), (OTHER, _("another, written below"))]  # type: ignore[attr-defined]  # a ChoiceField
        chosen = [(key(each), f"{measure(each.measure).name} ({each.get_pillar_display()})") for each in proposed]
        self.fields["options"].choices = chosen  # type: ignore[attr-defined]  # a ChoiceField
        if not chosen:
            del self.fields["options"]

    def clean(self) -> dict[str, Any]:
        """Hold the form to one entry point."""
        given = super().clean() or {}
        chosen, written = given.get("door", "").removeprefix(OTHER), given.get("other_door")
        if "other_door" in given and "door" in given and bool(chosen) == bool(written):
            both = _("Choose one of these, or write another, not both.")
            self.add_error("door", both if chosen else _("Choose an entry point, or write another."))
        given["entry_point"] = chosen or written
        return given


class CopyForm(WayForm):
    """The way of a copy of the signed note, with the message that goes with it or alone."""

    addressee = name_line(
        _("Addressee"),
        required=False,
        help_text=_(
            "Of a message: the office or function, not a name. Where this body is the channel, whom it is to reach, "
            "such as another State or an armed group."
        ),
    )
    obligations = words(
        _("What binds the addressee"),
        required=False,
        rows=6,
        help_text=_("Each norm in a paragraph of its own. Articles are recalled: look each up before it leaves."),
    )
    aim = reason_words(_("Aim"), required=False, help_text=_("Of a quiet action; these four stay in the office."))
    ends_on = day(_("Ends on"), help_text=_("Of a quiet action: the day after which it goes on otherwise."))
    test = reason_words(_("Test"), required=False, help_text=_("Of a quiet action: what shows that it works."))
    next_step = reason_words(_("Next step"), required=False, help_text=_("Of a quiet action: if it does not work."))
    alone = forms.BooleanField(
        label=_("Send the message alone"),
        required=False,
        help_text=_("Nothing of the assessment goes with it, as always to the State concerned."),
    )
    legal_basis = words(
        _("Legal basis"),
        required=True,
        rows=2,
        check=names,
        help_text=_("From the catalogue: keep what this rests on."),
    )

    def clean(self) -> dict[str, Any]:
        """Hold the legal basis to its length."""
        given = super().clean()
        if len(given.get("legal_basis", "")) > BASIS:
            self.add_error("legal_basis", _("Keep it to %(most)d characters.") % {"most": BASIS})
        return given


class SendForm(CopyForm, DecideForm):
    """A decision that leaves the house, to act or to refer: the body is chosen, the way to it is written down."""

    also = forms.MultipleChoiceField(choices=bodies, required=False, widget=forms.MultipleHiddenInput(attrs=NO_ID))
    reason = reason_words(
        _("Reason"), rows=4, help_text=_("Internal: it is kept on the record of this office and is not sent.")
    )
    others = reason_words(
        _("Why the other bodies are not used"),
        rows=3,
        help_text=_("Of those with competence here. Internal: it is kept on the record and is not sent."),
    )

    def clean(self) -> dict[str, Any]:
        """Hold the forms of the other bodies to their rules too."""
        given = super().clean()
        if not all([each.is_valid() for each in self.together]):
            self.add_error(None, _("The way to another body below is not complete. Correct it there."))
        return given


class DraftForm(forms.Form):
    """Which message to begin from, and for which State."""

    draft = forms.ChoiceField(
        label=_("Begin from a draft"), choices=[(name, kind.label) for name, kind in KINDS.items()]
    )
    state = forms.ChoiceField(label=_("State addressed"), choices=countries, required=False)


class AlsoForm(CopyForm):
    """The way to one more body of the same decision; its reason is that of the decision."""

    def __init__(self, data: Any = None, *, initial: dict[str, Any]) -> None:
        """Name every field after the body, so that several are on one page."""
        super().__init__(data, initial=initial, prefix=initial["body"])


class TransmitForm(CopyForm, ActForm):
    """A further copy under a decision that was taken: as when it was decided, without a reason or a revision."""


class ReferForm(WayForm, ActForm):
    """A referral: what is asked of the body and the way to it; its reason is that of the scope test."""

    reserved = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput(attrs=NO_ID))


class RecipientForm(forms.Form):
    """To whom the report of a mission goes next."""

    body = forms.ChoiceField(label=_("Recipient"), choices=bodies)


class SendReportForm(ReferForm):
    """The copy of a mission's report for one recipient, at its marking."""


class AnswerForm(ActForm):
    """What the body answers, in part or whole, with its letter where there is one."""

    answer = words(_("Answer of the body"), required=True, help_text=_("What the body did or decided, or why not."))
    letter = letter_field()


class QuestionForm(ActForm):
    """What the body wants to know before it answers."""

    question = words(_("Question to the office"), required=True, rows=3, check=says_why)


class ReplyForm(ActForm):
    """What the office replies to a question, and how it is conveyed."""

    text = reason_words(_("Reply of the office"), rows=3)
    means = forms.ChoiceField(label=_("How it is conveyed"), choices=Message.Means, initial=Message.Means.DESK)
    letter = letter_field()


class RecordForm(ActForm):
    """What a body without an account did, as the office records it."""

    kind = forms.ChoiceField(
        label=_("What happened"), choices=[(each.value, each.label) for each in Message.Kind if each.value != "reply"]
    )
    on = day(_("Day"), required=True, help_text=_("The day on which it happened."))
    means = forms.ChoiceField(
        label=_("How"), choices=[(each.value, each.label) for each in Message.Means if each.value != "desk"]
    )
    text = words(
        _("In words"),
        required=False,
        rows=3,
        help_text=_("To which office or function it was handed, what was asked, or what the body answered."),
    )
    letter = letter_field()

    def clean(self) -> dict[str, Any]:
        """Hold everything but an acknowledgement to words that say something."""
        given = super().clean() or {}
        kind, text = given.get("kind"), given.get("text", "")
        check = names if kind == Message.Kind.DELIVERED else says_why
        if kind != Message.Kind.ACKNOWLEDGED or text:
            try:
                check(text)
            except forms.ValidationError as error:
                self.add_error("text", error)
        return given


class RecallForm(ActForm):
    """Why a copy is recalled before its body sees it."""

    reason = reason_words(_("Why it is recalled"))


class WithdrawRecordForm(ActForm):
    """Why something that was recorded for a body does not hold."""

    reason = reason_words(_("Why this record does not hold"))


class PositionForm(ActForm):
    """A position that is known, with where it was taken and when."""

    kind = forms.ChoiceField(label=_("Position"), choices=[("", "–"), *Position.Kind.choices])
    holder = name_line(_("Whose"), help_text=_("A State, a group of States or an organization, not a person."))
    body = forms.ChoiceField(label=_("Before which body"), choices=bodies, required=False)
    said = reason_words(_("What was said or done"), rows=3)
    source = name_line(_("Source"), longest=300, help_text=_("Where it can be read, or who was present."))
    on = day(_("Day"), required=True, help_text=_("Of an agenda: the day as of which it is known."))


class WithdrawPositionForm(PositionForm):
    """Why a position does not hold, and what holds instead."""

    field_order = ("reason", "holds")
    reason = reason_words(_("Why it does not hold"))
    holds = forms.ChoiceField(
        label=_("What holds"),
        choices=[("other", _("what is written below, in its place")), ("none", _("nothing: it is withdrawn"))],
    )


class OutsideForm(RevisedForm):
    """Who is the second person outside of the office."""

    outside_name = name_line(_("Name"), longest=60)
    outside_capacity = name_line(
        _("In what capacity"), longest=80, help_text=_("For example: former judge, Regional Court")
    )


class ConfirmOutsideForm(ReadForm):
    """The answer of a person outside: the note was read and holds, or does not, in words."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("", "–"), ("yes", _("I have read it and confirm it")), ("no", _("I do not confirm it"))],
    )
    reason = words(_("Reasons, if you do not confirm it"), rows=4, check=says_why)

    def clean(self) -> dict[str, Any]:
        """Ask for reasons where it is not confirmed."""
        found = super().clean() or {}
        if found.get("answer") == "no" and not found.get("reason"):
            self.add_error("reason", forms.ValidationError(_("Say what does not hold."), code="required"))
        return found
