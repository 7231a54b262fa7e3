"""Newer data on their way into the store: looked for, fetched, added.

A step that was cut is taken up by the next run.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from focalpoint.foresight.sources import newest as editions
from focalpoint.foresight.sources.fetching import expects, fetch
from focalpoint.foresight.sources.newest import CANDIDATE, YEARLY, Ask, Find, final_month
from focalpoint.foresight.sources.request import Limits
from focalpoint.foresight.sources.transfer import Report
from focalpoint.foresight.vintages import provenance
from focalpoint.foresight.vintages.files import sha256_of
from focalpoint.foresight.vintages.provenance import Provenance
from focalpoint.foresight.vintages.store import Added, Store
from focalpoint.reference.errors import FocalpointError


class OnlyAPart(FocalpointError):
    """A file under the name of a whole release that holds less than one."""


@dataclass(frozen=True)
class Looked:
    """What became of the look for one source: editions to fetch, or why the look failed."""

    source: str
    finds: tuple[Find, ...] = ()
    error: FocalpointError | None = None


def look_for(
    store: Store, sources: Iterable[str], day: dt.date, *, as_if_added: bool = False, ask: Ask = editions.ask
) -> Iterator[Looked]:
    """Look for newer editions of each source; a source that fails does not keep the others from being looked for.

    Each look is made when it is asked for, so that what was added after the look before it counts: candidate events
    follow the yearly release that is here, and not one that could not be fetched.

    Parameters
    ----------
    store : what is here.
    sources : in the order in which they are asked.
    day : today.
    as_if_added : let candidates follow a yearly release that was only found, for a look after which nothing is fetched.
    ask : says whether a publisher has a file.
    """
    final = 0
    for source in sources:
        try:
            have = provenance.held(store, source)
            if source == CANDIDATE:
                have = replace(have, whole_to=max(have.whole_to, final))
            finds = tuple(editions.newest(source, day, have, ask=ask))
        except FocalpointError as error:
            yield Looked(source, error=error)
            continue
        if as_if_added and source == YEARLY and finds:
            final = final_month(finds[-1].download.release)
        yield Looked(source, finds)


def bring(store: Store, find: Find, day: dt.date, *, limits: Limits, report: Report) -> list[Added]:
    """Fetch one edition and add it; nothing is fetched twice, and nothing is half added.

    Parameters
    ----------
    store : where it is added; the file itself waits in ``downloads/SOURCE`` of the same home until it is.
    find : the edition.
    day : today, the day on which its figures are known.
    limits : patience of the transfer.
    report : called with bytes so far and bytes in all.

    Raises
    ------
    FocalpointError : why it was not fetched, or not added; what was here before is as it was.
    """
    folder = store.root / "downloads" / find.source
    path = folder / find.download.name()
    sidecar = path.with_name(path.name + ".fetched")
    if not _is_here(find, path, sidecar):
        came = fetch(find.download, folder, accept=expects(find.source), limits=limits, report=report)
        provenance.write(sidecar, _provenance(find, came.sha256, day))
    said = provenance.read(sidecar)
    added = store.add(path, known_at=day, retrieved=day)
    provenance.write(provenance.note(store, said.sha256), said)
    path.unlink()
    sidecar.unlink()
    if any(provenance.is_extract(one.vintage) for one in added):
        raise OnlyAPart(
            f"{path.name} holds a part of the release only; its events are listed, not counted.",
            todo="Ask the publisher, or download it again later and use `focalpoint add FILE`.",
        )
    return added


def sweep(store: Store) -> None:
    """Delete the files of ``downloads`` that an earlier run added and was stopped before it deleted them."""
    for sidecar in (store.root / "downloads").glob("*/*.fetched"):
        if (store.raw / f"{provenance.read(sidecar).sha256}.json").is_file():
            sidecar.with_suffix("").unlink(missing_ok=True)
            sidecar.unlink()


def _is_here(find: Find, path: Path, sidecar: Path) -> bool:
    """Whether an earlier run fetched this very version and was stopped before it was added."""
    if not (path.is_file() and sidecar.is_file() and find.presence.has_marks):
        return False
    said = provenance.read(sidecar)
    return said.marks == find.presence and said.sha256 == sha256_of(path)


def _provenance(find: Find, sha256: str, day: dt.date) -> Provenance:
    there, download = find.presence, find.download
    return Provenance(
        source=find.source,
        name=download.name(),
        release=download.release,
        address=download.address(),
        day=day,
        sha256=sha256,
        size=there.size,
        etag=there.etag,
        modified=there.modified,
    )
