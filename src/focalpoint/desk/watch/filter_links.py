"""The groups of links above Watch that change what is shown: pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.dates import MONTHS_3
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from focalpoint.desk.design.templatetags.figures import figure
from focalpoint.desk.watch.choices import choices
from focalpoint.desk.watch.filter import Filter
from focalpoint.desk.watch.ranking import AHEAD, Placed
from focalpoint.desk.watch.windows import Window, windows
from focalpoint.reference.calendar import month_of, year_of

VIEW_NAMES: Mapping[str, str | Promise] = {
    "highest": gettext_lazy("Highest"),
    AHEAD: gettext_lazy("May begin"),
    "surprises": gettext_lazy("Surprises"),
    "risers": gettext_lazy("Risers"),
    "ongoing": gettext_lazy("Ongoing"),
}


@dataclass(frozen=True)
class Link:
    """One choice: its words, its address, and whether it is what is shown."""

    label: str | Promise
    address: str
    on: bool


@dataclass(frozen=True)
class Group:
    """Choices of one kind, with the words before and after them."""

    legend: str
    links: Sequence[Link]
    after: str = ""


def short_months(span: Window) -> str:
    """Name a span of months in few characters.

    >>> short_months(Window(544, 552)), short_months(Window(552, 554)), short_months(Window(552, 552))
    ('Apr–Dec 2025', 'Dec 2025–Feb 2026', 'Dec 2025')
    """
    first, last = (f"{str(MONTHS_3[month_of(month)]).capitalize()}" for month in (span.first, span.last))
    years = year_of(span.first), year_of(span.last)
    if span.first == span.last:
        return f"{first} {years[0]}"
    return f"{first}–{last} {years[1]}" if years[0] == years[1] else f"{first} {years[0]}–{last} {years[1]}"


def groups(shown: Filter, rows: Iterable[Placed], origin: int, left: Window | None, today: int) -> list[Group]:
    """Return the groups of links: view, then question, then place.

    ``left`` is what remains of the longest window; ``today`` the month it is.
    """
    # A view has its own order; leaving a view leaves its order behind.
    views = _links(shown, "view", VIEW_NAMES, sort="")
    found = [Group(_("View"), views)]
    if shown.view != AHEAD:
        thresholds: dict[Any, str | Promise] = {each: figure(each) for each in choices().thresholds}
        found.append(Group(_("At least"), _links(shown, "threshold", thresholds), _("killed")))
        found.append(Group(_("Months"), _spans(shown, origin, left, today)))
    return [*found, *_places(shown, list(rows))]


def own_group(shown: Filter, may_read_situations: bool) -> Group:
    """Return the two choices that depend on the reader: States that are followed, and those without a situation."""
    links = [Link(_("followed"), shown.link(followed="" if shown.followed else "yes"), bool(shown.followed))]
    if may_read_situations:
        address = shown.link(situation="" if shown.situation else "none")
        links.append(Link(_("no situation open"), address, bool(shown.situation)))
    return Group(_("Only"), links)


def _links(shown: Filter, name: str, options: Mapping[Any, str | Promise], **reset: str) -> list[Link]:
    return [
        Link(label, shown.link(**{name: key}, **reset), getattr(shown, name) == key) for key, label in options.items()
    ]


def _spans(shown: Filter, origin: int, left: Window | None, today: int) -> list[Link]:
    """Return the spans of months: what remains of the longest window first, then all of it, then its beginnings."""
    *parts, longest = windows(origin)
    found = []
    if left:
        is_on = shown.window == longest.length and not shown.whole
        found.append(Link(short_months(left), shown.link(window=longest.length, whole=""), is_on))
    is_on = shown.window == longest.length and (bool(shown.whole) or not left)
    found.append(Link(_aged(longest, today), shown.link(window=longest.length, whole="yes" if left else ""), is_on))
    return found + [
        Link(_aged(each, today), shown.link(window=each.length, whole=""), shown.window == each.length)
        for each in reversed(parts)
    ]


def _aged(span: Window, today: int) -> str:
    if span.over(today) < span.length:
        return short_months(span)
    return _("%(months)s (over)") % {"months": short_months(span)}


def _places(shown: Filter, rows: list[Placed]) -> list[Group]:
    """Return the regions, and the parts of the region that is shown."""
    parts: dict[str, set[str]] = {}
    for row in rows:
        parts.setdefault(row.region, set()).add(row.subregion)
    region = next((name for name, inside in parts.items() if shown.region in {name, *inside}), "")
    links = [Link(_("World"), shown.link(region=""), not shown.region)]
    links += [Link(_(name), shown.link(region=name), name == region) for name in sorted(parts)]
    found = [Group(_("Region"), links)]
    if region and len(parts[region]) > 1:
        inside = [Link(_(name), shown.link(region=name), name == shown.region) for name in sorted(parts[region])]
        found.append(Group(_("Part of it"), inside))
    return found


def heads(shown: Filter) -> dict[str, dict[str, str]]:
    """Return link and state of every column head that sorts."""
    running = "descending" if shown.falling and shown.sort != "state" else "ascending"
    return {
        column: {
            "address": shown.sorted_by(column),
            "sort": running if shown.column == column else "",
        }
        for column in ("state", "chance", "base", "change", "killed", "known")
    }
