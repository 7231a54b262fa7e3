"""Files as they really arrive: cut off, in another encoding, empty, with a stray column. Never a traceback."""

import subprocess
import sys

import polars as pl
import pytest

from focalpoint.foresight.evaluation import challenge
from focalpoint.reference.errors import FocalpointError

ROWS = [(457, unit, draw, float(unit * draw)) for unit in (1, 2) for draw in range(5)]
FORECASTS = pl.DataFrame(ROWS, schema=["month_id", "country_id", "draw", "outcome"], orient="row")
ACTUALS = pl.DataFrame({"month_id": [457, 457], "country_id": [1, 2], "outcome": [1.0, 4.0]})


@pytest.fixture
def actuals(tmp_path):
    path = tmp_path / "actuals.csv"
    ACTUALS.write_csv(path)
    return path


@pytest.fixture
def expected(tmp_path, actuals):
    path = tmp_path / "clean.csv"
    FORECASTS.write_csv(path)
    return challenge.score(path, actuals).means()


def text():
    return FORECASTS.write_csv()


GOOD = {
    "as it should be": lambda: text().encode(),
    "with a byte order mark": lambda: text().encode("utf-8-sig"),
    "with Windows line ends": lambda: text().replace("\n", "\r\n").encode(),
    "with a column nobody asked for": lambda: FORECASTS.with_columns(note=pl.lit("é")).write_csv().encode(),
    "with quoted numbers": lambda: FORECASTS.cast(pl.String).write_csv(quote_style="always").encode(),
    "with its index written out": lambda: FORECASTS.with_row_index("").write_csv().encode(),
    "without a last line end": lambda: text().rstrip("\n").encode(),
}


@pytest.mark.parametrize("write", GOOD.values(), ids=GOOD.keys())
def test_a_readable_file_gets_the_same_scores(tmp_path, actuals, expected, write):
    path = tmp_path / "forecasts"
    path.write_bytes(write())
    assert challenge.score(path, actuals).means() == pytest.approx(expected)


def parquet(tmp_path):
    path = tmp_path / "whole.parquet"
    FORECASTS.write_parquet(path)
    return path.read_bytes()


BAD = {
    "empty": lambda p: b"",
    "a header alone": lambda p: b"month_id,country_id,draw,outcome\n",
    "a few bytes of nothing": lambda p: bytes(range(256)),
    "in UTF-16": lambda p: text().encode("utf-16"),
    "separated by semicolons": lambda p: text().replace(",", ";").encode(),
    "without its header": lambda p: "".join(text().splitlines(keepends=True)[1:]).encode(),
    "with another header": lambda p: text().replace("outcome", "deaths").encode(),
    "cut off in a row": lambda p: text()[:-4].encode(),
    "with a decimal comma": lambda p: text().replace("2.0", '"2,5"').encode(),
    "with words for numbers": lambda p: text().replace("457,1,0", "January,1,0").encode(),
    "with half a draw": lambda p: text().replace("457,1,0", "457,1,0.5").encode(),
    "with a draw twice": lambda p: (text() + "457,1,0,0.0\n").encode(),
    "with a month too many": lambda p: (text() + "458,1,0,0.0\n").encode(),
    "with a country too many": lambda p: (text() + "457,9,0,0.0\n").encode(),
    "with a draw too few": lambda p: text().replace("457,2,4,8.0\n", "").encode(),
    "with minus one death": lambda p: text().replace("457,2,4,8.0", "457,2,4,-1").encode(),
    "with infinitely many": lambda p: text().replace("457,2,4,8.0", "457,2,4,inf").encode(),
    "Parquet cut in half": lambda p: parquet(p)[: len(parquet(p)) // 2],
    "Parquet with a torn end": lambda p: parquet(p)[:-1],
    "Parquet with its first bytes alone": lambda p: b"PAR1",
}


@pytest.mark.parametrize("damage", BAD.values(), ids=BAD.keys())
def test_a_damaged_file_is_refused_by_name_with_something_to_do(tmp_path, actuals, damage):
    path = tmp_path / "forecasts.file"
    path.write_bytes(damage(tmp_path))
    with pytest.raises(FocalpointError) as refusal:
        challenge.score(path, actuals)
    assert "forecasts.file" in refusal.value.message
    assert refusal.value.todo


@pytest.mark.parametrize(
    "damage", ["", "month_id,country_id,outcome\n", "month_id,country_id,outcome\n457,1,x\n457,2,1\n"]
)
def test_damaged_actuals_are_refused_too(tmp_path, damage):
    forecasts, actuals = tmp_path / "forecasts.csv", tmp_path / "actuals.file"
    FORECASTS.write_csv(forecasts)
    actuals.write_text(damage)
    with pytest.raises(FocalpointError, match=r"actuals\.file"):
        challenge.score(forecasts, actuals)


def test_the_command_ends_with_a_sentence_and_code_2_never_a_traceback(tmp_path, actuals):
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"")
    start = "from focalpoint.cli import main; main()"
    command = [sys.executable, "-c", start, "score", str(broken), str(actuals)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert "broken.csv" in ended.stderr
