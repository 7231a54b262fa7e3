"""How well killing can be observed: a mean of plain parts, or cannot tell."""

import pytest

from focalpoint.foresight.evenhand.observability import PARTS, observability
from focalpoint.foresight.evenhand.settings import settings
from small_panels import small

QUIET = {"civilians": 0.0, "ged_events": 0.0}
ALL = dict.fromkeys(settings().indicators, 1.0)


def parts(panel, **changes: object) -> dict[str, dict[str, float | None]]:
    frame = observability(panel, settings().model_copy(update=changes))
    return {row["unit"]: row for row in frame.to_dicts()}


def test_the_parts_and_their_mean_by_hand():
    events = {"civilians": 1.0, "ged_events": 4.0, "ged_imprecise": 1.0, "media_conflict": 40.0}
    panel = small({"AAA": events}, {"AAA": {2024: ALL | {"v2x_polyarchy": 0.25}}}, months=24)
    found = parts(panel)["AAA"]
    assert [found[name] for name in PARTS] == [1.0, 0.25, 0.75, 1.0]
    assert found["observability"] == (1.0 + 0.25 + 0.75 + 1.0) / 4


def test_a_closed_state_that_publishes_little_scores_low_though_nothing_is_recorded():
    half = dict.fromkeys(settings().indicators[:3], 1.0) | {"v2x_polyarchy": 0.05}
    open_ = ALL | {"v2x_polyarchy": 0.9}
    panel = small({"AAA": QUIET, "BBB": QUIET}, {"AAA": {2024: half}, "BBB": {2024: open_}})
    assert parts(panel)["AAA"]["observability"] == pytest.approx((4 / 7 + 0.05) / 2)
    assert parts(panel)["BBB"]["observability"] == pytest.approx(0.95)


def test_one_part_alone_is_cannot_tell():
    panel = small({"AAA": QUIET}, {"AAA": {2024: {"population": 1.0}}})
    assert parts(panel)["AAA"]["counted"] == 1.0
    assert parts(panel)["AAA"]["observability"] is None


def test_nothing_known_is_cannot_tell():
    assert parts(small({"AAA": QUIET}))["AAA"]["observability"] is None


def test_an_old_figure_does_not_count_as_known():
    years = {"AAA": {2021: ALL, 2024: {"population": 1.0}}, "BBB": {2024: ALL}}
    found = parts(small({"AAA": QUIET, "BBB": QUIET}, years))
    assert found["AAA"]["counted"] == pytest.approx(1 / 7)
    assert found["AAA"]["open"] is None
    assert found["BBB"]["counted"] == 1.0


def test_a_source_that_was_never_added_does_not_lower_anyone():
    years = {"AAA": {2024: {"population": 1.0, "v2x_polyarchy": 0.4}}}
    assert parts(small({"AAA": QUIET}, years))["AAA"]["counted"] == 1.0


def test_reports_for_each_event_are_ranked_among_those_with_events():
    def events(reports: float) -> dict[str, float]:
        return {"civilians": 1.0, "ged_events": 2.0, "media_conflict": reports}

    panel = small({"AAA": events(2.0), "BBB": events(8.0), "CCC": QUIET | {"media_conflict": 9.0}}, months=24)
    assert {unit: row["reported"] for unit, row in parts(panel).items()} == {"AAA": 0.5, "BBB": 1.0, "CCC": None}


def test_precision_is_unknown_where_dates_are():
    panel = small({"AAA": {"civilians": 1.0, "ged_events": 2.0}}, months=24)
    assert parts(panel)["AAA"]["dated"] is None


def test_every_part_lies_between_0_and_1():
    events = {"civilians": 1.0, "ged_events": 2.0, "ged_imprecise": 2.0, "media_conflict": 0.0}
    found = parts(small({"AAA": events}, {"AAA": {2024: ALL}}, months=24))["AAA"]
    assert all(0 <= found[name] <= 1 for name in (*PARTS, "observability"))
