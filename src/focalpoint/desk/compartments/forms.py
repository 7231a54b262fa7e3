"""What a person fills in to change who may see an item or a situation, and to answer a request."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.compartments.sight import Sight, Subject, sight_of
from focalpoint.desk.concurrency.forms import NO_ID, ActForm, RevisedForm, send_again
from focalpoint.desk.design.fields import words
from focalpoint.desk.design.substance import problem_of_reason
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.rule import Marks, is_for_members, is_lower, readable
from focalpoint.desk.people.models import User
from focalpoint.desk.situations.models import OverlapAnswer


def says_enough(text: str) -> None:
    """Refuse a reason that is no sentence."""
    if problem := problem_of_reason(text):
        raise forms.ValidationError(str(problem), code="empty-words")


def reason(label: str | Promise) -> forms.CharField:
    """Return the field of a reason that the trail points to."""
    return words(label, required=True, rows=2, check=says_enough)


def names(people: Any) -> str:
    """Return the names of some people."""
    return ", ".join(each.get_username() for each in people)


class SightForm(RevisedForm):
    """A form that names those who lose or gain sight first; the same form sent again confirms it."""

    named = forms.CharField(required=False, widget=forms.HiddenInput(attrs=NO_ID))

    def name_people(self, sight: Sight) -> None:
        """Refuse once, with the names; what is sent again with them is confirmed."""
        if sight.key == self.cleaned_data.get("named", ""):
            return
        send_again(self, named=sight.key)
        if sight.losing:
            text = _("They see it now and would not see it then: %(names)s. Send the form again to confirm.")
            self.add_error(None, forms.ValidationError(text, params={"names": names(sight.losing)}, code="loses"))
        if sight.gaining:
            text = _("They do not see it now and would see it then: %(names)s. Send the form again to confirm.")
            self.add_error(None, forms.ValidationError(text, params={"names": names(sight.gaining)}, code="gains"))
        if not sight.key:
            self.add_error(None, _("It is another circle of people now: no one's sight would change. Send it again."))


class MarkingForm(SightForm):
    """Another marking."""

    tlp = forms.ChoiceField(label=_("Marking"))
    need_to_know = forms.BooleanField(label=_("Only members may see it"), required=False)
    reason = reason(_("Why the marking changes"))
    closes = forms.TypedChoiceField(
        label=_("Items that are linked and open"),
        required=False,
        coerce=lambda value: value == "yes",
        empty_value=None,
        choices=[("", "–"), ("yes", _("close them too: only members see them")), ("no", _("leave them open"))],
    )

    def __init__(self, *args: Any, subject: Subject, by: User, evidence: list[Item], **kwargs: Any) -> None:
        kept = {"tlp": subject.tlp, "need_to_know": subject.need_to_know, "revision": subject.revision}
        super().__init__(*args, initial=kept, **kwargs)
        self.subject, self.by, self.evidence = subject, by, evidence
        offered: Any = self.fields["tlp"]
        offered.choices = [(each, each) for each in readable(by.clearance)]
        if not evidence or subject.is_for_members:
            del self.fields["closes"]

    @property
    def marks(self) -> Marks:
        """The marking that was chosen."""
        return Marks(self.cleaned_data["tlp"], self.cleaned_data["need_to_know"])

    @property
    def lowers(self) -> bool:
        """Whether more people would see it."""
        return is_lower(self.marks, than=self.subject.marks)

    def clean(self) -> dict[str, Any]:
        """Name those who lose or gain sight, and ask what becomes of open items."""
        found = super().clean() or {}
        if self.errors:
            return found
        if "closes" in self.fields and is_for_members(**self.marks._asdict()) and found.get("closes") is None:
            self._ask_about_evidence()
        self.name_people(sight_of(self.subject, self.marks, by=self.by))
        return found

    def _ask_about_evidence(self) -> None:
        text = _("These items are open to others: %(titles)s. Say whether they close too.")
        params = {"titles": "; ".join(each.title for each in self.evidence)}
        self.add_error("closes", forms.ValidationError(text, params=params, code="open-items"))


class MembersForm(RevisedForm):
    """A person to add to the members, or to remove."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none(), to_field_name="ref")
    is_member = forms.TypedChoiceField(
        label=_("What changes"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("add to the members")), ("no", _("remove from the members"))],
    )
    reason = reason(_("Why the members change"))


class AnswerForm(ActForm):
    """The answer to a request for a lower marking."""

    asked = forms.CharField(widget=forms.HiddenInput(attrs=NO_ID))
    granted = forms.TypedChoiceField(
        label=_("Lower the marking?"),
        coerce=lambda value: value == "yes",
        choices=[("", "–"), ("yes", _("Yes, grant it")), ("no", _("No, refuse it"))],
    )
    answer = reason(_("Reason of the answer"))


class SealForm(ActForm):
    """Who a source is, to be sealed."""

    text = words(
        _("Who the source is and how to reach it"),
        required=True,
        help_text=_("Once sealed, you cannot read it yourself; two custodians open it together."),
    )


class AskIdentityForm(ActForm):
    """A custodian's request."""

    reason = reason(_("Why the identity has to be read"))


class AnswerIdentityForm(ActForm):
    """The answer of another custodian."""

    asked = forms.CharField(widget=forms.HiddenInput(attrs=NO_ID))
    granted = forms.TypedChoiceField(
        label=_("Open the identity for this custodian?"),
        coerce=lambda value: value == "yes",
        choices=[("", "–"), ("yes", _("Yes, for one reading of 15 minutes")), ("no", _("No, refuse it"))],
    )
    answer = reason(_("Reason of the answer"))


class ReadIdentityForm(ActForm):
    """The beginning of a reading that was granted."""

    asked = forms.CharField(widget=forms.HiddenInput(attrs=NO_ID))


class OverlapForm(ActForm):
    """What two situations of one country are."""

    first = forms.CharField(widget=forms.HiddenInput(attrs=NO_ID))
    second = forms.CharField(widget=forms.HiddenInput(attrs=NO_ID))
    outcome = forms.ChoiceField(label=_("What they are"), choices=[("", "–"), *OverlapAnswer.Outcome.choices])
    reason = reason(_("Why"))
