"""What a reporter and an analyst fill in."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.concurrency.forms import NO_ID, ActForm, RevisedForm
from focalpoint.desk.design.fields import countries, day, line, number, reason_words, words
from focalpoint.desk.intake.actors import ActorKind
from focalpoint.desk.intake.file_completeness import is_cut
from focalpoint.desk.intake.models import Event, Item, Precision, Reliability, Source
from focalpoint.desk.intake.originals import LARGEST
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.models import Marked
from focalpoint.desk.marking.rule import readable
from focalpoint.doctrine import catalogue

EARLIEST = dt.date(1945, 1, 1)
EASTERNMOST = dt.timezone(dt.timedelta(hours=14))  # where each day begins first
MONTH_OR_YEAR = re.compile(r"(?!0000)[0-9]{4}(-(0[1-9]|1[0-2]))?")


def latest(at: dt.datetime) -> dt.date:
    """Return the last day that no one is asked about: tomorrow, where the day begins first."""
    return at.astimezone(EASTERNMOST).date() + dt.timedelta(days=1)


def acts() -> list[tuple[str, str]]:
    """Return the acts of the four crimes to choose from; choosing one declares nothing."""
    return [(entry.id, entry.record.heading) for entry in catalogue().entries("act")]


def offer_markings(form: forms.Form, clearance: str) -> None:
    """Offer in a form the markings that its writer's clearance covers; no one could read what they mark higher."""
    field, offered = form.fields["tlp"], readable(clearance)
    field.choices = [(each, each) for each in offered]  # type: ignore[attr-defined]  # a ChoiceField
    if field.initial not in offered:
        field.initial = offered[-1]


def offer(form: forms.Form, name: str, rows: Iterable[Marked]) -> list[Marked]:
    """Let a field show these rows of its queryset and what was chosen, and return them; it still takes any other."""
    field: Any = form.fields[name]
    chosen = getattr(form, "cleaned_data", {}).get(name) or []
    shown = {each.ref: each for each in (*rows, *([chosen] if isinstance(chosen, Marked) else chosen))}
    empty = [] if field.empty_label is None else [("", field.empty_label)]
    field.widget.choices = [*empty, *((ref, field.label_from_instance(each)) for ref, each in shown.items())]
    return list(shown.values())


