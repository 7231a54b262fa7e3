"""What the office knows: crimes, risk factors, measures, bodies, treaties and cases, versioned.

Every record keeps its id for ever and says how far it was checked; a published version is never edited.
"""

from focalpoint.doctrine.entries import Entry
from focalpoint.doctrine.overlay import BadOverlay
from focalpoint.doctrine.records import SAYS, Checked, Fact, Record, digest
from focalpoint.doctrine.shelf import (
    AmbiguousEntry,
    Catalogue,
    UnknownEntry,
    UnknownVersion,
    catalogue,
    entry,
    per_catalogue,
    versions,
)

__all__ = [
    "SAYS",
    "AmbiguousEntry",
    "BadOverlay",
    "Catalogue",
    "Checked",
    "Entry",
    "Fact",
    "Record",
    "UnknownEntry",
    "UnknownVersion",
    "catalogue",
    "digest",
    "entry",
    "per_catalogue",
    "versions",
]
