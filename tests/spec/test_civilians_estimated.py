"""Civilian dead where a table gives deaths by type of violence alone: known, estimated, and never a guess unmarked.

Figures are of our own making, each result worked out by hand in the comment above it.
"""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.foresight.panel.candidate_table import candidate_months
from focalpoint.foresight.panel.estimate import Settings, civilian_shares, estimated_civilians

CHOSEN = Settings(version=1, years=3, world_weight=50, odds_factor=8)
KINDS = ("sb", "ns", "os")
WHERE_KNOWN = ("low", "high", "civilians", "unknown")


def years(*rows):
    """(State, year, dead in battle, civilians among them, dead between groups, civilians among them)."""
    return pl.DataFrame(
        list(rows), schema=["unit", "year", "sb_best", "sb_civilians", "ns_best", "ns_civilians"], orient="row"
    )


def row(unit="AAA", month=541, **more):
    """One State and month of the table: best by type as given, the rest unknown unless given."""
    empty = {f"{kind}_{name}": None for name in WHERE_KNOWN for kind in KINDS}
    zero = {f"{kind}_{name}": 0 for name in ("events", "best") for kind in KINDS}
    return {"iso3": unit, "month": month, **zero, **empty, **more}


def months(*rows, shares=None):
    schema = dict.fromkeys((f"{kind}_{name}" for name in ("events", "best", *WHERE_KNOWN) for kind in KINDS), pl.Int64)
    table = pl.DataFrame(list(rows), schema={"iso3": pl.String, "month": pl.Int32, **schema})
    known = shares if shares is not None else shares_of(("AAA", 0.2, 0.5))
    return candidate_months(table, known, CHOSEN)


def shares_of(*rows):
    return pl.DataFrame(list(rows), schema=["unit", "sb_share", "ns_share"], orient="row")


def test_a_state_is_drawn_to_the_world_and_each_type_has_a_share_of_its_own():
    told = civilian_shares(
        years(("AAA", 2023, 50, 25, 0, 0), ("BBB", 2023, 150, 15, 200, 40)), ["AAA", "BBB"], 2024, CHOSEN
    )
    # World: 40 of 200 in battle (0.2), 40 of 200 between groups (0.2).
    # AAA: (25 + 50 * 0.2) / (50 + 50) = 0.35 and (0 + 10) / (0 + 50) = 0.2; BBB: 25 / 200 = 0.125 and 50 / 250 = 0.2.
    assert told.rows() == [("AAA", 0.35, 0.2), ("BBB", 0.125, 0.2)]


def test_only_the_three_years_before_are_looked_at():
    rows = [("AAA", year, 100, 10 * number, 0, 0) for number, year in enumerate(range(2019, 2025))]
    told = civilian_shares(years(*rows), ["AAA"], 2024, CHOSEN)
    # 2021 to 2023: 20 + 30 + 40 of 300, the world the same: 0.3.
    assert told["sb_share"].to_list() == [0.3]


def test_where_nobody_died_in_a_type_its_share_is_nothing():
    assert civilian_shares(years(("AAA", 2023, 0, 0, 0, 0)), ["AAA"], 2024, CHOSEN).rows() == [("AAA", 0.0, 0.0)]


def test_a_state_without_dead_in_these_years_has_the_share_of_the_world():
    told = civilian_shares(years(("AAA", 2023, 200, 40, 10, 1)), ["CCC"], 2024, CHOSEN)
    assert told.rows() == [("CCC", 0.2, 0.1)]


def test_a_year_of_which_a_figure_is_unknown_says_nothing_of_a_share():
    told = civilian_shares(
        years(("AAA", 2022, 200, 40, 10, None), ("AAA", 2023, 900, None, None, 4)), ["AAA", "CCC"], 2024, CHOSEN
    )
    # In battle 40 of 200, the world the same: 0.2. Between groups no year has both figures.
    assert told.rows() == [("AAA", 0.2, None), ("CCC", 0.2, None)]


