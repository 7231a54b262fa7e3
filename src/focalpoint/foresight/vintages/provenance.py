"""Where the bytes of a vintage were fetched: a note next to the raw bytes, ``<sha256>.fetched``, and what follows."""

import dataclasses
import datetime as dt
import json
import re
from pathlib import Path

from focalpoint.foresight.sources.newest import CANDIDATE, YEARLY, Held, final_month
from focalpoint.foresight.sources.presence import Presence
from focalpoint.foresight.vintages.files import written_whole
from focalpoint.foresight.vintages.identification import edition_of
from focalpoint.foresight.vintages.store import Store
from focalpoint.foresight.vintages.vintage import BadSidecar, Vintage

AGGREGATED = "ucdp_ged_panel"
EVENTS = {YEARLY, CANDIDATE}


@dataclasses.dataclass(frozen=True, slots=True)
class Provenance:
    """One fetched file: source, the publisher's name of it, release, address, day, hash and the server's marks."""

    source: str
    name: str
    release: str
    address: str
    day: dt.date
    sha256: str
    size: int | None
    etag: str
    modified: str

    @property
    def marks(self) -> Presence:
        """What the server said of the file."""
        return Presence(self.size, self.etag, self.modified)


def write(path: Path, provenance: Provenance) -> None:
    """Write a note as JSON, whole or not at all."""
    plain = {**dataclasses.asdict(provenance), "day": provenance.day.isoformat()}
    with written_whole(path) as partial:
        partial.write_text(json.dumps(plain, indent=1), encoding="utf-8")


def read(path: Path) -> Provenance:
    """Read a note.

    Raises
    ------
    BadSidecar : it is damaged.
    """
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        return Provenance(**{**plain, "day": dt.date.fromisoformat(plain["day"])})
    except (ValueError, TypeError, KeyError, OSError) as error:
        raise BadSidecar(f"The note {path} cannot be read: {error}.", todo="Delete it; the file is kept.") from error


def note(store: Store, sha256: str) -> Path:
    """Return the place of the note of raw bytes."""
    return store.raw / f"{sha256}.fetched"


def kept(store: Store) -> list[Provenance]:
    """Return every note of a store, oldest first."""
    return sorted((read(path) for path in store.raw.glob("*.fetched")), key=lambda one: one.day)


def held(store: Store, source: str) -> Held:
    """Return what a store has of one source, so that only what is newer is looked for.

    An extract is not the release that it was taken from; the tables of the package never hide a file of the publisher.
    """
    vintages = [one for one in store.vintages() if not is_extract(one)]
    notes = [one for one in kept(store) if one.source == source]
    added = {one.release for one in vintages if one.source == source and one.release and not one.embedded}
    return Held(
        releases=frozenset(added | {one.release for one in notes if one.release}),
        marks={one.name: one.marks for one in notes},
        fetched={one.name: one.day for one in notes},
        whole_to=max((final_month(one.release or "") for one in vintages if is_final(one)), default=0),
    )


def is_final(vintage: Vintage) -> bool:
    """Whether a vintage is a whole yearly release of UCDP events, or its counts by month."""
    return vintage.source in {YEARLY, AGGREGATED} and bool(re.fullmatch(r"\d+\.1", vintage.release or ""))


def is_extract(vintage: Vintage) -> bool:
    """Whether a vintage holds a part of a release only."""
    return vintage.source in EVENTS and edition_of(vintage).kind == "extract"
