"""Writes: the import of a release, how releases did since, the start of an update, which States a person follows."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Actor, Permission, require
from focalpoint.desk.trail.actions import Ids, record
from focalpoint.desk.watch import updates
from focalpoint.desk.watch.models import Chance, CountryForecast, Document, Follow, Release, Truth
from focalpoint.reference.countries import state
from focalpoint.reference.errors import FocalpointError


@dataclass(frozen=True)
class Imported:
    """A release in the database, and whether this call brought it."""

    id: str
    new: bool


@dataclass(frozen=True)
class Rejected:
    """A release that was not taken in, and why."""

    path: Path
    reason: str


@transaction.atomic
def take_in(*, path: Path, by: Actor, at: dt.datetime) -> Imported:
    """Check a release byte by byte and take it in; the same release twice changes nothing.

    Raises
    ------
    focalpoint.foresight.release.read.Refused
        When the bundle fails a check; the database is as it was.
    """
    require(by, Permission.RELEASE_IMPORT)
    # Polars is needed here and nowhere in a page.
    from focalpoint.desk.watch import import_release
    from focalpoint.foresight.release.read import load

    bundle = load(path)
    if Release.objects.filter(id=bundle.id).exists():
        return Imported(bundle.id, new=False)
    release = import_release.release_row(bundle, at)
    release.save(force_insert=True)
    Document.objects.bulk_create(import_release.documents(bundle, release))
    Chance.objects.bulk_create(import_release.chance_rows(bundle, release), batch_size=500)
    CountryForecast.objects.bulk_create(import_release.country_rows(bundle, release), batch_size=50)
    record(by=by.ref, at=at, verb="release.imported", subject=bundle.id, after=[release])
    return Imported(bundle.id, new=True)


def take_in_all(*, folder: Path, by: Actor, at: dt.datetime) -> Iterator[Imported | Rejected]:
    """Take in every release of a folder, oldest name first; one that fails does not stop the others.

    A release whose folder bears the id of one that is already here is not read again.
    """
    require(by, Permission.RELEASE_IMPORT)
    known = set(Release.objects.values_list("id", flat=True))
    for path in sorted(each for each in folder.glob("*") if each.is_dir() and not each.name.startswith(".")):
        if path.name in known:
            yield Imported(path.name, new=False)
            continue
        try:
            yield take_in(path=path, by=by, at=at)
        except FocalpointError as error:
            yield Rejected(path, str(error))


@transaction.atomic
def take_in_truth(*, rows: Sequence[Mapping[str, Any]], by: Actor, at: dt.datetime) -> list[str]:
    """Store how releases did on what became known since; what was computed before gives way, the same changes nothing.

    Parameters
    ----------
    rows : as ``focalpoint.foresight.runs.truth.scores`` returns them, of any number of releases and kinds of truth.
    at : the moment of storing.

    Returns
    -------
    The releases whose scores changed; a release that the desk does not have is passed over.
    """
    require(by, Permission.RELEASE_SCORE)
    found: dict[str, dict[str, list[Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[row["release"]][row["truth"]].append(row)
    releases = Release.objects.in_bulk(list(found))
    return [name for name, release in releases.items() if _replace_truth(release, found[name], by, at)]


def _replace_truth(release: Release, kinds: Mapping[str, list[Mapping[str, Any]]], by: Actor, at: dt.datetime) -> bool:
    """Store the scores of one release; an estimate is deleted when final figures replace it."""
    stored = {each.kind: each.content for each in Truth.objects.filter(release=release)}
    wanted = {kind: json.loads(json.dumps(content)) for kind, content in kinds.items()}
    if stored == wanted:
        return False
    Truth.objects.filter(release=release).delete()
    days = {kind: max(row["as_of"] for row in content) for kind, content in wanted.items()}
    Truth.objects.bulk_create(
        Truth(release=release, kind=kind, as_of=dt.date.fromisoformat(days[kind]), content=content)
        for kind, content in wanted.items()
    )
    ids: Ids = {"truth": sorted(wanted)}
    record(by=by.ref, at=at, verb="release.scored", subject=release.id, ids=ids, after=[release])
    return True


@transaction.atomic
def start_update(*, by: User, at: dt.datetime) -> None:
    """Start an update of the data in a process of its own.

    Raises
    ------
    focalpoint.desk.watch.updates.AlreadyRunning
        When one runs; nothing is recorded.
    """
    require(by, Permission.DATA_UPDATE)
    record(by=by.ref, at=at, verb="update.started", subject="data")
    updates.start(Path(settings.FOCALPOINT_HOME), at=at)


@transaction.atomic
def follow(*, iso3: str, by: User, at: dt.datetime) -> None:
    """Let a person follow a State of the watch list; following it twice changes nothing.

    Raises
    ------
    UnknownState : no State of the watch list has this code.
    """
    require(by, Permission.STATE_FOLLOW)
    state(iso3)
    _found, is_new = Follow.objects.get_or_create(user=by, iso3=iso3, defaults={"at": at})
    if is_new:
        record(by=by.ref, at=at, verb="state.followed", subject=iso3)


@transaction.atomic
def unfollow(*, iso3: str, by: User, at: dt.datetime) -> None:
    """Let a person stop following a State; nothing happens if it was not followed."""
    require(by, Permission.STATE_FOLLOW)
    gone, _each = Follow.objects.filter(user=by, iso3=iso3).delete()
    if gone:
        record(by=by.ref, at=at, verb="state.unfollowed", subject=iso3)
