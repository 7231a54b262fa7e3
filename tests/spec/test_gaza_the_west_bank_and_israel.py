"""Which events of UCDP's unit Israel lie in Gaza, in the West Bank or in Israel: a table to be read line by line.

The coordinates are of towns, rounded to a kilometre; no event is meant.
"""

import polars as pl
import pytest

from focalpoint.foresight.panel.parts import part_of_event

SCHEMA = {"unit": pl.String, "area": pl.String, "place": pl.String, "lat": pl.Float64, "lon": pl.Float64}
CASES = [
    # area, place, latitude, longitude, and the part
    ("Gaza Strip", "Gaza city", 31.52, 34.45, "Gaza"),
    ("Khan Yunis governorate", None, None, None, "Gaza"),
    ("Deir Al-Balah governorate", None, None, None, "Gaza"),
    ("West Bank", "Jenin", 32.46, 35.30, "West Bank"),
    ("Nablus governorate", None, None, None, "West Bank"),
    (None, "Jabalia", 31.53, 34.48, "Gaza"),
    (None, "Rafah", 31.29, 34.25, "Gaza"),
    (None, "Khuza'a", 31.307, 34.363, "Gaza"),
    (None, "a town", 31.53, 35.10, "West Bank"),
    (None, "a town", 32.22, 35.26, "West Bank"),
    ("Southern district", "a village near the Gaza fence", 31.42, 34.49, "Israel"),
    (None, "a village near the Gaza fence", 31.42, 34.49, "Israel"),
    ("Southern district", "Sderot", 31.525, 34.596, "Israel"),
    ("Central district", None, None, None, "Israel"),
    (None, "Haifa", 32.79, 34.99, "Israel"),
    (None, "Gaza strip", None, None, "Gaza"),
    (None, "Israel", None, None, None),
    (None, None, None, None, None),
]


@pytest.mark.parametrize(("area", "place", "lat", "lon", "part"), CASES)
def test_the_part_in_which_an_event_lies(area, place, lat, lon, part):
    event = pl.DataFrame([("ISR", area, place, lat, lon)], schema=SCHEMA, orient="row")
    assert event.select(part_of_event())["part"].to_list() == [part]


def test_an_event_of_another_state_has_no_part():
    event = pl.DataFrame([("EGY", "North Sinai", "Rafah", 31.28, 34.23)], schema=SCHEMA, orient="row")
    assert event.select(part_of_event())["part"].to_list() == [None]