def test_one_sided_dead_are_known_and_the_rest_is_a_share_with_an_interval():
    made = months(row(sb_best=100, ns_best=20, os_best=7)).row(0, named=True)
    # 7 + 0.2 * 100 + 0.5 * 20 = 37. Odds 1/4 and 1: divided by 8 they are 1/32 and 1/8, shares 1/33 and 1/9:
    # 3.03 + 2.22, rounded down 5; times 8 they are 2 and 8, shares 2/3 and 8/9: 66.67 + 17.78, rounded up 85.
    assert (made["civilians_low"], made["civilians"], made["civilians_high"]) == (12, 37, 92)
    assert (made["one_sided_low"], made["one_sided"], made["one_sided_high"]) == (None, 7, None)
    assert (made["civilians_coded"], made["ged_deaths_best"], made["basis"]) == (None, 127, "estimate")


def test_a_month_with_one_sided_dead_alone_needs_no_estimate_and_has_no_interval():
    made = months(row(os_best=7, os_events=2)).row(0, named=True)
    assert (made["civilians"], made["one_sided"], made["basis"]) == (7, 7, "candidate")
    assert (made["civilians_low"], made["civilians_high"]) == (None, None)
    assert (made["ged_events"], made["ged_one_sided"], made["ged_state_based"]) == (2, 2, 0)


def test_dead_of_unknown_status_in_one_sided_violence_are_civilians():
    # Iran, January 2026, as published: 5,444 civilians and 14,436 of unknown status in 26 attacks, 1 civilian of 6 dead
    # in battle. UCDP's own column has 5,445.
    published = {
        "sb_events": 5, "sb_best": 6, "sb_low": 6, "sb_high": 6, "sb_civilians": 1, "sb_unknown": 0,
        "ns_low": 0, "ns_high": 0, "ns_civilians": 0, "ns_unknown": 0,
        "os_events": 26, "os_best": 19880, "os_low": 19880, "os_high": 36380, "os_civilians": 5444, "os_unknown": 14436,
    }  # fmt: skip
    made = months(row("IRN", 553, **published)).row(0, named=True)
    assert (made["one_sided_low"], made["one_sided"], made["one_sided_high"]) == (19880, 19880, 36380)
    assert (made["civilians_low"], made["civilians"], made["civilians_high"]) == (19881, 19881, 36381)
    assert (made["civilians_coded"], made["basis"]) == (5445, "candidate")


def test_other_dead_of_unknown_status_raise_the_high_alone():
    given = {f"os_{name}": 0 for name in WHERE_KNOWN} | {f"ns_{name}": 0 for name in WHERE_KNOWN}
    battle = {"sb_best": 100, "sb_low": 70, "sb_high": 130, "sb_civilians": 40, "sb_unknown": 25}
    made = months(row(**given, **battle)).row(0, named=True)
    # Low 40 - (100 - 70) = 10; high 40 + 25 + (130 - 100) = 95.
    assert (made["civilians_low"], made["civilians"], made["civilians_high"]) == (10, 40, 95)


def test_an_estimate_for_a_state_without_a_share_is_unknown():
    made = months(row("BBB", sb_best=10, os_best=3)).row(0, named=True)
    assert (made["civilians"], made["one_sided"]) == (None, 3)


DEAD = st.integers(0, 10_000)
SHARE = st.floats(0, 1)


@given(DEAD, DEAD, DEAD, SHARE, SHARE)
def test_an_estimate_lies_between_the_one_sided_dead_and_all_dead(battle, groups, one_sided, first, second):
    rows = pl.DataFrame({"unit": ["AAA"], "sb_best": [battle], "ns_best": [groups], "os_best": [one_sided]})
    made = estimated_civilians(rows, shares_of(("AAA", first, second)), CHOSEN).row(0, named=True)
    ends = [one_sided, made["civilians_low"], made["civilians"], made["civilians_high"], battle + groups + one_sided]
    assert ends == sorted(ends)


@pytest.mark.parametrize("kind", ["sb", "ns"])
def test_more_dead_of_a_type_never_lower_the_estimate(kind):
    rows = [row(month=541 + n, **{f"{kind}_best": 37 * n}) for n in range(12)]
    assert months(*rows)["civilians"].is_sorted()
