"""What moved between two releases."""

import math

import polars as pl
import pytest

import bundles
from focalpoint.foresight.release import read
from focalpoint.foresight.release.compare import movers


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[read.Bundle, read.Bundle]:
    folder = tmp_path_factory.mktemp("releases")
    bundles.make(folder / "old", seed=1, origin=540)
    bundles.make(folder / "new", seed=2, origin=541)
    return read.load(folder / "old"), read.load(folder / "new")


def changed(bundle: read.Bundle, **chances: float) -> read.Bundle:
    """Give units another chance of 25 deaths in 12 months, with an interval of one point either side."""
    asked = (pl.col("level") == 25) & (pl.col("window") == 12) & (pl.col("target") == "civilians_sum")
    frame = bundle.forecasts
    for unit, chance in chances.items():
        here = asked & (pl.col("unit") == unit) & (pl.col("kind") == "chance")
        frame = frame.with_columns(
            pl.when(here).then(pl.lit(chance + shift)).otherwise(name).alias(name)
            for name, shift in (("value", 0.0), ("low", -0.01), ("high", 0.01))
        )
    return read.Bundle(**{**vars(bundle), "forecasts": frame})


def test_the_largest_change_comes_first_and_is_the_difference(pair: tuple[read.Bundle, read.Bundle]):
    old = changed(pair[0], NRU=0.01)
    new = changed(pair[0], NRU=0.96, TUV=0.5)
    first = movers(old, new).row(0, named=True)
    assert (first["unit"], first["level"], first["window"]) == ("NRU", 25, 12)
    assert math.isclose(first["change"], 0.95)
    assert math.isclose(first["odds_ratio"], (0.96 / 0.04) / (0.01 / 0.99))
    assert first["clear"] is True


def test_a_change_inside_the_intervals_is_not_clear(pair: tuple[read.Bundle, read.Bundle]):
    frame = movers(changed(pair[0], NRU=0.50), changed(pair[0], NRU=0.51))
    assert frame.filter(pl.col("change") > 0)["clear"].to_list() == [False]


def test_nothing_moves_between_a_release_and_itself(pair: tuple[read.Bundle, read.Bundle]):
    frame = movers(pair[0], pair[0])
    assert frame["change"].drop_nulls().unique().to_list() == [0.0]


def test_the_unknown_stays_unknown_and_comes_last(pair: tuple[read.Bundle, read.Bundle]):
    last = movers(*pair).tail(11)
    assert last["unit"].unique().to_list() == ["PSE"]
    assert last["change"].null_count() == 11


def test_a_question_that_only_one_release_answers_is_kept(pair: tuple[read.Bundle, read.Bundle]):
    short = read.Bundle(**{**vars(pair[0]), "forecasts": pair[0].forecasts.filter(pl.col("unit") != "SDN")})
    found = movers(short, pair[1]).filter(pl.col("unit") == "SDN")
    assert found.height == 11
    assert found["before"].null_count() == 11
    assert found["after"].null_count() == 0


def test_there_is_one_row_a_question(pair: tuple[read.Bundle, read.Bundle]):
    frame = movers(*pair)
    assert frame.height == 195 * (3 * 3 + 2)
    assert not frame.select("unit", "target", "level", "window").is_duplicated().any()


def test_another_model_can_be_compared(pair: tuple[read.Bundle, read.Bundle]):
    assert movers(*pair, model="benchmark").height == 195 * 9
