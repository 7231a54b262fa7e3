"""Texts compared by what they say: without case, blanks, punctuation, Unicode form and signs that are not seen."""

import unicodedata


def fold(text: str) -> str:
    """Return the letters, numbers and symbols of a text in one form, words parted by one blank.

    >>> fold("Witness\\u00a0A."), fold("  witness a ") == fold("WITNESS A"), fold(" - ?")
    ('witness a', True, '')
    """
    form = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    seen = (sign for sign in form if unicodedata.category(sign) not in ("Cf", "Cc", "Cs", "Co") or sign.isspace())
    kept = (sign if _says_something(sign) else " " for sign in seen)
    return " ".join("".join(kept).split())


def _says_something(sign: str) -> bool:
    """Whether a sign is a letter, a number, a symbol, or a mark on one; not a mark that only chooses a shape."""
    return unicodedata.category(sign)[0] in "LNSM" and not 0xFE00 <= ord(sign) <= 0xFE0F
