"""Events into unit-months: by hand, then against a slow reference."""

import datetime as dt
from collections import defaultdict

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.foresight.panel.columns import EVENTS
from focalpoint.foresight.panel.months import of_events
from focalpoint.reference.calendar import month_of_day
from tiny_store import EVENT, event


def added(*rows):
    return of_events(pl.LazyFrame(list(rows), schema=EVENT)).collect().sort("unit", "month")


def test_two_events_of_a_month_become_one_row_of_sums():
    made = added(
        event("1", "MLI", "2020-01-05", 3, best=4, high=9, low=2, deaths_a=1),
        event("2", "MLI", "2020-01-31..2020-02-09", 1, kind="non_state", best=6, high=6, low=6),
    ).row(0, named=True)
    assert (made["month"], made["ged_events"], made["civilians"]) == (481, 2.0, 4.0)
    assert (made["ged_deaths_low"], made["ged_deaths_best"], made["ged_deaths_high"]) == (8.0, 10.0, 15.0)
    assert (made["ged_one_sided"], made["ged_non_state"], made["ged_state_based"]) == (1.0, 1.0, 0.0)
    assert made["ged_peak_event"] == 6.0


def test_an_unknown_figure_makes_the_sum_unknown():
    made = added(
        event("1", "MLI", "2020-01-05", 3), event("2", "MLI", "2020-01-06", 2, kind="state_based") | {"civilians": None}
    )
    assert made["civilians"].to_list() == [None]
    assert made["ged_deaths_best"].to_list() == [5.0]


def test_months_before_1980_have_numbers_too():
    assert added(event("1", "MLI", "1979-12-31", 3))["month"].to_list() == [0]


def test_no_events_give_no_rows():
    assert added().shape == (0, 2 + len(EVENTS))


def counts():
    return st.integers(min_value=0, max_value=500)


EVENTS_OF_ANY_KIND = st.lists(
    st.builds(
        lambda iso3, day, prec, **dead: event("x", iso3, day.isoformat(), date_prec=prec, **dead),
        st.sampled_from(["MLI", "TGO", None]),
        st.dates(dt.date(1989, 1, 1), dt.date(1989, 4, 30)),
        st.integers(min_value=1, max_value=5),
        kind=st.sampled_from(["one_sided", "state_based", "non_state"]),
        low=counts(),
        best=counts(),
        high=st.one_of(st.just(0), counts()),
        civilians=counts(),
        deaths_a=st.one_of(st.just(0), counts()),
        deaths_b=st.one_of(st.just(0), counts()),
        unknown=counts(),
    ),
    max_size=25,
)


def slowly(rows):
    groups = defaultdict(list)
    for row in rows:
        if row["iso3"]:
            groups[row["iso3"], month_of_day(row["date_start"])].append(row)
    return {key: reference(group) for key, group in groups.items()}


def civilian_dead(row):
    """Low, best and high of one event's dead civilians, in the words of the decision."""
    low, best, high = min(row["low"], row["best"]), row["best"], max(row["high"], row["best"])
    coded = row["civilians"]
    if row["kind"] == "one_sided":
        killed = max(coded, best - row["deaths_a"] - row["deaths_b"], 0)
        return min(low, killed), killed, max(high, killed)
    return max(0, coded - (best - low)), coded, coded + row["unknown"] + high - best


def reference(group):
    aimed = [row for row in group if row["kind"] == "one_sided"]
    whole, attacks = [civilian_dead(row) for row in group], [civilian_dead(row) for row in aimed]
    return {
        "ged_events": len(group),
        "ged_deaths_low": sum(min(row["low"], row["best"]) for row in group),
        "ged_deaths_best": sum(row["best"] for row in group),
        "ged_deaths_high": sum(max(row["high"], row["best"]) for row in group),
        "civilians_low": sum(low for low, _, _ in whole),
        "civilians": sum(best for _, best, _ in whole),
        "civilians_high": sum(high for _, _, high in whole),
        "civilians_coded": sum(row["civilians"] for row in group),
        "one_sided_low": sum(low for low, _, _ in attacks),
        "one_sided": sum(best for _, best, _ in attacks),
        "one_sided_high": sum(high for _, _, high in attacks),
        "ged_peak_event": max(row["best"] for row in group),
        "ged_state_based": sum(row["kind"] == "state_based" for row in group),
        "ged_non_state": sum(row["kind"] == "non_state" for row in group),
        "ged_one_sided": len(aimed),
        "ged_imprecise": sum(row["date_prec"] >= 5 for row in group),
    }


@given(EVENTS_OF_ANY_KIND)
def test_the_fast_sums_equal_plain_ones(rows):
    made = {(row["unit"], row["month"]): row for row in added(*rows).iter_rows(named=True)}
    expected = slowly(rows)
    assert made.keys() == expected.keys()
    for key, row in made.items():
        assert {name: row[name] for name in EVENTS} == expected[key]
