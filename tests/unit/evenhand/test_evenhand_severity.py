"""How many civilians were killed, with both bounds, and when that is not known."""

import pytest

from focalpoint.foresight.evenhand.severity import severity
from small_panels import small

YEAR = {"osv_low": 8.0, "osv_best": 10.0, "osv_high": 25.0, "ov_civilians": 30.0, "ov_best": 50.0, "ov_low": 40.0}
YEAR |= {"ov_high": 95.0}


def bounds(panel, months: int = 12) -> dict[str, tuple[float | None, ...]]:
    return {row[0]: row[1:] for row in severity(panel, months=months).rows()}


def test_battle_deaths_of_civilians_are_as_uncertain_as_all_battle_deaths():
    # 10 (8-25) one-sided; 20 in battle, where all deaths are 40 (32-70): 20 * 32/40 = 16 and 20 * 70/40 = 35.
    panel = small({"AAA": {"civilians": 1.0}}, {"AAA": {2024: YEAR}})
    assert bounds(panel) == {"AAA": (24.0, 30.0, 60.0)}


def test_bounds_are_whole_deaths_rounded_outwards():
    # 20 in battle, where all deaths are 40 (33-71): 16.5 and 35.5; with 8 and 25 one-sided that is 24.5 and 60.5.
    panel = small({"AAA": {"civilians": 1.0}}, {"AAA": {2024: YEAR | {"ov_low": 41.0, "ov_high": 96.0}}})
    assert bounds(panel) == {"AAA": (24.0, 30.0, 61.0)}


def test_one_sided_killing_alone_keeps_its_own_bounds():
    panel = small({"AAA": {"civilians": 1.0}}, {"AAA": {2024: YEAR | {"ov_civilians": 10.0}}})
    assert bounds(panel) == {"AAA": (8.0, 10.0, 25.0)}


def test_bounds_that_nobody_published_are_unknown():
    year = {name: value for name, value in YEAR.items() if name not in {"ov_low", "ov_high"}}
    panel = small({"AAA": {"civilians": 1.0}}, {"AAA": {2024: year}})
    assert bounds(panel) == {"AAA": (None, 30.0, None)}


def test_a_bound_never_crosses_the_best_estimate():
    panel = small(
        {"AAA": {"civilians": 1.0}}, {"AAA": {2024: YEAR | {"osv_low": 8.0, "ov_low": 90.0, "ov_high": 20.0}}}
    )
    assert bounds(panel) == {"AAA": (30.0, 30.0, 30.0)}


def test_without_a_year_record_the_months_are_summed():
    figures = {"civilians": [1.0] * 11 + [9.0], "civilians_low": 0.5, "civilians_high": 10.0}
    assert bounds(small({"AAA": figures})) == {"AAA": (6.0, 20.0, 120.0)}


def test_a_year_record_is_not_taken_for_other_months():
    panel = small({"AAA": {"civilians": 2.0}}, {"AAA": {2024: YEAR}}, origin="2024-11")
    assert bounds(panel) == {"AAA": (None, 24.0, None)}
    longer = small({"AAA": {"civilians": 2.0}}, {"AAA": {2024: YEAR}}, months=24)
    assert bounds(longer, 24) == {"AAA": (None, 48.0, None)}


def test_quiet_months_are_zero_in_every_bound():
    assert bounds(small({"AAA": {"civilians": 0.0, "ged_events": 0.0}})) == {"AAA": (0.0, 0.0, 0.0)}


def test_a_sum_with_an_unknown_month_is_unknown():
    assert bounds(small({"AAA": {"civilians": [1.0] * 11 + [None]}})) == {"AAA": (None, None, None)}


def test_a_record_that_is_too_short_is_unknown():
    assert bounds(small({"AAA": {"civilians": 1.0}}, months=6)) == {"AAA": (None, None, None)}


def test_what_is_recorded_under_another_state_is_unknown_and_not_zero():
    panel = small({"BBB": {"civilians": None, "status": "unknown"}})
    assert bounds(panel) == {"BBB": (None, None, None)}


@pytest.mark.parametrize("months", [12, 24])
def test_only_the_months_asked_for_are_counted(months: int):
    figures = {"civilians": [100.0] * 12 + [1.0] * 12}
    assert bounds(small({"AAA": figures}, months=24), months)["AAA"][1] == (12.0 if months == 12 else 1212.0)
