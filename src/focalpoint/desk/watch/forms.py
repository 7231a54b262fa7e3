"""What a reader asks of Watch, read from the address."""

from django import forms
from django.core.exceptions import BadRequest
from django.http import QueryDict

from focalpoint.desk.watch.choices import choices
from focalpoint.desk.watch.filter import Filter
from focalpoint.desk.watch.ranking import ORDERS, VIEWS

SORTS = ("state", *ORDERS)


class FilterForm(forms.Form):
    """The parts of the address; each may be left out."""

    view = forms.ChoiceField(choices=[(each, each) for each in VIEWS], required=False)
    threshold = forms.TypedChoiceField(
        choices=[(each, each) for each in choices().thresholds], coerce=int, required=False
    )
    window = forms.TypedChoiceField(choices=[(each, each) for each in choices().windows], coerce=int, required=False)
    whole = forms.ChoiceField(choices=[("yes", "yes")], required=False)
    region = forms.RegexField(r"^[A-Za-z ,-]{1,40}$", required=False)
    situation = forms.ChoiceField(choices=[("none", "none")], required=False)
    followed = forms.ChoiceField(choices=[("yes", "yes")], required=False)
    sort = forms.RegexField(rf"^-?({'|'.join(SORTS)})$", required=False)
    release = forms.RegexField(r"^r-\d{4}-\d{2}-[0-9a-f]{8}$", required=False)


def read_filter(query: QueryDict) -> Filter:
    """Read what a reader asks for; an address that asks for something else is refused.

    Raises
    ------
    BadRequest
        Naming the part that is wrong.
    """
    form = FilterForm(query)
    if not form.is_valid():
        raise BadRequest(f"Watch does not know this: {', '.join(sorted(form.errors))}.")
    return Filter(**{key: value for key, value in form.cleaned_data.items() if value})
