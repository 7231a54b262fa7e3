"""The pictures of docs/gallery: taken at every run, kept only when FOCALPOINT_GALLERY=1 asks for new ones."""

import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
GALLERY = Path(__file__).parents[2] / "docs" / "gallery"
PICTURES = {
    "watch": ("/", 1280, "light", "en"),
    "watch-wide": ("/?threshold=100", 1920, "light", "en"),
    "watch-phone": ("/", 360, "light", "en"),
    "watch-dark": ("/", 1280, "dark", "en"),
    "watch-rtl": ("/", 1280, "light", "ar"),
    "country": ("/country/SDN/", 1280, "light", "en"),
    "country-phone": ("/country/SDN/", 360, "light", "en"),
    "country-dark": ("/country/SDN/", 1280, "dark", "en"),
    "country-unknown": ("/country/PSE/", 1280, "light", "en"),
    "scorecard": ("/scorecard/", 1280, "light", "en"),
}
TALLEST = 1000


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_can_be_taken(reader, tmp_path, name):
    path, width, scheme, locale = PICTURES[name]
    page = reader(path, width, scheme=scheme, locale=locale)
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    page.set_viewport_size({"width": width, "height": height})
    folder = GALLERY if os.environ.get("FOCALPOINT_GALLERY") == "1" else tmp_path
    page.screenshot(path=folder / f"{name}.png")
    assert (folder / f"{name}.png").stat().st_size > 10_000


def test_the_gallery_has_every_picture_and_stays_small():
    pictures = list(GALLERY.glob("*.png"))
    assert {stem for stem in (one.stem for one in pictures) if not stem.startswith("path-")} <= set(PICTURES)
    assert sum(picture.stat().st_size for picture in pictures) < 2_000_000
