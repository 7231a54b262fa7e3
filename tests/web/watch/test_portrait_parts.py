"""The parts of a State's page, from rows made by hand."""

from dataclasses import replace

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.desk.watch import country, notes
from focalpoint.desk.watch.choices import choices
from focalpoint.desk.watch.facts import Killed
from focalpoint.desk.watch.models import CountryForecast
from focalpoint.desk.watch.months import Stretch
from focalpoint.reference.countries import watched

figures = st.floats(0, 1e6)
BLANK = {
    "history": [],
    "fan": [],
    "drivers": {"civilians_sum": []},
    "profile": [],
    "scores": [],
    "evenhand": {},
    "onset": [],
}

NOBODY = Killed(0.0, 0.0, 0.0)
YEAR = Stretch(529, 540, None, None, None)


def state(iso3="KEN", document=None, **more):
    killed = {"killed_low": None, "killed_best": None, "killed_high": None, "observability": None}
    return CountryForecast(iso3=iso3, name=iso3, document=BLANK | (document or {}), **(killed | more))


def month(number, best, low=None, high=None):
    return {"month": number, "best": best, "low": low, "high": high, "events": 1, "status": "recorded"}


def scored(year, metric, value, **more):
    row = {"section": "country_year", "year": year, "metric": metric, "value": value, "model": "combination"}
    return row | more


def whole(year, actual, q05=10.0, q95=100.0):
    said = {"actual": actual, "q05": q05, "q95": q95, "median": 50.0}
    return [scored(year, metric, value) for metric, value in said.items()]


@pytest.mark.parametrize(
    ("low", "best", "high", "words"),
    [
        (None, None, None, "is unknown"),
        (0.0, 0.0, 0.0, "no killing of civilians was recorded here"),
        (None, 1.0, None, "at least 1 civilian was recorded killed"),
        (None, 0.0, None, "no killing of civilians was recorded here"),
        (None, 1234.0, None, "at least 1,234 civilians were recorded killed"),
        (7.0, 7.0, 7.0, "at least 7 civilians were recorded killed"),
        (800.0, 1000.0, 1400.0, "1,000 civilians were recorded killed (800 to 1,400)"),
        (0.0, 0.0, 5.0, "0 civilians were recorded killed (0 to 5)"),
    ],
)
def test_those_killed_are_said_as_exactly_as_they_are_known(low, best, high, words):
    assert words in country.killed_sentence(Killed(low, best, high), YEAR)


@given(st.one_of(st.none(), figures), st.one_of(st.none(), figures), st.one_of(st.none(), figures))
def test_an_unknown_number_is_never_said_as_none(low, best, high):
    said = country.killed_sentence(Killed(low, best, high), YEAR)
    assert ("unknown" in said) == (best is None)
    assert "None" not in said


@pytest.mark.parametrize("iso3", sorted(notes.NOTES))
def test_every_standing_note_is_read_beside_its_state(iso3):
    assert notes.remarks(state(iso3)) == [str(note) for note in notes.NOTES[iso3]]


@pytest.mark.parametrize(
    ("iso3", "note", "first"),
    [
        ("NER", "counted under Nigeria in this file", "Counted under Nigeria in this file."),
        ("NGA", "includes events in Niger", "Includes events in Niger."),
        ("SSD", "a note of the release", "A note of the release."),
        ("FJI", "x", "X."),
    ],
)
def test_the_note_of_the_release_is_a_sentence_before_the_standing_ones(iso3, note, first):
    said = notes.remarks(state(iso3, note=note))
    assert said[0] == first
    assert len(said) == 1 + len(notes.NOTES.get(iso3, ()))


@pytest.mark.parametrize("iso3", sorted(notes.SAID))
def test_a_standing_note_that_says_more_takes_the_place_of_the_release(iso3):
    assert notes.remarks(state(iso3, note="recorded under another")) == [str(each) for each in notes.NOTES[iso3]]


def test_notes_speak_of_states_on_the_watch_list():
    assert set(notes.NOTES) <= {each.iso3 for each in watched()}


@pytest.mark.parametrize("best", [None, 0.0])
def test_months_without_a_death_draw_no_chart(best):
    assert country.chart_of_months(BLANK | {"history": [month(500, best), month(501, best)]}) is None
    assert country.chart_of_months(BLANK) is None


def test_a_quiet_record_is_no_unknown_one():
    assert country.is_quiet(BLANK | {"history": [month(500, 0.0), month(501, 0.0)]})
    assert not country.is_quiet(BLANK | {"history": [month(500, 0.0), month(501, None)]})
    assert not country.is_quiet(BLANK)


def test_the_chart_shows_the_last_months_only():
    long = [month(100 + each, 1.0, 1.0, 2.0) for each in range(200)]
    made = country.chart_of_months(BLANK | {"history": long})
    assert len(made["whiskers"]) == choices().months_of_fan


