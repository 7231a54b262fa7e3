"""The encoding of a text file is told by its bytes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from focalpoint.foresight.sources import encoding
from focalpoint.foresight.sources.encoding import detect, is_binary, likely

TEXT = "id,place\n1,café\n2,Ñuñoa\n" * 20


@pytest.fixture
def put(tmp_path):
    def write(content):
        path = tmp_path / "a.csv"
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_what_was_written_is_read_back(put, codec):
    path = put(TEXT.encode(codec))
    found = detect(path)
    assert path.read_text(encoding=found.codec).lstrip("\ufeff") == TEXT
    assert found.guessed == (codec == "cp1252")


def test_utf8_is_only_believed_when_every_byte_agrees(put):
    late = TEXT.encode() * 4000 + b"\xe9\n"
    path = put(late)
    assert likely(path).codec == "utf-8"
    assert detect(path) == encoding.Encoding("cp1252", guessed=True)


def test_a_letter_that_lies_across_two_pieces_is_no_error(put, monkeypatch):
    monkeypatch.setattr(encoding, "PIECE", 3)
    assert detect(put("aé€😀".encode() * 9)).codec == "utf-8"


def test_a_letter_that_is_cut_off_at_the_end_is_not_utf8(put):
    assert detect(put("café".encode()[:-1])).guessed


def test_text_is_not_binary_and_a_picture_is(put):
    assert not is_binary(put(TEXT.encode("utf-16")))
    assert not is_binary(put(TEXT.encode()))
    assert is_binary(put(b"\x00\x01\x02\x03" * 100))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_at_all_have_an_encoding_that_reads_them(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("bytes") / "a"
    path.write_bytes(content)
    path.read_text(encoding=detect(path).codec, errors="replace")
