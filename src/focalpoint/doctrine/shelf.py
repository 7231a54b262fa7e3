"""Open a published version of the catalogues, with an office's corrections laid over it, and find entries by id."""

import difflib
import json
import os
from collections.abc import Callable, Iterator
from functools import cache, cached_property, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import yaml
from pydantic import ValidationError

from focalpoint.doctrine import entries as found_in
from focalpoint.doctrine import office
from focalpoint.doctrine import overlay as corrections
from focalpoint.doctrine.bodies import Bodies
from focalpoint.doctrine.cases import Cases
from focalpoint.doctrine.crimes import Crimes
from focalpoint.doctrine.entries import Entry
from focalpoint.doctrine.framework import Framework
from focalpoint.doctrine.measures import Measures
from focalpoint.doctrine.mechanisms import Gaps, Mechanisms
from focalpoint.doctrine.records import Part, Record, digest
from focalpoint.doctrine.treaties import Treaties
from focalpoint.doctrine.yardsticks import Yardsticks
from focalpoint.reference.errors import FocalpointError

PUBLISHED = Path(__file__).parent / "catalogues"
OVERLAY_SETTING = "FOCALPOINT_DOCTRINE_OVERLAY"
# file -> what it holds; the large one last.
PARTS: dict[str, type[Part]] = {
    "framework": Framework,
    "crimes": Crimes,
    "measures": Measures,
    "bodies": Bodies,
    "treaties": Treaties,
    "yardsticks": Yardsticks,
    "mechanisms": Mechanisms,
    "gaps": Gaps,
    "cases": Cases,
}

# Catalogues that are searched together: an institution and its treaty may share an id.
SEARCHED = (
    ("framework",),
    ("crimes",),
    ("measures",),
    ("bodies", "treaties"),
    ("yardsticks",),
    ("mechanisms",),
    ("gaps",),
    ("cases",),
)
P = TypeVar("P", bound=Part)
Given = ParamSpec("Given")
Found = TypeVar("Found")


class UnknownEntry(FocalpointError):
    """No entry has this id."""


class AmbiguousEntry(FocalpointError):
    """Two kinds of entries have this id."""


class UnknownVersion(FocalpointError):
    """No version of that name was published."""