def test_the_years_share_one_scale_with_the_forecast():
    history = [month(number, 10.0) for number in range(481, 541)]
    sums = [{"month": 552, "window": 12, "q05": 30.0, "q25": 60.0, "q50": 120.0, "q75": 180.0, "q95": 240.0}]
    *past_years, coming = country.years(BLANK | {"history": history, "sums": sums}, 540)
    assert [row.name for row in past_years] == ["2020", "2021", "2022", "2023", "2024"]
    assert {row.bar for row in past_years} == {(0.0, 50.0)}
    assert (coming.bar, coming.half, coming.mark) == ((12.5, 87.5), (25.0, 50.0), 50.0)
    assert country.years(BLANK | {"history": history}, 540) == [
        replace(row, bar=(0.0, 100.0)) for row in past_years
    ]  # without a forecast the largest year fills the width


def test_years_in_which_nothing_was_expected_and_nothing_happened_are_not_listed():
    record = country.past({"scores": [*whole(2020, 0, 0.0, 0.0), *whole(2021, 0, 0.0, 3.0)]})
    assert [each.year for each in country.eventful(record)] == [2021]


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("onset_one_sided", "deliberate killing of civilians begins in 2025–2026"),
        ("onset_mass_pooled", "mass"),
    ],
)
def test_the_sentence_of_an_onset_names_its_months(target, words):
    row = {"target": target, "window": 24, "value": 0.15, "low": 0.1, "high": 0.3, "base_rate": 0.04, "month": 564}
    said = country.onset_sentence(BLANK | {"onset": [row]}, target, 540)
    assert words in said
    assert "15 % (90 % interval 10–30 %). The base rate is 4 %." in said
    assert country.onset_sentence(BLANK, target, 540) == ""


@pytest.mark.parametrize(("source", "name"), [("wdi", "World Bank"), ("vdem", "V-Dem"), ("of_tomorrow", "of_tomorrow")])
def test_a_source_is_shown_by_the_name_it_goes_by(source, name):
    row = {"source": source, "label": "Income", "status": "known"}
    unknown = row | {"status": "unknown"}
    assert [str(each["source"]) for each in country.profile({"profile": [row, unknown]})] == [name]


def test_the_particular_unknowns_stand_before_the_general_ones():
    document = {
        "profile": [
            {"label": "Income", "source": "wdi", "status": "unknown"},
            {"label": "People", "source": "wdi", "status": "known"},
        ],
        "drivers": {
            "civilians_sum": [
                {"label": "Exile", "value": None, "note": "the average was used"},
                {"label": "Coups", "value": 1.0, "note": None},
            ]
        },
    }
    said = country.unknowns(state(document=document, observability=0.624), Killed(None, 5.0, None))
    assert said[0].startswith("Observability is 62 %: the mean of up to four parts")
    assert said[1:] == [
        "Income: no value known (World Bank).",
        "Exile: the average was used.",
        str(notes.ONE_ESTIMATE),
        str(notes.NOT_COUNTED),
        str(notes.FLOOR),
    ]


@pytest.mark.parametrize(("best", "low", "said"), [(5.0, None, True), (0.0, None, False), (5.0, 3.0, False)])
def test_a_missing_range_is_an_unknown_only_where_somebody_was_killed(best, low, said):
    assert (str(notes.ONE_ESTIMATE) in country.unknowns(state(), Killed(low, best, low))) == said


@given(st.floats(0, 1))
def test_observability_is_said_in_whole_per_cent(share):
    first = country.unknowns(state(observability=share), NOBODY)[0]
    assert first.startswith(f"Observability is {round(share * 100)} %: ")


def test_without_two_parts_observability_cannot_be_told():
    assert country.unknowns(state(), NOBODY)[0] == str(notes.SILENT)
    assert "cannot tell" in str(notes.SILENT)


def test_past_forecasts_stand_with_the_worst_miss_first_and_then_the_newest():
    rows = [*whole(2020, 50), *whole(2021, 50), *whole(2022, 1000), *whole(2023, 0), *whole(2024, 120)]
    assert [each.year for each in country.past({"scores": rows})] == [2023, 2022, 2024, 2021, 2020]


@pytest.mark.parametrize(
    ("actual", "missed", "factor"), [(100, "", 1), (10, "", 1), (201, "low", 2), (4.5, "high", 2), (0, "high", 11)]
)
def test_a_miss_is_measured_from_the_nearer_edge(actual, missed, factor):
    (found,) = country.past({"scores": whole(2020, actual)})
    assert (found.missed, found.factor) == (missed, pytest.approx(factor))


def test_a_year_without_all_three_figures_is_left_out():
    rows = [scored(2020, "actual", 5), scored(2020, "q05", 1), *whole(2021, 50)]
    rows += [scored(2022, "actual", None), scored(2022, "q05", 1), scored(2022, "q95", 9)]
    rows += [row | {"model": "benchmark"} for row in whole(2023, 50)]
    rows += [row | {"section": "yearly"} for row in whole(2024, 50)]
    assert [each.year for each in country.past({"scores": rows})] == [2021]


def test_a_missing_median_hides_no_forecast():
    rows = [row for row in whole(2020, 50) if row["metric"] != "median"]
    assert country.past({"scores": rows})[0].median is None


@pytest.mark.parametrize("code", ["ar", "fr", "es", "ru", "zh-hans"])
def test_every_part_is_made_in_every_language(code):
    with override(code):
        assert country.unknowns(state(observability=0.5), Killed(None, 4.0, None))
        assert notes.remarks(state("PSE", note="recorded under Israel"))
        assert "4" in country.killed_sentence(Killed(None, 4.0, None), YEAR)
