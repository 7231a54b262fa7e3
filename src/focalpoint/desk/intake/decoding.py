"""Decodes a stranger's bytes in a process of its own: ``python -I -m focalpoint.desk.intake.decoding picture < bytes``.

Whatever goes wrong in a decoder goes wrong here, with little memory, little time, and no file that could be written.
The picture is drawn anew from its points, so that nothing the camera wrote into it (place, time, device) comes along.
"""

import io
import resource
import sys
import warnings

from PIL import Image, ImageOps
from pypdf import PdfReader

MEMORY, SECONDS = 768 * 2**20, 10
PICTURES = ("PNG", "JPEG", "GIF", "WEBP")
POINTS = 60_000_000  # of a picture, before it is made smaller
SIDE = 1000  # points of the longer side of what is shown
PAGES, CHARACTERS = 10, 20_000  # of a PDF's words


def picture(data: bytes) -> bytes:
    """Return a picture drawn anew as JPEG: at most ``SIDE`` points a side, upright, with nothing written into it."""
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


def main() -> None:
    """Decode what comes in, as the first argument says, within limits."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    decode = {"picture": picture, "words": words}[sys.argv[1]]
    sys.stdout.buffer.write(decode(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
