"""Writes: the import of a release, whole or not at all."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from focalpoint.desk.trail.actions import record
from focalpoint.desk.watch.models import Chance, CountryForecast, Document, Release
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
def take_in(*, path: Path, at: dt.datetime) -> Imported:
    """Check a release byte by byte and take it in; the same release twice changes nothing.

    Raises
    ------
    focalpoint.foresight.release.read.Refused
        When the bundle fails a check; the database is as it was.
    """
    # Polars is needed here and nowhere in a page.
    from focalpoint.desk.watch import reading
    from focalpoint.foresight.release.read import load

    bundle = load(path)
    if Release.objects.filter(id=bundle.id).exists():
        return Imported(bundle.id, new=False)
    release = reading.release_row(bundle, at)
    release.save(force_insert=True)
    Document.objects.bulk_create(reading.documents(bundle, release))
    Chance.objects.bulk_create(reading.chance_rows(bundle, release), batch_size=500)
    CountryForecast.objects.bulk_create(reading.country_rows(bundle, release), batch_size=50)
    record(by="system", at=at, verb="release.imported", subject=bundle.id)
    return Imported(bundle.id, new=True)


def take_in_all(*, folder: Path, at: dt.datetime) -> Iterator[Imported | Rejected]:
    """Take in every release of a folder, oldest name first; one that fails does not stop the others.

    A release whose folder bears the id of one that is already here is not read again.
    """
    known = set(Release.objects.values_list("id", flat=True))
    for path in sorted(each for each in folder.glob("*") if each.is_dir() and not each.name.startswith(".")):
        if path.name in known:
            yield Imported(path.name, new=False)
            continue
        try:
            yield take_in(path=path, at=at)
        except FocalpointError as error:
            yield Rejected(path, str(error))
