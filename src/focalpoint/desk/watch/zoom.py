"""Which part of the world a map shows: all of it, or the region whose States are listed."""

from collections.abc import Iterable

from focalpoint.reference.maps import Shape, WorldMap

# Room around the places of a region's States, as a share of its size and in units of the map; and the least width and
# height in the same units, so that a region of three islands is not drawn as one.
SHARE, ROOM, LEAST = 0.12, 14.0, 70.0


def whole(earth: WorldMap) -> str:
    """Return the view box of the world."""
    return f"0 0 {earth.width:g} {earth.height:g}"


def box(shapes: Iterable[Shape]) -> str:
    """Return the view box that holds the places of some States with room around them.

    Places and not outlines decide: those of Russia or France would draw half the world.

    >>> from focalpoint.reference.maps import world
    >>> box(world().shapes[iso3] for iso3 in ("NAM", "ZAF", "LSO"))
    '496 301 70 70'
    """
    found = [(shape.x, shape.y) for shape in shapes]
    (left, width), (top, height) = (_side([each[axis] for each in found]) for axis in (0, 1))
    return f"{left:.0f} {top:.0f} {width:.0f} {height:.0f}"


def _side(places: list[float]) -> tuple[float, float]:
    low, high = min(places), max(places)
    length = max((high - low) * (1 + 2 * SHARE) + 2 * ROOM, LEAST)
    return (low + high - length) / 2, length
