"""Who is spoken of: zero where the count is complete, unknown where it is not."""

import pytest

from focalpoint.foresight.evenhand.attention import attention, last_debate
from focalpoint.reference.calendar import parse_month
from small_panels import small

QUIET = {"civilians": 0.0, "ged_events": 0.0}


def rows(panel) -> dict[str, tuple[float | None, float | None]]:
    return {row[0]: row[1:] for row in attention(panel, months=12, debate_month=9).rows()}


def test_mentions_are_those_of_the_last_debate_and_reports_those_of_twelve_months():
    panel = small(
        {"AAA": QUIET | {"media_conflict": 10.0}}, {"AAA": {2023: {"mentions": 4.0}, 2024: {"mentions": 7.0}}}
    )
    assert rows(panel) == {"AAA": (7.0, 120.0)}


def test_a_state_that_no_speech_names_has_zero_mentions():
    panel = small({"AAA": QUIET, "BBB": QUIET}, {"AAA": {2024: {"mentions": 7.0}}})
    assert rows(panel) == {"AAA": (7.0, None), "BBB": (0.0, None)}


def test_without_any_debate_mentions_are_unknown():
    assert rows(small({"AAA": QUIET})) == {"AAA": (None, None)}


def test_a_debate_that_is_still_to_come_does_not_count():
    years = {"AAA": {2023: {"mentions": 4.0}, 2024: {"mentions": 7.0}}}
    assert rows(small({"AAA": QUIET}, years, origin="2024-08"))["AAA"][0] == 4.0
    assert rows(small({"AAA": QUIET}, years, origin="2024-09"))["AAA"][0] == 7.0


def test_a_state_that_the_media_series_lacks_is_unknown_there_and_not_unseen():
    gaps = [5.0] * 11 + [None]
    assert rows(small({"AAA": QUIET | {"media_conflict": gaps}}))["AAA"][1] is None


def test_the_state_of_palestine_can_be_spoken_of_though_its_killings_stand_elsewhere():
    hidden = {"civilians": None, "status": "unknown"}
    assert rows(small({"PSE": hidden}, {"PSE": {2024: {"mentions": 138.0}}}))["PSE"] == (138.0, None)


@pytest.mark.parametrize(
    ("origin", "year"), [("2024-12", 2024), ("2024-09", 2024), ("2024-08", 2023), ("2025-01", 2024)]
)
def test_the_last_debate_is_that_of_the_last_september(origin: str, year: int):
    assert last_debate(parse_month(origin), 9) == year
