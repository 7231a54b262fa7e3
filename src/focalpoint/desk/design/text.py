"""Text that people or releases bring, as safe HTML."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {
    *("p", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "hr", "br"),
    *("h1", "h2", "h3", "h4", "h5", "table", "thead", "tbody", "tr", "th", "td"),
}
_READER = MarkdownIt("commonmark", {"html": False}).enable("table")


def marked_down(text: str, deeper: int = 1) -> SafeString:
    """Render Markdown, its headings made deeper so that a page keeps one first heading; links stay text.

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
    return mark_safe(nh3.clean(html, tags=TAGS, attributes={"th": {"scope"}}))  # noqa: S308 - cleaned in this line
