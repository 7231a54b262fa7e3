"""Rows, scorecard and files of Watch, from rows made by hand; and addresses that nobody would write in good faith."""

import re

import pytest
from django.core.exceptions import BadRequest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

import pages
from focalpoint.desk.watch import scorecard, sheets
from focalpoint.desk.watch.choices import choices
from focalpoint.desk.watch.filter import Filter
from focalpoint.desk.watch.forms import SORTS, FilterForm, read_filter
from focalpoint.desk.watch.ranking import VIEWS, Row, ranked
from focalpoint.desk.watch.state_panels import Found, StateSituations
from focalpoint.desk.watch.tablerows import situation_word, table_body, with_own_cells

NOBODY = StateSituations({}, may_read=True)


def row(iso3="KEN", **more):
    blank = dict.fromkeys(
        ("value", "low", "high", "base_rate", "before", "killed_low", "killed_best", "killed_high", "observability")
    )
    named = {"iso3": iso3, "name": f"Name of {iso3}", "region": "Africa", "subregion": "Eastern Africa"}
    return Row(**(named | {"spark": "", "recent": ""} | blank | more))


def drawn(rows, known=NOBODY, followed=None, kept=None):
    return with_own_cells(table_body(list(rows), ""), list(rows), list(kept or rows), known, followed)


def cells(*rows, known=NOBODY):
    """The cells of a table's body as a reader sees them."""
    body = drawn(rows, known)
    return pages.read(f"<table>{body}</table>").tables[0]


def test_a_state_of_which_nothing_is_known_says_so_in_every_cell():
    (told,) = cells(row())
    assert told[:4] == ["–", "Name of KEN", "–\ncannot tell", "cannot tell"]
    assert told[4:] == ["–", "–", "unknown", "unknown", "cannot tell", "none"]


def test_a_state_of_which_all_is_known_says_it_with_units():
    known = {"value": 0.664, "low": 0.5, "high": 0.8, "base_rate": 0.02, "before": 0.5, "rank": 1, "spark": "M0 20H96"}
    killed = {"killed_low": 900.0, "killed_best": 1000.0, "killed_high": 2000.0, "observability": 0.62}
    (told,) = cells(row(**known, **killed))
    assert told[:5] == ["1", "Name of KEN", "66 %\n50–80", "likely", "33×"]
    assert told[5].startswith("▲ 16up 16 points")
    assert told[6:] == ["1,000\n900–2,000", "", "62 %", "none"]


@pytest.mark.parametrize(
    ("low", "best", "high", "written"),
    [
        (None, 0.0, None, "0"),
        (None, 12.0, None, "12"),
        (12.0, 12.0, 12.0, "12"),
        (None, 12.0, 20.0, "12"),
        (1.0, 2.0, 3.0, "2\n1–3"),
        (None, None, None, "unknown"),
    ],
)
def test_those_killed_stand_with_bounds_only_where_both_are_known(low, best, high, written):
    assert cells(row(killed_low=low, killed_best=best, killed_high=high))[0][6] == written


@pytest.mark.parametrize(
    ("before", "shape"), [(None, "–"), (0.5, "· 0no change"), (0.4, "▲ 10up 10 points"), (0.7, "▼ 20down 20 points")]
)
def test_a_change_has_a_shape_and_words(before, shape):
    assert cells(row(value=0.5, before=before))[0][5] == shape


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_name_and_no_note_becomes_markup_or_breaks_the_rows(name, note):
    rows = [row("KEN", name=f"A{name}", note=note), row("FJI", name="<tr><script>x</script>", note="<tr>")]
    html = drawn(rows)
    assert html.count("<tr>") == html.count("</tr>") == 2
    assert "<script" not in html


def test_a_link_keeps_the_release_that_is_shown():
    assert 'href="/country/KEN/?release=r-2024-12-00000000"' in table_body([row()], "?release=r-2024-12-00000000")


