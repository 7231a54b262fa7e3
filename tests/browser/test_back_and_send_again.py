"""Going back to a form that was sent, as browsers keep it: what is written over it and sent is stored too."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
SEND = "Send the report"


def send(page: Page, what: str) -> str:
    """Write and send a report; return the reference on its receipt."""
    page.locator("[name=what]").fill(what)
    page.locator("[name=iso3]").select_option("FJI")
    page.get_by_role("button", name=SEND).click()
    expect(page.locator("[data-arrived]")).to_be_visible()
    return page.locator("main code").first.inner_text()


def test_three_incidents_written_over_each_other_with_back_are_three_reports(reader):
    page = reader("/report/", 360)
    refs = []
    for number in (1, 2, 3):
        refs.append(send(page, f"incident number {number}"))
        page.go_back(wait_until="commit")  # a page that was kept is not loaded again
        assert page.locator("[name=what]").input_value() == f"incident number {number}"  # the page was kept
    assert len(set(refs)) == 3
    for number, ref in enumerate(refs, start=1):
        page.goto(f"/items/{ref}/")
        expect(page.get_by_text(f"incident number {number}").first).to_be_visible()
    page.goto(f"/items/{refs[2]}/receipt/")
    for ref in refs[:2]:
        expect(page.locator("[role=status]").get_by_text(ref)).to_be_visible()


def test_the_same_report_sent_again_with_back_is_one_report(reader):
    page = reader("/report/", 360)
    first = send(page, "the same incident")
    page.go_back(wait_until="commit")
    page.get_by_role("button", name=SEND).click()
    expect(page.locator("main code").first).to_have_text(first)


def test_a_receipt_leads_to_an_empty_form_for_the_next_event(reader):
    page = reader("/report/", 360)
    send(page, "an incident")
    page.get_by_role("link", name="Report another event").click()
    assert page.locator("[name=what]").input_value() == ""


def test_a_second_situation_written_over_the_first_with_back_is_opened(reader):
    page = reader("/situations/open/")
    addresses = []
    for title in ("One place", "Another place"):
        page.locator("[name=title]").fill(title)
        page.locator("[name=iso3s]").select_option("TON")
        if addresses:
            page.locator("[name=overlap_reason]").fill("Another island.")
        page.get_by_role("main").locator("form button").first.click()
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        addresses.append(page.url)
        page.go_back(wait_until="commit")
    assert len(set(addresses)) == 2
