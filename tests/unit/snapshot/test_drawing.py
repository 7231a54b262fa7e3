"""Drawing the world from a tiny Natural Earth of squares: what moves, what merges, what is marked."""

import gzip
import json

import pytest

from focalpoint.reference import maps
from focalpoint.reference.countries import watched
from focalpoint.reference.maps import canvas
from snapshot import drawing, rings

SIDE = 8.0


def square(west, south, side=SIDE):
    return [[west, south], [west, south + side], [west + side, south + side], [west + side, south], [west, south]]


def feature(code, *squares):
    return {
        "properties": {"ADM0_A3": code},
        "geometry": {"type": "MultiPolygon", "coordinates": [[s] for s in squares]},
    }


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


# Every unit that the rules of the map speak of, where a rule needs it; the squares are not where the States are.
COARSE = {
    "RUS": [square(60, 60), [[33, 44.5], [33, 46], [36, 46], [36, 44.5], [33, 44.5]]],
    "UKR": [square(26, 47)],
    "MAR": [[[-14, 22], [-14, 34], [-4, 34], [-4, 22], [-14, 22]]],
    "SAH": [square(-24, 22)],
    "ISR": [[[35.0, 30], [35.0, 33], [35.8, 33], [35.8, 30], [35.0, 30]]],
    "SYR": [square(36, 33)],
    "SOM": [square(42, 0)],
    "SOL": [square(42, 8)],
    "CYP": [square(32, 34, 1)],
    "CYN": [square(32, 35, 1)],
    "SRB": [square(18, 43, 2)],
    "KOS": [square(18, 41, 2)],
    "CHN": [square(100, 30)],
    "TWN": [square(120, 22, 2)],
    "PSX": [square(35.0, 31.5, 0.4)],
    "SDS": [square(28, 4)],
    "FLK": [square(-60, -52, 1.5)],
    "ATA": [square(0, -80)],
    "GRL": [square(-45, 68)],
}


