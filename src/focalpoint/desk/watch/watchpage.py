"""What Watch shows: the world by one question, or where killing may begin, for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from focalpoint.desk.watch import onset_ranking, queries, windows
from focalpoint.desk.watch.choices import choices
from focalpoint.desk.watch.filter import Filter
from focalpoint.desk.watch.map import OTHER, UNKNOWN, Cell, Maps
from focalpoint.desk.watch.models import Release
from focalpoint.desk.watch.onset_ranking import Outlook
from focalpoint.desk.watch.queries import Reader
from focalpoint.desk.watch.ranking import AHEAD, Row, in_region
from focalpoint.desk.watch.sentences import row_title, usual_sentence, world_sentence
from focalpoint.desk.watch.state_panels import StateSituations
from focalpoint.desk.watch.windows import Window

VIEW_NOTES = {
    "highest": gettext_lazy("Every State, highest chance first."),
    AHEAD: gettext_lazy("Every State where deliberate killing is not under way, likeliest onset first."),
    "risers": gettext_lazy("States whose chance rose since the last release, steepest first."),
    "surprises": gettext_lazy(
        "At or above the base rate although fewer than %(few)s civilians were recorded killed "
        "in the last twelve months."
    ),
    "ongoing": gettext_lazy(
        "At least %(some)s civilians recorded killed in the last twelve months, most killed first."
    ),
}
Kept = TypeVar("Kept", Row, Outlook)


@dataclass(frozen=True)
class Asked:
    """What one reader asks of one release in one month, and what is known of the reader."""

    user: Reader
    release: Release
    before: Release | None
    shown: Filter
    known: StateSituations
    followed: frozenset[str] | None
    today: int

    @cached_property
    def left(self) -> Window | None:
        """The months that remain of the longest window, where the release has chances for them."""
        left = windows.remaining(self.release.origin, self.today)
        has = left and queries.has_chances(user=self.user, release=self.release, span=left)
        return left if has else None

    @cached_property
    def whole(self) -> Window:
        """The longest window."""
        return windows.windows(self.release.origin)[-1]

    @cached_property
    def span(self) -> Window:
        """The months that are shown: those that remain come first."""
        if self.left and self.shown.window == self.whole.length and not self.shown.whole:
            return self.left
        return Window(self.release.origin + 1, self.release.origin + self.shown.window)

    @cached_property
    def world(self) -> list[Row]:
        """Every State with the chance that is asked for."""
        return queries.world(
            user=self.user,
            release=self.release,
            before=self.before,
            threshold=self.shown.threshold,
            span=self.span,
        )

    @cached_property
    def outlooks(self) -> list[Outlook]:
        """Every State with the chance that killing begins there, where it is not under way."""
        return queries.ahead(user=self.user, release=self.release)

    @cached_property
    def rows(self) -> list[Row]:
        """The States of the ranking that are shown, in their order."""
        return self.kept(queries.selected(self.world, self.shown))

    @cached_property
    def beginning(self) -> list[Outlook]:
        """The States of the list that looks ahead, in their order."""
        mine = [row for row in self.outlooks if row.value is not None and in_region(row, self.shown.region)]
        return self.kept(mine)

    def kept(self, rows: list[Kept]) -> list[Kept]:
        """Leave only what the reader follows, or what has no open situation, where that is asked for."""
        if self.shown.followed:
            rows = [row for row in rows if row.iso3 in (self.followed or ())]
        return [row for row in rows if not (self.shown.situation and self.known.at(row.iso3))]

    @cached_property
    def shown_iso3(self) -> frozenset[str] | None:
        """The States of the region that the map is cut to; None for the world."""
        if not self.shown.region:
            return None
        return frozenset(row.iso3 for row in self.world if in_region(row, self.shown.region)) or None

    @property
    def tail(self) -> str:
        """The end of each link to a State: it keeps an older release that is open."""
        return f"?release={self.shown.release}" if self.shown.release else ""


def sentences(asked: Asked) -> dict[str, Any]:
    """Return what is shown above the map: the sentence of the view, and where killing may begin."""
    place = asked.shown.region
    if asked.shown.view == AHEAD:
        mine = [row for row in asked.outlooks if in_region(row, place)]
        return {"sentence": onset_ranking.ahead_sentence(mine, place), "usual": "", "first": []}
    rows = [row for row in asked.world if in_region(row, place)]
    first = [row for row in asked.outlooks if row.value is not None and in_region(row, place)]
    return {
        "sentence": world_sentence(rows, asked.shown.threshold, asked.span.name, place),
        "usual": usual_sentence(rows, asked.span.length),
        "first": first[: choices().named_first],
        "years": onset_ranking.period(first),
    }


def map_of(asked: Asked) -> tuple[Maps, list[Cell]]:
    """Return the map of the view: its name, what it is cut to, and a cell a State."""
    release, span = asked.release.id, asked.span
    if asked.shown.view == AHEAD:
        title = _("World map: chance that killing begins; the table holds the same figures")
        return Maps(f"{release}:ahead", title, asked.tail, asked.shown_iso3), [_begins(row) for row in asked.outlooks]
    title = _("World map: chance by State; the table holds the same figures")
    name = f"{release}:{asked.shown.threshold}:{span.first}:{span.last}"
    cells = [Cell(row.iso3, row.band.step if row.band else UNKNOWN, row_title(row)) for row in asked.world]
    return Maps(name, title, asked.tail, asked.shown_iso3), cells


def _begins(row: Outlook) -> Cell:
    said = {"state": _(row.name), "chance": row.percent}
    if row.band:
        return Cell(row.iso3, row.band.step, _("%(state)s: %(chance)s %%") % said)
    if row.killed_best is None:
        return Cell(row.iso3, UNKNOWN, _("%(state)s: cannot tell") % said)
    return Cell(row.iso3, OTHER, _("%(state)s: killing is under way") % said)


def left_out(rows: Sequence[Outlook]) -> dict[str, list[str]]:
    """Return the names of the States that the list ahead leaves out: killing is under way, or the chance is unknown."""
    missing = [row for row in rows if row.value is None]
    return {
        "under_way": [_(row.name) for row in missing if row.killed_best is not None],
        "unknown": [_(row.name) for row in missing if row.killed_best is None],
    }


def view_note(view: str) -> str:
    """Say what a view lists."""
    return str(VIEW_NOTES[view]) % {"few": choices().surprise_killed_below, "some": choices().ongoing_killed_from}
