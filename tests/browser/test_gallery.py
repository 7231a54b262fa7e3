"""The pictures of docs/gallery: taken at every run, kept only when FOCALPOINT_GALLERY=1 asks for new ones."""

import re

import pytest

from shots import GALLERY, taken

pytestmark = pytest.mark.browser
PICTURES = {
    "watch": ("/", 1280, "light", "en"),
    "watch-wide": ("/?threshold=100", 1920, "light", "en"),
    "watch-phone": ("/", 360, "light", "en"),
    "watch-dark": ("/", 1280, "dark", "en"),
    "watch-ahead": ("/?view=ahead", 1280, "light", "en"),
    "watch-ahead-phone": ("/?view=ahead", 360, "light", "en"),
    "watch-region": ("/?region=Western+Asia", 1920, "dark", "en"),
    "watch-rtl": ("/", 1280, "light", "ar"),
    "country": ("/country/SDN/", 1280, "light", "en"),
    "country-phone": ("/country/SDN/", 360, "light", "en"),
    "country-dark": ("/country/SDN/", 1280, "dark", "en"),
    "country-unknown": ("/country/PSE/", 1280, "light", "en"),
    "scorecard": ("/scorecard/", 1280, "light", "en"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_can_be_taken(reader, tmp_path, name):
    path, width, scheme, locale = PICTURES[name]
    page = reader(path, width, scheme=scheme, locale=locale)
    assert taken(page, name, tmp_path).stat().st_size > 10_000


def test_the_gallery_has_every_picture_and_stays_small():
    pictures = list(GALLERY.glob("*.png"))
    assert {stem for stem in (one.stem for one in pictures) if not stem.startswith("path-")} <= set(PICTURES)
    assert sum(picture.stat().st_size for picture in pictures) < 2_000_000


def test_the_index_of_the_gallery_names_every_picture_and_no_other():
    named = re.findall(r"\(([\w-]+)\.png\)", (GALLERY / "README.md").read_text())
    assert sorted(named) == sorted(picture.stem for picture in GALLERY.glob("*.png"))
