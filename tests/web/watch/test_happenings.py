"""Single events: no date and no place more exact than it is known, no dot near displaced people."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.desk.watch import eventmap, state_events
from focalpoint.desk.watch.event_filter import EventChoice, selected


def event(number=1, **more):
    row = {
        "event_id": str(number), "month": 541, "date_start": "2025-01-10", "date_end": "2025-01-10", "date_prec": 1,
        "where_prec": 1, "lat": 15.0, "lon": 30.0, "kind": "one_sided", "low": 2, "best": 3, "high": 9,
        "civilians_low": 2, "civilians": 3, "civilians_high": 9, "actor_a": "Group A", "actor_b": "Civilians",
        "place": "Example town", "area": "Example province", "part": None, "clear": True, "source": "ucdp_candidate",
        "edition": "ucdp_candidate-26.0.1",
    }  # fmt: skip
    return row | more


def one(**more):
    return state_events.happenings([event(**more)])[0]


@pytest.mark.parametrize(
    ("dates", "text"),
    [
        ({}, "10 Jan 2025"),
        ({"date_end": "2025-01-14", "date_prec": 2}, "10 Jan 2025–14 Jan 2025"),
        ({"date_prec": 4}, "January 2025, day not known"),
        ({"date_prec": 5}, "2025, month not known"),
        ({"date_start": None}, "2025, month not known"),
    ],
)
def test_a_date_is_written_no_more_exactly_than_it_is_known(dates, text):
    assert one(**dates).day == text


@pytest.mark.parametrize(
    ("place", "drawn", "words"),
    [
        ({}, True, ""),
        ({"where_prec": 2}, True, "within about 25 km"),
        ({"where_prec": 3}, True, "known to the district"),
        ({"where_prec": 4}, False, "known to the province"),
        ({"where_prec": 5}, False, "known only roughly"),
        ({"where_prec": 6}, False, "known to the State"),
        ({"where_prec": None}, False, "place not known"),
        ({"lat": None, "lon": None}, False, ""),
        ({"place": "Example IDP camp"}, False, ""),
        ({"place": "school for displaced families"}, False, ""),
        ({"place": "Campala"}, True, ""),
    ],
)
def test_a_dot_stands_only_where_a_place_is_known_and_nobody_displaced_is_near(place, drawn, words):
    found = one(**place)
    assert (found.drawn, found.where) == (drawn, words)
    assert (eventmap.event_map("SDN", [found]) is not None) == drawn


def test_the_newest_day_stands_first():
    rows = [event(1), event(2, date_start="2025-01-20"), event(3, month=540, date_start="2024-12-31"), event(4)]
    assert [each.id for each in state_events.happenings(rows)] == ["2", "1", "4", "3"]


def test_source_edition_and_actors_are_those_of_the_event():
    found = one(actor_b=None)
    assert (found.source, found.edition, found.actors) == ("UCDP Candidate", "26.0.1", ("Group A",))
    assert one(edition=None).edition == ""
    assert one(kind="of tomorrow").kind_name == "of tomorrow"


def test_a_range_is_written_where_it_says_more_than_the_best():
    assert (one().killed, one(civilians_low=3, civilians_high=3).killed) == ("3 (2–9)", "3")
    assert one(civilians=None, civilians_low=None, civilians_high=None).killed == "–"


def test_areas_are_summed_and_the_deadliest_stands_first():
    rows = [event(1), event(2, area="Other", civilians=10), event(3), event(4, area=None, civilians=0)]
    found = state_events.areas(state_events.happenings(rows))
    assert [(row.name, row.killed, row.events) for row in found] == [
        ("Other", 10, 1),
        ("Example province", 6, 2),
        ("", 0, 1),
    ]
    assert [row.width for row in found] == [100.0, 60.0, 0.0]


def test_gaza_the_west_bank_and_israel_are_told_apart():
    rows = [event(1, part="Gaza"), event(2, part="West Bank"), event(3, part="Israel"), event(4, part="Gaza")]
    found = state_events.happenings(rows)
    assert [(row.part, row.killed, row.events) for row in state_events.parts(found)] == [
        ("Gaza", 6, 2), ("Israel", 3, 1), ("West Bank", 3, 1),
    ]  # fmt: skip
    lost = state_events.happenings([*rows, event(5, part=None)])
    assert next(iter(state_events.parts(lost))).part == "place not known"
    assert state_events.parts(state_events.happenings([event(6)])) == []
    own = state_events.happenings(rows, state_events.PARTS_OF["PSE"])
    assert {each.part for each in own} == {"Gaza", "West Bank"}


def test_a_choice_keeps_months_kind_and_area():
    rows = [event(1), event(2, month=545), event(3, kind="state_based"), event(4, area=None)]

    def asked(**choice):
        return [row["event_id"] for row in selected(rows, EventChoice(**choice))]

    assert asked() == ["1", "2", "3", "4"]
    assert asked(first=542) == ["2"]
    assert asked(last=541, kind="state_based") == ["3"]
    assert asked(area="") == ["4"]


@given(st.lists(st.tuples(st.integers(0, 500), st.sampled_from("ABC"), st.integers(530, 541)), max_size=30))
def test_areas_and_choices_lose_nobody(rows):
    made = [event(k, civilians=dead, area=area, month=month) for k, (dead, area, month) in enumerate(rows)]
    found = state_events.happenings(made)
    assert sum(row.killed for row in state_events.areas(found)) == sum(dead for dead, _area, _month in rows)
    halves = [selected(made, EventChoice(last=535)), selected(made, EventChoice(first=536))]
    assert sum(map(len, halves)) == len(rows)


def test_the_map_draws_a_spot_once_in_its_frame_and_larger_where_more_were_killed():
    rows = [event(1), event(2), event(3, lat=13.0, civilians=200), event(4, lat=11.0, civilians=0, where_prec=2)]
    svg = eventmap.event_map("SDN", state_events.happenings(rows))
    dots = re.findall(r'<circle class="([a-z ]+)" cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)">', svg)
    assert [dot[0] for dot in dots] == ["fought about", "killed", "killed"]
    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
    assert all(0 <= float(x) <= width and 0 <= float(y) <= height for _kind, x, y, _r in dots)
    assert float(dots[1][3]) > float(dots[2][3]) > float(dots[0][3])
    assert "Example town: 6 civilians killed in 2 events" in svg


def test_the_words_of_an_event_become_no_markup():
    svg = eventmap.event_map("SDN", [one(place="<script>x</script>")])
    assert "<script>" not in svg
