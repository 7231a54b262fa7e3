"""The list of States that Ctrl-K opens knows what people type, and leads on where it knows nothing."""

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("CAR", ["Central African Republic"]),
        ("us", ["United States of America"]),
        ("congo", ["Congo", "Democratic Republic of the Congo"]),
        ("Gaza", ["State of Palestine"]),
        ("cote d'ivoire", ["Côte d'Ivoire"]),
        ("turkey", ["Türkiye"]),
        ("SSD", ["South Sudan"]),
    ],
)
def test_the_palette_lists_what_is_meant(reader, typed, first):
    page = reader("/")
    page.keyboard.press("Control+k")
    page.locator(".palette input").fill(typed)
    options = page.locator(".palette [role=option]")
    options.first.wait_for()
    assert options.all_inner_texts() == first


@pytest.mark.parametrize(("typed", "said"), [("Kosovo", "S/RES/1244 (1999)"), ("Sudn", "Did you mean")])
def test_what_the_palette_does_not_know_goes_to_the_page_of_the_search_box(reader, typed, said):
    page = reader("/")
    page.keyboard.press("Control+k")
    page.locator(".palette input").fill(typed)
    page.locator(".palette [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/**")
    assert said in page.get_by_role("main").inner_text()
