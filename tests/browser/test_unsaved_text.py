"""A page with several forms: sending one does not lose in silence what was typed into another."""

import pytest
from playwright.sync_api import Dialog, Page, expect

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html><body data-unsaved="Lost?"><main>
<form id="one" method="post" action="/one"><textarea name="a"></textarea>
<select name="s"><option>1<option>2</select><button>One</button></form>
<form id="two" method="post" action="/two"><input type="hidden" name="once" value="x"><input name="b" value="kept">
<button>Two</button></form>
<form id="seek" method="get" action="/seek"><input name="find"></form>
</main></body></html>"""


@pytest.fixture
def page(reader) -> Page:
    """A bare page that runs the desk's own script; what it sends is caught."""
    page = reader("/method/")
    script = page.locator("script[src*=desk]").get_attribute("src")
    for path in ("one", "two", "seek"):
        page.route(f"**/{path}*", lambda route: route.fulfill(status=200, body="sent", content_type="text/html"))
    page.route("**/bare", lambda route: route.fulfill(status=200, body=PAGE, content_type="text/html"))
    page.goto("/bare")
    page.add_script_tag(url=script)
    return page


def asked(page: Page, answer: bool) -> list[str]:
    heard: list[str] = []

    def hear(dialog: Dialog) -> None:
        heard.append(dialog.message)
        dialog.accept() if answer else dialog.dismiss()

    page.on("dialog", hear)
    return heard


def test_whoever_would_lose_a_text_is_asked_and_stays_where_it_is(page):
    heard = asked(page, answer=False)
    page.fill("textarea", "a long text")
    page.click("text=Two")
    assert heard == ["Lost?"]
    expect(page.locator("textarea")).to_be_focused()
    assert page.url.endswith("/bare")


def test_whoever_says_so_sends_it_all_the_same(page):
    heard = asked(page, answer=True)
    page.select_option("select", "2")
    page.click("text=Two")
    page.wait_for_url("**/two")
    assert heard == ["Lost?"]


@pytest.mark.parametrize(("typed", "sent"), [("textarea", "One"), ("[name=b]", "Two"), ("[name=find]", "One")])
def test_the_form_that_is_sent_and_a_search_box_ask_nothing(page, typed, sent):
    heard = asked(page, answer=True)
    page.fill(typed, "text")
    page.click(f"text={sent}")
    page.wait_for_url(f"**/{sent.lower()}")
    assert heard == []
