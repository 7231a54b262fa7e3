"""From longitude and latitude to a place on the map that ships with the package, and back to the box of a shape."""

import re

from focalpoint.reference.maps.equal_earth import project

WIDTH = 1000.0
CENTRE = 11.0  # degrees east: the antimeridian of this map runs through the Bering Strait, and cuts no State
SOUTH, NORTH = -56.5, 84.0
Box = tuple[float, float, float, float]
_PART = re.compile(r"([MLlz])|(-?(?:\d+\.?\d*|\.\d+))")


class Canvas:
    """Turns longitude and latitude into places on the map."""

    def __init__(self) -> None:
        east, _ = project(CENTRE + 180, 0, centre=CENTRE)
        self._scale = WIDTH / (2 * east)
        self._top = project(CENTRE, NORTH, centre=CENTRE)[1]
        self.height = round((self._top - project(CENTRE, SOUTH, centre=CENTRE)[1]) * self._scale, 1)

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """Return x and y of a point, in the coordinates of ``WorldMap``.

        >>> Canvas().place(11.0, 0.0)[0]
        500.0
        """
        return self.project(lon + 360 if lon < CENTRE - 180 else lon, lat)

    def project(self, lon: float, lat: float) -> tuple[float, float]:
        """Return x and y of a point whose longitude is given within 180 degrees of the map's centre."""
        x, y = project(lon, lat, centre=CENTRE)
        return WIDTH / 2 + x * self._scale, (self._top - y) * self._scale


def box(path: str) -> Box:
    """Return left, top, right and bottom of path data made of straight lines, as the shapes of States are.

    >>> box("M10 20l5-5 5 5zM0 0L2 2z")
    (0.0, 0.0, 20.0, 20.0)
    """
    xs, ys, pen, command, pending = [], [], (0.0, 0.0), "M", []
    for letter, number in _PART.findall(path):
        if letter:
            command = letter
            continue
        pending.append(float(number))
        if len(pending) < 2:
            continue
        across, down = pending
        pen = (pen[0] + across, pen[1] + down) if command == "l" else (across, down)
        pending = []
        xs.append(pen[0])
        ys.append(pen[1])
    return (min(xs), min(ys), max(xs), max(ys))
