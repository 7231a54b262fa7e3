"""The releases of an installation: a folder of bundles, each under its id."""

import os
from dataclasses import dataclass
from pathlib import Path

from focalpoint.foresight.release.manifest import Manifest
from focalpoint.foresight.release.read import Refused, Report, load
from focalpoint.foresight.release.schema import MANIFEST


@dataclass(frozen=True)
class Kept:
    """One release of a folder: what was found, and its manifest when it may be read."""

    path: Path
    report: Report
    manifest: Manifest | None


def kept(folder: Path) -> list[Kept]:
    """Check every release of a folder, latest origin last; what is hidden or no folder is not one.

    Parameters
    ----------
    folder : usually ``releases`` in the home of an installation; it need not exist.

    Examples
    --------
    >>> kept(Path("/nowhere"))
    []
    """
    if not folder.is_dir():
        return []
    entries = [path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")]
    return sorted((_look(path) for path in entries), key=_order)


def _look(path: Path) -> Kept:
    try:
        bundle = load(path)
    except Refused as refused:
        return Kept(path, refused.report, None)
    return Kept(path, Report(path, bundle.id, bundle.manifest.content, ()), bundle.manifest)


def _order(one: Kept) -> tuple[str, str, int, str]:
    """Order by the last month of data, then by the day of making; within one day, by when the files were written."""
    if one.manifest is None:
        return "", "", 0, one.path.name
    return one.manifest.origin, one.manifest.created.isoformat(), written_at(one.path), one.manifest.id


def written_at(path: Path) -> int:
    """Return when a release was written to its folder, in nanoseconds: the manifest, which knows its day alone."""
    return (path / MANIFEST).stat().st_mtime_ns


def mark_current(path: Path) -> None:
    """Let a release count as written now, with the same bytes: all that is known since gives the same one."""
    os.utime(path / MANIFEST)


def find(name: str, folder: Path) -> Path:
    """Return the folder of a release that is named by its path, or by its id within ``folder``.

    >>> find("r-2024-12-00000000", Path("/nowhere"))
    PosixPath('r-2024-12-00000000')
    """
    given, shelved = Path(name), folder / name
    by_id = not given.exists() and given.name == name and shelved.is_dir()
    return shelved if by_id else given
