"""The world map of Watch: a link a State, shaded by the yardstick, hatched where nobody can tell."""

from functools import cache

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from focalpoint.desk.design.fragments import drawn_once
from focalpoint.desk.watch.asked import Filter
from focalpoint.desk.watch.models import Release
from focalpoint.desk.watch.ranking import Row
from focalpoint.desk.watch.sentences import row_title
from focalpoint.reference.maps import Disputed, Territory, WorldMap, world

HATCH = (
    '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="hatch" d="M0 0V5"/></pattern></defs>'
)


@cache
def geometry() -> WorldMap:
    """Return the projected world, read once a process."""
    return world()


def world_map(rows: list[Row], shown: Filter, release: Release) -> SafeString:
    """Return the map of one question as SVG; the same question in the same language is drawn once."""
    name = f"map:{release.id}:{shown.threshold}:{shown.window}:{shown.release}"
    return drawn_once(name, lambda: _drawn(rows, shown))


def _drawn(rows: list[Row], shown: Filter) -> str:
    earth, tail = geometry(), f"?release={shown.release}" if shown.release else ""
    title = format_html("<title>{}</title>", _("World map: chance by State; the table below holds the same figures"))
    parts = [f'<svg viewBox="0 0 {earth.width:g} {earth.height:g}" role="group">', title, HATCH]
    parts += [format_html('<path class="none" d="{}"><title>{}</title></path>', *_land(each)) for each in earth.land]
    # Small States are circles: drawn last, so that no neighbour hides them.
    drawn = sorted(
        (row for row in rows if row.iso3 in earth.shapes), key=lambda row: (earth.shapes[row.iso3].small, row.iso3)
    )
    parts += [_state(row, earth.shapes[row.iso3].path, tail) for row in drawn]
    parts += [_disputed(area) for area in earth.disputed if area.path]
    return "".join([*parts, "</svg>"])


def _land(land: Territory) -> tuple[str, str]:
    return land.path, _("%(name)s: no unit of the watch list") % {"name": _(land.name)}


def _disputed(area: Disputed) -> str:
    # It takes no click: those go to the State beneath. Names and documents stand in a list below the map.
    fill = "url(#hatch)" if area.treatment == "hatched" else "none"
    return format_html('<path class="disputed" fill="{}" d="{}"/>', fill, area.path)


def _state(row: Row, path: str, tail: str) -> str:
    address = reverse("country", args=[row.iso3]) + tail
    shade = f'class="r{row.band.step}"' if row.band else 'class="unknown" fill="url(#hatch)"'
    return format_html(
        '<a href="{}"><path {} d="{}"><title>{}</title></path></a>',
        address,
        mark_safe(shade),  # noqa: S308 - one of eight constants
        path,
        row_title(row),
    )
