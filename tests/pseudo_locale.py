"""A language for tests alone: every message twice as long, its placeholders in reversed order."""

import re

from django.utils.translation import trans_real

PLACEHOLDER = re.compile(r"(%\(\w+\)[sd]|%[sd]|%%|<[^>]+>)")


def pseudo(message: str) -> str:
    """Translate a message; one with HTML or with nameless placeholders keeps its order.

    >>> pseudo("%(ref)s: %(title)s seen")
    ' seennees %(title)s:  :%(ref)s'
    """
    _context, _separator, text = message.rpartition(trans_real.CONTEXT_SEPARATOR)
    pieces = [each if PLACEHOLDER.fullmatch(each) else each + each[::-1] for each in PLACEHOLDER.split(text)]
    fixed = any(each.startswith("<") or each in {"%s", "%d"} for each in pieces)
    return "".join(pieces if fixed else reversed(pieces))


def speak_pseudo(monkeypatch) -> None:
    """Answer every message of the product in the pseudo-locale, whatever language is active."""
    catalogue = trans_real.DjangoTranslation
    monkeypatch.setattr(catalogue, "gettext", lambda _self, message: pseudo(message))
    monkeypatch.setattr(
        catalogue, "ngettext", lambda _self, one, many, count: pseudo(one if count == 1 else many), raising=False
    )
