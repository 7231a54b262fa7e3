"""Tables that may be wider than the screen: one part for all of them, which the keyboard can reach and scroll."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def scroll(content: str, by: str = "", label: str = "", tall: bool = False) -> SafeString:
    """Wrap a table in a region that scrolls by itself and takes the keyboard's focus.

    ``by`` is the id of the heading or caption that names it; ``label`` names it where there is none on the page.
    """
    name = format_html('aria-labelledby="{}"', by) if by else format_html('aria-label="{}"', label)
    kind = "scroll tall" if tall else "scroll"
    return format_html('<div class="{}" role="region" {} tabindex="0">{}</div>', kind, name, content)
