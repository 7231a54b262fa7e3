"""The quick road for large clean files gives the same rows and lines as the exact one, or hands the file over."""

import csv
import io

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from focalpoint.foresight.sources import quick, text
from focalpoint.foresight.sources.grid import LINE, Head, Wanted

CELL = st.text(alphabet='ab,"\n é', max_size=5)
ROWS = st.lists(st.tuples(st.from_regex(r"[0-9]{1,3}", fullmatch=True), CELL, CELL), max_size=8)
WANTED = Wanted(Head((), ","), 1, ("id", "b", None))


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch):
    monkeypatch.setattr(quick, "SMALLEST", 1)


@pytest.fixture
def put(tmp_path):
    def write(content):
        path = tmp_path / "a.csv"
        path.write_bytes(content.encode())
        return path

    return write


def compare(path):
    """The quick road, where it does not hand over, against the exact one."""
    fast, slow = quick.load(path, WANTED), text.load(path, WANTED)
    if fast is None:
        return None
    assert fast.records == slow.records
    lines = fast.rows[LINE].to_list()
    physical = fast.lines(lines) if fast.lines else dict(zip(lines, lines, strict=True))
    assert [physical[line] for line in lines] == slow.rows[LINE].to_list()
    assert fast.rows["id"].to_list() == slow.rows["id"].to_list()
    assert [(cell and cell.strip()) or None for cell in fast.rows["b"]] == [
        cell and cell.strip() for cell in slow.rows["b"]
    ]
    return fast


def test_a_clean_file_takes_the_quick_road(put):
    fast = compare(put("id,b,c\n1,x,y\n2,z,w\n"))
    assert fast.rows.rows() == [(2, "1", "x"), (3, "2", "z")]
    assert fast.lines is None


def test_a_quoted_line_break_is_kept_and_the_lines_after_it_are_right(put):
    fast = compare(put('id,b,c\n1,"x\ny","p\nq"\n2,z,w\n3,"a\nb",c'))
    assert fast.lines([2, 3, 4]) == {2: 2, 3: 5, 4: 6}


@pytest.mark.parametrize(
    "content",
    [
        "id,b,c\n1,x\n2,y,z\n",
        "id,b,c\n1,x,y,z\n",
        "id,b,c\n1,x,y\n\n2,x,y\n",
        'id,b,c\n1,"x,y\n2,x,y\n',
        'id,b,c\n1,5" wide,y\n2,x,y\n',
        "id,b,c\n1,x,y\n2",
        'id,b,c\n1,x,"y\n2,x,y\n3,x,"y\n4,x,y\n',
    ],
    ids=[
        "too few cells",
        "too many cells",
        "a blank line",
        "an open quote",
        "a stray quote",
        "cut off",
        "two stray quotes",
    ],
)
def test_a_file_that_is_not_clean_is_handed_over(put, content):
    assert quick.load(put(content), WANTED) is None


def test_a_row_cut_off_behind_the_last_column_wanted_is_found_all_the_same(put):
    path = put("id,b,c\n1,x,y\n2,1\n3,x,y\n")
    assert quick.load(path, WANTED) is None
    assert [issue["line"] for issue in text.load(path, WANTED).issues] == [3]


def test_bytes_that_are_not_utf8_are_handed_over(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("id,b,c\n1,café,y\n".encode("latin-1"))
    assert quick.load(path, WANTED) is None


def test_a_small_file_is_handed_over(put, monkeypatch):
    monkeypatch.setattr(quick, "SMALLEST", 1000)
    assert quick.load(put("id,b,c\n1,x,y\n"), WANTED) is None


@settings(deadline=None)
@given(ROWS, st.sampled_from(["\n", "\r\n"]), st.integers(1, 9))
def test_both_roads_agree_on_whatever_the_csv_module_writes(tmp_path_factory, rows, end, piece):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=end)
    writer.writerow(["id", "b", "c"])
    writer.writerows(rows)
    path = tmp_path_factory.mktemp("quick") / "a.csv"
    path.write_bytes(out.getvalue().encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quick, "SMALLEST", 1)
        patch.setattr(quick, "PIECE", piece)
        compare(path)


@settings(deadline=None)
@given(st.text(alphabet='ab,"\n', max_size=40), st.integers(1, 7))
def test_records_are_told_apart_the_same_in_pieces_of_any_size(tmp_path_factory, content, piece):
    path = tmp_path_factory.mktemp("count") / "a.csv"
    path.write_text(content)
    lines = "q".join(part if place % 2 == 0 else "x" * len(part) for place, part in enumerate(content.split('"')))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quick, "PIECE", piece)
        shape = quick.look(path, ",")
    assume(content.count('"') % 2 == 0)
    whole = lines.removesuffix("\n").split("\n") if content else []
    assert len(shape.open_ended) == len(whole)
