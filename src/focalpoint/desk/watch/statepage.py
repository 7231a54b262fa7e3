"""Everything that the page of a State and its brief say, read once for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString

from focalpoint.desk.watch import country, facts, queries, state_events, windows
from focalpoint.desk.watch.choices import choices
from focalpoint.desk.watch.facts import Killed
from focalpoint.desk.watch.filter import Filter
from focalpoint.desk.watch.models import Chance, CountryForecast, Release
from focalpoint.desk.watch.months import Stretch, stretch
from focalpoint.desk.watch.reasons import ONSET, PASSING, Reasons, reasons
from focalpoint.desk.watch.state_events import Area, Happening
from focalpoint.desk.watch.state_panels import Found, Report, Reports, StateSituations
from focalpoint.desk.watch.windows import Asked, Line, Window

YEAR = 12


@dataclass(frozen=True)
class StatePage:
    """What is said of one State: raw parts, and their words as properties."""

    release: Release
    state: CountryForecast
    shown: Filter
    today: int
    chances: Sequence[Chance]
    newest: CountryForecast | None
    events: Sequence[Happening]  # of the last twelve months of the record
    has_events: bool  # of any month of the record
    situations: StateSituations
    reports: Reports

    @cached_property
    def protected(self) -> list[Found | Report]:
        """What of the page carries a marking of its own."""
        return [*self.situations.at(self.state.iso3), *self.reports.newest]

    @cached_property
    def remaining(self) -> Window | None:
        """The months of the longest window that are not over, where the release gives a chance for them."""
        left = windows.remaining(self.release.origin, self.today)
        said = {windows.bounds(each) for each in self.chances}
        return left if left and (left.first, left.last) in said else None

    @cached_property
    def windows(self) -> list[Window]:
        """The windows of the table: what remains comes first."""
        return [*([self.remaining] if self.remaining else []), *windows.windows(self.release.origin)]

    @cached_property
    def table(self) -> list[Line]:
        """The table of chances."""
        return windows.table(self.chances, self.windows)

    @cached_property
    def asked(self) -> Asked:
        """The chance that the first sentence says: of the months that remain, or of the window asked for."""
        origin = self.release.origin
        window = Window(origin + 1, origin + self.shown.window)
        if self.remaining and self.shown.window == choices().windows[-1]:
            window = self.remaining
        by = {(each.threshold, *windows.bounds(each)): each for each in self.chances}
        return Asked(window, by.get((self.shown.threshold, window.first, window.last)))

    @cached_property
    def lede(self) -> SafeString | str:
        """The first sentence."""
        return windows.chance_sentence(self.asked, self.shown.threshold, self.today)

    @cached_property
    def over(self) -> str:
        """How many months of the longest window are over."""
        return windows.over_sentence(windows.windows(self.release.origin)[-1], self.today)

    @cached_property
    def recent(self) -> Stretch:
        """The last twelve months of the release's own record."""
        origin = self.release.origin
        return stretch(self.state.document["history"], origin - YEAR + 1, origin)

    @cached_property
    def killed(self) -> Killed:
        """Those killed in twelve months: the one figure of this fact."""
        origin = self.newest.release.origin if self.newest else self.release.origin
        return facts.killed(self.state, self.newest, (self.release.origin, origin))

    @cached_property
    def killed_sentence(self) -> str:
        """Those killed, as a sentence."""
        return country.killed_sentence(self.killed, self.recent)

    @cached_property
    def marks(self) -> list[str]:
        """What must be read with the figure of those killed; that it is an estimate is said in its sentence."""
        if self.recent.best != self.killed.best:
            return []
        return replace(self.recent, bases=self.recent.bases - {"estimate"}).marks

    @cached_property
    def reasons(self) -> Reasons:
        """What speaks for and against passing a threshold."""
        return self._reasons(PASSING, self._largest)

    @cached_property
    def onset_reasons(self) -> Reasons | None:
        """What speaks for and against the onset of killing; None where the release has none."""
        row = next((row for row in self.state.document["onset"] if row["target"] == ONSET), None)
        if row is None or not self._drivers(ONSET):
            return None
        return self._reasons(ONSET, row["value"])

    @cached_property
    def areas(self) -> list[Area]:
        """Civilians killed by first-level area in the last twelve months."""
        return state_events.areas(self.events)

    @property
    def _largest(self) -> float | None:
        longest = Window(self.release.origin + 1, self.release.origin + choices().windows[-1])
        values = [
            each.value for each in self.chances if windows.bounds(each) == (longest.first, longest.last) and each.value
        ]
        return max(values, default=None)

    def _drivers(self, target: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.state.document["drivers"][target]
        return rows

    def _reasons(self, target: str, chance: float | None) -> Reasons:
        return reasons(self._drivers(target), chance)


def read_page(
    *,
    user: queries.Reader,
    state: CountryForecast,
    shown: Filter,
    today: int,
    situations: StateSituations,
    reports: Reports,
) -> StatePage:
    """Return everything that is said of a State to one reader; today is a month number."""
    recent = event_rows(user=user, state=state, since=state.release.origin - YEAR + 1)
    return StatePage(
        release=state.release,
        state=state,
        shown=shown,
        today=today,
        chances=queries.all_chances(user=user, release=state.release, iso3=state.iso3),
        newest=queries.newest(user=user, iso3=state.iso3, shown=state),
        events=state_events.happenings(recent),
        has_events=bool(recent) or _has_older_events(user, state),
        situations=situations,
        reports=reports,
    )


def _has_older_events(user: queries.Reader, state: CountryForecast) -> bool:
    """Whether there are events of the State itself, or of its parts where another State's figures hold them."""
    if state.recorded_under:
        return bool(event_rows(user=user, state=state))
    return queries.has_events(user=user, release=state.release, iso3=state.iso3)


def event_rows(*, user: queries.Reader, state: CountryForecast, since: int = 0) -> list[dict[str, Any]]:
    """Return the events of a State since a month, newest first, as the release has them.

    Of a State whose events are counted under another: those of its own parts.
    """
    held_by = state.recorded_under or state.iso3
    rows = queries.events(user=user, release=state.release, iso3=held_by, since=since)
    return state_events.newest_first(rows, state_events.PARTS_OF.get(state.iso3) if held_by != state.iso3 else None)
