"""The world as the product draws it: one shape a State, small ones as circles, and the areas whose status is open.

Every map shows ``WorldMap.note`` under it. The file is made by ``make snapshot`` and ships with the package.
"""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

__all__ = ["WORLD", "Disputed", "Shape", "Territory", "WorldMap", "load", "world"]

WORLD = Path(__file__).parent / "world.json.gz"
Treatment = Literal["hatched", "dotted", "merged"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A State of the watch list: SVG path data, the place for a label, and whether it is drawn as a circle."""

    iso3: str
    path: str
    x: float
    y: float
    small: bool


@dataclass(frozen=True, slots=True)
class Territory:
    """Land that is no unit of the watch list, drawn so that the map has no holes; never coloured by risk."""

    code: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Disputed:
    """An area whose status a document of the United Nations governs, or which is open.

    ``hatched`` is drawn over its surroundings, ``dotted`` is an outline, ``merged`` has no mark and an empty path.
    ``checked`` says whether the document was seen: true, partly or recalled.
    """

    id: str
    name: str
    path: str
    document: str
    note: str
    treatment: Treatment
    units: tuple[str, ...]
    checked: str


@dataclass(frozen=True, slots=True)
class WorldMap:
    """Everything a map needs, in one system of coordinates: ``0 0 width height``, y downwards."""

    width: float
    height: float
    shapes: Mapping[str, Shape]
    land: tuple[Territory, ...]
    disputed: tuple[Disputed, ...]
    note: str
    source: str


@cache
def world() -> WorldMap:
    """Return the map that ships with the package; read once.

    >>> len(world().shapes), world().shapes["TUV"].small
    (195, True)
    """
    return load(WORLD.read_bytes())


def load(packed: bytes) -> WorldMap:
    """Read the bytes of ``world.json.gz``."""
    raw = json.loads(gzip.decompress(packed))
    return WorldMap(
        width=raw["width"],
        height=raw["height"],
        shapes=MappingProxyType({each["iso3"]: Shape(**each) for each in raw["shapes"]}),
        land=tuple(Territory(**each) for each in raw["land"]),
        disputed=tuple(Disputed(**each | {"units": tuple(each["units"])}) for each in raw["disputed"]),
        note=raw["note"],
        source=raw["source"],
    )
