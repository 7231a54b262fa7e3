"""What every record of doctrine has: an id that never changes, and how far it was checked."""

import hashlib
import json
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

Checked = Literal["true", "partly", "recalled"]
SAYS: dict[Checked, str] = {
    "true": "seen in a source",
    "partly": "partly seen in a source",
    "recalled": "recalled, unverified",
}


class Part(BaseModel):
    """A piece of a catalogue: no field is added silently, none is changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def later(default: Any) -> Any:
    """Return a field of a later version; empty, it is left out of the hash, so that old records keep theirs."""
    return Field(default=default, exclude_if=lambda value: not value)


class Record(Part):
    """An entry that can be asked for by its id."""

    record_kind: ClassVar[str]
    shown: ClassVar[str] = "text"  # the field that a list shows for the record
    id: str

    @property
    def heading(self) -> str:
        """The line that a list shows for the record."""
        return str(getattr(self, self.shown))


class Fact(Record):
    """An entry that says something about the world, with its flag and what was looked at for it."""

    checked: Checked
    looked_at: tuple[str, ...] = later(())


class Note(Record):
    """A rule or remark of the office: one sentence, no claim about the world."""

    record_kind = "note"
    text: str


def digest(record: Record) -> str:
    """Return the SHA-256 of a record's content, the same wherever it is computed.

    >>> digest(Note(id="LN1", text="A remark."))[:8]
    'ded7dde4'
    """
    text = json.dumps(record.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
