"""An older edition, its names changed alone, gives the figures of the same panel; and the list that looks ahead."""

import csv
import io
import json

import polars as pl
import pytest
from click.testing import CliRunner

from focalpoint.cli.onset import onset as verb
from focalpoint.foresight.runs.onset_mass import panel as onset_panel
from focalpoint.foresight.runs.onset_mass import yearly as onset
from onset_panels import FAST, RULES, panel

OLD = {"ewp_name": "country_name", "ccode": "COWcode", "mk_onset_1or2": "anymk.start.2window"}


def codes(frame: pl.DataFrame) -> pl.DataFrame:
    """Countries under codes of States that there have been since 1985."""
    real = [2, 20, 40, 41, 42, 51, 52, 53, 70, 80, 90, 91, 92, 93, 94, 95, 100, 101, 110, 115, 130, 135, 140, 145, 150]
    real += [155, 160, 165, 200, 205]
    return frame.with_columns(ccode=pl.col("ccode").replace_strict(dict(zip(range(100, 130), real, strict=True))))


def new(tmp_path, frame):
    path = tmp_path / "new.csv"
    frame.rename({"danger": "freediscussion", "year_sq": "battledeaths.log2"}).write_csv(path)
    return path


def old(tmp_path, frame):
    """The same panel as the editions of 2019 and 2020 have it: an onset stands in the row of the year before."""
    later = frame.select("ccode", pl.col("year") - 1, pl.col("mk_onset").alias("anymk.start.1"))
    known = frame.join(later, on=["ccode", "year"], how="left", maintain_order="left").drop("mk_onset")
    unknown = pl.when(pl.col("year") < 1998).then("mk_onset_1or2").alias("mk_onset_1or2")
    renamed = known.with_columns(unknown).rename(OLD | {"danger": "freediscussion", "year_sq": "battledeaths.ln"})
    path = tmp_path / "old.csv"
    renamed.with_columns(**{"anymk.ongoing": 0, "anymk.ever": 0}).write_csv(path, null_value="NA")
    return path


def test_an_older_edition_is_the_same_panel_under_other_names(tmp_path):
    frame = codes(panel())
    mine, theirs = (onset_panel.read(path(tmp_path, frame), RULES) for path in (new, old))
    assert (mine.unit == theirs.unit).all()
    assert (mine.name == theirs.name).all()
    assert (mine.year == theirs.year).all()
    told = mine.year < 1998
    assert (mine.followed[told] == theirs.followed[told]).all()
    assert (mine.onset[mine.year > 1985] == theirs.onset[theirs.year > 1985]).all()


def test_outcomes_of_the_last_two_years_may_be_unknown_and_teach_nothing(tmp_path):
    frame = codes(panel())
    tables = [onset_panel.read(path(tmp_path, frame), RULES) for path in (new, old)]
    risks = [
        onset.forecasts(table, RULES, FAST, to=1999, jobs=1, progress=lambda done, of: None)["made_from"].max()
        for table in tables
    ]
    assert risks == [1998, 1998]


def test_the_command_reads_an_older_edition(tmp_path):
    path = old(tmp_path, codes(panel()))
    asked = [str(path), "--to", "1996", "--jobs", "1", "--settings", "onset-2", "--json"]
    result = CliRunner().invoke(verb, asked, catch_exceptions=False)
    assert json.loads(result.stdout)["years"] == [1994, 1996]


def ahead(frame):
    table = onset_panel.country_years(frame, RULES)
    return onset.ahead(table, RULES, FAST, jobs=1, progress=lambda done, of: None)


def test_the_list_ahead_is_made_from_the_last_row_and_ranked():
    found = ahead(panel())
    assert found["made_from"].unique().to_list() == [1999]
    assert found["rank"].to_list() == sorted(found["rank"].to_list())
    assert found["risk"].to_list() == sorted(found["risk"].to_list(), reverse=True)
    assert found.height == 30


def test_the_list_ahead_does_not_learn_from_outcomes_that_were_not_known():
    frame = panel()
    late = pl.col("year") > 1997
    turned = pl.when(late).then(1 - pl.col("mk_onset_1or2")).otherwise("mk_onset_1or2")
    other = frame.with_columns(mk_onset_1or2=turned)
    assert ahead(frame).equals(
        ahead(other.rename({"literal": "mk_onset_1or2"}) if "literal" in other.columns else other)
    )


def test_a_country_with_a_missing_predictor_stands_at_the_end_without_a_rank():
    blind = (pl.col("year") == 1999) & (pl.col("ccode") == 105)
    found = ahead(panel().with_columns(danger=pl.when(~blind).then("danger")))
    last = found.row(-1, named=True)
    assert (last["unit"], last["rank"], last["chance"]) == (105, None, None)
    assert found["rank"].null_count() == 1


@pytest.fixture
def listed(tmp_path):
    path = new(tmp_path, codes(panel()))
    asked = [str(path), "--list", "--jobs", "1", "--settings", "onset-2"]
    return path, CliRunner().invoke(verb, asked, catch_exceptions=False)


def test_the_list_is_csv_that_names_country_years_rank_and_chance(listed):
    rows = list(csv.DictReader(io.StringIO(listed[1].stdout)))
    assert list(rows[0]) == ["rank", "country", "iso3", "ccode", "made_from", "first", "last", "chance", "risk"]
    assert {(row["made_from"], row["first"], row["last"]) for row in rows} == {("1999", "2000", "2001")}
    assert [int(row["rank"]) for row in rows] == sorted(int(row["rank"]) for row in rows)
    assert all(0 < float(row["chance"]) < 1 for row in rows)
    assert {"USA", "CAN"} <= {row["iso3"] for row in rows}


def test_a_list_that_was_printed_is_scored_once_its_years_are_in_the_panel(tmp_path, listed):
    from focalpoint.foresight.runs.onset_mass import lists as onset_list
    from focalpoint.foresight.runs.onset_mass import lists_report as onset_list_report

    path = tmp_path / "list.csv"
    path.write_text(listed[1].stdout)
    later = onset_panel.read(new(tmp_path, codes(panel(last=2003))), RULES)
    found = onset_list_report.report(later, onset_list.read(path, later), RULES)
    assert (found["years"], found["listed"], found["unmatched"]) == ([2000, 2001], 60, [])
    assert {"auc", "recall_at_30", "brier"} <= set(found)


def test_a_list_ahead_has_no_published_one_beside_it(tmp_path):
    path = new(tmp_path, codes(panel()))
    for more in (["--to", "1996"], ["--published", str(path)]):
        result = CliRunner().invoke(verb, [str(path), "--list", *more])
        assert result.exit_code == 2
        assert "--list looks ahead" in result.stderr
