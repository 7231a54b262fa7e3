"""What an analyst fills in to open a situation, link evidence, add a member."""

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.concurrency.forms import ActForm, RevisedForm
from focalpoint.desk.design.fields import countries, line, name_line, reason_words
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.people.models import User
from focalpoint.desk.situations.models import Situation


class OpenForm(ActForm):
    """A new situation."""

    title = name_line(_("Title"), help_text=_("Place and what is feared, without a verdict."))
    iso3s = forms.MultipleChoiceField(
        label=_("Countries"), choices=lambda: countries()[1:], widget=forms.SelectMultiple(attrs={"size": 8})
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

    def situation(self) -> Situation:
        """Return the situation that was filled in, unsaved."""
        names = ("title", "areas", "populations", "tlp", "need_to_know", "overlap_reason")
        return Situation(**{name: self.cleaned_data[name] for name in names})


class LinkForm(ActForm):
    """An item to link."""

    item = forms.ModelChoiceField(label=_("Item"), queryset=Item.objects.none(), to_field_name="ref")


class AdmitForm(RevisedForm):
    """A person to add to those who need to know."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none(), to_field_name="ref")
