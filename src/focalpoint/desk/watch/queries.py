"""Reads: everything a page of Watch shows, for a user who may see it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import F, QuerySet

from focalpoint.desk.people.models import User
from focalpoint.desk.watch.asked import Filter
from focalpoint.desk.watch.models import Chance, CountryForecast, Document, Release, Truth
from focalpoint.desk.watch.ranking import Row, in_view, ordered, ranked

KEPT = (
    *("iso3", "name", "region", "note", "spark", "recent"),
    *("killed_low", "killed_best", "killed_high", "observability"),
)
Reader = User | AnonymousUser


def may_read(user: Reader, page: str = "") -> bool:
    """Tell whether a user may read releases: whoever is signed in, and anyone on a page the installation opens."""
    return (user.is_authenticated and user.is_active) or page in settings.FOCALPOINT_PUBLIC_PAGES


def releases(*, user: Reader, page: str = "") -> QuerySet[Release]:
    """Return every release a user may read, newest first."""
    return Release.objects.all() if may_read(user, page) else Release.objects.none()


def chosen(*, user: Reader, id: str = "", page: str = "") -> tuple[Release | None, Release | None]:  # noqa: A002 - the field's name
    """Return the release asked for (the newest without an id) and the one before it."""
    known = list(releases(user=user, page=page))
    place = next((place for place, each in enumerate(known) if each.id == id or not id), None)
    if place is None:
        return None, None
    return known[place], known[place + 1] if place + 1 < len(known) else None


def world(*, user: Reader, release: Release, before: Release | None, shown: Filter) -> list[Row]:
    """Return all States with the figures of one question, each with its place in the world."""
    if not may_read(user):
        return []
    question = {"threshold": shown.threshold, "window": shown.window, "first": F("release__first")}
    pair = [release, before] if before else [release]
    known = {(one.release_id, one.iso3): one for one in Chance.objects.filter(release__in=pair, **question)}
    states = CountryForecast.objects.filter(release=release).defer("document", "events").order_by("name")
    return ranked([_row(state, *(known.get((each.id, state.iso3)) for each in pair)) for state in states])


def _row(state: CountryForecast, chance: Chance | None, before: Chance | None = None) -> Row:
    return Row(
        **{name: getattr(state, name) for name in KEPT},
        value=chance.value if chance else None,
        low=chance.low if chance else None,
        high=chance.high if chance else None,
        base_rate=chance.base_rate if chance else None,
        before=before.value if before else None,
    )


def selected(rows: list[Row], shown: Filter) -> list[Row]:
    """Return the rows of a view and region, in the order asked for."""
    kept = [row for row in rows if in_view(row, shown.view) and shown.region in {"", row.region}]
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


def events(*, user: Reader, release: Release, iso3: str) -> list[dict[str, Any]]:
    """Return the events behind the figures of one State, oldest first, a day as its ISO text; none without event data.

    Columns as in ``events.parquet``, without the unit.
    """
    if not may_read(user):
        return []
    held = CountryForecast.objects.filter(release=release, iso3=iso3).values_list("events", flat=True).first() or {}
    return [dict(zip(held["columns"], row, strict=True)) for row in held.get("rows", [])]


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


def documents(*, user: Reader, release: Release, kinds: Sequence[str], page: str = "") -> dict[str, Any]:
    """Return parts of a release that concern the world, by their kind; a part that is not there is left out."""
    if not may_read(user, page):
        return {}
    return dict(Document.objects.filter(release=release, kind__in=kinds).values_list("kind", "content"))


def truths(*, user: Reader, release: Release, page: str = "") -> dict[str, Any]:
    """Return how a release did on what became known after it, by kind of truth."""
    if not may_read(user, page):
        return {}
    return dict(Truth.objects.filter(release=release).values_list("kind", "content"))


def names(*, user: Reader, release: Release, page: str = "") -> dict[str, str]:
    """Return the names of the States of a release by ISO3."""
    if not may_read(user, page):
        return {}
    return dict(CountryForecast.objects.filter(release=release).order_by("name").values_list("iso3", "name"))


def any_release() -> bool:
    """Tell whether a release has ever been taken in; for the command line, which serves no user."""
    return Release.objects.exists()
