"""What a release says, as sentences."""

from collections.abc import Collection, Sequence

from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from focalpoint.desk.design.likelihood import percent
from focalpoint.desk.design.templatetags.figures import figure
from focalpoint.desk.watch.choices import choices
from focalpoint.desk.watch.ranking import Row
from focalpoint.reference.calendar import month_of, year_of

WORDS = (
    *(gettext_lazy("No"), gettext_lazy("One"), gettext_lazy("Two"), gettext_lazy("Three"), gettext_lazy("Four")),
    *(gettext_lazy("Five"), gettext_lazy("Six"), gettext_lazy("Seven"), gettext_lazy("Eight"), gettext_lazy("Nine")),
    *(gettext_lazy("Ten"), gettext_lazy("Eleven"), gettext_lazy("Twelve")),
)
PERIODS = {
    3: gettext_lazy("In a typical three months"),
    6: gettext_lazy("In a typical six months"),
    12: gettext_lazy("In a typical year"),
}


def months(first: int, last: int) -> str:
    """Name a stretch of months.

    >>> months(541, 552), months(540, 541), months(541, 541)
    ('January–December 2025', 'December 2024–January 2025', 'January 2025')
    """
    names = [str(MONTHS[month_of(month)]) for month in (first, last)]
    if first == last:
        return f"{names[0]} {year_of(first)}"
    if year_of(first) == year_of(last):
        return f"{names[0]}–{names[1]} {year_of(first)}"
    return f"{names[0]} {year_of(first)}–{names[1]} {year_of(last)}"


def calendar_years(first: int, last: int) -> str:
    """Name whole calendar years by their numbers, other stretches by their months.

    >>> calendar_years(541, 564), calendar_years(541, 552), calendar_years(542, 564)
    ('2025–2026', '2025', 'February 2025–December 2026')
    """
    if month_of(first) != 1 or month_of(last) != 12:
        return months(first, last)
    return "–".join(dict.fromkeys((str(year_of(first)), str(year_of(last)))))


def twelve_months(first: int, last: int) -> str:
    """Name twelve months briefly: a calendar year by its number.

    >>> twelve_months(529, 540), twelve_months(531, 542)
    ('2024', 'Mar 2024–Feb 2025')
    """
    if month_of(first) == 1:
        return str(year_of(first))
    ends = [f"{str(MONTHS_3[month_of(month)]).capitalize()} {year_of(month)}" for month in (first, last)]
    return "–".join(ends)


def count_word(count: int) -> str:
    """Write a count at the beginning of a sentence: in words up to twelve."""
    return str(WORDS[count]) if count < len(WORDS) else figure(count)


def world_sentence(rows: Sequence[Row], threshold: int, period: str, place: str = "") -> str:
    """Say how many States are above an even chance; ``place`` is a region or a part of one, empty for the world."""
    count = sum(1 for row in rows if row.value is not None and row.value > choices().even_chance)
    said = {"threshold": figure(threshold), "period": period}
    if place:
        text = ngettext(
            "In %(place)s %(count)s of %(all)s States has more than an even chance that organized violence kills at "
            "least %(threshold)s civilians there in %(period)s.",
            "In %(place)s %(count)s of %(all)s States have more than an even chance that organized violence kills at "
            "least %(threshold)s civilians there in %(period)s.",
            count,
        )
        return text % (said | {"place": _(place), "count": figure(count), "all": figure(len(rows))})
    text = ngettext(
        "%(count)s State has more than an even chance that organized violence kills at least %(threshold)s civilians "
        "there in %(period)s.",
        "%(count)s States have more than an even chance that organized violence kills at least %(threshold)s civilians "
        "there in %(period)s.",
        count,
    )
    return text % (said | {"count": count_word(count)})


def usual_sentence(rows: Sequence[Row], window: int) -> str:
    """Say in how many States it happens usually, from the base rate of the last ten years."""
    rates = [row.base_rate for row in rows if row.base_rate is not None]
    if not rates:
        return ""
    said = {"usual": figure(round(sum(rates))), "all": figure(len(rates)), "months": window}
    if window not in PERIODS:
        text = ngettext(
            "In a typical month of the last ten years it happened in %(usual)s of %(all)s States.",
            "In a typical period of %(months)s months of the last ten years it happened in %(usual)s of "
            "%(all)s States.",
            window,
        )
        return text % said
    text = _("%(period)s of the last ten years it happened in %(usual)s of %(all)s States.")
    return text % (said | {"period": PERIODS[window]})


def basis_words(basis: Collection[str]) -> str:
    """Say what a count rests on where it is not final, the less certain first.

    >>> basis_words({"final", "candidate"}), basis_words({"final"})
    ('candidate: will change', '')
    """
    if "estimate" in basis:
        return _("estimate")
    if "candidate" in basis:
        return _("candidate: will change")
    return _("spread from a yearly total") if "spread" in basis else ""


def change_words(change: int | None) -> str:
    """Say a change in words, for readers who do not see its shape."""
    if change is None:
        return _("no earlier release to compare with")
    if not change:
        return _("no change")
    text = _("up %(points)s points") if change > 0 else _("down %(points)s points")
    return text % {"points": abs(change)}


def row_title(row: Row) -> str:
    """Say a row in one line, as the map's tooltips do."""
    tail = f" ({_(row.note)})" if row.note else ""
    if row.band is None:
        return _("%(state)s: cannot tell") % {"state": _(row.name)} + tail
    return f"{_(row.name)}: {percent(row.value)} %, {row.band.word}{tail}"
