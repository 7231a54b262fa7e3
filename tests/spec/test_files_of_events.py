"""What the panel makes of files of events as they are added: which months a file covers, and which events count.

The files are of our own making and go the whole way: written as UCDP writes them, under the names that UCDP gives,
added to a store, laid out. The store has a table of our own to December 2024, as the snapshot has. Files of a few rows
are taken for whole ones, except where the bound itself is tested.
"""

import csv
import datetime as dt

import polars as pl
import pytest
from click.testing import CliRunner

from focalpoint.cli import focalpoint
from focalpoint.foresight.panel.build import data_end, panel
from focalpoint.foresight.vintages import identification
from focalpoint.foresight.vintages.entry import Said
from focalpoint.foresight.vintages.identification import EditionContradicted, EditionNotKnown
from focalpoint.reference.calendar import month_label, parse_month
from tiny_store import by_month, store, table

MALI, BURKINA, SUDAN = 432, 439, 625
WORLD = (70, 375, 740, 481)  # Mexico, Finland, Japan, Gabon: four continents
KNOWN, LATER = dt.date(2026, 11, 27), dt.date(2026, 12, 31)
COLUMNS = ["id", "type_of_violence", "code_status", "country_id", "date_start", "date_end", "where_prec", "latitude"]
COLUMNS += [
    "longitude",
    "date_prec",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
]


def ged(path, *rows, unclear=True):
    """A file of one-sided attacks: id, code of the State, day, civilians killed; half of them not yet clear."""
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for number, (name, state, day, dead) in enumerate(rows):
            status = "Check deaths" if unclear and number % 2 else "Clear"
            writer.writerow([name, 3, status, state, day, day, 1, 5.5, 5.5, 1, 0, 0, dead, 0, dead, dead, dead])
    return path


def world(*months):
    """Events without dead on four continents in each month."""
    return [(f"{state}{month.replace('-', '')}", state, f"{month}-02", 0) for month in months for state in WORLD]


def year(number):
    return [f"{number}-{month:02d}" for month in range(1, 13)]


@pytest.fixture
def bound(monkeypatch):
    """Set how many events a whole file has at least in each month."""
    shipped = identification.rules()

    def to(least):
        monkeypatch.setattr(identification, "rules", lambda: shipped.model_copy(update={"least_month_events": least}))

    return to


@pytest.fixture(autouse=True)
def small_files(bound):
    bound(1)


@pytest.fixture
def home(tmp_path):
    """A store with final figures of 2023 and 2024: Mali 3 dead in one event, Sudan 50 in two."""
    rows = [("MLI", "2023-05", 1, 3), ("SDN", "2023-06", 1, 20), ("SDN", "2023-07", 1, 30)]
    totals = [{"iso3": "MLI", "year": 2023, "ov_best": 3}, {"iso3": "SDN", "year": 2023, "ov_best": 50}]
    return store(tmp_path, by_month(rows, "2023-01", "2024-12"), table("ucdp_ov", totals, release="25.1"))


@pytest.fixture
def add(home, tmp_path):
    def of(name, *rows, unclear=True, known_at=KNOWN, **said):
        return home.add(ged(tmp_path / name, *rows, unclear=unclear), known_at=known_at, said=Said(**said))[0].vintage

    return of


def laid_out(data, unit, month, known_at=LATER):
    """Status and civilians killed of one State in one month."""
    months = panel(data, origin=parse_month(month), known_at=known_at).monthly
    row = months.row(by_predicate=(pl.col("unit") == unit) & (pl.col("month") == parse_month(month)), named=True)
    return row["status"], row["civilians"]


def ends(data):
    return tuple(month_label(month) for month in data_end(data, LATER))


def test_a_month_that_no_file_gave_is_missing_though_three_events_of_the_next_file_began_in_it(home, add):
    """January to November 2025, then January 2026 with three events that began in December, on three continents."""
    add("GEDEvent_v25_01_25_11.csv", *world(*year(2025)[:11]))
    add("GEDEvent_v26_0_1.csv", *[(f"late{s}", s, "2025-12-30", 1) for s in WORLD[:3]], *world("2026-01"))
    assert ends(home) == ("2025-11", "2026-01")
    assert laid_out(home, "URY", "2025-11") == ("zero", 0.0)
    assert laid_out(home, "URY", "2025-12") == laid_out(home, "MEX", "2025-12") == ("missing", None)


