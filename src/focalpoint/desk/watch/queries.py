"""Reads: everything a page of Watch shows, for a user who may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language

from focalpoint.desk.design.fragments import kept_once
from focalpoint.desk.people.access import is_person
from focalpoint.desk.people.models import User
from focalpoint.desk.watch.facts import Killed, killed
from focalpoint.desk.watch.filter import Filter
from focalpoint.desk.watch.models import Chance, CountryForecast, Document, Follow, Release, Truth
from focalpoint.desk.watch.onset_ranking import Outlook, outlook, placed
from focalpoint.desk.watch.ranking import Row, in_region, in_view, ordered, ranked
from focalpoint.desk.watch.windows import Window, windows
from focalpoint.reference.gazetteer import loose

KEPT = (
    *("iso3", "name", "region", "subregion", "note", "spark", "recent"),
    *("killed_low", "killed_best", "killed_high", "observability"),
)
Reader = User | AnonymousUser
# The word of the setting that opens Watch, the States and the releases to everybody; no page without a word of its own.
FORECAST = "forecast"


def may_read(user: Reader, page: str = FORECAST) -> bool:
    """Whether a user may read releases: people who are signed in, and anyone on a page the installation opens."""
    return (user.is_authenticated and user.is_active) or page in settings.FOCALPOINT_PUBLIC_PAGES


def releases(*, user: Reader, page: str = FORECAST) -> QuerySet[Release]:
    """Return every release a user may read, newest first."""
    return Release.objects.all() if may_read(user, page) else Release.objects.none()


def chosen(*, user: Reader, id: str = "", page: str = FORECAST) -> tuple[Release | None, Release | None]:  # noqa: A002 - the field's name
    """Return the release asked for (the newest without an id) and the one before it."""
    known = list(releases(user=user, page=page))
    place = next((place for place, each in enumerate(known) if each.id == id or not id), None)
    if place is None:
        return None, None
    return known[place], known[place + 1] if place + 1 < len(known) else None


def world(*, user: Reader, release: Release, before: Release | None, threshold: int, span: Window) -> list[Row]:
    """Return all States with the chances of one threshold in one span of months, each with its place in the world.

    What changed since the release before is computed from the whole windows of both, which are of one length.
    """
    if not may_read(user):
        return []
    whole = windows(release.origin)[-1]
    longest = Q(release__in=[release, before] if before else [release], first=F("release__first"), window=whole.length)
    asked = Q(release=release, first=span.first, window=span.length)
    known = {_key(one): one for one in Chance.objects.filter(longest | asked, threshold=threshold)}
    keys = [(release.id, span.first, span.length), (release.id, whole.first, whole.length)]
    keys += [(before.id, before.first, whole.length)] if before else []
    states = CountryForecast.objects.filter(release=release).defer("document", "events").order_by("name")
    resting, now = bases(release), killed_now(user=user, release=release)
    rows = [_row(state, resting, *(known.get((*key, state.iso3)) for key in keys)) for state in states]
    return ranked([_with_facts(row, now[row.iso3]) if row.iso3 in now else row for row in rows])


def _with_facts(row: Row, fact: Killed) -> Row:
    """Give a row the one figure of those killed, and where the release counted otherwise the reason as its note."""
    said = fact.reason or row.note
    return replace(row, killed_low=fact.low, killed_best=fact.best, killed_high=fact.high, note=said)


def killed_now(*, user: Reader, release: Release, page: str = FORECAST) -> dict[str, Killed]:
    """Return those killed in a release's last twelve months as the newest record has them, by State.

    Nothing for the newest release itself: its own figures are the newest.
    """
    newest_release = releases(user=user, page=page).first()
    if newest_release is None or newest_release.pk == release.pk:
        return {}
    kept = ("release_id", "iso3", "note", "recent", "killed_low", "killed_best", "killed_high")
    found = CountryForecast.objects.filter(release__in=[release, newest_release]).only(*kept)
    by = {(each.release_id, each.iso3): each for each in found}
    origins = (release.origin, newest_release.origin)
    pairs = [(state, by.get((newest_release.pk, iso3))) for (name, iso3), state in by.items() if name == release.pk]
    return {state.iso3: killed(state, other, origins) for state, other in pairs}


def has_chances(*, user: Reader, release: Release, span: Window) -> bool:
    """Whether a release has chances for a span of months; one of an older layout has few spans."""
    asked = Chance.objects.filter(release=release, first=span.first, window=span.length)
    return may_read(user) and asked.exists()


def _key(chance: Chance) -> tuple[str, int, int, str]:
    return (chance.release_id, chance.first, chance.window, chance.iso3)


def _row(
    state: CountryForecast,
    resting: Mapping[str, frozenset[str]],
    chance: Chance | None,
    whole: Chance | None,
    before: Chance | None = None,
) -> Row:
    return Row(
        **{name: getattr(state, name) for name in KEPT},
        value=chance.value if chance else None,
        low=chance.low if chance else None,
        high=chance.high if chance else None,
        base_rate=chance.base_rate if chance else None,
        before=before.value if before else None,
        whole=whole.value if whole else None,
        basis=resting.get(state.iso3, frozenset()),
    )


def bases(release: Release) -> dict[str, frozenset[str]]:
    """Return what the killed of the last twelve months rest on in each State: final, candidate, estimate, spread."""

    def read() -> dict[str, frozenset[str]]:
        found = CountryForecast.objects.filter(release=release).values_list("iso3", "document__history")
        return {iso3: frozenset(row["basis"] for row in rows[-12:] if row.get("basis")) for iso3, rows in found}

    return kept_once(f"bases:{release.id}", read)


def ahead(*, user: Reader, release: Release) -> list[Outlook]:
    """Return the States in which killing is not under way, likeliest first; one without a known chance has none."""
    if not may_read(user):
        return []

    def read() -> list[Outlook]:
        parts = ("document__onset", "document__drivers", "killed_low", "killed_best", "killed_high")
        found = CountryForecast.objects.filter(release=release).values(*KEPT[:5], *parts)
        resting = bases(release)
        return placed(outlook(row, release.origin, resting.get(row["iso3"], frozenset())) for row in found)

    return kept_once(f"ahead:{release.id}|{get_language()}", read)


def histories(*, user: Reader, release: Release, states: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the recorded months of some States by ISO3, oldest first."""
    if not may_read(user):
        return {}
    found = CountryForecast.objects.filter(release=release, iso3__in=states)
    return dict(found.values_list("iso3", "document__history"))


