"""The map of events of one State: dots where a place is known, its neighbours as plain land."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from focalpoint.desk.design.templatetags.figures import figure
from focalpoint.desk.watch.map import geometry
from focalpoint.desk.watch.state_events import EXACT, Happening
from focalpoint.reference.maps.canvas import Box, Canvas, box

WIDTH, LEAST, MOST = 560.0, 240.0, 560.0  # pixels of the drawing: its width, and how tall it may be
MARGIN = 0.06  # of the State's extent, on each side
SMALLEST = 3.0  # map units: a very small State is drawn in a frame of this size
DOT, REACH = 2.4, 10.0  # radius of the smallest dot, and what the largest adds


@dataclass(frozen=True)
class _Frame:
    """The part of the world map that is shown, and its scale."""

    left: float
    top: float
    scale: float
    height: float

    def holds(self, other: Box) -> bool:
        """Whether any of a box lies within the frame."""
        right, bottom = self.left + WIDTH / self.scale, self.top + self.height / self.scale
        return other[0] <= right and other[2] >= self.left and other[1] <= bottom and other[3] >= self.top

    def place(self, x: float, y: float) -> tuple[float, float]:
        return round((x - self.left) * self.scale, 1), round((y - self.top) * self.scale, 1)


@cache
def _canvas() -> Canvas:
    return Canvas()


@cache
def _boxes() -> dict[str, Box]:
    """Return the box of every path of the world map, measured once a process."""
    earth = geometry()
    paths = [each.path for each in earth.land] + [each.path for each in earth.shapes.values()]
    paths += [each.path for each in earth.disputed]
    return {path: box(path) for path in paths if path}


def event_map(iso3: str, found: Sequence[Happening]) -> SafeString | None:
    """Return the map as SVG; None where no event has a place that may be drawn."""
    drawn = [each for each in found if each.drawn]
    earth = geometry()
    if not drawn or iso3 not in earth.shapes:
        return None
    spots = _spots(drawn)
    frame = _frame(_extent(iso3, [spot for spot, _each in spots]))
    most = max(_killed(here) for _spot, here in spots) or 1
    opening = '<svg class="events" viewBox="0 0 {} {}" role="img" aria-label="{}">'
    parts: list[str] = [format_html(opening, WIDTH, frame.height, _label()), *_land(iso3, frame)]
    # What killed no civilian lies underneath, then the largest, so that no dot is hidden whole.
    fights = [pair for pair in spots if not _killed(pair[1])]
    deaths = [pair for pair in spots if _killed(pair[1])]
    parts += [_dot(frame.place(*spot), here, most) for spot, here in (*fights, *deaths)]
    return mark_safe("".join([*parts, "</svg>"]))  # noqa: S308 - every part is escaped or a number


def _land(iso3: str, frame: _Frame) -> list[str]:
    """Return the State, the land around it that the frame holds, and the areas whose status is open."""
    earth = geometry()
    around = [each.path for each in earth.land] + [each.path for code, each in earth.shapes.items() if code != iso3]
    seen = [path for path in around if path and frame.holds(_boxes()[path])]
    open_areas = [each.path for each in earth.disputed if each.path and frame.holds(_boxes()[each.path])]
    turn = f"scale({frame.scale:.3f}) translate({-frame.left:.2f} {-frame.top:.2f})"
    return [
        f'<g transform="{turn}">',
        *(format_html('<path class="land" d="{}"/>', path) for path in seen),
        format_html('<path class="here" d="{}"/>', earth.shapes[iso3].path),
        *(format_html('<path class="disputed" fill="none" d="{}"/>', path) for path in open_areas),
        "</g>",
    ]


def _label() -> str:
    return _("Map of events of the last twelve months; the list linked below holds the same events")


def _spots(drawn: Sequence[Happening]) -> list[tuple[tuple[float, float], list[Happening]]]:
    """Put events at one place together, the largest first, so that a small dot is never hidden by a large one."""
    groups: dict[tuple[float, float], list[Happening]] = defaultdict(list)
    for each in drawn:
        groups[each.point or (0.0, 0.0)].append(each)
    placed = [(_canvas().place(*point), here) for point, here in groups.items()]
    return sorted(placed, key=lambda pair: (-_killed(pair[1]), pair[0]))


def _killed(here: Sequence[Happening]) -> float:
    """Return the civilians killed in some events, as far as they are known."""
    return sum(each.civilians[1] or 0 for each in here)


def _extent(iso3: str, spots: Sequence[tuple[float, float]]) -> Box:
    """Return the box that holds the State and its events."""
    shape = geometry().shapes[iso3]
    half = SMALLEST / 2
    whole = (shape.x - half, shape.y - half, shape.x + half, shape.y + half) if shape.small else _boxes()[shape.path]
    xs, ys = [x for x, _y in spots], [y for _x, y in spots]
    return (min(whole[0], *xs), min(whole[1], *ys), max(whole[2], *xs), max(whole[3], *ys))


def _frame(extent: Box) -> _Frame:
    wide, tall = max(extent[2] - extent[0], SMALLEST), max(extent[3] - extent[1], SMALLEST)
    scale = min(WIDTH / wide, MOST / tall) / (1 + 2 * MARGIN)
    height = min(max(tall * scale * (1 + 2 * MARGIN), LEAST), MOST)
    middle = ((extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2)
    return _Frame(middle[0] - WIDTH / scale / 2, middle[1] - height / scale / 2, scale, round(height, 1))


def _dot(spot: tuple[float, float], here: Sequence[Happening], most: float) -> str:
    killed = _killed(here)
    kind = "killed" if killed else "fought"
    if all(each.where_prec != EXACT for each in here):
        kind += " about"
    size = round(DOT + (REACH * math.sqrt(killed / most) if killed else 0), 1)
    text = ngettext(
        "%(place)s: %(killed)s civilians killed in %(count)s event",
        "%(place)s: %(killed)s civilians killed in %(count)s events",
        len(here),
    ) % {"place": here[0].place or here[0].area, "killed": figure(killed), "count": len(here)}
    return format_html(
        '<circle class="{}" cx="{}" cy="{}" r="{}"><title>{}</title></circle>', kind, spot[0], spot[1], size, text
    )
