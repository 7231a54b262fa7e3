"""What an analyst fills in to open a situation, link evidence."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.concurrency.forms import ActForm
from focalpoint.desk.design.fields import countries, day, former_states, line, name_line, reason_words
from focalpoint.desk.design.status import status_note
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.people.models import User
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.situations.compartment import is_asked, losing_sight
from focalpoint.desk.situations.models import CollectionTask, Situation


class CompartmentForm(ActForm):
    """Asks, where an open item comes into a closed situation, whether the item closes too, and says who loses sight."""

    closes = forms.TypedChoiceField(
        label=_("The item in this situation"),
        required=False,
        coerce=lambda value: value == "yes",
        empty_value=None,
        choices=[
            ("", "–"),
            ("yes", _("close it too: only members of the situation see it")),
            ("no", _("leave it open to everybody who sees it now")),
        ],
    )

    def hold(self, item: Item, members: set[int]) -> None:
        """Ask what becomes of an item, unless it was said."""
        if self.cleaned_data.get("closes") is not None or "closes" in self.errors:
            return
        losing = losing_sight(item, members)
        words = {"names": ", ".join(each.get_username() for each in losing) or "–"}
        text = _(
            "The situation is for its members alone, and the item is not. Not members, and can see it now: %(names)s."
        )
        self.add_error("closes", forms.ValidationError(text, params=words, code="open-item"))


class PlaceSelect(forms.SelectMultiple):
    """Places to choose from; one that is no Member State carries the note on its status."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return an option, with the note where there is one."""
        option = super().create_option(name, value, label, *args, **kwargs)
        if note := status_note(str(value), office_day(timezone.now())):
            option["attrs"]["title"] = note
        return option


class OpenForm(CompartmentForm):
    """A new situation, perhaps from an item."""

    title = name_line(_("Title"), help_text=_("Place and what is feared, without a verdict."))
    iso3s = forms.MultipleChoiceField(
        label=_("Countries"),
        choices=lambda: [*countries()[1:], former_states()],
        widget=PlaceSelect(attrs={"size": 8}),
    )
    as_of = day(
        _("As of"), help_text=_("Only for a reconstruction of the past: law and States are read as of this day.")
    )
    areas = line(_("Areas"), longest=300)
    populations = line(_("Populations at risk"), longest=300, help_text=_("Groups, never names."))
    tlp = forms.ChoiceField(label=_("Marking"), choices=[(each.value, each.value) for each in Tlp], initial=Tlp.AMBER)
    need_to_know = forms.BooleanField(label=_("Only members may see it"), required=False)
    overlap_reason = reason_words(
        _("Why a second situation is needed"),
        required=False,
        help_text=_("Only where a live one already concerns the country."),
    )

    def __init__(self, *args: Any, item: Item | None = None, opener: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item, self.opener = item, opener
        if item is None or item.is_for_members:
            del self.fields["closes"]

    def clean(self) -> dict[str, Any]:
        """Ask what becomes of an open item in a situation that is for its members alone."""
        found = super().clean() or {}
        wanted = Situation(tlp=found.get("tlp") or Tlp.AMBER, need_to_know=bool(found.get("need_to_know")))
        if self.item and self.opener and is_asked(wanted, self.item):
            self.hold(self.item, {self.opener.pk})
        return found

    def situation(self) -> Situation:
        """Return the situation that was filled in, unsaved."""
        names = ("title", "areas", "populations", "tlp", "need_to_know", "overlap_reason", "as_of")
        given = {name: self.cleaned_data[name] for name in names}
        return Situation(**given, reconstruction=given["as_of"] is not None)


class LinkForm(CompartmentForm):
    """An item to link."""

    field_order = ("once", "item", "closes")
    item = forms.ModelChoiceField(label=_("Item"), queryset=Item.objects.none(), to_field_name="ref")

    def __init__(self, *args: Any, situation: Situation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.situation = situation
        if not situation.is_for_members:
            del self.fields["closes"]

    def clean(self) -> dict[str, Any]:
        """Ask what becomes of an open item in a situation that is for its members alone."""
        found = super().clean() or {}
        if found.get("item") and is_asked(self.situation, found["item"]):
            self.hold(found["item"], set(self.situation.members.values_list("pk", flat=True)))
        return found


class TaskForm(ActForm):
    """What to find out, from whom, by when, by which person, and what makes it unsafe to ask."""

    what = reason_words(_("What has to be found out"))
    from_whom = name_line(_("From whom or where"), help_text=_("A kind of source or a place, never a name."))
    due_on = day(_("By"), required=True)
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none(), to_field_name="ref")
    unsafe = reason_words(
        _("What makes it unsafe to ask"), help_text=_("For who is asked, and for who asks; why not, if nothing does.")
    )


class TaskResultForm(ActForm):
    """What came of a task."""

    outcome = forms.ChoiceField(label=_("What came of it"), choices=CollectionTask.Outcome)
    result = reason_words(_("In words"), help_text=_("What is known now and where it is filed, or why not."))
