"""Rings: cut, dissolved, measured and written; small squares first, then any shape."""

import math
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from focalpoint.reference.maps.equal_earth import project
from snapshot import rings
from snapshot.rings import LAT, LON

SQUARE = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]


def stars(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Make a ring that does not cross itself out of any (angle, distance) pairs."""
    return [(distance * math.cos(angle), distance * math.sin(angle)) for angle, distance in sorted(points)]


shapes = st.lists(
    st.tuples(st.floats(0, 6.28), st.floats(1, 50)), min_size=5, max_size=20, unique_by=lambda point: point[0]
).map(stars)


def drawn(path: str) -> list[tuple[float, float]]:
    """Read path data back, the slow way: one number at a time."""
    numbers = [float(text) for text in re.findall(r"-?\d*\.?\d+", path)]
    here = (numbers[0], numbers[1])
    points = [here]
    for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
        here = (here[0] + dx, here[1] + dy)
        points.append(here)
    return points


def test_a_square_cut_in_two_gives_both_halves():
    assert rings.cut(SQUARE, LON, 1.0, above=False) == [(0.0, 0.0), (1.0, 0.0), (1.0, 2.0), (0.0, 2.0)]
    assert rings.area(rings.cut(SQUARE, LAT, 0.5, above=True)) == 3.0


def test_a_cut_that_misses_takes_all_or_nothing():
    assert rings.cut(SQUARE, LON, 3.0, above=False) == SQUARE
    assert rings.cut(SQUARE, LON, 3.0, above=True) == []


@given(shapes, st.floats(-40, 40), st.sampled_from([LON, LAT]))
def test_the_two_sides_of_a_cut_add_up(ring, value, axis):
    both = [rings.cut(ring, axis, value, above=above) for above in (True, False)]
    total = sum(rings.area(half) for half in both if half)
    assert total == pytest.approx(rings.area(ring), abs=1e-3)


def test_two_squares_with_a_common_side_dissolve_into_one():
    other = [(2.0, 0.0), (4.0, 0.0), (4.0, 2.0), (2.0, 2.0)]
    (joined,) = rings.dissolve([SQUARE, other])
    assert rings.area(joined) == 8.0
    assert rings.box(joined) == (0.0, 0.0, 4.0, 2.0)


def test_squares_that_touch_nowhere_stay_two():
    apart = [(x + 10, y) for x, y in SQUARE]
    assert len(rings.dissolve([SQUARE, apart])) == 2


def test_a_hole_filled_by_its_own_shape_disappears():
    outer = [(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0)]
    inner = [(3.0, 3.0), (5.0, 3.0), (5.0, 5.0), (3.0, 5.0)]
    assert rings.dissolve([outer, inner[::-1], inner]) == [outer]


@given(shapes, st.floats(-30, 30))
def test_dissolving_the_two_sides_of_a_cut_keeps_the_area(ring, value):
    halves = [half for above in (True, False) if (half := rings.cut(ring, LON, value, above=above))]
    total = sum(rings.area(each) for each in rings.dissolve(halves))
    assert total == pytest.approx(rings.area(ring), abs=1e-2)


def test_a_ring_is_read_without_its_last_point_and_rounded():
    assert rings.opened([[0.00000049, 1], [2, 3], [4, 5], [0.00000049, 1]]) == [(0.0, 1.0), (2.0, 3.0), (4.0, 5.0)]


def test_a_ring_inside_a_box_touches_its_edges_at_most():
    assert rings.inside(SQUARE, 0, 0, 2, 2)
    assert not rings.inside(SQUARE, 0, 0, 1.9, 2)


def test_the_centre_of_a_line_is_the_mean_of_its_points():
    assert rings.centre([(0.0, 0.0), (2.0, 0.0), (4.0, 0.0)]) == (2.0, 0.0)


@given(shapes, st.floats(-100, 100), st.floats(-100, 100))
def test_moving_a_ring_moves_its_centre_and_keeps_its_area(ring, dx, dy):
    assume(abs(rings.area(ring)) > 1)
    moved = [(x + dx, y + dy) for x, y in ring]
    assert rings.area(moved) == pytest.approx(rings.area(ring), rel=1e-6)
    x, y = rings.centre(ring)
    assert rings.centre(moved) == pytest.approx((x + dx, y + dy), abs=1e-3)


def test_points_on_a_straight_line_and_repeats_are_dropped():
    assert rings.grid([(0, 0), (1, 0), (1.01, 0), (2, 0), (2, 2)]) == [(0, 0), (20, 0), (20, 20)]


def test_a_speck_smaller_than_the_grid_writes_nothing():
    assert rings.path(rings.grid([(0, 0), (0.01, 0), (0.01, 0.01)])) == ""


@given(st.lists(st.tuples(st.integers(-9999, 9999), st.integers(-9999, 9999)), min_size=3, max_size=30))
def test_path_data_read_back_gives_the_same_points(points):
    expected = [(x / 10, y / 10) for x, y in points]
    for read, meant in zip(drawn(rings.path(points)), expected, strict=True):
        assert read == pytest.approx(meant, abs=1e-6)


def test_a_line_is_not_closed_and_needs_two_points():
    assert rings.path([(0, 0), (-5, 7)], closed=False) == "M0 0l-.5 .7"
    assert rings.path([(0, 0)], closed=False) == ""


def test_a_circle_ends_where_it_began():
    assert rings.circle(100.04, 0, 1.6) == "M98.4 0a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0-3.2 0z"


def test_equal_earth_puts_known_places_where_the_paper_does():
    assert project(0, 0) == (0.0, 0.0)
    assert project(180, 0)[0] == pytest.approx(2.70663, abs=1e-5)
    assert project(0, 90)[1] == pytest.approx(1.31736, abs=1e-5)
    assert project(180, 90)[0] / project(180, 0)[0] == pytest.approx(0.5934, abs=1e-3)
    assert project(11, 45, centre=11)[0] == 0


@given(st.floats(-170, 170), st.floats(-84, 84))
def test_equal_earth_keeps_the_area_of_a_small_square(lon, lat):
    side = 0.01
    corners = [(lon, lat), (lon + side, lat), (lon + side, lat + side), (lon, lat + side)]
    on_the_map = rings.area([project(*corner) for corner in corners])
    south, north = math.radians(lat), math.radians(lat + side)
    on_the_globe = math.radians(side) * (math.sin(north) - math.sin(south))
    assert on_the_map == pytest.approx(on_the_globe, rel=1e-3)


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_equal_earth_is_the_same_on_both_sides(lon, lat):
    x, y = project(lon, lat)
    assert project(-lon, lat) == pytest.approx((-x, y))
    assert project(lon, -lat) == pytest.approx((x, -y))
