"""Which source a table is: by the header, wherever it stands and however it is written; or by the look of its cells."""

import pytest

from focalpoint.foresight.sources.grid import Head
from focalpoint.foresight.sources.matching import match, nearest
from focalpoint.foresight.sources.source import BadCard, Headerless, Layout, Source, load

FACTS = {
    "title": "Invented",
    "publisher": "Nobody",
    "licence": "none",
    "may_ship": False,
    "citation": "none",
    "url": "https://nowhere.invalid",
    "grain": "event",
}


def source(name, *layouts):
    return Source(id=name, layouts=layouts, **FACTS)


def head(*rows, delimiter=","):
    return Head(tuple(enumerate((list(row) for row in rows), start=1)), delimiter)


NARROW = source("narrow", Layout(name="n", required=("id", "year")))
WIDE = source("wide", Layout(name="w", required=("id", "year", "deaths"), optional=("note",)))
ORDER = Headerless(orders=(("id", "day", "n"), ("id", "day")), cells={"id": r"\d+", "day": r"\d{8}"})
BARE = source("bare", Layout(name="b", required=("id", "day"), headerless=ORDER, use=("day",)))


def test_the_header_gives_the_source_away_whatever_the_case_and_the_spaces():
    hit = match([head([" ID", "\ufeffYear "], ["1", "2020"])], [NARROW, WIDE])
    assert hit.source is NARROW
    assert hit.wanted.names == ("id", "year")
    assert hit.header_line == 1


def test_of_two_sources_the_one_that_asks_for_more_is_meant():
    assert match([head(["year", "deaths", "id"])], [NARROW, WIDE]).source is WIDE


def test_a_header_below_a_title_is_found():
    hit = match([head(["A title"], ["Last updated", "today"], ["id", "year"], ["1", "2020"])], [NARROW])
    assert (hit.header_line, hit.wanted.skip) == (3, 3)


def test_the_delimiter_under_which_the_header_makes_sense_is_the_one():
    assert match([head(["id;year"]), head(["id", "year"], delimiter=";")], [NARROW]).wanted.head.delimiter == ";"


def test_an_unknown_column_is_named_and_not_loaded():
    hit = match([head(["id", "invented", "year", ""])], [NARROW])
    assert hit.unknown == ("invented",)
    assert hit.wanted.names == ("id", None, "year", None)


def test_of_a_column_that_comes_twice_the_first_is_loaded():
    hit = match([head(["id", "year", "id"])], [NARROW])
    assert hit.repeated == ("id",)
    assert hit.wanted.names == ("id", "year", None)


def test_a_file_without_a_header_is_known_by_the_order_and_look_of_its_columns():
    hit = match([head(["1", "20240101", "x"], ["2", "20240102", "y"])], [NARROW, BARE])
    assert hit.source is BARE
    assert hit.header_line is None
    assert hit.wanted.skip == 0
    assert hit.wanted.names == (None, "day", None)


def test_one_odd_row_at_the_beginning_does_not_hide_a_file_without_a_header():
    assert match([head(["x", "y"], ["1", "20240101"], ["2", "20240102"])], [BARE]).source is BARE


@pytest.mark.parametrize("rows", [[["1", "2024", "x"]], [["1", "20240101", "x", "z"]], [["1"]], []])
def test_what_looks_otherwise_is_not_recognised(rows):
    assert match([head(*rows)], [NARROW, WIDE, BARE]) is None


def test_the_nearest_source_is_the_one_with_the_largest_share_of_its_columns_there():
    near = nearest([head(["id", "year", "dead"])], [WIDE, BARE])
    assert (near.source.id, near.missing) == ("wide", ("deaths",))


def test_a_single_shared_column_among_many_makes_no_source_the_nearest():
    many = source("many", Layout(name="m", required=tuple("abcdefgh")))
    assert nearest([head(["a", "z"])], [many]) is None


def test_a_card_that_is_not_complete_is_refused(tmp_path):
    path = tmp_path / "source.yaml"
    path.write_text("id: x\nlicence: none\n")
    with pytest.raises(BadCard, match="is not a source card"):
        load(path)


def test_patterns_make_columns_known_and_use_makes_them_wanted():
    layout = Layout(name="p", required=("id",), patterns=(r"v2x_\w+",), use=("id",))
    assert layout.known("v2x_polyarchy")
    assert not layout.wanted("v2x_polyarchy")
    assert not layout.known("polyarchy")