def test_late_events_revise_a_month_once_its_own_file_is_there(home, add):
    add("GEDEvent_v26_0_1.csv", ("late", MALI, "2025-12-30", 7), *world("2026-01"))
    add("GEDEvent_v25_01_25_12.csv", ("own", MALI, "2025-12-03", 2), *world(*year(2025)))
    assert ends(home) == ("2026-01", "2026-01")
    assert laid_out(home, "MLI", "2025-12") == ("recorded", 9.0)


def test_the_clear_rows_of_a_candidate_release_are_an_extract_and_make_nothing_zero(home, add):
    add("GEDEvent_v25_01_25_12.csv", ("1", SUDAN, "2025-06-03", 400), *world(*year(2025)))
    kept = add(
        "clear rows.csv", ("2", SUDAN, "2026-01-03", 9), ("3", MALI, "2025-12-31", 4), *world("2026-01"), unclear=False
    )
    assert (kept.source, kept.kind, kept.release) == ("ucdp_candidate", "extract", None)
    assert laid_out(home, "SDN", "2025-06") == ("recorded", 400.0)
    assert ends(home) == ("2025-12", "2025-12")


@pytest.mark.parametrize(
    ("day", "expected"), [("2026-01-03", "a whole candidate release"), ("2023-01-03", "at least 100,000 rows")]
)
def test_what_a_whole_file_has_is_said_of_the_kind_of_file(home, tmp_path, day, expected):
    path = ged(tmp_path / "mali.csv", ("1", MALI, day, 9), ("2", MALI, day, 1), unclear=False)
    (said,) = home.add(path, known_at=KNOWN)[0].issues.filter(code="too-few-rows")["expected"]
    assert expected in said
    output = CliRunner().invoke(focalpoint, ["recognise", str(path)]).output
    assert expected in " ".join(output.split())


def test_the_clear_rows_under_the_publishers_name_are_an_extract_of_that_release(add):
    kept = add("GEDEvent_v26_0_1_clear.csv", ("2", SUDAN, "2026-01-03", 9), *world("2026-01"), unclear=False)
    assert (kept.source, kept.kind, kept.release) == ("ucdp_candidate", "extract", "26.0.1")


def test_a_year_of_one_state_out_of_a_yearly_release_is_an_extract_of_a_yearly_release(add):
    kept = add("mali 2023.csv", ("1", MALI, "2023-01-03", 9), ("2", MALI, "2023-12-03", 1), unclear=False)
    assert (kept.source, kept.kind, kept.covers_last) == ("ucdp_ged", "extract", "2023-12")


def test_a_file_that_may_be_whole_and_has_no_number_is_asked_for_its_release(home, add):
    rows = [("1", MALI, "2026-03-03", 9), *world("2026-03")]
    with pytest.raises(EditionNotKnown, match="2026-03") as refused:
        add("events.csv", *rows)
    assert "--release 26.0.3" in refused.value.todo
    assert "--release 26.01.26.03" in refused.value.todo
    assert home.vintages() == [one for one in home.vintages() if one.embedded]
    assert add("events.csv", *rows, release="26.0.3").kind == "monthly"


@pytest.mark.parametrize(
    ("name", "months", "said"),
    [
        ("GEDEvent_v26_0_2.csv", ["2026-02", "2026-03"], "2026-03, after its last month"),
        ("GEDEvent_v26_0_3.csv", ["2026-02"], "no event of 2026-03"),
        ("GEDEvent_v26_01_26_03.csv", ["2026-01", "2026-03"], "no event of 2026-02"),
        ("GEDEvent_v26_0_3.csv", ["2026-01", "2026-02", "2026-03"], "most of its events before 2026-03"),
        ("GEDEvent_v26_1.csv", ["2025-11", "2025-12"], "coding is not done"),
    ],
)
def test_a_number_that_the_content_contradicts_is_asked_about(add, name, months, said):
    with pytest.raises(EditionContradicted, match=said) as refused:
        add(name, *world(*months))
    assert "--release" in refused.value.todo


def test_a_cut_file_under_the_publishers_name_makes_no_state_zero(home, add, monkeypatch):
    """13 of about 1,700 rows: four continents, not all clear, in its month; only the number of rows is wrong."""
    monkeypatch.undo()
    rows = [("1", MALI, "2025-01-03", 9), *[(f"{n}{s}", s, f"2025-01-0{n}", 0) for n in (1, 2, 3) for s in WORLD]]
    with pytest.raises(EditionContradicted, match="only 13 events of 2025-01") as refused:
        add("GEDEvent_v25_0_1.csv", *rows)
    assert "--release extract" in refused.value.todo
    assert add("GEDEvent_v25_0_1.csv", *rows, release="extract").kind == "extract"
    assert ends(home) == ("2024-12", "2024-12")