def test_only_the_states_with_a_situation_lead_to_one():
    known = StateSituations({"FJI": [Found("s-1", "<b>Title</b>", "open", True, "TLP:GREEN")]}, may_read=True)
    rows = [row("KEN"), row("FJI"), row("PER")]
    html = drawn(rows, known)
    assert [each[-1] for each in cells(*rows, known=known)] == ["none", "open: Name of FJI", "none"]
    assert html.count("#situations") == 1
    assert "Title" not in html


@pytest.mark.parametrize(("count", "word"), [(0, "none"), (1, "open"), (2, "2 open"), (11, "11 open")])
def test_situations_are_counted_in_words(count, word):
    assert situation_word(count) == word


def test_a_reader_who_may_read_no_situation_has_no_column_of_them():
    (told,) = cells(row(), known=StateSituations({}))
    assert len(told) == 9


def test_a_star_says_what_pressing_it_does():
    html = drawn([row("KEN"), row("FJI")], followed={"FJI"})
    buttons = pages.read(f"<table>{html}</table>").all("button")
    assert [each["formaction"] for each in buttons] == ["/country/KEN/follow/", "/country/FJI/unfollow/"]
    assert [each["title"] for each in buttons] == ["Follow Name of KEN", "Stop following Name of FJI"]


def test_who_cannot_follow_has_no_star():
    assert "<button" not in drawn([row()], followed=None)


def test_only_the_rows_that_are_kept_are_shown_in_their_order():
    rows = [row("AAA"), row("BBB"), row("CCC")]
    html = drawn(rows, kept=[rows[2], rows[0]])
    assert [each[1] for each in pages.read(f"<table>{html}</table>").tables[0]] == ["Name of CCC", "Name of AAA"]


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (set(), ""),
        ({"final"}, ""),
        ({"final", "candidate"}, "candidate: will change"),
        ({"candidate", "estimate"}, "estimate"),
        ({"spread"}, "spread from a yearly total"),
    ],
)
def test_a_figure_that_will_change_says_so(basis, words):
    (told,) = cells(row(killed_best=12.0, basis=frozenset(basis)))
    assert told[6] == (f"12\n{words}" if words else "12")


@given(st.lists(st.tuples(st.text(max_size=20), st.floats(allow_nan=False, allow_infinity=False)), max_size=8))
def test_a_csv_read_back_holds_the_same_number_of_rows(rows):
    import csv
    import io

    table = sheets.Table(["text", "number"], rows, ["source"])
    sent = sheets.csv_file("x", table).content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(sent, newline="")))) == len(rows) + 3


def score(part, metric, value, **more):
    blank = {"unit": None, "year": None, "threshold": None, "window": None, "model": "combination"}
    return blank | {"section": part, "metric": metric, "value": value, "low": None, "high": None, "n": 1} | more


def test_misses_stand_with_the_most_killed_first():
    rows = [score("miss", "actual", killed, unit=unit, year=2020) for unit, killed in (("A", 5), ("B", 900), ("C", 40))]
    rows += [score("miss", "q95", 3, unit="B", year=2020), score("false_alarm", "actual", 9999, unit="D", year=2020)]
    found = scorecard.misses(rows)
    assert [each["unit"] for each in found] == ["B", "C", "A"]
    assert found[0] == {"unit": "B", "year": 2020, "threshold": None, "window": None, "actual": 900, "q95": 3}


def test_false_alarms_stand_with_the_surest_first():
    rows = [score("false_alarm", "chance", chance, unit=unit, year=1) for unit, chance in (("A", 0.6), ("B", 0.9))]
    assert [each["unit"] for each in scorecard.false_alarms(rows)] == ["B", "A"]


def test_years_run_from_the_newest_and_the_mean_of_all_stands_apart():
    rows = [score("yearly", "skill", 0.1, year=year) for year in (2012, 2024, 2018)]
    rows += [score("yearly", "crps", 3.0, year=2018, model="benchmark"), score("yearly", "skill_mean", 0.09)]
    years, overall = scorecard.yearly(rows)
    assert [each["year"] for each in years] == [2024, 2018, 2012]
    assert years[1]["benchmark_crps"]["value"] == 3.0
    assert overall["skill_mean"]["value"] == 0.09


