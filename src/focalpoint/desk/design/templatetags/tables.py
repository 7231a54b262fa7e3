"""Tables: one that may be wider than the screen, and the list with its heads, filter and pages."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
NOTHING = {"", "–"}


@register.simple_block_tag
def scroll(content: str, by: str = "", label: str = "", tall: bool = False) -> SafeString:
    """Wrap a table in a region that scrolls by itself and takes the keyboard's focus.

    ``by`` is the id of the heading or caption that names it; ``label`` names it where there is none on the page.
    """
    name = format_html('aria-labelledby="{}"', by) if by else format_html('aria-label="{}"', label)
    kind = "scroll tall" if tall else "scroll"
    return format_html('<div class="{}" role="region" {} tabindex="0">{}</div>', kind, name, content)


@register.simple_block_tag(takes_context=True)
def listing(context: Context, content: str, caption: str, empty: str = "") -> SafeString:
    """Show the ``table`` of the page around its rows; without rows, say why there are none."""
    engine: Any = context.template.engine  # type: ignore[union-attr]  # a template that is rendered has one
    with context.push(rows=content, caption=caption, empty=empty):
        return SafeString(engine.get_template("design/listing.html").render(context))


@register.simple_block_tag(takes_context=True)
def cell(context: Context, content: str, column: str, kind: str = "") -> str:
    """Show one cell of a listing, named by its column where heads are not shown; none of a column that is not there."""
    columns = context["table"].columns
    if column not in columns:
        return ""
    classes = " ".join(filter(None, (kind, "empty" if content.strip() in NOTHING else "")))
    named = format_html(' class="{}"', classes) if classes else ""
    return format_html('<td{} data-label="{}">{}</td>', named, columns[column].label, content)
