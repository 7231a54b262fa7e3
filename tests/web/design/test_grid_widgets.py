"""The widgets of a grid draw what Django's own draw, in one go."""

from html.parser import HTMLParser

import pytest
from django import forms

from focalpoint.desk.design.grid_widgets import GridLine, GridSelect

CHOICES = [("", "–"), ("met", "met"), ("not_met", 'not "met" <b>'), ("unknown", "not known")]


class Tags(HTMLParser):
    """Every tag with its attributes, and every text, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, {name: value or name for name, value in attrs}))

    def handle_data(self, data):
        if data.strip():
            self.found.append(data.strip())


def plain(found: list[object]) -> list[object]:
    """Without what Django writes in two ways: selected and selected="selected"."""
    return [
        (each[0], {name: name if name == "selected" else value for name, value in each[1].items()})
        if isinstance(each, tuple)
        else each
        for each in found
    ]


def same(ours: forms.Widget, theirs: forms.Widget, value: object, attrs: dict[str, object]) -> bool:
    drawn = [Tags(str(each.render("known-c.a", value, attrs))).found for each in (ours, theirs)]
    return plain(drawn[0]) == plain(drawn[1])


@pytest.mark.parametrize("value", [None, "", "met", "not_met", "of no choice"])
def test_a_choice_is_drawn_as_djangos_is(value):
    attrs = {"id": "id_known-c.a", "aria-invalid": "true"}
    assert same(GridSelect(choices=CHOICES), forms.Select(choices=CHOICES), value, attrs)


@pytest.mark.parametrize("value", [None, "", "abc234", '"><script>', "جملة"])
def test_a_line_is_drawn_as_djangos_is(value):
    attrs = {"id": "id_note-c.a", "maxlength": "400", "required": False}
    assert same(GridLine(attrs={"dir": "auto"}), forms.TextInput(attrs={"dir": "auto"}), value, attrs)


def test_what_a_person_wrote_is_never_markup():
    for drawn in (GridLine().render("x", '"><script>'), GridSelect(choices=CHOICES).render("x", "")):
        assert "<script>" not in drawn
        assert "<b>" not in drawn


def test_a_field_with_such_a_widget_takes_what_it_drew():
    class Small(forms.Form):
        known = forms.ChoiceField(choices=CHOICES, widget=GridSelect, required=False)
        note = forms.CharField(widget=GridLine, required=False, max_length=5)

    assert Small({"known": "met", "note": "abc"}).is_valid()
    wrong = Small({"known": "of no choice", "note": "too long"})
    assert set(wrong.errors) == {"known", "note"}
    assert 'value="too long"' in str(wrong["note"])
