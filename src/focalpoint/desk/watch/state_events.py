"""The single events behind the figures of a State, as the source publishes them: pure functions."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from focalpoint.desk.design.templatetags.figures import figure, month_name
from focalpoint.reference.calendar import year_of

KINDS = {
    "one_sided": gettext_lazy("attack on civilians"),
    "state_based": gettext_lazy("fighting with a State"),
    "non_state": gettext_lazy("fighting between groups"),
}
PARTS = {"Gaza": gettext_lazy("Gaza"), "West Bank": gettext_lazy("West Bank"), "Israel": gettext_lazy("Israel")}
# The State on whose page a part belongs, although the source counts it under another.
PARTS_OF = {"PSE": frozenset({"Gaza", "West Bank"})}
# UCDP's precision of place: 1 exact, 2 within about 25 km, 3 the district; from 4 on a province or more.
EXACT, NEAR, DISTRICT = 1, 2, 3
PRECISIONS = {
    NEAR: gettext_lazy("within about 25 km"),
    DISTRICT: gettext_lazy("known to the district"),
    4: gettext_lazy("known to the province"),
    5: gettext_lazy("known only roughly"),
    6: gettext_lazy("known to the State"),
    7: gettext_lazy("at sea or in the air"),
}
DAY, MONTH = 1, 4
DISPLACED = re.compile(r"\b(idps?|refugees?|displaced|displacement|camps?|unhcr)\b", re.IGNORECASE)
SOURCES = {"ucdp_ged": "UCDP GED", "ucdp_candidate": "UCDP Candidate", "acled": "ACLED"}


@dataclass(frozen=True)
class Happening:
    """One event: when, where, who, and how many civilians and people in all were killed."""

    id: str
    month: int
    dates: tuple[str | None, str | None]
    date_prec: int
    place: str
    area: str
    part: str
    kind: str
    actors: tuple[str, ...]
    civilians: tuple[float | None, float | None, float | None]
    dead: tuple[float | None, float | None, float | None]
    point: tuple[float, float] | None
    where_prec: int | None
    source: str
    edition: str
    clear: bool | None

    @property
    def day(self) -> str:
        """When it happened, written no more exactly than it is known."""
        if self.dates[0] is None or self.date_prec > MONTH:
            return _("%(year)s, month not known") % {"year": year_of(self.month)}
        if self.date_prec == MONTH:
            return _("%(month)s, day not known") % {"month": month_name(self.month)}
        days = [date_format(dt.date.fromisoformat(each), "j M Y") for each in dict.fromkeys(self.dates) if each]
        return "–".join(days)

    @property
    def kind_name(self) -> str:
        """The kind of violence, as it is printed."""
        return str(KINDS.get(self.kind, self.kind or _("unknown")))

    @property
    def killed(self) -> str:
        """Civilians killed, as they are printed: best, with low and high where they differ."""
        return ranged(self.civilians)

    @property
    def all_killed(self) -> str:
        """Everybody killed, as printed."""
        return ranged(self.dead)

    @property
    def where(self) -> str:
        """How exactly the place is known, in words; empty where it is exact."""
        if self.where_prec == EXACT:
            return ""
        return str(PRECISIONS.get(self.where_prec or 0, _("place not known")))

    @property
    def drawn(self) -> bool:
        """Whether a dot may show it: known at least to the district, and not near displaced people."""
        known = self.point is not None and self.where_prec in (EXACT, NEAR, DISTRICT)
        return known and not DISPLACED.search(self.place)


def newest_first(rows: Iterable[dict[str, Any]], parts: frozenset[str] | None = None) -> list[dict[str, Any]]:
    """Return the rows of events, newest first; ``parts`` keeps only those parts of what the source counts as one."""
    kept = [row for row in rows if parts is None or row.get("part") in parts]
    return sorted(sorted(kept, key=lambda row: str(row["event_id"])), key=_start, reverse=True)


def happenings(rows: Iterable[dict[str, Any]], parts: frozenset[str] | None = None) -> list[Happening]:
    """Return the events of a State, newest first.

    Parameters
    ----------
    rows : as the release has them, a day as ISO text.
    parts : keep only these parts of what the source counts as one State; None keeps all.
    """
    return [_happening(row) for row in newest_first(rows, parts)]


def _start(row: dict[str, Any]) -> tuple[int, str]:
    return row["month"], row.get("date_start") or ""


def _happening(row: dict[str, Any]) -> Happening:
    placed = row.get("lat") is not None and row.get("lon") is not None
    source = SOURCES.get(row.get("source") or "", row.get("source") or "")
    return Happening(
        id=str(row["event_id"]),
        month=row["month"],
        dates=(row.get("date_start"), row.get("date_end")),
        date_prec=row.get("date_prec") or DAY,
        place=row.get("place") or "",
        area=row.get("area") or "",
        part=row.get("part") or "",
        kind=row.get("kind") or "",
        actors=tuple(filter(None, (row.get("actor_a"), row.get("actor_b")))),
        civilians=(row.get("civilians_low"), row.get("civilians"), row.get("civilians_high")),
        dead=(row.get("low"), row.get("best"), row.get("high")),
        point=(row["lon"], row["lat"]) if placed else None,
        where_prec=row.get("where_prec"),
        source=source,
        edition=(row.get("edition") or "").rpartition("-")[2] if "-" in (row.get("edition") or "") else "",
        clear=row.get("clear"),
    )


def ranged(bounds: tuple[float | None, float | None, float | None]) -> str:
    """Write low, best and high: one figure where the bounds say no more.

    >>> ranged((2, 3, 9)), ranged((3, 3, 3)), ranged((None, 4, None)), ranged((None, None, None))
    ('3 (2–9)', '3', '4', '–')
    """
    low, best, high = bounds
    if low is None or high is None or low == high:
        return figure(best)
    return f"{figure(best)} ({figure(low)}–{figure(high)})"


@dataclass(frozen=True)
class Area:
    """Civilians killed in one first-level area, and in how many events."""

    part: str
    name: str
    killed: float
    events: int
    width: float = 0.0


def areas(found: Sequence[Happening]) -> list[Area]:
    """Sum events by first-level area, the most civilians killed first; an unnamed area is named as unknown."""
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0])
    for each in found:
        cell = sums[each.part, each.area]
        cell[0] += each.civilians[1] or 0
        cell[1] += 1
    top = max((killed for killed, _count in sums.values()), default=0) or 1
    rows = [
        Area(str(PARTS.get(part, part)), name, killed, int(count), round(100 * killed / top, 1))
        for (part, name), (killed, count) in sums.items()
    ]
    return sorted(rows, key=lambda row: (-row.killed, -row.events, row.part, row.name))


def parts(found: Sequence[Happening]) -> list[Area]:
    """Sum events by the parts that the source counts as one State; nothing where it has no parts."""
    if not any(each.part for each in found):
        return []
    sums: dict[str, list[float]] = {}
    for each in found:
        cell = sums.setdefault(each.part, [0.0, 0])
        cell[0] += each.civilians[1] or 0
        cell[1] += 1
    named = [(str(PARTS.get(part, part)) or _("place not known"), cell) for part, cell in sorted(sums.items())]
    return [Area(name, "", cell[0], int(cell[1])) for name, cell in named]
