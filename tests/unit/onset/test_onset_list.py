"""Lists of States by risk: the columns they come in, how they are set on a panel, what is refused."""

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from focalpoint.cli import focalpoint
from focalpoint.foresight.runs.onset_mass import lists as onset_list
from focalpoint.foresight.runs.onset_mass import lists_report as onset_list_report
from focalpoint.foresight.runs.onset_mass import panel as onset_panel
from focalpoint.foresight.runs.onset_mass import report as onset_report
from focalpoint.foresight.runs.onset_mass.lists import NotAList
from focalpoint.foresight.runs.onset_mass.panel import CountryYears

RULES = onset_panel.protocol().model_copy(update={"replicates": 50})
NAMES = {432: "Mali", 565: "Namibia", 731: "North Korea", 625: "Sudan"}
# Two onsets: Mali in 2002 and Sudan in 2003.
ONSETS = {(432, 2002), (625, 2003)}


@pytest.fixture
def table() -> CountryYears:
    rows = [(unit, year) for year in range(2000, 2005) for unit in NAMES]
    unit, year = map(np.array, zip(*rows, strict=True))
    ahead = [(u, y + 1) in ONSETS or (u, y + 2) in ONSETS for u, y in rows]
    return CountryYears(
        unit=unit,
        name=np.array([NAMES[u] for u in unit]),
        year=year,
        followed=np.array(ahead),
        onset=np.array([pair in ONSETS for pair in rows]),
        predictors=np.zeros((len(rows), 1)),
        features=("x",),
    )


def given(tmp_path, text: str):
    path = tmp_path / "list.csv"
    path.write_text(text)
    return path


def said(tmp_path, table, text):
    return onset_list.read(given(tmp_path, text), table).rows.sort("first", "unit").rows()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("country,year,chance\nMali,2002,0.5\nSudan,2002,0.1", [(432, 2002, 2002, 0.5, 1), (625, 2002, 2002, 0.1, 2)]),
        ("iso3,year,rank\nSDN,2002,1\nMLI,2002,2", [(432, 2002, 2002, None, 2), (625, 2002, 2002, None, 1)]),
        ("ccode,made_from,risk,rank\n432,2001,0.2,7", [(432, 2002, 2003, 0.2, 7)]),
        ("ewp_name,risk.2002and2003.from2001,rank.2002and2003.from2002\nMali,0.3,4", [(432, 2002, 2003, 0.3, 4)]),
        ("country,COW,risk_in_2002,risk_in_2002_03\nMali,432,0.1,0.2", [(432, 2002, 2003, 0.2, 1)]),
        (
            "year,ccode,prev_year,two_years_prior,risk_prev,rank_prev,risk_two_years_prior,rank_two_years_prior\n"
            "2002,432,2001,2000,0.2,3,NA,NA\n2003,432,2002,2001,0.4,1,0.2,3",
            [(432, 2002, 2003, 0.2, 3), (432, 2003, 2004, 0.4, 1)],
        ),
    ],
    ids=["own chances", "own ranks", "two years", "published 2025", "published 2019 and 2020", "published record"],
)
def test_a_list_is_read_by_its_columns(tmp_path, table, text, rows):
    assert onset_list.is_list(given(tmp_path, text))
    assert said(tmp_path, table, text) == rows


def test_a_name_that_the_panel_does_not_have_is_said(tmp_path, table):
    listed = onset_list.read(given(tmp_path, "country,year,rank\nMali,2002,1\nAtlantis,2002,2\nFrance,2002,3"), table)
    assert listed.unmatched == ("Atlantis", "France")
    assert listed.rows.height == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("country,year,chance\nMali,2002,4", "outside 0 to 1"),
        ("country,year,chance\nMali,2002,high", "'high'"),
        ("country,year,rank\nMali,2002,1\nMali,2002,2", "is there twice"),
        ("country,year,rank\nMali,,1", "without a year"),
        ("country,year,colour\nMali,2002,red", "no list of States"),
        ("colour,year,rank\nred,2002,1", "no list of States"),
        ("", "cannot be read"),
    ],
)
def test_what_cannot_be_scored_fairly_is_refused(tmp_path, table, text, says):
    with pytest.raises(NotAList, match=says) as refusal:
        onset_list.read(given(tmp_path, text), table)
    assert refusal.value.todo


def test_a_country_year_has_the_larger_risk_and_the_better_rank_given_for_it(tmp_path, table):
    text = "ccode,made_from,chance,rank\n432,2000,0.3,2\n432,2001,0.1,1\n625,2000,0.2,3\n625,2001,0.4,4"
    rows = onset_list.country_years(table, onset_list.read(given(tmp_path, text), table))
    found = {
        (unit, year): (risk, rank) for unit, year, risk, rank in rows.select("unit", "year", "risk", "rank").rows()
    }
    assert found[432, 2001] == (0.3, 2)
    assert found[432, 2002] == (0.3, 1)
    assert found[625, 2003] == (0.4, 4)
    assert found[565, 2002] == (None, None)
    assert {year for _, year in found} == {2001, 2002, 2003}


