"""The chances of a State by window: months named, how many are over, those that remain first. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from focalpoint.desk.design.likelihood import band, interval, percent
from focalpoint.desk.design.templatetags.figures import figure
from focalpoint.desk.watch.choices import choices
from focalpoint.desk.watch.models import Chance
from focalpoint.desk.watch.ranking import multiple
from focalpoint.desk.watch.sentences import months


@dataclass(frozen=True)
class Window:
    """A stretch of months that a chance is for."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many months it has."""
        return self.last - self.first + 1

    @property
    def name(self) -> str:
        """The months, as they are printed."""
        return months(self.first, self.last)

    def over(self, today: int) -> int:
        """Return how many of its months are over in a month, which is not over itself."""
        return min(max(today - self.first, 0), self.length)


@dataclass(frozen=True)
class Asked:
    """One chance and the window it is for."""

    window: Window
    chance: Chance | None

    @property
    def value(self) -> float | None:
        """The chance, None where it is unknown."""
        return self.chance.value if self.chance else None


def windows(origin: int) -> list[Window]:
    """Return the windows of a release, counted from the month after its data."""
    return [Window(origin + 1, origin + length) for length in choices().windows]


def remaining(origin: int, today: int) -> Window | None:
    """Return what is left of the longest window; None before its first month is over, and when all of it is.

    >>> remaining(540, 544), remaining(540, 541), remaining(540, 553)
    (Window(first=544, last=552), None, None)
    """
    longest = windows(origin)[-1]
    over = longest.over(today)
    return Window(longest.first + over, longest.last) if 0 < over < longest.length else None


def over_sentence(window: Window, today: int) -> str:
    """Say how many months of a window are over; nothing while none is."""
    over, said = window.over(today), {"all": window.length, "window": window.name}
    if not over:
        return ""
    if over == window.length:
        return _("All months of the window (%(window)s) are over.") % said
    text = ngettext(
        "%(over)s of the %(all)s months of the window (%(window)s) is over.",
        "%(over)s of the %(all)s months of the window (%(window)s) are over.",
        over,
    )
    return text % (said | {"over": over})


def chance_sentence(asked: Asked, threshold: int, today: int) -> SafeString | str:
    """Say one chance in words, with its interval, its months and the base rate; of a window that is over, as past."""
    chance = asked.chance
    if chance is None or chance.value is None:
        return _("We cannot tell how likely killings of civilians are here.")
    word = band(chance.value)
    said = {
        "opening": format_html("<b>{}</b>", word.opening),
        "word": format_html("<b>{}</b>", word.word),
        "chance": percent(chance.value),
        "interval": interval(chance.low, chance.high),
        "threshold": figure(threshold),
        "window": asked.window.name,
        "base": percent(chance.base_rate),
        "times": multiple(chance.value / chance.base_rate) if chance.base_rate else "",
    }
    sentence = _sentence(asked.window.over(today) == asked.window.length, bool(said["times"]))
    return format_html(sentence.replace(" %", "\u00a0%"), **said)  # a sign never begins a line


def _sentence(over: bool, rated: bool) -> str:
    if over and rated:
        return _(
            "This release held it {word} ({chance} %; 90 % interval {interval} %) that organized violence would kill "
            "at least {threshold} civilians in {window}: {times} the base rate of {base} %."
        )
    if over:
        return _(
            "This release held it {word} ({chance} %; 90 % interval {interval} %) that organized violence would kill "
            "at least {threshold} civilians in {window}."
        )
    if rated:
        return _(
            "{opening} ({chance} %; 90 % interval {interval} %) that organized violence kills at least {threshold} "
            "civilians in {window}: {times} the base rate of {base} %."
        )
    return _(
        "{opening} ({chance} %; 90 % interval {interval} %) that organized violence kills at least {threshold} "
        "civilians in {window}."
    )


@dataclass(frozen=True)
class Line:
    """The chances of one threshold, a cell a window."""

    threshold: int
    cells: Sequence[Chance | None]


def table(found: Sequence[Chance], shown: Sequence[Window]) -> list[Line]:
    """Return the table of chances: a row a threshold, a cell a window."""
    by = {(each.threshold, *bounds(each)): each for each in found}
    return [
        Line(threshold, [by.get((threshold, each.first, each.last)) for each in shown])
        for threshold in choices().thresholds
    ]


def bounds(chance: Chance) -> tuple[int, int]:
    """Return first and last month that a chance is for."""
    return chance.first, chance.first + chance.window - 1
