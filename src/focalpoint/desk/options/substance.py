"""Whether a text says anything: not whether it is right, which people judge."""

import re
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FEWEST = 5  # different words of a reason
PLACEHOLDERS = {"n/a", "na", "none", "no", "ok", "yes", "x", "xx", "xxx", "tbd", "todo", "test", "tba", "-", ".", "?"}


def fold(text: str) -> str:
    """Return a text without case, marks and blanks that two copies may differ in.

    >>> fold("  The SAME,  words. ")
    'the same words'
    """
    return " ".join(re.findall(r"\w+", text.casefold()))


def problem_of_reason(text: str, others: Iterable[str] = ()) -> str | Promise:
    """Return why a text is no reason: too few words, or a copy of another one; empty where it may be one."""
    words = fold(text).split()
    if len(set(words)) < FEWEST:
        return _("Write a sentence: what is known, and why it follows.")
    if fold(text) in {fold(other) for other in others}:
        return _("The same words stand elsewhere in this paper. Say what holds here.")
    return ""


def problem_of_name(text: str) -> str | Promise:
    """Return why a text names nothing; empty where it may be a name."""
    if len(fold(text)) < 2 or text.strip().casefold() in PLACEHOLDERS:
        return _("Name it.")
    return ""
