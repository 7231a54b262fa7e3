"""What a reader asks of Watch, read from the address and written back into links."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import BadRequest
from django.http import QueryDict

from focalpoint.desk.watch.choices import choices
from focalpoint.desk.watch.ranking import FIRST_ORDER, ORDERS, VIEWS

SORTS = ("state", *ORDERS)


class FilterForm(forms.Form):
    """The parts of the address; each may be left out."""

    view = forms.ChoiceField(choices=[(each, each) for each in VIEWS], required=False)
    threshold = forms.TypedChoiceField(
        choices=[(each, each) for each in choices().thresholds], coerce=int, required=False
    )
    window = forms.TypedChoiceField(choices=[(each, each) for each in choices().windows], coerce=int, required=False)
    region = forms.RegexField(r"^[A-Za-z ,-]{1,40}$", required=False)
    sort = forms.RegexField(rf"^-?({'|'.join(SORTS)})$", required=False)
    release = forms.RegexField(r"^r-\d{4}-\d{2}-[0-9a-f]{8}$", required=False)


@dataclass(frozen=True)
class Filter:
    """What is shown: view, question, region, order and release (empty: the newest)."""

    view: str = "highest"
    threshold: int = choices().default.threshold
    window: int = choices().default.window
    region: str = ""
    sort: str = ""
    release: str = ""

    @property
    def column(self) -> str:
        """The column that orders the rows."""
        return (self.sort or FIRST_ORDER[self.view]).removeprefix("-")

    @property
    def falling(self) -> bool:
        """Whether the largest comes first; figures begin that way, names do not."""
        return self.sort.startswith("-") or not self.sort

    def link(self, **changes: Any) -> str:
        """Return the query of a link to what is shown with some of it changed.

        >>> Filter().link(threshold=25), Filter().link(), Filter(threshold=25).link(window=3)
        ('?threshold=25', '?', '?threshold=25&window=3')
        """
        wanted, usual = replace(self, **changes), Filter()
        said = {key: value for key, value in vars(wanted).items() if value != getattr(usual, key)}
        return "?" + urlencode(said)

    def sorted_by(self, column: str) -> str:
        """Return the link of a column head: largest first, then the other way round."""
        first = column if column == "state" else f"-{column}"
        other = f"-{column}" if column == "state" else column
        shown_first = self.column == column and self.falling == first.startswith("-")
        return self.link(sort=other if shown_first else first)


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
