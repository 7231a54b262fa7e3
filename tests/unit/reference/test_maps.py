"""The world map that ships: every State is on it, the open areas say what governs them, its source makes it again."""

import operator
import re
from itertools import pairwise

import pytest

from focalpoint.reference import maps
from focalpoint.reference.countries import find_name, state, watched
from focalpoint.reference.maps import world
from snapshot import drawing
from snapshot.drawing import DISPUTED, MapSourceMissing

BY_ID = {area.id: area for area in world().disputed}
NUMBER = re.compile(r"-?\d*\.?\d+")


def corners(path: str) -> list[tuple[float, float]]:
    """Return the absolute points of path data made of moves, relative lines and circles."""
    points = []
    for part in filter(None, path.split("M")):
        head, _, steps = part.rstrip("z").partition("l")
        x, y = (float(text) for text in NUMBER.findall(head)[:2])
        points.append((x, y))
        numbers = [float(text) for text in NUMBER.findall(steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
    return points


def extent(path: str) -> tuple[float, float, float, float]:
    xs, ys = zip(*corners(path), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def test_every_unit_of_the_watch_list_has_a_shape_and_nothing_else_has():
    assert sorted(world().shapes) == [each.iso3 for each in watched()]
    assert all(shape.path for shape in world().shapes.values())


def test_every_shape_and_its_place_lie_on_the_map():
    here = world()
    for shape in here.shapes.values():
        west, north, east, south = extent(shape.path)
        assert -1 <= west <= east <= here.width + 1, shape.iso3
        assert -1 <= north <= south <= here.height + 1, shape.iso3
        assert 0 <= shape.x <= here.width
        assert 0 <= shape.y <= here.height


def test_no_shape_is_smeared_across_the_map():
    widest = {iso3: east - west for iso3, shape in world().shapes.items() for west, _, east, _ in [extent(shape.path)]}
    across = {iso3 for iso3, width in widest.items() if width > 250}
    assert across == {"RUS", "USA"}, "the United States by Hawaii and an island in the Bering Strait"
    for shape in world().shapes.values():
        for part in filter(None, shape.path.split("M")):
            points = corners("M" + part)
            jumps = [abs(x1 - x0) for (x0, _), (x1, _) in pairwise(points)]
            assert max(jumps, default=0) < 100, shape.iso3


def test_small_states_are_circles_one_can_hit():
    small = {iso3 for iso3, shape in world().shapes.items() if shape.small}
    assert {"TUV", "NRU", "MCO", "VAT", "SMR", "LIE", "AND", "MDV", "MLT", "SGP", "BHR", "PSE"} <= small
    assert not small & {"RUS", "RWA", "LBN", "ISR", "TLS"}
    for iso3 in small:
        assert "a1.6 1.6 0 1 0 3.2 0" in world().shapes[iso3].path


def test_places_on_the_map_lie_as_on_the_globe():
    shapes = world().shapes
    assert shapes["ISL"].y < shapes["ZAF"].y
    assert shapes["BRA"].x < shapes["NGA"].x < shapes["IND"].x < shapes["JPN"].x
    assert shapes["WSM"].x > shapes["AUS"].x, "the antimeridian of the map runs through the Bering Strait"
    assert shapes["TON"].x > shapes["NZL"].x


def test_antarctica_is_left_out_and_greenland_is_land():
    land = {territory.code: territory for territory in world().land}
    assert "ATA" not in land
    assert {"ESH", "FLK", "GRL", "NCL", "PRI"} <= land.keys()
    assert land["ESH"].name == "Western Sahara"
    assert all(find_name(territory.name) is None for territory in land.values())


def test_every_open_area_has_a_document_a_note_and_a_mark_that_can_be_drawn():
    for area in world().disputed:
        assert area.document
        assert area.note.endswith(".")
        assert area.checked in {"true", "partly", "recalled"}
        assert (area.path == "") is (area.treatment == "merged"), area.id
        for iso3 in area.units:
            state(iso3)


def test_the_areas_the_house_names_are_there_with_their_documents():
    for area, document in {
        "crimea": "A/RES/68/262",
        "western-sahara": "Non-Self-Governing Territory",
        "golan": "S/RES/497",
        "northern-cyprus": "S/RES/541 (1983); S/RES/550",
        "kosovo": "S/RES/1244",
        "taiwan": "A/RES/2758",
        "falkland-islands": "A/RES/2065",
        "palestine": "A/RES/67/19",
        "abyei": "S/RES/1990",
    }.items():
        assert document in BY_ID[area].document
    assert {"jammu-and-kashmir", "aksai-chin", "arunachal-pradesh", "somaliland"} <= BY_ID.keys()
    assert BY_ID["crimea"].checked == "true"


def test_crimea_is_part_of_the_shape_of_ukraine_and_of_no_other():
    crimea = set(corners(BY_ID["crimea"].path))
    ukraine = {(round(x, 1), round(y, 1)) for x, y in corners(world().shapes["UKR"].path)}
    russia = {(round(x, 1), round(y, 1)) for x, y in corners(world().shapes["RUS"].path)}
    assert len({(round(x, 1), round(y, 1)) for x, y in crimea} & ukraine) >= 10
    assert not {(round(x, 1), round(y, 1)) for x, y in crimea} & russia


def test_western_sahara_reaches_the_coast_and_morocco_ends_north_of_it():
    sahara, morocco = extent(BY_ID["western-sahara"].path), extent(world().shapes["MAR"].path)
    assert morocco[3] <= sahara[1] + 1
    assert sahara[0] < morocco[0]


def test_the_note_on_designations_is_there_in_full():
    note = world().note
    for words in (
        "do not imply the expression of any opinion",
        "Line of Control",
        "Abyei",
        "Falkland Islands (Malvinas)",
    ):
        assert words in note


def test_the_file_is_small_enough_for_a_page():
    assert maps.WORLD.stat().st_size < 60_000


def test_the_map_is_read_once():
    assert world() is world()
    with pytest.raises(TypeError):
        operator.setitem(world().shapes, "XYZ", None)


def test_a_folder_without_natural_earth_is_named(tmp_path):
    with pytest.raises(MapSourceMissing, match=r"ne_110m_admin_0_countries\.json is not in"):
        drawing.build(tmp_path)


def test_the_rules_are_written_by_hand_beside_the_file():
    assert "A/RES/68/262" in DISPUTED.read_text(encoding="utf-8")


@pytest.mark.data
def test_the_map_that_ships_is_what_its_source_gives_to_the_byte(shared_data):
    built = drawing.build(shared_data)
    assert built == drawing.build(shared_data / "maps")
    assert maps.load(built) == world()
    assert built == maps.WORLD.read_bytes()
