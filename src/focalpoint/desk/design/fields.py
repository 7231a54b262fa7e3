"""Fields that every form of the desk is made of."""

import unicodedata
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from focalpoint.desk.design.status import span_of
from focalpoint.desk.design.substance import FEW, problem_of_name, problem_of_reason
from focalpoint.reference.countries import former_members, other_places, watched
from focalpoint.reference.gazetteer import loose

Check = Callable[[str], None]
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and symbols by their category, with nothing to see
LONGEST = 1_000_000  # signs of one text; longer ones come as a file


def visible(text: str) -> None:
    """Refuse a text that shows nothing: without a letter, a number or a symbol, as of marks of no width alone."""
    if not any(unicodedata.category(sign)[0] in "LNS" and sign not in BLANKS for sign in text):
        raise ValidationError(_("Write at least one letter, number or symbol."), code="invisible")


def says_why(text: str) -> None:
    """Refuse a text that gives no reason: a placeholder, a single word."""
    if problem := problem_of_reason(text, fewest=FEW):
        raise ValidationError(str(problem), code="empty-words")


def names(text: str) -> None:
    """Refuse a text that names nothing: a placeholder, a single letter."""
    if problem := problem_of_name(text):
        raise ValidationError(str(problem), code="empty-words")


def countries() -> list[tuple[str, Any]]:
    """Return the places to choose from after an empty choice: States, then places on no list of States, É with E."""
    states = [(each.iso3, _(each.name)) for each in watched()]
    others = [(each.code, _(each.name)) for each in other_places()]
    return [("", "–"), (_("States"), _by_letters(states)), (_("Other places"), _by_letters(others))]


def former_states() -> tuple[Any, list[tuple[str, str]]]:
    """Return a group of the States that were Members of the United Nations and are no more, each with its days."""
    named = [(each.code, f"{_(each.name)} ({span_of(each)})") for each in former_members()]
    return _("Former States, for what is written as of a day of the past"), _by_letters(named)


def _by_letters(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(pairs, key=lambda pair: loose(pair[1]))


def words(
    label: Any, *, required: bool = False, help_text: Any = "", rows: int = 4, check: Check | None = None
) -> forms.CharField:
    """Return a field of running text."""
    area = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return _text(label, required, help_text, LONGEST, area, check)


def line(label: Any, *, required: bool = False, help_text: Any = "", longest: int = 200) -> forms.CharField:
    """Return a field of one line."""
    box = forms.TextInput(attrs={"dir": "auto"})
    return _text(label, required, help_text, longest, box)


def reason_words(label: Any, *, required: bool = True, help_text: Any = "", rows: int = 2) -> forms.CharField:
    """Return a field of a reason, which a placeholder does not fill."""
    return words(label, required=required, help_text=help_text, rows=rows, check=says_why)


def name_line(label: Any, *, required: bool = True, help_text: Any = "", longest: int = 200) -> forms.CharField:
    """Return a field of one line that names something, which a placeholder does not fill."""
    box = forms.TextInput(attrs={"dir": "auto"})
    return _text(label, required, help_text, longest, box, names)


def _text(
    label: Any, required: bool, help_text: Any, longest: int, widget: forms.Widget, check: Check | None = None
) -> forms.CharField:
    """Return a field of text; where a text is required, one that shows nothing is none."""
    given: dict[str, Any] = {"label": label, "required": required, "help_text": help_text, "widget": widget}
    checks = [*([visible] if required else []), *([check] if check else [])]
    return forms.CharField(**given, max_length=longest, validators=checks)


def day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """Return a date field; the page's format is ISO in every language, as the browser's own date box sends it."""
    box = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, help_text=help_text, widget=box, input_formats=["%Y-%m-%d"])


def number(label: Any) -> forms.IntegerField:
    """Return a field for a count of people; empty means not known, which is not zero."""
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=100_000_000)
