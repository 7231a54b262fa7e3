"""An unsent report: kept in its tab only when switched on, put back when the line drops, gone once it arrived."""

import pytest
from playwright.sync_api import Error, Page, expect

pytestmark = pytest.mark.browser
KEPT = "Object.keys(sessionStorage).length"
SWITCH = "Keep what I write on this device until it is sent"
TEXT = "Armed men came.\n\nThey burned houses."


def written(page: Page) -> None:
    page.locator("[name=what]").fill(TEXT)
    page.locator("[name=iso3]").select_option("FJI")
    page.locator("[name=best]").fill("11")
    page.locator("summary", has_text="Acts").click()
    page.locator("[name=acts]").select_option(index=[0, 2])
    page.locator("[name=consent_bodies]").check()


def shown(page: Page) -> tuple:
    acts = page.locator("[name=acts]").evaluate("e => [...e.selectedOptions].length")
    values = [page.locator(f"[name={name}]").input_value() for name in ("what", "iso3", "best")]
    return (*values, acts, page.locator("[name=consent_bodies]").is_checked())


def test_it_is_off_and_nothing_is_kept(reader):
    page = reader("/report/", 360)
    expect(page.get_by_label(SWITCH)).not_to_be_checked()
    written(page)
    assert page.evaluate(KEPT) == 0
    page.reload()
    assert page.locator("[name=what]").input_value() == ""


def test_switched_on_it_is_put_back_and_switched_off_it_is_gone(reader):
    page = reader("/report/", 360)
    page.get_by_label(SWITCH).check()
    written(page)
    page.set_input_files("[name=file]", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"secret bytes"})
    assert "secret" not in page.evaluate("JSON.stringify(sessionStorage)")
    assert "once" not in page.evaluate("JSON.stringify(sessionStorage)")
    page.goto("/items/")
    page.goto("/report/")
    assert shown(page) == (TEXT, "FJI", "11", 2, True)
    expect(page.get_by_text("What you wrote before was put back.")).to_be_visible()
    page.get_by_label(SWITCH).uncheck()
    assert page.evaluate(KEPT) == 0


def test_when_the_line_drops_while_sending_it_is_there_afterwards_and_gone_once_it_arrived(chromium, desk):
    context = chromium.new_context(base_url=desk.address, locale="en")
    context.add_cookies(desk.cookies)
    page = context.new_page()
    page.goto("/report/")
    page.get_by_label(SWITCH).check()
    written(page)
    context.set_offline(True)
    try:
        page.get_by_role("button", name="Send the report").click()
        page.wait_for_load_state()
    except Error:
        pass  # as the browser says that there is no line
    context.set_offline(False)
    page.goto("/report/")
    assert shown(page) == (TEXT, "FJI", "11", 2, True)
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", name="Your report arrived")).to_be_visible()
    assert page.evaluate(KEPT) == 0
    context.close()


def test_a_refused_report_shows_what_was_sent_and_stays_kept(reader, complaints):
    page = reader("/report/")
    page.get_by_label(SWITCH).check()
    written(page)
    page.evaluate("document.querySelector('[name=what]').required = false")
    page.locator("[name=what]").fill("   ")
    page.get_by_role("button", name="Send the report").click()
    expect(page.locator("[name=best]")).to_have_value("11")
    complaints.remove("Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)")
    expect(page.get_by_label(SWITCH)).to_be_checked()


def test_another_persons_unsent_report_is_neither_shown_nor_left(reader):
    page = reader("/report/")
    page.evaluate("sessionStorage.setItem('unsent-report:somebody', JSON.stringify({what: 'Theirs'}))")
    page.reload()
    assert page.locator("[name=what]").input_value() == ""
    assert page.evaluate(KEPT) == 0


def test_a_sign_out_forgets_it(chromium, desk):
    context = chromium.new_context(base_url=desk.address, locale="en")
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_label("User name or e-mail").fill("analyst-1")
    page.get_by_label("Password").fill(desk.password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{desk.address}/**")
    page.goto("/report/")
    page.get_by_label(SWITCH).check()
    written(page)
    page.goto("/items/")
    assert page.evaluate(KEPT) == 1
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    page.goto("/sign-in/")
    assert page.evaluate(KEPT) == 0
    context.close()


def test_without_scripts_nothing_is_offered_that_would_not_work(reader):
    page = reader("/report/", 360, scripts=False)
    expect(page.get_by_text(SWITCH)).to_be_hidden()
    expect(page.get_by_role("button", name="Send the report")).to_be_visible()
