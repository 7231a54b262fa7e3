"""Whether a text says anything: not whether it is right, which people judge."""

import re
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FEWEST = 5  # different words of a reason that the law asks for
FEW = 2  # of any other reason
PLACEHOLDERS = {
    "na",
    "none",
    "no",
    "ok",
    "okay",
    "yes",
    "tbd",
    "tbc",
    "tba",
    "todo",
    "test",
    "nil",
    "null",
    "see",
    "idem",
}
PHRASES = re.compile(
    r"\b(n a|to be (done|determined|decided|announced|confirmed|added|written)( later)?|to follow|as (above|below)"
    r"|not applicable|lorem ipsum( dolor)?( sit)?( amet)?)\b"
)
# Chinese, Japanese, Korean, Thai, Lao, Burmese and Khmer set no blank between words: there each letter counts as one.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
WORD = re.compile(rf"[{UNSPACED}]|[^\W\d_{UNSPACED}]{{2,}}")


def fold(text: str) -> str:
    """Return a text without case, marks and blanks that two copies may differ in.

    >>> fold("  The SAME,  words. ")
    'the same words'
    """
    return " ".join(re.findall(r"\w+", text.casefold()))


def words_of(text: str) -> set[str]:
    """Return the different words of a text that say something: no placeholder, no digit, no single letter.

    >>> sorted(words_of("N/A. None! The army, xxxx 1 2 3 TBD"))
    ['army', 'the']
    """
    found = WORD.findall(PHRASES.sub(" ", fold(text)))
    return {each for each in found if each not in PLACEHOLDERS and (len(each) == 1 or len(set(each)) > 1)}


def problem_of_reason(text: str, others: Iterable[str] = (), *, fewest: int = FEWEST) -> str | Promise:
    """Return why a text is no reason: too few words, or a copy of another one; empty where it may be one."""
    if len(words_of(text)) < fewest:
        return _("Write a sentence: what is known, and why it follows.")
    if fold(text) in {fold(other) for other in others}:
        return _("Another field of this paper has the same words. Write what is true here.")
    return ""


def problem_of_name(text: str) -> str | Promise:
    """Return why a text names nothing; empty where it may be a name."""
    return "" if words_of(text) else _("Name it.")