def test_each_month_of_a_cumulative_file_has_as_many_events_as_a_whole_file_has(add, bound):
    bound(8)
    full = world("2026-01", "2026-02") + [(f"b{n}", *rest) for n, *rest in world("2026-01", "2026-02")]
    assert add("GEDEvent_v26_01_26_02.csv", *full).kind == "cumulative"
    with pytest.raises(EditionContradicted, match="only 7 events of 2026-02"):
        add("cut_v26_01_26_02.csv", *full[:-1], release="26.01.26.02")


def test_what_a_person_says_goes_before_the_name(add):
    rows = world("2026-01", "2026-02")
    assert add("GEDEvent_v26_0_9.csv", *rows, release="26.01.26.02").kind == "cumulative"


def test_an_extract_counts_where_it_reaches_the_official_totals_and_is_only_listed_elsewhere(home, add):
    """A few events of each State, as a random sample gives: Mali's year is whole by chance, Sudan's is not."""
    add("sample.csv", ("1", MALI, "2023-08-03", 3), ("2", SUDAN, "2023-06-03", 2), unclear=False)
    assert laid_out(home, "MLI", "2023-08") == ("recorded", 3.0)
    assert laid_out(home, "MLI", "2023-05") == ("zero", 0.0)
    assert laid_out(home, "SDN", "2023-06") == ("recorded", 20.0)
    assert laid_out(home, "URY", "2023-06") == ("zero", 0.0)
    made = panel(home, known_at=LATER)
    assert made.events.collect()["event_id"].to_list() == ["1"]
    assert made.uncounted.collect()["event_id"].to_list() == ["2"]


def test_a_person_can_say_which_states_an_extract_is_complete_for_also_later(home, add):
    rows = [("1", SUDAN, "2023-08-03", 3)]
    add("mine.csv", *rows, unclear=False)
    assert laid_out(home, "SDN", "2023-08") == ("zero", 0.0)
    assert add("mine.csv", *rows, unclear=False, complete_for=("SDN",)).complete_for == ("SDN",)
    assert laid_out(home, "SDN", "2023-08") == ("recorded", 3.0)
    assert laid_out(home, "SDN", "2023-06") == ("zero", 0.0)


def test_adding_twice_changes_nothing(home, add):
    rows = [("1", MALI, "2025-03-03", 9), *world(*year(2025))]
    add("GEDEvent_v25_01_25_12.csv", *rows)
    before = {path.name: path.read_bytes() for path in home.raw.iterdir()}
    add("again.csv", *rows)
    assert {path.name: path.read_bytes() for path in home.raw.iterdir()} == before


def test_what_was_known_on_a_day_stays_as_it_was(home, add):
    early, late = dt.date(2026, 2, 20), dt.date(2026, 7, 20)
    add("GEDEvent_v25_01_25_12.csv", ("1", MALI, "2025-03-03", 9), *world(*year(2025)), known_at=early)
    add("GEDEvent_v26_0_1.csv", ("1", MALI, "2025-03-03", 4), *world("2026-01"), known_at=late)
    assert laid_out(home, "MLI", "2025-03", early) == ("recorded", 9.0)
    assert laid_out(home, "MLI", "2025-03", late) == ("recorded", 4.0)


def test_one_cumulative_file_says_the_same_as_the_monthly_files_it_replaces(home, add):
    january = [("1", MALI, "2025-01-03", 9), ("2", MALI, "2025-01-04", 1)]
    february = [("3", MALI, "2025-02-03", 5)]
    add("GEDEvent_v25_0_1.csv", *january, *world("2025-01"))
    add("GEDEvent_v25_0_2.csv", *february, january[1], *world("2025-02"))
    before = panel(home, known_at=LATER).monthly["civilians"].to_list()
    add("GEDEvent_v25_01_25_02.csv", *january, *february, *world("2025-01", "2025-02"))
    assert panel(home, known_at=LATER).monthly["civilians"].to_list() == before
    assert laid_out(home, "MLI", "2025-01") == ("recorded", 10.0)
