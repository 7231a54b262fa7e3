"""How candidate figures changed when the final release came out."""

import datetime as dt

import pytest

from focalpoint.foresight.panel import late_reporting as late
from focalpoint.foresight.panel.build import panel
from focalpoint.reference.calendar import parse_month
from tiny_store import event, events, everywhere, store

LATER = dt.date(2026, 12, 31)
YEAR = everywhere(*[f"2025-{month:02d}-01" for month in range(1, 13)])
# In both, twelve months of four States with an event without dead. Mali's March is in both, its April only in the
# candidate, its May only in the final release.
CANDIDATE = [event("1", "MLI", "2025-03-03", 10), event("2", "MLI", "2025-04-03", 10), *YEAR]
FINAL = [event("1", "MLI", "2025-03-03", 20), event("3", "MLI", "2025-05-03", 7), *YEAR]


@pytest.fixture
def taught(tmp_path, monkeypatch):
    few = late.known().model_copy(update={"fewest_country_months": 50})
    monkeypatch.setattr(late, "known", lambda: few)
    return store(tmp_path, events("ucdp_candidate", CANDIDATE), events("ucdp_ged", FINAL))


def test_a_pair_of_editions_teaches_how_much_came_late(taught):
    (pair,) = late.learn(taught, LATER)
    assert (pair.year, pair.more_deaths) == (2025, pytest.approx(27 / 20 - 1))
    assert (pair.both, pair.only_candidate, pair.only_final) == (49, 1, 1)
    assert pair.candidate.startswith("ucdp_candidate-2025-12")
    assert pair.final.startswith("ucdp_ged-2025-12")


def test_before_the_final_release_was_known_nothing_is_learned(tmp_path):
    data = store(tmp_path, events("ucdp_candidate", CANDIDATE), events("ucdp_ged", FINAL, LATER))
    assert late.learn(data, dt.date(2026, 1, 31)) == ()


def test_a_year_that_one_side_has_only_in_part_teaches_nothing(tmp_path, taught):
    folder = tmp_path / "other"
    folder.mkdir()
    part = [row for row in CANDIDATE if row["date_start"].month < 12]
    assert late.learn(store(folder, events("ucdp_candidate", part), events("ucdp_ged", FINAL)), LATER) == ()


def test_what_is_learned_goes_before_what_the_package_knows_of_the_same_year(tmp_path, taught):
    folder = tmp_path / "candidate alone"
    folder.mkdir()
    made = panel(store(folder, events("ucdp_candidate", CANDIDATE)), known_at=LATER)
    found = late.late_reporting(made, late.learn(taught, LATER))
    assert [(pair.year, pair.source.split()[0]) for pair in found.pairs] == [(2025, "learned")]
    assert found.months == tuple(range(parse_month("2025-01"), parse_month("2025-12") + 1))
    assert found.deaths == 20.0


def test_without_a_pair_the_package_says_what_happened_to_2025(tmp_path):
    made = panel(store(tmp_path, events("ucdp_candidate", CANDIDATE)), known_at=LATER)
    (pair,) = late.late_reporting(made).pairs
    assert (pair.more_deaths, pair.both, pair.only_candidate, pair.only_final) == (0.35, 488, 107, 10)
    assert pair.factor == pytest.approx(1.35)


def test_a_panel_of_final_months_has_no_month_that_will_change(tmp_path):
    made = panel(store(tmp_path, events("ucdp_ged", FINAL)), known_at=LATER)
    found = late.late_reporting(made)
    assert (found.months, found.deaths) == ((), 0.0)
