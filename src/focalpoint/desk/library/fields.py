"""Which entries and fields an office can correct, and what an entry says once one is corrected."""

import datetime as dt
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from focalpoint.doctrine import AmbiguousEntry, Catalogue, Entry, UnknownEntry
from focalpoint.doctrine.records import Record

KINDS = ("body", "measure", "mechanism", "legal norm")
# Set by a correction, or references that other parts of the desk follow.
FIXED = {"id", "checked", "looked_at", "checked_facts", "mandate_ref", "money", "instruments", "territory"}
LABELS: dict[str, str | Promise] = {
    "charter_or_legal_basis": _("Charter or legal basis"),
    "checked": _("Checked"),
    "checked_facts": _("What was seen"),
    "cite": _("Where it is written"),
    "consent": _("Consent"),
    "decided_by": _("Decided by"),
    "deciders": _("Each of whom can decide"),
    "decision_rule": _("How it decides"),
    "document_types": _("Documents"),
    "documents": _("Founding documents"),
    "entry_points": _("Entry points"),
    "evidence_of_effect": _("Evidence of effect"),
    "form": _("Form"),
    "implemented_by": _("Carried out by"),
    "instruments": _("Instruments"),
    "level": _("Level"),
    "limits": _("Limits"),
    "looked_at": _("Looked at"),
    "mandate_ref": _("Mechanism"),
    "meaning": _("Meaning"),
    "meeting_or_tempo": _("How often it meets"),
    "money": _("Money"),
    "name": _("Name"),
    "outputs": _("What it issues"),
    "pillars": _("Pillars"),
    "precedents": _("Precedents"),
    "preconditions": _("Preconditions"),
    "risks": _("Risks"),
    "role": _("Role"),
    "sc_authorization": _("Authorization by the Council"),
    "territory": _("Limited to the territory of"),
    "text": _("Text"),
    "trigger": _("What sets it in motion"),
    "typical_time_to_effect": _("Time to effect"),
}
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
    return [name for name, field in fields.items() if name not in FIXED and field.annotation in TEXTS]


def label_of(field: str) -> str:
    """Return what people call a field; one that has no words of its own goes by its name in the catalogue."""
    return str(LABELS.get(field, field))


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
