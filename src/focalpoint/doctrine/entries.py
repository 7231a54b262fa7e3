"""An entry as it is cited, and every entry that a piece of a catalogue holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from focalpoint.doctrine.framework import Indicator
from focalpoint.doctrine.records import SAYS, Checked, Record


@dataclass(frozen=True, slots=True)
class Entry:
    """A record with what is needed to cite it: catalogue, version, hash, and whether an office has corrected it."""

    id: str
    kind: str
    catalogue: str
    version: str
    sha256: str
    overlaid: bool
    original_sha256: str | None  # of the published record under a correction; None where there is none
    record: Record

    @property
    def checked(self) -> Checked | None:
        """How far the fact was checked; None where the record states no fact."""
        flag: Checked | None = getattr(self.record, "checked", None)
        return flag

    @property
    def flag(self) -> str:
        """The flag in words, to be shown wherever the fact is; empty where there is none."""
        return SAYS[self.checked] if self.checked else ""

    def answers(self, name: str) -> bool:
        """Say whether this is the entry asked for: by its id, or by a number of the United Nations."""
        number = self.record.number if isinstance(self.record, Indicator) else None
        return name.casefold() == self.id.casefold() or name == number


def records(part: BaseModel) -> Iterator[Record]:
    """Yield every record in a piece of a catalogue, however deep, in the order it is written."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Record):
                yield each
            if isinstance(each, BaseModel):
                yield from records(each)
