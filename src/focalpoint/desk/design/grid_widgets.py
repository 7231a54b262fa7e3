"""Widgets of a grid with hundreds of fields: drawn in one go, where Django would load a template for each option."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

SELECTED = mark_safe(" selected")


class GridSelect(forms.Select):
    """A choice without groups."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Draw the choice."""
        chosen = "" if value is None else str(value)
        options = ((key, SELECTED if str(key) == chosen else "", label) for key, label in self.choices)
        drawn = format_html_join("", '<option value="{}"{}>{}</option>', options)
        return format_html("<select{}>{}</select>", flatatt(self._attributes(name, attrs)), drawn)

    def _attributes(self, name: str, attrs: Any) -> dict[str, Any]:
        return {"name": name, **self.build_attrs(self.attrs, attrs)}


class GridLine(forms.TextInput):
    """A line of text."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Draw the line."""
        known = {"type": "text", "name": name, **({"value": str(value)} if value else {})}
        return format_html("<input{}>", flatatt(known | self.build_attrs(self.attrs, attrs)))
