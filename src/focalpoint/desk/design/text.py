"""Text that people or releases bring, as safe HTML."""

from collections.abc import Sequence

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from focalpoint.desk.design.templatetags.tables import scroll

TAGS = {
    *("p", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "hr", "br"),
    *("h1", "h2", "h3", "h4", "h5", "table", "thead", "tbody", "tr", "th", "td"),
}
_READER = MarkdownIt("commonmark", {"html": False}).enable("table")


def marked_down(text: str, deeper: int = 1) -> SafeString:
    """Render Markdown, its headings made deeper so that a page keeps one first heading; links become text.

    A table is a region that scrolls by itself and takes the keyboard's focus, named by the heading above it.

    >>> marked_down("# Purpose <script>x</script>")
    '<h2>Purpose &lt;script&gt;x&lt;/script&gt;</h2>\\n'
    """
    tokens = _READER.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + deeper, 5)}"
        elif token.type == "th_open":
            token.attrs = {"scope": "col"}
    html = _READER.renderer.render(tokens, _READER.options, {})
    clean = nh3.clean(html, tags=TAGS, attributes={"th": {"scope"}})
    return mark_safe(_with_regions(clean, _table_names(tokens)))  # noqa: S308 - cleaned in the line above


def _table_names(tokens: Sequence[Token]) -> list[str]:
    """Return what each table is called: the heading above it, with a number where one heading has several."""
    found: list[str] = []
    heading, number = "", 0
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before is not None and before.type == "heading_open":
            heading, number = token.content, 0
        elif token.type == "table_open":
            number += 1
            found.append(f"{heading} {number}" if number > 1 else heading or _("Table"))
    return found


def _with_regions(html: str, names: list[str]) -> str:
    """Put each table of a cleaned text, where "<" is never text, into its region."""
    first, *others = html.split("<table>")
    parts = [first]
    for name, rest in zip(names, others, strict=True):
        table, end, after = rest.partition("</table>")
        parts += [scroll(mark_safe(f"<table>{table}{end}"), label=name), after]  # noqa: S308 - cleaned by the caller
    return "".join(parts)
