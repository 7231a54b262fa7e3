"""Decodes a stranger's bytes in a process of its own, which is started for one file and ends with it.

Whatever goes wrong in a decoder goes wrong here, with little memory and little time. Once every decoder is loaded, the
process is confined (``sandbox``): what comes after can read the file, write the preview, and nothing else.
The picture is drawn again from its points, so that nothing the camera wrote into it (place, time, device) comes along.
"""

import codecs
import contextlib
import io
import os
import sys
import warnings
from encodings.aliases import aliases

from PIL import Image, ImageOps, MpoImagePlugin, TiffImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from focalpoint.desk.intake import sandbox

LOADED = (MpoImagePlugin, TiffImagePlugin)  # what a camera writes into a JPEG is read with these
PICTURES = ("PNG", "JPEG", "GIF", "WEBP")
POINTS = 60_000_000  # of a picture, before it is made smaller
SIDE = 1000  # points of the longer side of what is shown
PAGES, CHARACTERS = 10, 20_000  # of a PDF's words


def picture(data: bytes) -> bytes:
    """Return a picture drawn again as JPEG: at most ``SIDE`` points a side, upright, with nothing written into it."""
    Image.MAX_IMAGE_PIXELS = POINTS
    with Image.open(io.BytesIO(data), formats=PICTURES) as given:
        given.draft("RGB", (SIDE, SIDE))
        shown = ImageOps.exif_transpose(given).convert("RGBA")
    shown.thumbnail((SIDE, SIDE))
    clean = Image.new("RGB", shown.size, "white")
    clean.paste(shown, mask=shown.getchannel("A"))
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=80)
    return out.getvalue()


def words(data: bytes) -> bytes:
    """Return the words of the first pages of a PDF; nothing in it is run and nothing it points to is opened."""
    pages = PdfReader(io.BytesIO(data)).pages[:PAGES]
    return "\n\n".join(page.extract_text() for page in pages)[:CHARACTERS].encode()


def load() -> None:
    """Decode one tiny sample of each kind: what decoders load only when they need it is there from now on."""
    turned = Image.Exif()
    turned[0x0112] = 6
    for kind in PICTURES:
        out = io.BytesIO()
        Image.new("RGB", (2, 2)).save(out, kind, exif=turned)
        picture(out.getvalue())
    words(_sample())
    for name in set(aliases.values()):  # the letters of a PDF may be in any of them
        with contextlib.suppress(LookupError):
            codecs.lookup(name)


def main() -> None:
    """Decode what comes in, as its first line says, confined."""
    sandbox.limit()
    load()
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        sandbox.confine()
    except sandbox.CannotConfine:
        sys.exit(sandbox.UNCONFINED)
    what, _, data = _read().partition(b"\n")
    _write({b"picture": picture, b"words": words}[what](data))


def _read() -> bytes:
    """Return what comes in; Python's own streams ask about the descriptor first, which is refused."""
    return b"".join(iter(lambda: os.read(0, 2**20), b""))


def _write(data: bytes) -> None:
    while data:
        data = data[os.write(1, data) :]


def _sample() -> bytes:
    """Return a page that says one word, packed as most are."""
    book, out = PdfWriter(), io.BytesIO()
    page, said = book.add_blank_page(9, 9), StreamObject()
    said.set_data(b"BT /F 9 Tf (a) Tj ET")
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1")})
    font[NameObject("/BaseFont")] = NameObject("/Helvetica")
    fonts = DictionaryObject({NameObject("/F"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = book._add_object(said.flate_encode())
    book.write(out)
    return out.getvalue()


if __name__ == "__main__":
    main()