def test_thresholds_run_from_the_smallest_and_the_shortest():
    keys = [(1000, 3), (25, 12), (25, 3), (100, 6)]
    rows = [score("threshold", "auc", 0.9, threshold=threshold, window=window) for threshold, window in keys]
    assert [(each["threshold"], each["window"]) for each in scorecard.thresholds(rows)] == sorted(keys)


def test_a_score_without_a_value_is_shown_nowhere():
    rows = [score(part, "auc", None) for part in ("miss", "yearly", "threshold", "onset", "calibration")]
    assert scorecard.misses(rows) == scorecard.thresholds(rows) == scorecard.section(rows, "onset") == []
    assert scorecard.yearly(rows) == ([], {})
    assert scorecard.calibration_chart(rows) is None


@pytest.mark.parametrize("metric", sorted(scorecard.MEASURES))
def test_a_measure_has_words(metric):
    assert scorecard.label(metric) == str(scorecard.MEASURES[metric])
    assert scorecard.label(metric, "benchmark").endswith(" (benchmark)")
    assert scorecard.label(metric, "onset-1").endswith(" (onset-1)")


def test_states_without_a_severity_stand_last_in_the_even_hand_table():
    ranks = (("C", None), ("A", 7), ("B", 1), ("D", None))
    rows = [{"unit": unit, "severity_rank": rank, "severity_best": None} for unit, rank in ranks]
    found = scorecard.evenhand(rows, {"A": "Alpha", "B": "Beta", "C": "Zeta", "D": "Delta"})
    assert [each["name"] for each in found] == ["Beta", "Alpha", "Delta", "Zeta"]


def query(**parts):
    made = QueryDict(mutable=True)
    for name, value in parts.items():
        made[name] = value
    return made


HOSTILE = [
    *("view=VIEW", "view=highest%00", "threshold=26", "threshold=1e3", "threshold=-25", "threshold=٢٥0", "window=0"),
    *("window=12.0", "region=<script>", "region=" + "a" * 41, "sort=--chance", "sort=chance;drop", "sort=password"),
    *("release=../../etc/passwd", "release=r-2024-12-0000000g", "release=r-2024-12-00000000%0aX", "region=%E2%80%AE"),
]


@pytest.mark.parametrize("address", HOSTILE)
def test_an_address_that_asks_for_something_else_is_refused_by_the_name_of_the_part(address):
    with pytest.raises(BadRequest, match=address.split("=")[0]):
        read_filter(QueryDict(address))


@given(st.dictionaries(st.sampled_from(sorted(FilterForm.base_fields)), st.text(max_size=50), max_size=6))
def test_any_address_gives_a_filter_that_can_be_shown_or_is_refused(parts):
    try:
        shown = read_filter(query(**parts))
    except BadRequest:
        return
    assert shown.view in VIEWS
    assert shown.threshold in choices().thresholds
    assert shown.window in choices().windows
    assert shown.column in SORTS
    assert re.fullmatch(r"[A-Za-z ,-]{0,40}", shown.region)
    assert read_filter(QueryDict(shown.link().removeprefix("?"))) == shown


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=50), max_size=5))
def test_parts_that_nobody_knows_change_nothing(parts):
    kept = {name: value for name, value in parts.items() if name not in FilterForm.base_fields}
    assert read_filter(query(**kept)) == Filter()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.randoms())
def test_places_do_not_depend_on_the_order_in_which_states_come(values, random):
    rows = [row(f"S{place:02}", value=value) for place, value in enumerate(values)]
    mixed = random.sample(rows, len(rows))
    assert {each.iso3: each.rank for each in ranked(rows)} == {each.iso3: each.rank for each in ranked(mixed)}