class ReportForm(ActForm):
    """One event: who did what to whom, where, when, how it is known, and what may be done with it."""

    what = words(_("What happened"), required=True, help_text=_("In any language. Who did what to whom."))
    iso3 = forms.ChoiceField(
        label=_("Country or place"),
        choices=countries,
        help_text=_("Gaza and the West Bank: State of Palestine. Kosovo, Western Sahara and others: after the States."),
    )
    area = line(_("Where"), help_text=_("District, town or place, as exactly as it is safe to say."))
    area_precision = forms.ChoiceField(label=_("How exactly is the place known?"), choices=Precision, initial="unknown")
    happened_on = day(_("Date"), help_text=_("Leave it empty when it is not known."))
    happened_in = line(_("Or only the month or the year"), help_text=_("As 2025-03 or 2025."), longest=7)
    date_is_right = forms.BooleanField(
        label=_("The date is right"), required=False, widget=forms.HiddenInput(attrs=NO_ID)
    )
    date_precision = forms.ChoiceField(label=_("How exactly is the date known?"), choices=Precision, initial="unknown")
    actor = line(_("Who did it, as far as it is said"), help_text=_("An allegation, not a finding."))
    actor_kind = forms.ChoiceField(label=_("What kind of actor"), choices=ActorKind, initial=ActorKind.UNKNOWN)
    victims = line(_("Who suffered it"), help_text=_("A group, not names."))
    low = number(_("At least"))
    best = number(_("Most likely"))
    high = number(_("At most"))
    acts = forms.MultipleChoiceField(
        label=_("Acts"), choices=acts, required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    how_known = forms.ChoiceField(label=_("How do you know?"), choices=Event.Known, initial="unknown")
    file = forms.FileField(
        label=_("A file"),
        required=False,
        allow_empty_file=True,
        help_text=_("A picture, a document: it is kept sealed as it is."),
    )
    file_is_cut = forms.BooleanField(
        label=_("This file is all I have"), required=False, widget=forms.HiddenInput(attrs=NO_ID)
    )
    pseudonym = line(_("Name to call you by"), help_text=_("Any word will do; no real name is needed."), longest=80)
    consent_desk = forms.BooleanField(
        label=_("The office may use this for its assessment."), required=True, initial=True
    )
    consent_bodies = forms.BooleanField(label=_("It may be passed to a body that can act."), required=False)
    consent_public = forms.BooleanField(label=_("It may be published."), required=False)

    def clean_file(self) -> Any:
        """Refuse a file over the limit before any of it is read, and one with nothing in it."""
        given = self.cleaned_data.get("file")
        if given and given.size > LARGEST:
            most = {"most": LARGEST // 1_000_000}
            raise forms.ValidationError(_("The file is larger than %(most)s MB."), params=most, code="too_large")
        if given and not given.size:
            problem = _(
                "The file “%(name)s” is empty: the picture did not come along. Choose it again, or send without it."
            )
            raise forms.ValidationError(problem, params={"name": given.name}, code="empty")
        return given

    def clean_file_is_cut(self) -> bool:
        """Ask about a file that breaks off before its end."""
        given, known = self.cleaned_data.get("file"), bool(self.cleaned_data.get("file_is_cut"))
        if not given or not is_cut(given.read()):
            return False
        given.seek(0)
        if not known:
            self.fields["file_is_cut"].widget = forms.CheckboxInput()
            problem = _(
                "The file “%(name)s” breaks off before its end. Choose it again; if it is all you have, say so here."
            )
            raise forms.ValidationError(problem, params={"name": given.name}, code="cut")
        return known

    def clean_happened_in(self) -> str:
        """Take a month or a year alone."""
        given = str(self.cleaned_data["happened_in"]).strip()
        if given and not MONTH_OR_YEAR.fullmatch(given):
            raise forms.ValidationError(_("Write a year and a month, as 2025-03, or a year, as 2025."), code="month")
        if given and self.cleaned_data.get("happened_on"):
            raise forms.ValidationError(_("Give the day, or the month or year alone; not both."), code="both")
        return given

    def _take_month(self, found: dict[str, Any]) -> None:
        """Keep a month or a year alone as its first day, and as no more exact than it is."""
        given = found.get("happened_in") or ""
        if not given:
            return
        year, _dash, month = given.partition("-")
        found["happened_on"] = dt.date(int(year), int(month or 1), 1)
        found["date_precision"] = Precision.MONTH if month else Precision.YEAR

    def _ask_about_date(self, found: dict[str, Any]) -> None:
        """Ask about a day that has not come anywhere on earth, and about one before the time that the office covers."""
        happened = found.get("happened_on")
        if happened is None or EARLIEST <= happened <= latest(timezone.now()) or found.get("date_is_right"):
            return
        self.fields["date_is_right"].widget = forms.CheckboxInput()
        problem = _("The date is in the future. Enter the date on which it happened, or say below that it is right.")
        if happened < EARLIEST:
            problem = _("The date is before 1945. Correct it, or say below that it is right.")
        self.add_error("happened_in" if found.get("happened_in") else "happened_on", problem)

    def clean(self) -> dict[str, Any]:
        """Hold low, best and high to their order, and the date to what can be."""
        found = super().clean() or {}
        self._take_month(found)
        self._ask_about_date(found)
        given = [found.get(name) for name in ("low", "best", "high")]
        known = [value for value in given if value is not None]
        if known != sorted(known):
            self.add_error(
                "best",
                _("The numbers are not in order. Enter at least, most likely and at most, lowest first."),
            )
        return found


class OfficeReportForm(ReportForm):
    """The same for who reads items in the office, with a marking."""

    tlp = forms.ChoiceField(label=_("Marking"), required=False, initial=Tlp.AMBER)
    need_to_know = forms.BooleanField(
        label=_("Only members may see it"), required=False, help_text=_("You are a member; others are added later.")
    )

    def begin(self, at: Marked | None, *, clearance: str) -> None:
        """Offer the markings that the writer's clearance covers, and begin at that of a situation, if there is one."""
        if at is not None:
            self.fields["tlp"].initial = at.tlp
            self.fields["need_to_know"].initial = at.is_for_members
            if at.is_for_members:
                self.fields["need_to_know"].help_text = _("The members of the situation see it, and no one else.")
        offer_markings(self, clearance)

    def clean_tlp(self) -> str:
        """Mark a report at what the form begins at where its page, of an earlier version, had no marking."""
        return str(self.cleaned_data["tlp"] or self.fields["tlp"].initial)


class GradeSourceForm(ActForm):
    """The reliability of a source on one subject."""

    subject = line(
        _("Subject"), required=True, help_text=_("A source may be good on one subject and bad on another."), longest=120
    )
    grade = forms.ChoiceField(
        label=_("Reliability on this subject"),
        choices=[(each.value, f"{each.value} – {each.label}") for each in Reliability.Grade],
        initial="F",
        help_text=_("F says that it cannot be judged, not that it is bad."),
    )
    reason = reason_words(_("Why this grade"))


class SourceForm(GradeSourceForm):
    """A source and its first grade."""

    label = line(
        _("Name or pseudonym"), required=True, help_text=_("Does writing a real name help anybody? If not, do not.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Source.Kind)
    independence_group = line(
        _("Origin"),
        help_text=_(
            "Who saw it or made it first: the same word for all sources that repeat one witness. For a witness, the "
            "name above. Empty means not known: such a source confirms no other."
        ),
        longest=80,
    )
    another = forms.BooleanField(
        label=_("This is another source of the same name"), required=False, widget=forms.HiddenInput(attrs=NO_ID)
    )
    tlp = forms.ChoiceField(label=_("Marking"), choices=[(each.value, each.value) for each in Tlp], initial=Tlp.AMBER)
    namesakes: Sequence[Source] = ()  # that its writer may see, once asked about
    field_order = ("once", "label", "another", "kind", "independence_group", "tlp", "subject", "grade", "reason")

    def ask_about(self, found: Sequence[Source]) -> bool:
        """Ask whether the source is another one than those of the same name; say whether that is still open."""
        self.namesakes = found
        if not found:
            return False
        self.fields["another"].widget = forms.CheckboxInput()
        if not self.cleaned_data.get("another"):
            self.add_error("another", _("A source of this name is registered already. Is this another one?"))
        return not self.cleaned_data.get("another")


class NameSourceForm(RevisedForm):
    """Which source an item comes from. The item's own credibility is not shown while this is set."""

    source = forms.ModelChoiceField(label=_("Source"), queryset=Source.objects.none(), to_field_name="ref")
    subject = line(
        _("Subject"), required=True, longest=120, help_text=_("One on which this source is graded; others on its page.")
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a subject on which the source has no grade, and name those on which it has one."""
        found = super().clean() or {}
        source, subject = found.get("source"), found.get("subject", "")
        known = sorted(set(source.reliabilities.values_list("subject", flat=True))) if source else []
        if source and subject and subject.lower() not in {each.lower() for each in known}:
            problem = _("This source is not graded on that subject. It is on: %(known)s.")
            self.add_error(
                "subject", forms.ValidationError(problem, params={"known": "; ".join(known)}, code="ungraded")
            )
        return found


class CredibilityForm(RevisedForm):
    """The credibility of an item. The reliability of its source is not shown while this is set."""

    credibility = forms.TypedChoiceField(
        label=_("Credibility of this item"),
        coerce=int,
        choices=[("", "–"), *((each.value, f"{each.value} – {each.label}") for each in Item.Credibility)],
        help_text=_(
            "1 needs a second item from an independent source, and waits until a custodian has compared them. "
            "6 says that it cannot be judged."
        ),
    )
    confirmed_by = forms.ModelMultipleChoiceField(
        label=_("Confirmed by"),
        queryset=Item.objects.none(),
        to_field_name="ref",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 4}),
    )
    reason = reason_words(_("Why this grade"))
    despite = reason_words(
        _("Why these are two accounts"),
        required=False,
        help_text=_("Needed for 1 where both have the same words, file or name, or were filed by the same person."),
    )


class StatusForm(RevisedForm):
    """What became of an item: confirmed, refuted, or open again."""

    status = forms.ChoiceField(
        label=_("Status of this item"),
        choices=[("", "–"), *Item.Status.choices],
        help_text=_("Confirmed needs credibility 1. A new grade makes a confirmed item provisional."),
    )
    reason = reason_words(_("What confirms or refutes it"))


class AnswerGradingForm(ActForm):
    """What a custodian found of a credibility of 1."""

    granted = forms.TypedChoiceField(
        label=_("Are the items independent?"),
        coerce=lambda value: value == "yes",
        choices=[("", "–"), ("yes", _("Yes: set credibility 1")), ("no", _("No: leave credibility at 2"))],
    )
    answer = reason_words(_("Reason"))


class SettleForm(ActForm):
    """Whether two that look like one are one."""

    same = forms.TypedChoiceField(
        label=_("Are they one account or one source?"),
        coerce=lambda value: value == "yes",
        choices=[("", "–"), ("yes", _("Yes, one")), ("no", _("No, two"))],
    )
