"""Parts of pages that are drawn once a process: only for what never changes, such as the figures of a release."""

from collections.abc import Callable

from django.core.cache import caches
from django.utils.safestring import SafeString
from django.utils.translation import get_language


def drawn_once(name: str, draw: Callable[[], str]) -> SafeString:
    """Return a part by its name, drawing it when this process has not yet drawn it in this language.

    Parameters
    ----------
    name : everything the part depends on; the language is added.
    draw : returns safe HTML.
    """
    kept = caches["fragments"]
    key = f"{name}|{get_language()}".replace(" ", "_")
    drawn: str | None = kept.get(key)
    if drawn is None:
        drawn = draw()
        kept.set(key, drawn, None)
    return SafeString(drawn)
