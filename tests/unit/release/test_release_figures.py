"""Numbers and tables as they are printed in the model card."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.foresight.release.figures import number, table, tall, wide
from focalpoint.foresight.release.schema import TABLES, shape

BLANK = {**dict.fromkeys(TABLES["scores"].columns), "model": "combination"}


def scores(*rows: dict) -> pl.DataFrame:
    return shape("scores", pl.DataFrame([BLANK | row for row in rows], infer_schema_length=None))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "unknown"),
        (0.0, "0"),
        (25.0, "25"),
        (7900.0, "7,900"),
        (7900.4, "7,900"),
        (31.44, "31.4"),
        (0.0625, "0.0625"),
        (0.5, "0.5"),
        (-0.71, "-0.71"),
        (15.97, "16"),
        (8.7561, "8.76"),
        (0.98765, "0.988"),
        (0.00004, "0"),
        (-1234.5, "-1,234"),
    ],
)
def test_a_number_is_printed_as_a_person_would_write_it(value: float | None, text: str):
    assert number(value) == text


@given(st.floats(-1e6, 1e6, allow_nan=False))
def test_a_printed_number_is_close_to_the_number(value: float):
    printed = float(number(value).replace(",", ""))
    assert abs(printed - value) <= max(0.00005, abs(value) * 0.005)


def test_a_bar_cannot_break_a_table():
    assert table(["a"], [["x|y\nz"]]).splitlines()[-1] == "| x\\|y z |"


def test_figures_of_one_case_stand_in_one_line_with_their_interval():
    rows = [
        {"section": "threshold", "window": 12, "threshold": 25.0, "metric": "auc", "value": 0.84, "n": 39},
        {"section": "threshold", "window": 12, "threshold": 25.0, "metric": "brier", "value": 0.03},
    ]
    rows[0] |= {"low": 0.79, "high": 0.89}
    assert wide(scores(*rows), "threshold", str).splitlines() == [
        "| months | killed, at least | AUC | Brier score | cases |",
        "|---|---|---|---|---|",
        "| 12 | 25 | 0.84 [0.79, 0.89] | 0.03 | 39 |",
    ]


def test_columns_that_say_nothing_can_be_left_out():
    row = {"section": "miss", "unit": "SDN", "window": 12, "metric": "actual", "value": 9.0, "n": 12}
    assert wide(scores(row), "miss", str, without=("window", "cases")).splitlines()[2] == "| SDN | 9 |"


def test_a_tall_table_has_a_line_a_figure_and_a_column_a_model():
    rows = [
        {"section": "onset", "window": 24, "metric": "auc", "value": value, "model": model, "n": 79}
        for model, value in (("benchmark", 0.75), ("combination", 0.87))
    ]
    rows.append({"section": "onset", "window": 24, "metric": "onsets_missed", "value": 15.0, "n": 79})
    assert tall(scores(*rows), "onset").splitlines() == [
        "| figure | combination | benchmark | cases |",
        "|---|---|---|---|",
        "| AUC | 0.87 | 0.75 | 79 |",
        "| onsets never among the 30 highest | 15 |  | 79 |",
    ]


def test_a_figure_of_a_region_is_named_after_it():
    row = {"section": "region", "metric": "coverage_90: Africa", "value": 0.936}
    assert "| Africa: record inside the 90 % band | 93.6 % |" in tall(scores(row), "region")


def test_shares_are_written_in_per_cent_and_never_as_certain():
    rows = [{"section": "miss", "unit": "SDN", "metric": "chance", "value": 0.0005}]
    assert "| SDN | <0.1 % |" in wide(scores(*rows), "miss", str)


def test_a_section_without_rows_is_empty_in_either_layout():
    others = scores({"section": "miss", "metric": "actual", "value": 1.0})
    assert (wide(others, "onset", str), tall(others, "onset")) == ("", "")


def test_the_model_and_its_benchmark_stand_side_by_side():
    rows = [
        {"section": "yearly", "year": 2024, "metric": "crps", "value": v, "model": m}
        for m, v in (("b", 2.0), ("a", 1.0))
    ]
    found = wide(scores(*rows), "yearly", str).splitlines()
    assert found[0] == "| year | mean CRPS, deaths (a) | mean CRPS, deaths (b) | cases |"
    assert found[2] == "| 2024 | 1 | 2 |  |"


def test_the_largest_miss_comes_first_by_name():
    rows = [
        {"section": "miss", "unit": unit, "year": year, "metric": "actual", "value": actual}
        for unit, year, actual in (("ETH", 2021, 50.0), ("SDN", 2023, 900.0))
    ]
    found = wide(scores(*rows), "miss", lambda unit: f"State {unit}", sort="actual").splitlines()
    assert found[2:] == ["| State SDN | 2023 | 900 |  |", "| State ETH | 2021 | 50 |  |"]


def test_a_pooled_figure_is_called_all():
    rows = [{"section": "yearly", "year": year, "metric": "skill", "value": 0.1} for year in (None, 2024)]
    assert wide(scores(*rows), "yearly", str).splitlines()[2] == "| all | 0.1 |  |"


def test_a_figure_that_is_not_known_is_called_unknown():
    rows = [{"section": "onset", "window": 24, "metric": "brier_skill", "value": None}]
    assert "| unknown |" in tall(scores(*rows), "onset")
