"""The ranking as pure functions: places, views, orders, links."""

import pytest
from django.core.exceptions import BadRequest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.desk.watch.country import Past
from focalpoint.desk.watch.filter import Filter
from focalpoint.desk.watch.forms import read_filter
from focalpoint.desk.watch.ranking import AHEAD, ORDERS, VIEWS, Row, in_view, multiple, ordered, ranked
from focalpoint.desk.watch.sentences import change_words, count_word, months


def row(iso3="SDN", value=0.5, **changes):
    figures = {
        "low": None,
        "high": None,
        "base_rate": 0.02,
        "before": None,
        "observability": None,
        "killed_low": None,
        "killed_best": None,
        "killed_high": None,
        "spark": "",
        "recent": "",
    }
    return Row(
        iso3=iso3, name=iso3.title(), region="Africa", subregion="Eastern Africa", value=value, **{**figures, **changes}
    )


chance = st.one_of(st.none(), st.floats(0, 1))
rows = st.lists(
    st.builds(row, st.text("ABCDEF", min_size=3, max_size=3), chance, before=chance, killed_best=chance),
    max_size=30,
    unique_by=lambda each: each.iso3,
)


def test_places_go_by_chance_and_the_unknown_has_none():
    placed = ranked([row("AAA", 0.1), row("BBB", None), row("CCC", 0.9)])
    assert [(each.iso3, each.rank) for each in placed] == [("AAA", 2), ("BBB", None), ("CCC", 1)]


def test_equal_chances_go_by_those_killed():
    placed = ranked([row("AAA", 0.1, killed_best=3.0), row("BBB", 0.1, killed_best=9.0)])
    assert [each.rank for each in placed] == [2, 1]


@given(rows)
def test_places_are_one_to_the_number_of_the_known(given_rows):
    known = [each.rank for each in ranked(given_rows) if each.rank]
    assert sorted(known) == list(range(1, len(known) + 1))


@given(rows, st.sampled_from(sorted(ORDERS)), st.booleans())
def test_no_order_loses_a_row_and_the_unknown_is_last(given_rows, column, falling):
    placed = ordered(ranked(given_rows), column, falling)
    assert sorted(each.iso3 for each in placed) == sorted(each.iso3 for each in given_rows)
    values = [ORDERS[column](each) for each in placed]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=falling)
    assert values[: len(known)] == known


@pytest.mark.parametrize(
    ("value", "before", "change", "words"),
    [
        (0.5, 0.2, 30, "up 30 points"),
        (0.2, 0.5, -30, "down 30 points"),
        (0.5, 0.5, 0, "no change"),
        (0.5, None, None, "no earlier release to compare with"),
        (None, 0.5, None, "no earlier release to compare with"),
    ],
)
def test_a_change_is_counted_in_points(value, before, change, words):
    each = row(value=value, before=before)
    assert each.change == change
    assert str(change_words(each.change)) == words


@pytest.mark.parametrize(
    ("killed", "value", "views"),
    [
        (0.0, 0.5, {"highest", "surprises"}),
        (24.0, 0.5, {"highest", "surprises"}),
        (25.0, 0.5, {"highest", "ongoing"}),
        (None, 0.5, {"highest"}),
        (0.0, 0.01, {"highest"}),
        (0.0, None, {"highest"}),
    ],
)
def test_a_view_never_takes_the_unknown_for_quiet(killed, value, views):
    each = row(value=value, killed_best=killed)
    assert {view for view in VIEWS if view != AHEAD and in_view(each, view)} == views


@pytest.mark.parametrize(
    ("times", "written"), [(None, "–"), (0.0, "<0.1×"), (1.0, "1.0×"), (9.96, "10.0×"), (44.4, "44×")]
)
def test_a_multiple_is_short(times, written):
    assert multiple(times) == written


def test_without_a_base_rate_there_is_no_multiple():
    assert row(base_rate=None).times is None
    assert row(base_rate=0.0).times is None


def test_a_link_says_only_what_is_unusual():
    assert Filter().link() == "?"
    assert Filter(threshold=100).link(window=3) == "?threshold=100&window=3"
    assert Filter(region="Asia").link(region="") == "?"


@pytest.mark.parametrize(
    "query",
    [
        *("", "view=risers", "threshold=100&window=3&region=Asia&sort=-killed", "sort=state"),
        *("view=ahead&region=Western+Asia", "whole=yes&situation=none&followed=yes"),
    ],
)
def test_an_address_read_and_written_is_the_same_address(query):
    assert read_filter(QueryDict(query)).link() == f"?{query}"


def test_a_head_sorts_largest_first_and_then_the_other_way():
    assert Filter().sorted_by("killed") == "?sort=-killed"
    assert Filter(sort="-killed").sorted_by("killed") == "?sort=killed"
    assert Filter(sort="killed").sorted_by("killed") == "?sort=-killed"
    assert Filter().sorted_by("state") == "?sort=state"
    assert Filter(sort="state").sorted_by("state") == "?sort=-state"
    assert Filter().sorted_by("chance") == "?sort=chance"


@given(
    st.dictionaries(st.sampled_from(["view", "threshold", "window", "region", "sort", "release"]), st.text(max_size=30))
)
def test_no_address_breaks_the_page(parts):
    query = QueryDict(mutable=True)
    query.update(parts)
    try:
        shown = read_filter(query)
    except BadRequest:
        return
    assert shown.view in VIEWS
    assert shown.threshold in {25, 100, 1000}


def test_months_are_named_once_where_the_year_is_one():
    assert (months(541, 552), months(540, 541)) == ("January–December 2025", "December 2024–January 2025")


def test_counts_are_words_up_to_twelve():
    assert [count_word(count) for count in (0, 1, 12, 13)] == ["No", "One", "Twelve", "13"]


@pytest.mark.parametrize(
    ("actual", "missed", "factor"), [(50.0, "", 1.0), (199.0, "low", 200 / 101), (4.0, "high", 11 / 5), (10.0, "", 1.0)]
)
def test_a_past_forecast_is_missed_on_one_side_or_not(actual, missed, factor):
    past = Past(2020, actual, 50.0, 10.0, 100.0)
    assert (past.missed, past.factor) == (missed, pytest.approx(factor))
