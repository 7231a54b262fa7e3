"""Which entries and fields an office can correct, and what an entry says once one is corrected."""

import datetime as dt
from typing import Any

from focalpoint.doctrine import AmbiguousEntry, Catalogue, Entry, UnknownEntry
from focalpoint.doctrine.records import Record

KINDS = ("body", "measure", "mechanism", "legal norm")
FLAGS = {"id", "checked", "looked_at", "checked_facts", "mandate_ref"}  # set by a correction, or what others refer to
TEXTS: tuple[Any, ...] = (str, str | None, tuple[str, ...])


def name_of(entry: Entry) -> str:
    """Return how a correction names an entry: a body and a treaty may share an id."""
    return f"body:{entry.id}" if entry.kind == "body" else entry.id


def find_entry(opened: Catalogue, name: str) -> Entry | None:
    """Return an entry that can be corrected; None for any other name."""
    try:
        found = opened.entry(name)
    except (AmbiguousEntry, UnknownEntry):
        return None
    return found if found.kind in KINDS and name_of(found) == name else None


def correctable(record: Record) -> list[str]:
    """Return the fields of a record that hold text, or lines of text."""
    fields = type(record).model_fields
    return [name for name, field in fields.items() if name not in FLAGS and field.annotation in TEXTS]


def is_listed(record: Record, field: str) -> bool:
    """Whether a field holds lines of text."""
    return isinstance(getattr(record, field), tuple)


def as_text(value: object) -> str:
    """Return what a field holds as a person reads and writes it, a line each."""
    return "\n".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")


def corrected(record: Record, field: str, text: str, *, source: str, on: dt.date | None) -> dict[str, Any]:
    """Return the fields of an entry with another text in one, flagged by how far it was seen.

    One field that was seen makes no whole entry seen: what was recalled is partly seen then. A field that was not seen
    leaves an entry that was seen partly seen; one that was recalled remains so.
    """
    lines = [each.strip() for each in text.splitlines() if each.strip()]
    said: dict[str, Any] = {field: lines if is_listed(record, field) else text.strip()}
    flag = getattr(record, "checked", "recalled")
    if not source:
        return said | {"checked": "partly" if flag == "true" else flag}
    seen = f"{source} ({on:%Y-%m-%d})"
    looked_at = [*getattr(record, "looked_at", ()), seen]
    said |= {"checked": "partly" if flag == "recalled" else flag, "looked_at": looked_at}
    if hasattr(record, "checked_facts"):
        said["checked_facts"] = [*record.checked_facts, f"{field}: {as_text(said[field])} ({seen})"]
    return said