def report(tmp_path, table, text):
    return onset_list_report.report(table, onset_list.read(given(tmp_path, text), table), RULES)


def test_measures_by_hand(tmp_path, table):
    lines = ["432,2002,0.5", "625,2002,0.1", "565,2002,0.2", "731,2002,0.05"]
    lines += ["432,2003,0.3", "625,2003,0.2", "565,2003,0.1", "731,2003,0.05"]
    found = report(tmp_path, table, "ccode,year,chance\n" + "\n".join(lines))
    assert (found["n"], found["onsets"], found["years"], found["listed"]) == (8, 2, [2002, 2003], 8)
    # Mali at 0.5 stands above all six; Sudan at 0.2 above 0.1, 0.1, 0.05, 0.05, level with 0.2, below 0.3.
    assert found["auc"] == pytest.approx((6 + 4 + 0.5) / 12)
    assert found["recall_at_10"] == 1.0
    errors = [0.5**2, 0.1**2, 0.2**2, 0.05**2, 0.3**2, 0.8**2, 0.1**2, 0.05**2]
    assert found["brier"] == pytest.approx(sum(errors) / 8)


def test_ranks_alone_have_no_brier_score(tmp_path, table):
    found = report(tmp_path, table, "ccode,year,rank\n432,2002,1\n625,2002,2\n565,2002,3\n731,2002,4")
    assert found["auc"] == 1.0
    assert "brier" not in found


def test_leaving_out_hard_cases_does_not_pay(tmp_path, table):
    lines = ["565,2002,0.5", "731,2002,0.4", "565,2003,0.5", "731,2003,0.4"]
    found = report(tmp_path, table, "ccode,year,chance\n" + "\n".join(lines))
    assert (found["n"], found["listed"], found["auc"], found["recall_at_30"]) == (8, 4, pytest.approx(2 / 12), 0.0)
    assert [(row["name"], row["year"]) for row in found["misses"]] == [("Mali", 2002), ("Sudan", 2003)]


def test_a_list_of_years_that_the_panel_does_not_have_yet_is_refused_with_what_to_do(tmp_path, table):
    with pytest.raises(onset_list_report.NothingToScore, match="speaks of 2005 to 2006; the panel, to 2004") as refusal:
        report(tmp_path, table, "ccode,made_from,rank\n432,2004,1")
    assert "wait" in refusal.value.todo


def test_statements_beside_our_own_have_the_outcome_and_the_rate_known_then(tmp_path, table):
    made = pl.DataFrame({"made_from": [2001, 2002], "known_rate": [0.01, 0.02]})
    text = "ccode,made_from,chance\n432,2001,0.3\n565,2001,0.1\n625,2003,0.2"
    _rows, statements = onset_list_report.compare(table, onset_list.read(given(tmp_path, text), table), made, RULES)
    assert statements.select("unit", "made_from", "chance", "followed", "known_rate").rows() == [
        (432, 2001, 0.3, True, 0.01),
        (565, 2001, 0.1, False, 0.01),
    ]


@pytest.mark.data
def test_the_published_record_comes_out_as_published(shared_data):
    folder = shared_data / "ewp"
    words = [str(folder / "published_out_of_sample_1994_2024.csv"), str(folder / "panel_1960_2024.csv")]
    result = CliRunner().invoke(focalpoint, ["score", *words], catch_exceptions=False)
    assert "39 onsets" in result.stdout
    assert "0.6923" in result.stdout  # recall in the first 30, as the benchmark's table has it
    assert "0.0145" in result.stdout  # the two-year Brier score


@pytest.mark.data
def test_the_published_forecasts_come_out_by_period_as_the_documents_say(shared_data):
    folder = shared_data / "ewp"
    table = onset_panel.read(folder / "panel_1960_2024.csv", RULES)
    listed = onset_list.read(folder / "published_out_of_sample_1994_2024.csv", table)
    made = pl.DataFrame({"made_from": range(1993, 2025), "known_rate": [0.02] * 32})
    rows, statements = onset_list_report.compare(table, listed, made, RULES)
    late = onset_report.judge(rows, statements, RULES, first=2006, last=2024)
    found = {name: round(one.value, 3) for name, one in late.estimates.items()}
    assert (late.n, late.onsets) == (3154, 22)
    assert (found["auc"], found["average_precision"]) == (0.834, 0.023)
    assert [found[f"recall_at_{k}"] for k in (10, 20, 30)] == [0.227, 0.5, 0.773]
