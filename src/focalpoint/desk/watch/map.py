"""The world map of Watch: a link a State, shaded by the yardstick, hatched where it is unknown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from focalpoint.desk.design.fragments import drawn_once
from focalpoint.desk.watch import zoom
from focalpoint.reference.maps import Disputed, Territory, WorldMap, world

HATCH = (
    '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="hatch" d="M0 0V5"/></pattern></defs>'
)
UNKNOWN, OTHER = "unknown", "other"


@dataclass(frozen=True)
class Cell:
    """A State on the map: its shade (a step of the yardstick, unknown, or of other States) and its line of text."""

    iso3: str
    shade: int | str
    title: str


@dataclass(frozen=True)
class Maps:
    """A map of one question: its name for what is drawn once, its title, the end of its links, and what it shows."""

    name: str
    title: str
    tail: str = ""
    shown: frozenset[str] | None = None


@cache
def geometry() -> WorldMap:
    """Return the projected world, read once a process."""
    return world()


def world_map(asked: Maps, cells: Sequence[Cell]) -> SafeString:
    """Return a map as SVG; the same question in the same language is drawn once, and a region is a cut of it."""
    earth = geometry()
    inside = drawn_once(f"map:{asked.name}:{asked.tail}", lambda: _drawn(cells, asked.tail))
    place = zoom.whole(earth)
    if asked.shown is not None:
        place = zoom.box(earth.shapes[iso3] for iso3 in sorted(asked.shown) if iso3 in earth.shapes)
    return format_html('<svg viewBox="{}" role="group"><title>{}</title>{}</svg>', place, asked.title, inside)


def _drawn(cells: Iterable[Cell], tail: str) -> str:
    earth = geometry()
    parts = [HATCH]
    parts += [format_html('<path class="none" d="{}"><title>{}</title></path>', *_land(each)) for each in earth.land]
    # Small States are circles: drawn last, so that no neighbour hides them.
    drawn = sorted(
        (cell for cell in cells if cell.iso3 in earth.shapes),
        key=lambda cell: (earth.shapes[cell.iso3].small, cell.iso3),
    )
    parts += [_state(cell, earth.shapes[cell.iso3].path, tail) for cell in drawn]
    parts += [_disputed(area) for area in earth.disputed if area.path]
    return "".join(parts)


def _land(land: Territory) -> tuple[str, str]:
    return land.path, _("%(name)s: no unit of the watch list") % {"name": _(land.name)}


def _disputed(area: Disputed) -> str:
    # It takes no click: the State beneath does. Names and documents are in a list below the map.
    fill = "url(#hatch)" if area.treatment == "hatched" else "none"
    return format_html('<path class="disputed" fill="{}" d="{}"/>', fill, area.path)


def _state(cell: Cell, path: str, tail: str) -> str:
    address = reverse("country", args=[cell.iso3]) + tail
    shade = f'class="r{cell.shade}"'
    if not isinstance(cell.shade, int):
        shade = 'class="unknown" fill="url(#hatch)"' if cell.shade == UNKNOWN else 'class="other"'
    return format_html(
        '<a href="{}"><path {} d="{}"><title>{}</title></path></a>',
        address,
        mark_safe(shade),  # noqa: S308 - one of nine constants
        path,
        cell.title,
    )
