"""Bytes on disk and the description of a vintage."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.foresight.vintages.files import ChangedBytes, checked, one_writer, sha256_of, written_whole
from focalpoint.foresight.vintages.vintage import BadSidecar, Vintage, record, vintage_of

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.fixture
def abc(tmp_path):
    path = tmp_path / "abc"
    path.write_bytes(b"abc")
    return path


def test_the_hash_is_sha256(abc):
    assert sha256_of(abc) == ABC


def test_bytes_that_are_as_added_pass(abc):
    assert checked(abc, ABC) == abc


def test_bytes_that_changed_are_refused_even_at_the_same_length(abc):
    checked(abc, ABC)
    abc.write_bytes(b"abd")
    with pytest.raises(ChangedBytes) as caught:
        checked(abc, ABC)
    assert "add the original file again" in caught.value.todo


def test_a_write_that_fails_leaves_the_old_file_and_no_other(abc):
    def half_way():
        with written_whole(abc) as partial:
            partial.write_bytes(b"half")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        half_way()
    assert [path.read_bytes() for path in abc.parent.iterdir()] == [b"abc"]


def test_a_write_takes_the_place_of_the_old_file(abc):
    with written_whole(abc) as partial:
        partial.write_bytes(b"new")
        assert abc.read_bytes() == b"abc"
    assert abc.read_bytes() == b"new"


def test_the_lock_can_be_taken_again_after_it_was_given_back(tmp_path):
    for _ in range(2):
        with one_writer(tmp_path / "folder"):
            pass


def test_a_description_with_an_unknown_field_is_refused():
    with pytest.raises(BadSidecar, match="colour"):
        vintage_of({"id": "x", "colour": "red"})


def test_a_description_without_an_id_is_refused():
    with pytest.raises(BadSidecar):
        vintage_of({"source": "wdi"})


@pytest.mark.parametrize("day", ["2025-02-30", 7, None])
def test_a_day_that_is_not_a_day_is_refused(day):
    with pytest.raises(BadSidecar, match="is not a day"):
        vintage_of({"id": "x", "known_at": day})


TEXT = st.text(max_size=20)


@given(
    st.builds(
        Vintage,
        id=TEXT,
        source=TEXT,
        release=st.none() | TEXT,
        retrieved=st.dates(),
        known_at=st.dates(),
        size=st.integers(min_value=0),
        may_ship=st.booleans(),
        notes=st.lists(TEXT, max_size=3).map(tuple),
    )
)
def test_what_is_written_down_is_read_back(vintage):
    assert vintage_of(record(vintage)) == vintage


def test_every_field_is_written_down():
    edition = {"kind": "monthly", "covers_first": "2026-07", "covers_last": "2026-07", "complete_for": ("SDN",)}
    written = record(Vintage("x", known_at=dt.date(2025, 1, 2), retrieved=dt.date(2025, 1, 3), **edition))
    assert set(written) == {field.name for field in dataclasses.fields(Vintage)}
    assert (written["known_at"], written["retrieved"]) == ("2025-01-02", "2025-01-03")


def test_where_there_is_no_edition_nothing_is_written_of_it_as_before_there_were_any():
    assert not {"kind", "covers_first", "covers_last", "complete_for"} & set(record(Vintage("x")))
