"""Expected and seen in a real browser: reached from the list of releases, at the widths people have."""

import pytest

pytestmark = pytest.mark.browser


def address(reader) -> str:
    """The page of the older release, as the list of releases leads to it; later data came with the product."""
    links = reader("/releases/", 1280).get_by_role("link", name="Expected and seen")
    return links.last.get_attribute("href")


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark"), (3840, "light")])
def test_the_page_is_filled_and_does_not_scroll_sideways(reader, complaints, width, scheme):
    page = reader(address(reader), width, scheme=scheme)
    complaints.watch(page, page.url.split("/releases/")[0])
    page.reload()
    assert page.locator("svg.strip").count() >= 3
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []


def test_the_rows_behind_a_picture_open_by_keyboard(reader):
    page = reader(address(reader), 1280)
    summary = page.get_by_text("every State behind the picture").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.get_by_text("Every State, highest chance first").first.is_visible()
