"""Draw the world once, from Natural Earth, as the United Nations draws it: the file that ships is made here."""

import gzip
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from focalpoint.reference import countries
from focalpoint.reference.errors import FocalpointError
from focalpoint.reference.maps.canvas import CENTRE, WIDTH, Canvas
from snapshot import rings
from snapshot.rings import LAT, LON, Ring

DISPUTED = Path(__file__).parent / "disputed.yaml"
SOURCE = "Natural Earth 1:110m and 1:50m, public domain; projected to Equal Earth by this project"
COARSE, FINE = "ne_110m_admin_0_countries.json", "ne_50m_admin_0_countries.json"
LEFT_OUT = {"ATA"}
SMALL = 6.0  # square units of the map below which a State is drawn as a circle
RADIUS = 1.6

Land = dict[str, list[Ring]]


class MapSourceMissing(FocalpointError):
    """The folder does not hold the Natural Earth files."""


def build(source_folder: Path) -> bytes:
    """Return the bytes of ``world.json.gz``, the same for the same input.

    Parameters
    ----------
    source_folder : holds the two Natural Earth files, itself or in a folder ``maps``.

    Raises
    ------
    MapSourceMissing : a file is not there.
    """
    rules = yaml.safe_load(DISPUTED.read_text(encoding="utf-8"))
    coarse, fine = _read(source_folder, COARSE), _read(source_folder, FINE)
    land, moved = _as_the_un_draws(coarse, rules)
    land["PSE"] = land["PSE"] + [ring for ring in fine["PSX"] if rings.box(ring)[2] < 34.7]  # Gaza is only in 1:50m
    canvas = Canvas()
    world = {
        "width": WIDTH,
        "height": canvas.height,
        "source": SOURCE,
        "note": rules["note"],
        "shapes": [_shape(state.iso3, land, fine, rules, canvas) for state in countries.watched()],
        "land": [_territory(code, land, canvas) for code in sorted(land) if countries.find("iso3", code) is None],
        "disputed": [_area(entry, {**coarse, **land, **moved}, canvas) for entry in rules["areas"]],
    }
    text = json.dumps(world, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def _read(folder: Path, name: str) -> Land:
    found = next((path for path in (folder / name, folder / "maps" / name) if path.is_file()), None)
    if found is None:
        raise MapSourceMissing(f"{name} is not in {folder}.", todo="Give the folder with the Natural Earth files.")
    land: Land = defaultdict(list)
    for feature in json.loads(found.read_text(encoding="utf-8"))["features"]:
        code, shape = feature["properties"]["ADM0_A3"], feature["geometry"]
        if code not in LEFT_OUT:
            polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
            land[code] += [_joined(rings.opened(ring)) for polygon in polygons for ring in polygon]
    return dict(land)


def _joined(ring: Ring) -> Ring:
    """Carry a ring that Natural Earth cut at 180 degrees over to the eastern side, so that it joins the other half."""
    return [(round(lon + 360, 6), lat) for lon, lat in ring] if rings.box(ring)[2] < CENTRE - 180 + 0.5 else ring


def _as_the_un_draws(coarse: Land, rules: dict[str, Any]) -> tuple[Land, Land]:
    """Return the units as the map draws them, and what went from one to another, by the name of the move."""
    land: Land = {code: list(found) for code, found in coarse.items()}
    moved: Land = {}
    for rule in rules["move"]:
        land[rule["from"]], goes = _split(land[rule["from"]], rule)
        land[rule["to"]] = land.get(rule["to"], []) + goes
        moved[rule["area"]] = goes
    for code, into in rules["merge"].items():
        land[into] = land.get(into, []) + land.pop(code)
    return {code: rings.dissolve(found) for code, found in land.items()}, moved


def _split(found: list[Ring], rule: dict[str, Any]) -> tuple[list[Ring], list[Ring]]:
    """Part the rings of a unit into those that stay and those that a rule takes away."""
    if "inside" in rule:
        taken = [ring for ring in found if rings.inside(ring, *rule["inside"])]
        return [ring for ring in found if ring not in taken], taken
    axis, value, above = (LAT, rule["south_of"], False) if "south_of" in rule else (LON, rule["east_of"], True)
    kept = [rings.cut(ring, axis, value, above=not above) for ring in found]
    taken = [rings.cut(ring, axis, value, above=above) for ring in found]
    return [ring for ring in kept if ring], [ring for ring in taken if ring]


def _shape(iso3: str, land: Land, fine: Land, rules: dict[str, Any], canvas: Canvas) -> dict[str, Any]:
    drawn = land.get(iso3, [])
    size = sum(abs(rings.area(place_ring(canvas, ring))) for ring in drawn)
    x, y = _middle(iso3, drawn or fine.get(iso3, []), rules, canvas)
    small = size < SMALL
    shown = drawn if not small or iso3 in rules["markers_with_shape"] else []
    path = write_path(canvas, shown, turned=small) + (rings.circle(x, y, RADIUS) if small else "")
    return {"iso3": iso3, "path": path, "x": round(x, 1), "y": round(y, 1), "small": small}


def _middle(iso3: str, found: list[Ring], rules: dict[str, Any], canvas: Canvas) -> tuple[float, float]:
    if iso3 in rules["markers"]:
        return canvas.place(*rules["markers"][iso3])
    return rings.centre(place_ring(canvas, max(found, key=lambda ring: abs(rings.area(ring)))))


def _territory(code: str, land: Land, canvas: Canvas) -> dict[str, str]:
    off = countries.unlisted("iso3", code)
    return {"code": code, "name": off.name if off else code, "path": write_path(canvas, land[code])}


def _area(entry: dict[str, Any], pieces: Land, canvas: Canvas) -> dict[str, Any]:
    kept = ("id", "name", "units", "treatment", "document", "note")
    area = {key: entry[key] for key in kept} | {"checked": str(entry["checked"]).lower(), "path": ""}
    if "line" in entry:
        placed = [canvas.place(lon, lat) for lon, lat in entry["line"]]
        area["path"] = rings.path([(round(x * 10), round(y * 10)) for x, y in placed], closed=False)
    elif "polygon" in entry:
        area["path"] = write_path(canvas, [[(float(lon), float(lat)) for lon, lat in entry["polygon"]]])
    elif "piece" in entry:
        area["path"] = write_path(canvas, pieces[entry["piece"]])
    return area


def place_ring(canvas: Canvas, ring: Ring) -> Ring:
    """Place a ring on the map; one that touches the map's edge is kept whole, on the side where most of it lies."""
    shift = 360 if rings.centre(ring)[0] < CENTRE - 180 + 0.5 else 0
    return [canvas.project(lon + shift, lat) for lon, lat in ring]


def write_path(canvas: Canvas, land: list[Ring], *, turned: bool = False) -> str:
    """Write rings as path data; ``turned`` makes all run as the circle does, so that the two fill as one."""
    placed = [place_ring(canvas, ring) for ring in land]
    placed = [ring[::-1] if turned and rings.area(ring) > 0 else ring for ring in placed]
    return "".join(sorted(filter(None, (rings.path(rings.grid(ring)) for ring in placed))))
