"""An office's own corrections, laid over a published version without changing it.

A folder of YAML files. ``corrections`` is a list of entries, each with the ``id`` of a published entry and the fields
that replace its own; ``additions`` names a catalogue and a list in it, with whole new entries::

    corrections:
      - {id: RF7.1, text: Our wording, checked: "true"}
    additions:
      measures:
        measures:
          - {id: XX001, ...}
"""

import copy
import difflib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from focalpoint.reference.errors import FocalpointError


class BadOverlay(FocalpointError):
    """A folder of corrections that does not fit the catalogue."""


class Correction(BaseModel):
    """An id and the fields that replace those of the published entry."""

    model_config = ConfigDict(extra="allow", frozen=True)
    id: str


class File(BaseModel):
    """One file of the folder."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    corrections: tuple[Correction, ...] = ()
    additions: dict[str, dict[str, list[dict[str, Any]]]] = {}


class Changes(BaseModel):
    """One file of a published version that is not the first: what it changes in that file of the version before."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    corrections: tuple[Correction, ...] = ()
    additions: dict[str, list[dict[str, Any]]] = {}


@dataclass(frozen=True)
class Corrections:
    """Everything a folder changes: fields by id, and new entries by catalogue and list."""

    fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    added: dict[str, dict[str, list[dict[str, Any]]]] = field(default_factory=dict)
    folder: Path | None = None

    @property
    def ids(self) -> frozenset[str]:
        """The ids of entries that are corrected or new."""
        new = (entry.get("id", "") for lists in self.added.values() for entries in lists.values() for entry in entries)
        return frozenset(self.fields) | frozenset(new)

    def under(self, fields: Mapping[str, Mapping[str, Any]]) -> "Corrections":
        """Return these corrections with others laid over them."""
        if not fields:
            return self
        both = {name: {**self.fields.get(name, {}), **fields.get(name, {})} for name in {*self.fields, *fields}}
        return replace(self, fields=both)

    def has(self, catalogue: str, name: str) -> bool:
        """Whether an entry of a catalogue is corrected or new."""
        return not self.ids.isdisjoint(_names(catalogue, name))

    def check(self, known: Set[str]) -> None:
        """Refuse a correction of an id that is not published.

        Raises
        ------
        BadOverlay : names the id and close ones.
        """
        for each in (name for name in self.fields if name.rpartition(":")[2] not in known):
            close = difflib.get_close_matches(each, known, n=3)
            hint = f"Did you mean {' or '.join(close)}?" if close else "A new entry belongs under additions."
            raise BadOverlay(f"{self.folder}: no published entry has the id {each!r}.", todo=hint)

    def apply(self, catalogue: str, published: Any) -> Any:
        """Return the content of a file with the corrections in place; the published content remains as it is."""
        if not self.fields and catalogue not in self.added:
            return published
        content = copy.deepcopy(published)
        for each in dictionaries(content):
            for name in _names(catalogue, each.get("id", "")):
                each.update(self.fields.get(name, {}))
        for name, entries in self.added.get(catalogue, {}).items():
            if not isinstance(content.get(name), list):
                raise BadOverlay(f"{self.folder}: {catalogue} has no list {name!r}.", todo="Check the additions.")
            content[name].extend(copy.deepcopy(entries))
        return content


NONE = Corrections()
_KINDS = {"bodies": "body", "treaties": "instrument"}  # an institution and its treaty may share an id


def _names(catalogue: str, name: str) -> tuple[str, ...]:
    """Return how a correction may name an entry: by its id, or with its kind, such as "body:AU-PSC"."""
    return (name, f"{_KINDS[catalogue]}:{name}") if catalogue in _KINDS else (name,)


def read(folder: Path) -> Corrections:
    """Read a folder of corrections; later files (by name) win.

    Raises
    ------
    BadOverlay : the folder is not there, or a file is not what it should be.
    """
    if not folder.is_dir():
        raise BadOverlay(f"{folder} is not a folder.", todo="Set FOCALPOINT_DOCTRINE_OVERLAY to a folder, or unset it.")
    found = Corrections(folder=folder)
    for path in sorted(folder.glob("*.yaml")):
        file = _file(path)
        for each in file.corrections:
            found.fields.setdefault(each.id, {}).update(each.model_extra or {})
        for catalogue, lists in file.additions.items():
            for name, entries in lists.items():
                found.added.setdefault(catalogue, {}).setdefault(name, []).extend(entries)
    return found


def changes(path: Path, catalogue: str) -> Corrections:
    """Read what a published version changes in one file of the version before it."""
    held = Changes.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    fields = {each.id: each.model_extra or {} for each in held.corrections}
    return Corrections(fields, {catalogue: held.additions}, path)


def dictionaries(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every mapping in parsed YAML, outer ones first."""
    if isinstance(value, dict):
        yield value
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        yield from dictionaries(child)


def _file(path: Path) -> File:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return File.model_validate(content or {})
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadOverlay(f"{path} cannot be read: {error}", todo="Write it as YAML in UTF-8.") from error
    except ValidationError as error:
        raise BadOverlay(
            f"{path}: {explain(error)}", todo="Give corrections and additions, as the guide shows."
        ) from error


def explain(error: ValidationError) -> str:
    """Say the first thing that is wrong, and where."""
    first = error.errors()[0]
    return f"{'.'.join(str(step) for step in first['loc'])}: {first['msg']}"