class Catalogue:
    """One published version, read file by file when asked for."""

    def __init__(self, version: str, overlay: Path | None = None, fields: office.Fields | None = None) -> None:
        self.version = version
        self.overlay = overlay
        self._corrections = corrections.read(overlay) if overlay else corrections.NONE
        self._corrections.check(_known() if overlay else frozenset())
        self.office_fields = fields or {}
        self._corrections = self._corrections.under(self.office_fields)

    @cached_property
    def framework(self) -> Framework:
        """Risk factors and indicators."""
        return self._read("framework", Framework)

    @cached_property
    def crimes(self) -> Crimes:
        """The scope test."""
        return self._read("crimes", Crimes)

    @cached_property
    def measures(self) -> Measures:
        """Measures and the rules of an options paper."""
        return self._read("measures", Measures)

    @cached_property
    def bodies(self) -> Bodies:
        """Bodies and routes."""
        return self._read("bodies", Bodies)

    @cached_property
    def treaties(self) -> Treaties:
        """Instruments, review, national questions."""
        return self._read("treaties", Treaties)

    @cached_property
    def yardsticks(self) -> Yardsticks:
        """Likelihood words, grades, confidence."""
        return self._read("yardsticks", Yardsticks)

    @cached_property
    def mechanisms(self) -> Mechanisms:
        """What the founding documents name."""
        return self._read("mechanisms", Mechanisms)

    @cached_property
    def gaps(self) -> Gaps:
        """What is missing or not settled."""
        return self._read("gaps", Gaps)

    @cached_property
    def cases(self) -> Cases:
        """Past situations and the register."""
        return self._read("cases", Cases)

    def entries(self, kind: str | None = None) -> Iterator[Entry]:
        """Yield every entry, or those of one kind, in the order of the files."""
        for name in PARTS:
            yield from (entry for entry in self._index(name) if kind is None or entry.kind == kind)

    def entry(self, wanted: str) -> Entry:
        """Return the entry with an id, such as ``RF7``, ``7.3``, ``ME048``, ``CS01.t3`` or ``body:ACHPR``.

        Raises
        ------
        UnknownEntry : no entry has the id; the message names close ones.
        AmbiguousEntry : two kinds have it; the message says how to ask for each.
        """
        kind, _, name = wanted.strip().rpartition(":")
        for together in SEARCHED:
            found = [
                each
                for part in together
                for each in self._index(part)
                if each.answers(name) and kind in ("", each.kind)
            ]
            if len(found) > 1:
                ways = " or ".join(f"{each.kind}:{each.id}" for each in found)
                raise AmbiguousEntry(f"{wanted!r} is the id of {len(found)} entries.", todo=f"Ask for {ways}.")
            if found:
                return found[0]
        raise UnknownEntry(f"No entry has the id {wanted!r}.", todo=self._close(name))

    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of entries, in the order of the files. Counts are not given: drafts are among them."""
        return tuple(dict.fromkeys(entry.kind for entry in self.entries()))

    def _published(self, name: str) -> Any:
        return _content(office.split(self.version)[0], name)

    def _read(self, name: str, model: type[P]) -> P:
        content = self._corrections.apply(name, self._published(name))
        try:
            return model.model_validate(content)
        except ValidationError as error:
            if self._corrections == corrections.NONE:
                raise
            said = f"{self.overlay or self.version}: {name}, corrected, is not valid: {corrections.explain(error)}"
            raise corrections.BadOverlay(
                said, todo="Mend the correction; the published entry shows the form."
            ) from error

    def _index(self, name: str) -> tuple[Entry, ...]:
        if name not in self._indexed:
            part: Part = getattr(self, name)
            self._indexed[name] = tuple(self._entry(name, record) for record in found_in.records(part))
        return self._indexed[name]

    @cached_property
    def _indexed(self) -> dict[str, tuple[Entry, ...]]:
        return {}

    def _entry(self, name: str, record: Record) -> Entry:
        overlaid = self._corrections.has(name, record.id)
        plain = catalogue(office.split(self.version)[0], overlay=None, use_setting=False) if overlaid else None
        original = plain.hash_of(name, record) if plain else None
        return Entry(
            id=record.id,
            kind=record.record_kind,
            catalogue=name,
            version=self.version,
            sha256=digest(record),
            overlaid=overlaid,
            original_sha256=original,
            record=record,
        )

    def hash_of(self, name: str, record: Record) -> str | None:
        """Return the hash of the record of the same kind and id in one file, or None where there is none."""
        same = (each for each in self._index(name) if each.id == record.id and each.kind == record.record_kind)
        found = next(same, None)
        return found.sha256 if found else None

    def _close(self, name: str) -> str:
        known = {entry.id.casefold(): entry.id for entry in self.entries()}
        close = [known[each] for each in difflib.get_close_matches(name.casefold(), known, n=5, cutoff=0.5)]
        return f"Close: {', '.join(close)}." if close else "`focalpoint doctrine list` names the kinds of entries."


@cache
def versions() -> tuple[str, ...]:
    """Return the published versions, oldest first.

    >>> "2026.1" in versions()
    True
    """
    return tuple(sorted((path.name for path in PUBLISHED.iterdir() if path.is_dir()), key=_numbers))


def catalogue(version: str | None = None, overlay: Path | None = None, *, use_setting: bool = True) -> Catalogue:
    """Return a published version, read once.

    Parameters
    ----------
    version : such as ``2026.1`` or ``2026.2+office.3``, which a record keeps; None is the newest.
    overlay : folder of an office's corrections; None takes the setting FOCALPOINT_DOCTRINE_OVERLAY.
    use_setting : False leaves the setting and the office's screens aside, so that the published text is seen.

    Raises
    ------
    UnknownVersion : it was never published.
    overlay.BadOverlay : the folder does not fit the catalogue.
    """
    corrected = office.newest() if use_setting and overlay is None else 0
    chosen = version or office.joined(versions()[-1], corrected)
    published, number = office.split(chosen)
    state = office.state(number) if number else None
    if published not in versions() or (number and state is None):
        raise UnknownVersion(f"Doctrine {chosen!r} was not published.", todo=f"Published: {', '.join(versions())}.")
    configured = os.environ.get(OVERLAY_SETTING) if use_setting else None
    return _opened(chosen, overlay or (Path(configured) if configured else None), state or "{}")


def entry(wanted: str) -> Entry:
    """Return the entry with an id from the newest version, with the configured corrections.

    >>> entry("RF7").record.name[:8], entry("RF7").kind
    ('Enabling', 'risk factor')
    """
    return catalogue().entry(wanted)


def per_catalogue(found: Callable[Given, Found]) -> Callable[Given, Found]:
    """Keep what a function finds for as long as the catalogue that it reads is the newest one."""
    kept: Callable[..., Found] = cache(lambda _opened, *given, **named: found(*given, **named))

    @wraps(found)
    def look(*given: Given.args, **named: Given.kwargs) -> Found:
        return kept(catalogue(), *given, **named)

    return look


@cache
def _opened(version: str, overlay: Path | None, state: str) -> Catalogue:
    return Catalogue(version, overlay, json.loads(state))


@cache
def _content(version: str, name: str) -> Any:
    """Return a file as a version published it: the first one whole, each later one as changes to the one before."""
    path = PUBLISHED / version / f"{name}.yaml"
    older = [each for each in versions() if _numbers(each) < _numbers(version)]
    if not older:
        return _parsed(path)
    before = _content(older[-1], name)
    if not path.exists():
        return before
    changes = corrections.changes(path, name)
    changes.check(set(_ids(before)))
    new_lists: dict[str, Any] = {each: [] for each in changes.added[name]}
    return changes.apply(name, new_lists | before)


def _numbers(version: str) -> tuple[int, ...]:
    """Return year and number, by which versions are ordered: 2026.10 comes after 2026.2."""
    return tuple(int(each) for each in version.split("."))


@cache
def _parsed(path: Path) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both loaders are the safe ones


@cache
def _known() -> frozenset[str]:
    """Return the ids of the newest version, among them every earlier one: a correction holds for each version."""
    return frozenset(each for name in PARTS for each in _ids(_content(versions()[-1], name)))


def _ids(raw: Any) -> Iterator[str]:
    """Yield every id in a file as it is written."""
    for each in corrections.dictionaries(raw):
        if isinstance(each.get("id"), str):
            yield each["id"]
