"""What a new release changes, against two bundles and against sums by hand."""

import dataclasses

import polars as pl
import pytest

import bundles
from focalpoint.cli.changes import changes, percent, sentences, surprises
from focalpoint.desk.watch.choices import choices
from focalpoint.desk.watch.updates import Changes, Move
from focalpoint.foresight.release import read
from focalpoint.reference.countries import state


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """Two releases a year apart, of other figures."""
    folder = tmp_path_factory.mktemp("pair")
    for origin, seed in ((528, 2), (540, 1)):
        bundles.make(folder / str(origin), seed=seed, origin=origin, months=60)
    return read.load(folder / "528"), read.load(folder / "540")


def asked(bundle):
    question = choices().default
    level, window = pl.col("level") == question.threshold, pl.col("window") == question.window
    own = (pl.col("model") == "combination") & (pl.col("kind") == "chance") & (pl.col("target") == "civilians_sum")
    return {row["unit"]: row for row in bundle.forecasts.filter(level & window & own).to_dicts()}


def quiet(bundle, unit):
    """Fewer killed in the last twelve months than a surprise may have; unknown when a month is."""
    rows = bundle.history.filter(pl.col("unit") == unit).sort("month").tail(12).to_dicts()
    killed = [0.0 if row["status"] == "zero" else row["best"] for row in rows]
    return None not in killed and sum(killed) < choices().surprise_killed_below


def test_surprises_are_those_of_a_plain_loop(pair):
    for bundle in pair:
        expected = {
            unit
            for unit, row in asked(bundle).items()
            if row["value"] is not None
            and row["base_rate"]
            and row["value"] >= row["base_rate"]
            and quiet(bundle, unit)
        }
        assert surprises(bundle) == expected


def test_the_largest_move_is_that_of_a_plain_loop(pair):
    old, new = pair
    before, after = asked(old), asked(new)
    known = [unit for unit in after if before[unit]["value"] is not None and after[unit]["value"] is not None]
    unit = max(known, key=lambda name: abs(after[name]["value"] - before[name]["value"]))
    found = changes(old, new)
    assert found.moved == Move(iso3=unit, before=before[unit]["value"], after=after[unit]["value"])
    assert found.data_to == "2024-12"


def test_new_surprises_were_none_before_and_are_in_the_order_of_their_names(pair):
    old, new = pair
    found = changes(old, new).surprises
    assert set(found) == surprises(new) - surprises(old)
    names = [state(iso3).name for iso3 in found]
    assert names == sorted(names)


def test_a_first_release_has_nothing_to_be_compared_with(pair):
    found = changes(None, pair[1])
    assert (found.moved, found.surprises, found.data_to) == (None, (), "2024-12")


def test_the_same_figures_again_move_nothing(pair):
    found = changes(pair[1], dataclasses.replace(pair[1]))
    assert (found.moved, found.surprises) == (None, ())


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ((), "No new surprise."),
        (("TCD",), "One new surprise: Chad."),
        (("TCD", "ECU", "TZA", "LBY"), "4 new surprises: Chad, Ecuador,"),
    ],
)
def test_surprises_are_counted_and_named(found, said):
    assert said in sentences(Changes(release="r", data_to="2026-10", surprises=found))


def test_it_is_three_sentences_whatever_happened():
    moved = Move(iso3="SDN", before=0.001, after=0.999)
    assert sentences(Changes(release="r", data_to="2026-10", moved=moved)).count(". ") == 2
    assert percent(moved.after) == ">99 %"
