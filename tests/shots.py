"""Pictures of pages, small enough for a repository: 128 colours are more than a page of ours has."""

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

GALLERY = Path(__file__).parents[1] / "docs" / "gallery"
# With FOCALPOINT_GALLERY=1 the pictures of docs/gallery are taken anew; otherwise nothing of a run stays.
ASKED = os.environ.get("FOCALPOINT_GALLERY") == "1"
COLOURS, TALLEST = 128, 1000


def taken(page: Page, name: str, folder: Path, *, keep: bool = True) -> Path:
    """Take a picture of a page's upper part; it stays in the gallery when that is asked for."""
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
    stays = keep and ASKED
    where = (GALLERY if stays else folder) / f"{name}.png"
    with Image.open(io.BytesIO(page.screenshot())) as seen:
        seen.convert("RGB").quantize(COLOURS).save(where, optimize=stays)  # what does not stay may be large
    return where
