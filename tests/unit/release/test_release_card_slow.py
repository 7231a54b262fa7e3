"""Figures of the card, followed back to the tables it was made from."""

import re

import polars as pl
import pytest

import bundles
from focalpoint.foresight.release.card import render
from focalpoint.foresight.release.figures import number, percent
from focalpoint.reference.countries import state

ARGUMENTS = {
    "origin": "2024-12",
    "window": {"first": "2025-01", "last": "2026-02"},
    "known_at": bundles.KNOWN_AT,
    "revised": False,
    "notes": {},
    "data": (),
    "inputs": [bundles.one_input()],
    "settings": {"protocol": {"interval": 0.9}},
}


@pytest.fixture(scope="module")
def tables():
    return bundles.tables()


@pytest.fixture(scope="module")
def text(tables):
    return render(tables, **ARGUMENTS)


def test_every_miss_of_the_scores_stands_in_the_card_with_its_dead(tables, text):
    misses = tables["scores"].filter((pl.col("section") == "miss") & (pl.col("metric") == "actual"))
    assert misses.height
    for row in misses.iter_rows(named=True):
        lines = [line for line in text.splitlines() if line.startswith(f"| {state(row['unit']).name} |")]
        assert any(number(row["value"]) in line and str(row["year"]) in line for line in lines), row


def test_misses_are_ordered_by_their_dead(tables, text):
    misses = tables["scores"].filter((pl.col("section") == "miss") & (pl.col("metric") == "actual"))
    names = [state(unit).name for unit in misses.sort("value", descending=True)["unit"]]
    part = text[text.index("largest misses") :]
    places = [part.index(f"| {name} |") for name in dict.fromkeys(names)]
    assert places == sorted(places)


def test_every_year_has_its_skill(tables, text):
    asked = (pl.col("section") == "yearly") & (pl.col("metric") == "skill") & pl.col("year").is_not_null()
    for row in tables["scores"].filter(asked & (pl.col("model") == "combination")).iter_rows(named=True):
        line = next(line for line in text.splitlines() if line.startswith(f"| {row['year']} |"))
        assert number(row["value"]) in line


def test_shares_known_equal_a_slow_count(tables, text):
    found = dict(re.findall(r"^- (.+): known for ([\d.]+) % of States\.$", text, re.MULTILINE))
    known = {}
    for row in tables["profile"].iter_rows(named=True):
        known.setdefault(row["label"], []).append(row["status"] == "known")
    expected = {label: number(100 * sum(each) / len(each)) for label, each in known.items() if not all(each)}
    assert found == expected


def test_states_without_a_record_equal_a_slow_look(tables, text):
    history = tables["history"]
    last = history["month"].max()
    dark = {
        row["unit"]
        for row in history.iter_rows(named=True)
        if row["month"] == last and row["status"] in ("unknown", "missing")
    }
    line = next(line for line in text.splitlines() if "No record of killing of their own" in line)
    named = line.split(": ", 1)[1].rstrip(".").split("; ")
    assert sorted(named) == sorted(state(unit).name for unit in dark)


def test_the_states_that_cannot_be_judged_are_counted(tables, text):
    cannot = sum(value is None for value in tables["evenhand"]["observability"])
    assert f"cannot tell for {cannot} of {tables['evenhand'].height} States" in text


def test_bands_are_called_too_narrow_only_when_the_record_says_so(tables):
    calibration = {"section": "calibration", "threshold": 0.95, "metric": "share_below", "value": 0.9, "n": 100}
    for high, narrow in ((0.94, True), (0.95, False), (0.97, False)):
        rows = tables["scores"].filter(pl.col("section") != "calibration")
        blank = dict.fromkeys(rows.columns) | {"model": "combination", "low": 0.88, "high": high}
        row = pl.DataFrame([blank | calibration], schema=rows.schema)
        said = render({**tables, "scores": pl.concat([rows, row])}, **ARGUMENTS)
        assert ("too narrow at the top" in said) is narrow
        assert (f"{percent(0.1)} of the record lay above the {percent(0.95)} quantile" in said) is narrow