def followed(*, user: Reader) -> frozenset[str] | None:
    """Return the States that a person follows, by ISO3; None for who is not signed in and so follows none."""
    if not is_person(user):
        return None
    return frozenset(Follow.objects.filter(user=user).values_list("iso3", flat=True))


def selected(rows: list[Row], shown: Filter) -> list[Row]:
    """Return the rows of a view and region, in the order asked for."""
    kept = [row for row in rows if in_view(row, shown.view) and in_region(row, shown.region)]
    return ordered(kept, shown.column, shown.falling)


def country(*, user: Reader, iso3: str, id: str = "") -> CountryForecast | None:  # noqa: A002 - the field's name
    """Return what the release asked for, or the newest without an id, says of one State; the release comes with it."""
    known = releases(user=user).filter(id=id) if id else releases(user=user)
    found = CountryForecast.objects.select_related("release").defer("events")
    return found.filter(release=known.values("pk")[:1], iso3=iso3).first()


def chances(*, user: Reader, release: Release, iso3: str) -> dict[tuple[int, int], Chance]:
    """Return the chances of one State by threshold and window, for the windows that follow the last month of data."""
    if not may_read(user):
        return {}
    found = Chance.objects.filter(release=release, iso3=iso3, first=release.first)
    return {(each.threshold, each.window): each for each in found}


def remaining(*, user: Reader, release: Release, iso3: str, first: int, last: int) -> dict[int, Chance]:
    """Return the chances of one State for the months ``first`` to ``last`` (month numbers), by threshold.

    A release has those that end twelve months after its data, from any month on; it has none of an older layout.
    """
    if not may_read(user):
        return {}
    asked = Chance.objects.filter(release=release, iso3=iso3, first=first, window=last - first + 1)
    return {each.threshold: each for each in asked}


def events(*, user: Reader, release: Release, iso3: str, since: int = 0) -> list[dict[str, Any]]:
    """Return the events behind the figures of one State, oldest first, a day as its ISO text; none without event data.

    Columns as in ``events.parquet``, without the unit. Those of a month before ``since`` (a month number) are left out.
    """
    if not may_read(user):
        return []
    held = CountryForecast.objects.filter(release=release, iso3=iso3).values_list("events", flat=True).first() or {}
    columns, rows = held.get("columns", ["month"]), held.get("rows", [])
    month = columns.index("month")
    return [dict(zip(columns, row, strict=True)) for row in rows if row[month] >= since]


def has_events(*, user: Reader, release: Release, iso3: str) -> bool:
    """Whether a release holds any event behind the figures of one State, of whatever month."""
    return may_read(user) and CountryForecast.objects.filter(release=release, iso3=iso3).exclude(events={}).exists()


def all_chances(*, user: Reader, release: Release, iso3: str) -> list[Chance]:
    """Return every chance of one State, of every window the release speaks of."""
    if not may_read(user):
        return []
    return list(Chance.objects.filter(release=release, iso3=iso3))


def newest(*, user: Reader, iso3: str, shown: CountryForecast) -> CountryForecast | None:
    """Return what the newest release says of a State; None where that is the one that is shown.

    Its figures of the past are the newest that the desk has: see ``facts.killed``.
    """
    found = CountryForecast.objects.filter(release=releases(user=user).values("pk")[:1], iso3=iso3)
    return found.exclude(pk=shown.pk).select_related("release").defer("document", "events").first()


def documents(*, user: Reader, release: Release, kinds: Sequence[str], page: str = FORECAST) -> dict[str, Any]:
    """Return parts of a release that concern the world, by their kind; a part that is not there is left out."""
    if not may_read(user, page):
        return {}
    return dict(Document.objects.filter(release=release, kind__in=kinds).values_list("kind", "content"))


def truths(*, user: Reader, release: Release, page: str = FORECAST) -> dict[str, Any]:
    """Return how a release did on what became known after it, by kind of truth."""
    if not may_read(user, page):
        return {}
    return dict(Truth.objects.filter(release=release).values_list("kind", "content"))


def names(*, user: Reader, release: Release, page: str = FORECAST) -> dict[str, str]:
    """Return the names of the States of a release by ISO3, É with E."""
    if not may_read(user, page):
        return {}
    found = CountryForecast.objects.filter(release=release).values_list("iso3", "name")
    return dict(sorted(found, key=lambda pair: loose(pair[1])))


def any_release() -> bool:
    """Whether a release has ever been taken in; for the command line, which serves no user."""
    return Release.objects.exists()
