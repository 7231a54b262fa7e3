"""Which words a record was made with: a catalogue's version and the hash of a part, corrections included."""

import hashlib
from functools import cache
from typing import NamedTuple

from focalpoint.doctrine.records import Part
from focalpoint.doctrine.shelf import Catalogue, catalogue


class Stamp(NamedTuple):
    """Version of a catalogue and SHA-256 of one part of it."""

    version: str
    sha256: str


def stamp(part: str) -> Stamp:
    """Return the stamp of a part (``framework``, ``crimes``, ``measures`` or ``bodies``) as this office reads it now.

    >>> stamp("framework").version
    '2026.2'
    """
    return _stamp(catalogue(), part)


@cache
def _stamp(opened: Catalogue, part: str) -> Stamp:
    """Hash a part once for each opened catalogue."""
    content: Part = getattr(opened, part)
    return Stamp(opened.version, hashlib.sha256(content.model_dump_json().encode()).hexdigest())
