"""The figures of the cases are those of the files they were taken from, to the last death and speech."""

import csv
import datetime as dt

import polars as pl
import pytest

from focalpoint import doctrine
from focalpoint.reference.countries import find, find_name

pytestmark = pytest.mark.data

CATALOGUE = doctrine.catalogue("2026.1", use_setting=False)
CASES = CATALOGUE.cases
ESTIMATES = ("low", "best", "high")


@pytest.fixture(scope="module")
def violence(shared_data):
    return pl.read_csv(shared_data / "ucdp/organizedviolencecy_v25_1.csv", infer_schema_length=None)


@pytest.fixture(scope="module")
def mentions(shared_data):
    return pl.read_csv(shared_data / "attention/un_general_debate_mentions_1946_2024.csv", infer_schema_length=None)


@pytest.fixture(scope="module")
def vetoes(shared_data):
    with (shared_data / "un/unsc_vetoes_1946_sept2022.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return {row["draft"]: row for row in rows if row["draft"]}


@pytest.fixture(scope="module")
def collection(shared_data):
    with (shared_data / "un/treaties/index.csv").open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.DictReader(handle) if "mtdsg_no=" in row["url"]]


def by_iso3(violence, iso3, year):
    """Rows of a State in a year, by the crosswalk of this project."""
    state = find("iso3", iso3)
    codes = [state.gw, 345] if iso3 == "SRB" else [state.gw]
    return violence.filter(pl.col("country_id_cy").is_in(codes) & (pl.col("year_cy") == year))


def one_sided(rows):
    return tuple(int(rows[f"os_total_deaths_{each}_cy"].sum()) for each in ESTIMATES)


@pytest.mark.parametrize("case", CASES.cases, ids=lambda case: case.id)
def test_the_deaths_of_a_case_are_those_of_ucdp_year_by_year(violence, case):
    located = case.severity.located_under
    assert find_name(located) is not None
    for year in case.severity.by_year:
        rows = violence.filter((pl.col("country_cy") == located) & (pl.col("year_cy") == year.year))
        assert one_sided(rows) == year.one_sided, (case.id, year.year)
        assert int(rows["os_main_govt_killings_best_cy"].sum()) == year.by_state
        assert int(rows["os_nsgroup_killings_best_cy"].sum()) == year.by_non_state
        assert int(rows["sb_deaths_civilians_cy"].sum()) == year.civilians_in_state_based
        every = tuple(int(rows[f"cumulative_total_deaths_in_orgvio_{each}_cy"].sum()) for each in ESTIMATES)
        assert every == year.all_organized_violence


@pytest.mark.parametrize("case", CASES.cases, ids=lambda case: case.id)
def test_the_sum_of_a_case_is_that_of_all_its_years(violence, case):
    total = case.severity.sum_of_period
    rows = violence.filter(
        (pl.col("country_cy") == case.severity.located_under) & pl.col("year_cy").is_between(total.start, total.end)
    )
    assert one_sided(rows) == total.one_sided
    assert int(rows["sb_deaths_civilians_cy"].sum()) == total.civilians_in_state_based
    assert int(rows["cumulative_total_deaths_in_orgvio_best_cy"].sum()) == total.all_organized_violence_best


@pytest.mark.parametrize("row", CASES.episodes, ids=lambda row: row.id)
def test_an_episode_of_the_register_adds_up_its_years(violence, row):
    years = pl.concat([by_iso3(violence, row.iso3, year) for year in range(row.start, row.end + 1)])
    assert one_sided(years) == row.one_sided
    assert int(years["sb_deaths_civilians_cy"].sum()) == row.civilians_in_state_based
    column = "os_total_deaths_best_cy" if row.part == "A" else "sb_deaths_civilians_cy"
    assert years.filter(pl.col(column) >= 1000).height == row.years_at_threshold


def test_part_a_holds_every_year_of_a_thousand_one_sided_deaths(violence):
    reached = violence.filter(pl.col("os_total_deaths_best_cy") >= 1000)
    told = {(row.iso3, year) for row in CASES.episodes if row.part == "A" for year in range(row.start, row.end + 1)}
    for code, year in reached.select("country_id_cy", "year_cy").iter_rows():
        state = find("gw", code, on=dt.date(year, 12, 31))
        assert state is not None
        assert (state.iso3, year) in told


def test_years_near_the_threshold_reach_it_only_in_the_high_estimate(violence):
    for near in CASES.near_the_threshold.rows:
        rows = violence.filter((pl.col("country_cy") == near.ucdp) & (pl.col("year_cy") == near.year))
        assert one_sided(rows) == near.one_sided
        assert near.one_sided[1] < 1000 <= near.one_sided[2]


@pytest.mark.parametrize("case", CASES.cases, ids=lambda case: case.id)
def test_the_attention_of_a_case_is_that_of_the_general_debate(mentions, case):
    for iso3, by_year in case.attention.mentions.items():
        for year, counted in by_year.items():
            rows = mentions.filter((pl.col("iso3") == iso3) & (pl.col("year") == year))
            assert (int(rows["speeches_by_others_mentioning"][0]) if rows.height else 0) == counted, (iso3, year)
    for year, speeches in case.attention.speeches.items():
        assert set(mentions.filter(pl.col("year") == year)["speeches_total"]) == {speeches}


@pytest.mark.parametrize("case", [case for case in CASES.cases if case.vetoes.from_file], ids=lambda case: case.id)
def test_a_veto_taken_from_the_file_is_in_it_on_that_day_by_that_member(vetoes, case):
    for veto in case.vetoes.from_file:
        row = vetoes[veto.draft]
        month, day, year = (int(part) for part in row["date"].split("/"))
        assert dt.date(year, month, day).isoformat() == veto.date
        cast = {row[f"member_veto{place}"] for place in (1, 2, 3)} - {""}
        assert cast == set(veto.against), veto.draft
        assert row["agenda_item"].startswith(veto.agenda.rstrip())


def test_a_veto_after_the_end_of_the_file_is_not_in_it(vetoes):
    for case in CASES.cases:
        for veto in case.vetoes.after_end_of_file:
            assert veto.draft not in vetoes
            assert veto.date > "2022-09"


def test_an_instrument_seen_in_the_treaty_collection_has_its_number_and_date_there(collection):
    titles = {row["url"].partition("mtdsg_no=")[2].partition("&")[0]: row["treaty_name"] for row in collection}
    seen = 0
    for instrument in CATALOGUE.treaties.instruments:
        if instrument.untc_date and instrument.checked == "true" and instrument.untc_chapter in titles:
            assert instrument.untc_date.replace(" ", "") in titles[instrument.untc_chapter].replace(" ", ""), (
                instrument.id
            )
            seen += 1
    assert seen >= 20