def everywhere():
    """A speck for each State, somewhere, as the finer file has one."""
    where = {
        each.iso3: (float(place % 36) * 9 - 160, float(place // 36) * 15 - 40) for place, each in enumerate(watched())
    }
    named = {"PSE": "PSX", "SSD": "SDS"}
    specks = {named.get(iso3, iso3): [square(lon, lat, 0.1)] for iso3, (lon, lat) in where.items()}
    return specks | {"PSX": [square(34.3, 31.3, 0.2), square(35.0, 31.5, 0.4)]}


@pytest.fixture
def folder(tmp_path):
    return written(tmp_path, COARSE)


def written(path, coarse):
    for name, units in ((drawing.COARSE, coarse), (drawing.FINE, everywhere())):
        content = collection(*(feature(code, *squares) for code, squares in units.items()))
        (path / name).write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.fixture
def drawn(folder):
    return maps.load(drawing.build(folder))


def count(path):
    return path.count("M")


def area_of(name, drawn):
    return next(each for each in drawn.disputed if each.id == name)


def test_every_state_is_drawn_even_one_that_only_the_finer_file_has(drawn):
    assert sorted(drawn.shapes) == [each.iso3 for each in watched()]
    assert drawn.shapes["FRA"].small
    assert drawn.shapes["FRA"].path.startswith("M")
    assert "a1.6 1.6" in drawn.shapes["FRA"].path


def test_a_large_state_is_drawn_by_its_border_alone(drawn):
    russia = drawn.shapes["RUS"]
    assert not russia.small
    assert count(russia.path) == 1
    assert "a" not in russia.path


def test_the_piece_inside_the_box_goes_from_one_state_to_the_other(drawn):
    assert count(drawn.shapes["UKR"].path) == 2
    assert area_of("crimea", drawn).path in drawn.shapes["UKR"].path


def test_land_south_of_the_parallel_joins_the_territory(drawn):
    territory = {each.code: each for each in drawn.land}["ESH"]
    assert territory.name == "Western Sahara"
    assert count(territory.path) == 2
    assert count(drawn.shapes["MAR"].path) == 1


def test_land_east_of_the_meridian_goes_to_the_neighbour(drawn):
    assert count(drawn.shapes["SYR"].path) == 2
    assert area_of("golan", drawn).path in drawn.shapes["SYR"].path


def test_units_of_natural_earth_that_are_merged_leave_one_outline(drawn):
    for iso3 in ("SOM", "SRB"):
        assert count(drawn.shapes[iso3].path) == 1, iso3
    assert count(drawn.shapes["CHN"].path) == 2
    assert not {each.code for each in drawn.land} & {"SOL", "CYN", "KOS", "TWN", "PSX", "SDS", "SAH"}


def test_an_area_within_a_state_keeps_its_own_outline_as_a_mark(drawn):
    mark = area_of("kosovo", drawn)
    assert mark.treatment == "hatched"
    assert count(mark.path) == 1
    assert mark.path != drawn.shapes["SRB"].path


def test_gaza_comes_from_the_finer_file(drawn):
    assert count(area_of("palestine", drawn).path) == 2
    assert drawn.shapes["PSE"].small
    assert "a1.6" in drawn.shapes["PSE"].path


def test_a_line_is_not_closed_and_a_merged_area_has_no_mark(drawn):
    assert not area_of("line-of-control", drawn).path.endswith("z")
    assert area_of("jammu-and-kashmir", drawn).path.endswith("z")
    assert area_of("somaliland", drawn).path == ""


def test_land_that_is_no_state_is_kept_and_antarctica_is_not(drawn):
    assert {each.code: each.name for each in drawn.land} == {
        "ESH": "Western Sahara",
        "FLK": "Falkland Islands (Malvinas)",
        "GRL": "Greenland",
    }


def test_the_order_of_the_input_does_not_change_a_byte(folder, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    turned = dict(reversed(COARSE.items()))
    assert drawing.build(written(other, turned)) == drawing.build(folder)


def test_the_bytes_hold_no_clock(folder):
    built = drawing.build(folder)
    assert built[4:8] == b"\x00\x00\x00\x00"
    assert json.loads(gzip.decompress(built))["source"].startswith("Natural Earth")


def test_a_half_cut_off_at_180_degrees_joins_its_other_half(tmp_path):
    east = [[170, 60], [170, 68], [180, 68], [180, 60], [170, 60]]
    west = [[-180, 60], [-180, 68], [-170, 68], [-170, 60], [-180, 60]]
    cut = COARSE | {"RUS": [east, west, COARSE["RUS"][1]]}
    path = maps.load(drawing.build(written(tmp_path, cut))).shapes["RUS"].path
    assert count(path) == 1


def test_a_folder_maps_inside_the_folder_is_found(folder, tmp_path):
    inner = tmp_path / "data" / "maps"
    inner.mkdir(parents=True)
    assert drawing.build(written(inner, COARSE).parent) == drawing.build(folder)


def test_a_missing_finer_file_is_named(folder):
    (folder / drawing.FINE).unlink()
    with pytest.raises(drawing.MapSourceMissing, match="ne_50m"):
        drawing.build(folder)


def test_a_marker_stands_where_the_rules_put_it(drawn):
    x, y = canvas.Canvas().place(179.2, -8.5)
    assert (drawn.shapes["TUV"].x, drawn.shapes["TUV"].y) == (round(x, 1), round(y, 1))


def test_the_canvas_runs_from_edge_to_edge_and_north_is_up():
    drawn = canvas.Canvas()
    left, _ = drawn.place(canvas.CENTRE - 180 + 1e-9, 0)
    right, _ = drawn.place(canvas.CENTRE + 180, 0)
    assert (round(left, 3), round(right, 3)) == (0, canvas.WIDTH)
    assert drawn.place(0, 60)[1] < drawn.place(0, 0)[1] < drawn.place(0, -50)[1]
    assert drawn.place(canvas.CENTRE, canvas.NORTH)[1] == 0
    assert round(drawn.place(canvas.CENTRE, canvas.SOUTH)[1], 1) == drawn.height


def test_the_box_of_a_shape_holds_every_corner_of_its_path():
    assert canvas.box("M10 20l5-5 5 5-1.5 .5zM0 0L2 2z") == (0.0, 0.0, 20.0, 20.5)
    shape = maps.world().shapes["SDN"]
    left, top, right, bottom = canvas.box(shape.path)
    assert left < shape.x < right
    assert top < shape.y < bottom


def test_rings_of_a_small_shape_run_as_its_circle_does():
    drawn = canvas.Canvas()
    one = [(0.0, 0.0), (5.0, 0.0), (5.0, 5.0), (0.0, 5.0)]
    assert drawing.write_path(drawn, [one], turned=True) != drawing.write_path(drawn, [one[::-1]])
    for ring in (one, one[::-1]):
        turned = drawing.write_path(drawn, [ring], turned=True)
        xs = [float(text) for text in turned.replace("z", "").replace("M", "").split("l")[0].split()]
        assert len(xs) == 2
    assert rings.area(drawing.place_ring(drawn, one)) == -rings.area(drawing.place_ring(drawn, one[::-1]))
