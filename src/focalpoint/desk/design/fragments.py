"""Parts of pages that are drawn once a process: only for what never changes, such as the figures of a release."""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import caches
from django.utils.safestring import SafeString
from django.utils.translation import get_language

Part = TypeVar("Part")


def kept_once(name: str, make: Callable[[], Part]) -> Part:
    """Return what ``make`` returns, calling it when this process has not yet kept it under this name.

    Parameters
    ----------
    name : everything the part depends on.
    make : returns what can be pickled, and not None.
    """
    kept, key = caches["fragments"], name.replace(" ", "_")
    part: Part | None = kept.get(key)
    if part is None:
        part = make()
        kept.set(key, part, None)
    return part


def drawn_once(name: str, draw: Callable[[], str]) -> SafeString:
    """Return a part by its name, drawing it when this process has not yet drawn it in this language.

    Parameters
    ----------
    name : everything the part depends on; the language is added.
    draw : returns safe HTML.
    """
    return SafeString(kept_once(f"{name}|{get_language()}", lambda: str(draw())))
