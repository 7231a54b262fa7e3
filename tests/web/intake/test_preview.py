"""Previews show what is there and run nothing: hostile files, bombs, hidden signs, what a camera wrote."""

import datetime as dt
import io
import subprocess
import sys
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from focalpoint.desk.documents import pdf
from focalpoint.desk.documents.blocks import Document, say
from focalpoint.desk.intake import decoding, preview, preview_service
from focalpoint.desk.intake.preview import Way


def photo(size=(1600, 800), kind="JPEG", **more) -> bytes:
    """A grey picture whose camera wrote down a place, a time and its own name."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "MAKER-OF-THE-CAMERA"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[2] = (1.0, 17.0, 2.0)
    Image.new("RGB", size, "grey").save(out, kind, exif=exif, **more)
    return out.getvalue()


def decoded(what: str, data: bytes) -> bytes:
    """What a confined process makes of a file; nothing when it fails."""
    known = {"input": what.encode() + b"\n" + data, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "env": {}}
    done = subprocess.run(preview_service.DECODER, check=False, **known)
    assert bool(done.stdout) is (done.returncode == 0)
    return done.stdout


def picture(data: bytes) -> bytes:
    return decoded("picture", data)


def words(data: bytes) -> str:
    return decoded("words", data).decode()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("text/plain", Way.TEXT),
        ("text/html", Way.TEXT),
        ("application/json", Way.TEXT),
        ("image/jpeg", Way.PICTURE),
        ("image/svg+xml", Way.NONE),
        ("application/pdf", Way.WORDS),
        ("application/zip", Way.NONE),
        ("application/octet-stream", Way.NONE),
    ],
)
def test_the_way_follows_the_content(kind, expected):
    assert preview.way(kind) == expected


def test_a_picture_is_drawn_anew_upright_small_and_without_what_the_camera_wrote():
    given = photo()
    assert b"MAKER-OF-THE-CAMERA" in given
    shown = picture(given)
    assert b"MAKER" not in shown
    with Image.open(io.BytesIO(shown)) as found:
        assert (found.format, found.size) == ("JPEG", (500, 1000))
        assert not found.getexif()


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
def test_other_kinds_of_picture_come_out_the_same_way(kind):
    with Image.open(io.BytesIO(picture(photo((40, 20), kind)))) as found:
        assert found.format == "JPEG"


def test_a_see_through_picture_stands_on_white():
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(decoding.picture(out.getvalue()))) as found:
        assert found.getpixel((5, 5)) == (255, 255, 255)


def bomb() -> bytes:
    """A PNG of a few kB that says it has 900 million points."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    size = (30_000).to_bytes(4, "big")
    head = size + size + bytes([8, 2, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10**6))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff no picture", bomb(), b"<svg onload='x'/>", b"%!PS showpage"])
def test_what_is_no_picture_or_too_large_a_one_has_no_preview(data):
    assert picture(data) == b""


def test_the_words_of_a_pdf_are_read():
    known = {"title": "A note", "reference": "S-1", "marking": "TLP:GREEN", "date": dt.date(2025, 7, 1)}
    note = Document(**known, blocks=(say("They came at night."),))
    assert "They came at night." in words(pdf.write(note))


def locked() -> bytes:
    out, book = io.BytesIO(), PdfWriter()
    book.add_blank_page(100, 100)
    book.encrypt("secret")
    book.write(out)
    return out.getvalue()


@pytest.mark.parametrize("data", [b"%PDF-1.7 broken", locked(), b""])
def test_a_locked_or_broken_pdf_has_no_preview(data):
    assert words(data) == ""


def test_text_is_shown_as_it_stands_and_hidden_signs_are_spelled_out():
    assert preview.text("<script>x</script>\nمرحبا\u202etxt.exe".encode()) == "<script>x</script>\nمرحبا⟨U+202E⟩txt.exe"
    assert preview.text("é".encode("utf-16")) == "é"
    assert len(preview.text(b"a" * 10**6)) == preview.CHARACTERS


@given(st.binary(max_size=200))
def test_any_bytes_become_a_text_without_hidden_signs(data):
    shown = preview.text(data)
    assert not {sign for sign in shown if sign < " "} - set("\n\r\t")
    assert "\u202e" not in shown


PROBE = f"""
import socket, sys
sys.path.insert(0, {str(preview_service.SOURCES)!r})
from focalpoint.desk.intake import decoding

def probe(data):
    told = []
    for name, do in (("file", lambda: open("/etc/passwd")), ("itself", lambda: open(decoding.__file__)),
                     ("connection", socket.socket), ("pair", socket.socketpair)):
        try:
            do()
            told.append(name + " opened")
        except OSError as error:
            told.append(f"{{name}} {{error.errno}}")
    return " ".join(told).encode()

decoding.words = probe
decoding.main()
"""


def test_the_decoder_can_open_neither_a_file_nor_a_connection():
    done = subprocess.run(
        [sys.executable, "-I", "-c", PROBE], input=b"words\nx", capture_output=True, check=True, env={}
    )
    assert done.stdout == b"file 1 itself 1 connection 1 pair 1"


def turned(name: str) -> bytes:
    """A PDF whose letters are written in one of the tables of another script."""
    out, book = io.BytesIO(), PdfWriter()
    page, said = book.add_blank_page(100, 100), StreamObject()
    said.set_data(b"BT /F 9 Tf <b0a1b0a2> Tj ET")
    under = {"/Type": "/Font", "/Subtype": "/CIDFontType0", "/BaseFont": "/SimSun"}
    font = {"/Type": "/Font", "/Subtype": "/Type0", "/BaseFont": "/SimSun", "/Encoding": name}
    known = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    below = DictionaryObject({NameObject(key): NameObject(value) for key, value in under.items()})
    known[NameObject("/DescendantFonts")] = ArrayObject([below])
    fonts = DictionaryObject({NameObject("/F"): known})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = book._add_object(said)
    book.write(out)
    return out.getvalue()


def test_a_table_of_letters_that_is_loaded_late_is_there():
    assert words(turned("/GBK-EUC-H")).strip() == "啊阿"


def test_a_picture_of_two_as_cameras_make_them_is_drawn():
    out = io.BytesIO()
    one = Image.new("RGB", (40, 20), "grey")
    one.save(out, "MPO", save_all=True, append_images=[one])
    assert picture(out.getvalue())
