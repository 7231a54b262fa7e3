"""Fields that every form of the desk is made of."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from focalpoint.reference.countries import other_places, watched
from focalpoint.reference.gazetteer import loose

BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and symbols by their category, with nothing to see
LONGEST = 1_000_000  # signs of one text; longer ones come as a file


def visible(text: str) -> None:
    """Refuse a text that shows nothing: without a letter, a number or a symbol, as of marks of no width alone."""
    if not any(unicodedata.category(sign)[0] in "LNS" and sign not in BLANKS for sign in text):
        raise ValidationError(_("Write at least one letter, number or symbol."), code="invisible")


def countries() -> list[tuple[str, Any]]:
    """Return the places to choose from after an empty choice: States, then places on no list of States, É with E."""
    states = [(each.iso3, _(each.name)) for each in watched()]
    others = [(each.code, _(each.name)) for each in other_places()]
    return [("", "–"), (_("States"), _by_letters(states)), (_("Other places"), _by_letters(others))]


def _by_letters(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(pairs, key=lambda pair: loose(pair[1]))


def words(label: Any, *, required: bool = False, help_text: Any = "", rows: int = 4) -> forms.CharField:
    """Return a field of running text."""
    area = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return _text(label, required, help_text, LONGEST, area)


def line(label: Any, *, required: bool = False, help_text: Any = "", longest: int = 200) -> forms.CharField:
    """Return a field of one line."""
    box = forms.TextInput(attrs={"dir": "auto"})
    return _text(label, required, help_text, longest, box)


def _text(label: Any, required: bool, help_text: Any, longest: int, widget: forms.Widget) -> forms.CharField:
    """Return a field of text; where a text is required, one that shows nothing is none."""
    given: dict[str, Any] = {"label": label, "required": required, "help_text": help_text, "widget": widget}
    return forms.CharField(**given, max_length=longest, validators=[visible] if required else [])


def day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """Return a date field; the page's format is ISO in every language, as the browser's own date box sends it."""
    box = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, help_text=help_text, widget=box, input_formats=["%Y-%m-%d"])


def number(label: Any) -> forms.IntegerField:
    """Return a field for a count of people; empty means not known, which is not zero."""
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=100_000_000)
