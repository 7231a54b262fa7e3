"""The store of vintages: raw bytes by hash, a sidecar that says what they are, typed tables next to them.

``<root>/vintages/raw/<sha256>`` holds the bytes as they came, ``<sha256>.json`` the sidecar,
``<sha256>.<member>.parquet`` each typed table and ``<sha256>.<member>.issues.parquet`` the rows that were refused.
The sidecar is written last: a file without one does not exist yet. Bytes and tables are never overwritten; a sidecar is
only when a person says something else about the edition of a file that is here.
"""

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import polars as pl

from focalpoint.foresight.vintages import entry
from focalpoint.foresight.vintages.embedded import SNAPSHOT, embedded
from focalpoint.foresight.vintages.files import (
    checked,
    copied_meanwhile,
    one_writer,
    remember,
    sha256_of,
    stamp,
    written_whole,
)
from focalpoint.foresight.vintages.vintage import BadSidecar, Vintage, record, vintage_of
from focalpoint.reference.errors import FocalpointError


class ChangedWhileRead(FocalpointError):
    """A file that was written to while it was being added."""


@dataclasses.dataclass(frozen=True, slots=True)
class Added:
    """What became of one table of an added file.

    ``new`` is false when the store had it already; ``changed`` says that its description is another one now.
    """

    vintage: Vintage
    new: bool
    issues: pl.DataFrame
    changed: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Store:
    """The vintages kept under ``root`` (an installation's home) and those that come with the package.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as home:
    ...     Store(Path(home), snapshot=None).vintages()
    []
    """

    root: Path
    snapshot: Path | None = SNAPSHOT

    @property
    def raw(self) -> Path:
        """The folder of raw bytes, sidecars and typed tables."""
        return self.root / "vintages" / "raw"

    def add(
        self, path: Path, *, known_at: dt.date, retrieved: dt.date | None = None, said: entry.Said = entry.NOTHING_SAID
    ) -> list[Added]:
        """Read a file, keep its bytes and its typed tables, and say what was new.

        Parameters
        ----------
        path : file of a known source, or a zip or gz of such files.
        known_at : the day on which these figures were known.
        retrieved : the day on which the file was fetched; ``known_at`` when not given.
        said : what the person who adds it says of a file of UCDP's events. Said again of a file that is here, it
            replaces what was said before; the bytes, the tables and the day on which they were known are kept.

        Raises
        ------
        ChangedWhileRead
            When the bytes changed between reading and keeping.
        FocalpointError
            Whatever the reader of the source has to say about the file.
        """
        before = stamp(path)
        if self._may_be_here(before.size) and self._sidecar(sha256_of(path)).is_file():
            return self._again(sha256_of(path), path.name, said)
        with copied_meanwhile(path, self.raw) as copy:
            readings, sha256 = entry.look(path, known_at=known_at, said=said), copy.sha256()
            if stamp(path) != before:
                raise ChangedWhileRead(
                    f"{path} changed while it was being read.", todo="Add it again when it is complete."
                )
            entries = entry.describe(
                readings, path, sha256, known_at=known_at, retrieved=retrieved or known_at, said=said
            )
            with one_writer(self.raw):
                if self._sidecar(sha256).is_file():
                    return self._again(sha256, path.name, said)
                copy.keep(self.raw / sha256)
                return self._keep(sha256, entries)

    def vintages(self) -> list[Vintage]:
        """Return every vintage, oldest knowledge first."""
        kept = [vintage for path in sorted(self.raw.glob("*.json")) for vintage in _of_sidecar(path)]
        shipped = embedded(self.snapshot) if self.snapshot else []
        return sorted([*shipped, *kept], key=lambda vintage: (vintage.known_at, vintage.id))

    def known(self, source: str, known_at: dt.date) -> list[Vintage]:
        """Return the vintages of one source that were known on a day, newest knowledge first."""
        found = [vintage for vintage in self.vintages() if vintage.source == source and vintage.known_at <= known_at]
        return found[::-1]

    def frame(self, vintage: Vintage) -> pl.LazyFrame:
        """Return a vintage's typed table, after checking that neither it nor the raw bytes changed on disk.

        Raises
        ------
        ChangedBytes
            When they did.
        """
        if vintage.embedded:
            return pl.scan_parquet(checked((self.snapshot or SNAPSHOT) / vintage.table, vintage.table_sha256))
        checked(self.raw / vintage.sha256, vintage.sha256)
        return pl.scan_parquet(checked(self.raw / vintage.table, vintage.table_sha256))

    def added_at(self, vintage: Vintage) -> int:
        """Return when a vintage was added or described again, in nanoseconds; 0 for the package's own."""
        return 0 if vintage.embedded else self._sidecar(vintage.sha256).stat().st_mtime_ns

    def issues(self, vintage: Vintage) -> pl.DataFrame:
        """Return what was wrong with the file, a row an issue; an empty table for what comes with the package."""
        path = self.raw / vintage.table.replace(".parquet", ".issues.parquet")
        return entry.NO_ISSUES if vintage.embedded or not path.is_file() else pl.read_parquet(path)

    def _may_be_here(self, size: int) -> bool:
        """Whether a file of this size is kept; if not, its bytes need not be hashed to know that they are new."""
        return any(path.stat().st_size == size for path in self.raw.glob("[0-9a-f]*") if not path.suffix)

    def _sidecar(self, sha256: str) -> Path:
        return self.raw / f"{sha256}.json"

    def _again(self, sha256: str, name: str, said: entry.Said) -> list[Added]:
        checked(self.raw / sha256, sha256)
        before = _of_sidecar(self._sidecar(sha256))
        after = [entry.say_again(vintage, self.frame(vintage), name, said) for vintage in before]
        if after != before:
            self._write_sidecar(sha256, after)
        return [
            Added(now, new=False, issues=self.issues(now), changed=now != then)
            for then, now in zip(before, after, strict=True)
        ]

    def _keep(self, sha256: str, entries: list[entry.Entry]) -> list[Added]:
        added = [self._keep_table(item) for item in entries]
        self._write_sidecar(sha256, [item.vintage for item in added])
        return added

    def _write_sidecar(self, sha256: str, vintages: list[Vintage]) -> None:
        sidecar = {"schema": 1, "sha256": sha256, "vintages": [record(vintage) for vintage in vintages]}
        with written_whole(self._sidecar(sha256)) as partial:
            partial.write_text(json.dumps(sidecar, indent=1, ensure_ascii=False), encoding="utf-8")

    def _keep_table(self, item: entry.Entry) -> Added:
        target = self.raw / item.vintage.table
        with written_whole(target) as partial:
            item.frame.lazy().sink_parquet(partial, compression="lz4")
        with written_whole(target.with_suffix(".issues.parquet")) as partial:
            item.issues.write_parquet(partial)
        vintage = dataclasses.replace(item.vintage, table_sha256=sha256_of(target))
        remember(target, vintage.table_sha256)
        return Added(vintage, new=True, issues=item.issues)


def _of_sidecar(path: Path) -> list[Vintage]:
    try:
        plain: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return [vintage_of(one) for one in plain["vintages"]]
    except (ValueError, KeyError, TypeError) as error:
        raise BadSidecar(
            f"The sidecar {path} cannot be read: {error}.",
            todo="Delete the files of that name, then add the original file again.",
        ) from error
