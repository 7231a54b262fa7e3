"""Fields that every form of the desk is made of."""

from typing import Any

from django import forms

from focalpoint.reference.countries import watched

LONGEST = 1_000_000  # signs of one text; longer ones come as a file


def countries() -> list[tuple[str, str]]:
    """Return the States to choose from, by name, after an empty choice."""
    return [("", "–"), *sorted(((each.iso3, each.name) for each in watched()), key=lambda pair: pair[1])]


def words(label: Any, *, required: bool = False, help_text: Any = "", rows: int = 4) -> forms.CharField:
    """Return a field of running text."""
    area = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, required=required, help_text=help_text, max_length=LONGEST, widget=area)


def line(label: Any, *, required: bool = False, help_text: Any = "", longest: int = 200) -> forms.CharField:
    """Return a field of one line."""
    box = forms.TextInput(attrs={"dir": "auto"})
    return forms.CharField(label=label, required=required, help_text=help_text, max_length=longest, widget=box)


def day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """Return a date field; the page's format is ISO in every language, as the browser's own date box sends it."""
    box = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, help_text=help_text, widget=box, input_formats=["%Y-%m-%d"])


def number(label: Any) -> forms.IntegerField:
    """Return a field for a count of people; empty means not known, which is not zero."""
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=100_000_000)
