"""Rings of points: cut them along a line, dissolve shared borders, measure them, write them as SVG path data."""

from collections.abc import Iterable
from itertools import pairwise

Point = tuple[float, float]
Ring = list[Point]  # closed: the first point is not repeated at the end
LON, LAT = 0, 1


def opened(points: Iterable[Iterable[float]]) -> Ring:
    """Read a ring as GeoJSON has it, without the repeated last point, rounded so that shared points are equal.

    >>> opened([[0, 0], [1, 0], [1, 1], [0, 0]])
    [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]
    """
    ring = [(round(float(lon), 6), round(float(lat), 6)) for lon, lat in points]
    return ring[:-1] if ring and ring[0] == ring[-1] else ring


def cut(ring: Ring, axis: int, value: float, *, above: bool) -> Ring:
    """Return the part of a ring on one side of a meridian (axis LON) or parallel (LAT); empty when none lies there.

    The method is that of Sutherland and Hodgman, with one edge.

    >>> cut([(0, 0), (2, 0), (2, 2), (0, 2)], LON, 1.0, above=False)
    [(0, 0), (1.0, 0.0), (1.0, 2.0), (0, 2)]
    """
    kept: Ring = []
    for before, point in zip(ring[-1:] + ring[:-1], ring, strict=True):
        inside, was_inside = ((each[axis] >= value) is above for each in (point, before))
        if inside is not was_inside:
            share = (value - before[axis]) / (point[axis] - before[axis])
            crossing = tuple(round(a + share * (b - a), 6) for a, b in zip(before, point, strict=True))
            kept.append((crossing[0], crossing[1]))
        if inside:
            kept.append(point)
    return kept


def dissolve(rings: Iterable[Ring]) -> list[Ring]:
    """Join rings of one orientation along their shared edges: an edge that runs both ways is inside and goes.

    >>> dissolve([[(0, 0), (1, 0), (1, 1), (0, 1)], [(1, 0), (2, 0), (2, 1), (1, 1)]])
    [[(0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1)]]
    """
    edges = {edge: None for ring in rings for edge in zip(ring, ring[1:] + ring[:1], strict=True) if edge[0] != edge[1]}
    onward: dict[Point, list[Point]] = {}
    for start, end in edges:
        if (end, start) not in edges:
            onward.setdefault(start, []).append(end)
    joined = []
    while onward:
        start = next(iter(onward))
        ring, here = [start], _step(onward, start)
        while here != start and here in onward:
            ring.append(here)
            here = _step(onward, here)
        joined.append(ring)
    return [ring for ring in joined if len(ring) > 2]


def _step(onward: dict[Point, list[Point]], here: Point) -> Point:
    ends = onward[here]
    end = ends.pop(0)
    if not ends:
        del onward[here]
    return end


def box(ring: Ring) -> tuple[float, float, float, float]:
    """Return west, south, east, north.

    >>> box([(0, 5), (3, 1), (2, 2)])
    (0, 1, 3, 5)
    """
    xs, ys = zip(*ring, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def inside(ring: Ring, west: float, south: float, east: float, north: float) -> bool:
    """Say whether a ring lies wholly in a box."""
    left, bottom, right, top = box(ring)
    return west <= left and south <= bottom and right <= east and top <= north


def area(ring: Ring) -> float:
    """Return the signed area, positive when the ring runs anticlockwise (shoelace formula).

    >>> area([(0, 0), (2, 0), (2, 2), (0, 2)])
    4.0
    """
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def centre(ring: Ring) -> Point:
    """Return the centre of gravity of the area; the mean of the points where there is no area.

    >>> centre([(0, 0), (2, 0), (2, 2), (0, 2)])
    (1.0, 1.0)
    """
    size = area(ring)
    if abs(size) < 1e-12:
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    x = y = 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x0 * y1 - x1 * y0
        x, y = x + (x0 + x1) * cross, y + (y0 + y1) * cross
    return x / (6 * size), y / (6 * size)


def grid(ring: Ring) -> list[tuple[int, int]]:
    """Round to tenths, written as whole numbers; drop points that repeat or lie on the line between their neighbours.

    Both rings that share a border lose the same points, so no gap opens.

    >>> grid([(0, 0), (1, 0.01), (2, 0), (2, 2)])
    [(0, 0), (20, 0), (20, 20)]
    """
    points = [(round(x * 10), round(y * 10)) for x, y in ring]
    distinct = [here for before, here in zip(points[-1:] + points[:-1], points, strict=True) if here != before]
    around = zip(distinct[-1:] + distinct[:-1], distinct, distinct[1:] + distinct[:1], strict=True)
    return [here for before, here, after in around if _bends(before, here, after)]


def _bends(before: tuple[int, int], here: tuple[int, int], after: tuple[int, int]) -> bool:
    return (here[0] - before[0]) * (after[1] - here[1]) != (after[0] - here[0]) * (here[1] - before[1])


def path(ring: list[tuple[int, int]], *, closed: bool = True) -> str:
    """Write points in tenths as SVG path data with relative steps; an empty string for fewer than two.

    >>> path([(0, 0), (20, 0), (20, 25)])
    'M0 0l2 0 0 2.5z'
    """
    if len(ring) < (3 if closed else 2):
        return ""
    steps = [(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairwise(ring)]
    drawn = " ".join(f"{_tenths(dx)} {_tenths(dy)}" for dx, dy in steps).replace(" -", "-")
    return f"M{_tenths(ring[0][0])} {_tenths(ring[0][1])}l{drawn}{'z' if closed else ''}"


def circle(x: float, y: float, radius: float) -> str:
    """Write a circle as SVG path data, so that a small State is drawn and clicked like any other.

    >>> circle(10, 20, 1.5)
    'M8.5 20a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0z'
    """
    size, across = _tenths(round(radius * 10)), _tenths(round(radius * 20))
    left = f"{_tenths(round((x - radius) * 10))} {_tenths(round(y * 10))}"
    return f"M{left}a{size} {size} 0 1 0 {across} 0a{size} {size} 0 1 0-{across} 0z"


def _tenths(value: int) -> str:
    whole, part = divmod(abs(value), 10)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}" if part == 0 else f"{sign}{whole or ''}.{part}"
