"""Sealed files without a row, and rows without a file: what a machine that stopped in the middle leaves behind."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from focalpoint.desk.intake import originals
from focalpoint.desk.intake.models import Original

YOUNG = dt.timedelta(hours=1)  # a file is written before its row: one as young as this may still get it


@dataclass(frozen=True)
class Orphans:
    """Files that no row names, and originals whose file is gone, by item and name."""

    files: tuple[Path, ...]
    rows: tuple[str, ...]


def orphans(home: Path, *, at: dt.datetime) -> Orphans:
    """Return what does not belong together at this time; each app that keeps sealed files lists its own."""
    named = {blob: f"{ref} {blob}" for kept in settings.FOCALPOINT_SEALED for blob, ref in import_string(kept)()}
    there = originals.stored(home)
    old = (file for blob, file in there.items() if blob not in named and at.timestamp() - _time(file) > YOUNG.seconds)
    return Orphans(tuple(old), tuple(name for blob, name in named.items() if blob not in there))


def remove(found: Orphans) -> None:
    """Delete the files that no row names: nothing can open them, since a file's key is in its row."""
    for file in found.files:
        file.unlink(missing_ok=True)


def kept_originals() -> list[tuple[str, str]]:
    """Return the blob and the item of every original that can still be read."""
    return list(Original.objects.filter(key__isnull=False).values_list("blob", "item__ref"))


def _time(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return float("inf")
