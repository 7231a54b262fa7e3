"""From a GED file to country-months: the fast road against a slow one in plain Python."""

import csv
import datetime as dt
import io
from collections import defaultdict

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from focalpoint.foresight.sources import quick, reading, registry
from focalpoint.foresight.sources.ucdp_ged.monthly import by_month, monthly
from focalpoint.reference.calendar import month_of_day

SAMPLE = registry.folder("ucdp_ged") / "sample.csv"
COLUMNS = registry.source("ucdp_ged").layouts[0].required
STATES = {"461": "TGO", "580": "MDG", "347": None}
KINDS = {"1": "state_based", "2": "non_state", "3": "one_sided"}


def slow(rows):
    """Read, check and add up, one row after the other."""
    seen, months = set(), defaultdict(lambda: defaultdict(int))
    for row in rows:
        numbers = [row[name] for name in ("low", "best", "high")]
        fresh = row["id"] not in seen
        seen.add(row["id"])
        start, end = dt.date.fromisoformat(row["date_start"]), dt.date.fromisoformat(row["date_end"])
        if not fresh or min(numbers) < 0 or row["deaths_civilians"] < 0 or end < start:
            continue
        if STATES[row["country_id"]] is None:
            continue
        low, best, high = numbers
        civilians, kind = row["deaths_civilians"], KINDS[row["type_of_violence"]]
        month = months[STATES[row["country_id"]], month_of_day(start)]
        month["ged_events"] += 1
        month["ged_deaths_low"] += low
        month["ged_deaths_best"] += best
        month["ged_deaths_high"] += high
        month["civilians"] += civilians
        month["civilians_low"] += low if kind == "one_sided" else min(civilians, low)
        month["civilians_high"] += high if kind == "one_sided" else civilians + max(high - best, 0)
        month["ged_peak_event"] = max(month["ged_peak_event"], best)
        for name in KINDS.values():
            month[f"ged_{name}"] += kind == name
    return [{"iso3": iso3, "month": month, **values} for (iso3, month), values in sorted(months.items())]


def write(path, rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue())
    return path


DEATHS = st.integers(-1, 30)
EVENTS = st.fixed_dictionaries(
    {
        "id": st.integers(1, 9).map(str),
        "type_of_violence": st.sampled_from(list(KINDS)),
        "where_prec": st.just(1),
        "latitude": st.just(7.5),
        "longitude": st.just(1.5),
        "country_id": st.sampled_from(list(STATES)),
        "date_prec": st.just(1),
        "date_start": st.dates(dt.date(2011, 12, 1), dt.date(2012, 2, 28)).map(str),
        "date_end": st.dates(dt.date(2012, 1, 20), dt.date(2012, 3, 9)).map(str),
        "deaths_civilians": DEATHS,
        "best": DEATHS,
        "high": DEATHS,
        "low": DEATHS,
    }
)


@settings(deadline=None)
@given(st.lists(EVENTS, max_size=9), st.sampled_from([1, 1 << 30]))
def test_the_fast_road_agrees_with_plain_python(tmp_path_factory, rows, smallest):
    path = write(tmp_path_factory.mktemp("ged") / "a.csv", rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quick, "SMALLEST", smallest)
        found = monthly(path)
    assert found.frame.to_dicts() == slow(rows)
    assert found.rows_read == len(rows)


def test_the_sample_adds_up_to_what_was_worked_out_by_hand():
    found = monthly(SAMPLE)
    togo = found.frame.filter(iso3="TGO").select("month", "ged_events", "ged_deaths_best", "civilians").rows()
    assert togo == [(493, 1, 6, 6), (494, 2, 7, 1), (521, 2, 32, 32), (523, 1, 8, 0)]
    assert (found.release, found.rows_read, found.rows_kept) == ("24.1", 10, 10)


def test_the_sum_over_all_months_is_the_sum_over_all_events():
    events = reading.read(SAMPLE)[0].frame
    months = by_month(events)
    assert months["ged_deaths_best"].sum() == events["best"].sum()
    assert months["ged_events"].sum() == events.height


def test_no_events_make_no_months():
    empty = reading.read(SAMPLE)[0].frame.clear()
    assert by_month(empty).is_empty()


def test_issues_have_the_same_lines_on_both_roads(tmp_path, monkeypatch):
    with SAMPLE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    rows[7][rows[0].index("best")] = "-3"
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
    exact = monthly(path).issues
    monkeypatch.setattr(quick, "SMALLEST", 1)
    assert monthly(path).issues.equals(exact)
    assert exact.filter(code="negative-deaths")["line"].to_list() == [9]


def test_low_is_never_over_high_for_civilians_when_it_is_not_for_deaths():
    months = monthly(SAMPLE).frame
    assert (months["civilians_low"] <= months["civilians_high"]).all()
    assert (months["civilians_low"] <= months["ged_deaths_low"]).all()


@pytest.mark.data
def test_the_events_of_one_country_add_up_to_the_published_table(shared_data):
    events = monthly(shared_data / "ucdp" / "GEDEvent_myanmar_1989_2023.csv").frame
    table = reading.read(shared_data / "ucdp" / "ged251_country_month.csv")[0].frame
    early = (pl.col("month") <= 372) & (pl.col("iso3") == "MMR") & (pl.col("ged_events") > 0)
    both = events.filter(early).join(table.filter(early), on=["iso3", "month"], how="full", suffix="_table")
    same = both.select((pl.col("ged_deaths_best") == pl.col("ged_deaths_best_table")).mean()).item()
    # The two are of releases a year apart, so a few months of the past were revised.
    assert same > 0.9
