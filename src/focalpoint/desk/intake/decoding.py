"""Decodes a stranger's bytes in a process of its own: ``python -I -m focalpoint.desk.intake.decoding picture < bytes``.

Whatever goes wrong in a decoder goes wrong here, with little memory and little time. Once every decoder is loaded, this
process can open nothing any more: no file, so no key; and no connection to anybody.
The picture is drawn again from its points, so that nothing the camera wrote into it (place, time, device) comes along.
"""

import codecs
import contextlib
import io
import resource
import sys
import warnings
from encodings.aliases import aliases

from PIL import Image, ImageOps, MpoImagePlugin, TiffImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

MEMORY, SECONDS = 768 * 2**20, 10
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


def close() -> None:
    """Let this process open nothing more than the three streams it has."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def main() -> None:
    """Decode what comes in, as the first argument says, within limits."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    load()
    close()
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    decode = {"picture": picture, "words": words}[sys.argv[1]]
    sys.stdout.buffer.write(decode(sys.stdin.buffer.read()))


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
