"""The path to a decision in a real browser, by six people: from a report on a phone to a body's answer."""

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from shots import taken

pytestmark = pytest.mark.browser
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
# Accounts and sessions are made beside the desk that serves: signing in itself has tests of its own.
SESSIONS = """
import sys
import django
django.setup()
from django.test import Client
from focalpoint.desk.people.models import User
for role in sys.argv[1:]:
    fields = {"role": role, "clearance": "TLP:AMBER+STRICT", "body": "HRC" if role == "liaison" else ""}
    person, _ = User.objects.update_or_create(username=f"walk-{role}", defaults=fields)
    browser = Client()
    browser.force_login(person)
    print(role, browser.cookies["sessionid"].value)
"""
# The pictures that docs/gallery keeps; the others are only looked at.
KEPT = {"path-report-phone", "path-situation", "path-assessment", "path-submission", "path-decision", "path-trail"}
KEPT |= {
    "path-desk",
    "path-decision-phone",
    "path-decision-dark",
    "path-decision-rtl",
    "path-transmission",
    "path-queue",
}
LOOKS = [(width, scheme, "en") for width in (1280, 360) for scheme in ("light", "dark")]
LOOKS += [(1280, "light", "ar"), (360, "light", "ar")]
FEW_LOOKS = [(1280, "dark", "en"), (360, "light", "ar")]
ROLES = ("reporter", "analyst", "reviewer", "principal", "liaison", "overseer")


class People:
    """Each role's own page; whatever the browser complains of is collected."""

    def __init__(self, chromium, desk, complaints) -> None:
        environment = {
            **os.environ,
            "FOCALPOINT_HOME": str(desk.home),
            "DJANGO_SETTINGS_MODULE": "focalpoint.desk.site.settings",
        }
        done = subprocess.run(
            [sys.executable, "-c", SESSIONS, *ROLES], env=environment, capture_output=True, text=True, check=True
        )
        self.sessions = dict(line.split() for line in done.stdout.splitlines() if line.count(" ") == 1)
        self.chromium, self.desk, self.complaints = chromium, desk, complaints
        self.contexts: list = []

    def page(self, role: str, width: int = 1280, scheme: str = "light", locale: str = "en") -> Page:
        context = self.chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, locale=locale, base_url=self.desk.address
        )
        context.add_cookies([{"name": "sessionid", "value": self.sessions[role], "url": self.desk.address}])
        self.contexts.append(context)
        page = context.new_page()
        self.complaints.watch(page, self.desk.address)
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def people(chromium, desk, complaints) -> Iterator[People]:
    made = People(chromium, desk, complaints)
    yield made
    made.close()


def fill(page: Page, within: str, **values: str) -> None:
    """Fill the fields of one form by name."""
    form = page.locator(within)
    for name, value in values.items():
        field = form.locator(f"[name='{name}']").first
        kind = field.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
        if kind == "select":
            field.select_option(value)
        elif kind in {"radio", "checkbox"}:
            form.locator(f"[name='{name}'][value='{value}']").check()
        else:
            field.fill(value)


def send(page: Page, button: str, within: str = "main") -> None:
    page.locator(within).get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()
    assert page.locator(".errorlist").all_text_contents() == []
    assert page.evaluate(FITS), page.url


def picture() -> bytes:
    """A whole picture, of nothing."""
    made = io.BytesIO()
    Image.new("RGB", (8, 8)).save(made, "PNG")
    return made.getvalue()


def report(page: Page) -> str:
    page.goto("/report/")
    fill(page, "main form", what="Armed men burned houses in the night; eleven people were killed.", iso3="FJI")
    fill(page, "main form", area="Uasin Gishu", actor="a group of youths", victims="displaced families", best="11")
    page.set_input_files("[name=file]", {"name": "=picture.png", "mimeType": "image/png", "buffer": picture()})
    fill(page, "main form", pseudonym="Heron")
    send(page, "Send the report")
    expect(page.get_by_role("heading", name="Your report arrived")).to_be_visible()
    page.get_by_role("link", name="Read what arrived").click()
    expect(page.get_by_text("Heron")).to_be_visible()
    return re.search(r"/items/(\w+)/", page.url)[1]


def graded(page: Page, item: str) -> None:
    page.goto("/sources/")
    fill(
        page, "main form", label="Source one (fictitious)", subject="burnings", grade="B", reason="Known for two years."
    )
    send(page, "Register")
    page.goto(f"/items/{item}/?set=source")
    page.locator("main [name=source]").select_option(label="Source one (fictitious)")
    fill(page, "main form[action$='/source/']", subject="burnings")
    send(page, "Name the source")
    page.goto(f"/items/{item}/?set=credibility")
    fill(page, "main form[action$='/grade/']", credibility="3", reason="One witness; nobody contradicts.")
    send(page, "Set the credibility")


def situated(page: Page, item: str) -> str:
    page.goto(f"/situations/open/?item={item}")
    fill(page, "main form", title="Exercise (fictitious): fear of attacks", populations="Displaced families")
    send(page, "Open")
    address = page.url
    page.goto(f"{address}scope/")
    page.locator("details.crime", has_text="Crimes against humanity").locator("summary").click()
    answers_by_keyboard(page)
    fill(
        page,
        "main form",
        perpetrator="private",
        Q9="threatened",
        **{"known-c.a": "none"},
        outcome="in_scope_risk",
        override_reason="The attacks are announced for one day; the trigger is in the calendar.",
        reason="Attacks on one community were announced.",
    )
    send(page, "Save")
    return address


def answers_by_keyboard(page: Page) -> None:
    """Enter goes down a column, Shift-Enter up, and from the last row of a crime into the next one, which unfolds."""
    focused = "document.activeElement.name"
    page.locator("[name='known-cah.attack']").press("Enter")
    assert page.evaluate(focused) == "known-cah.scale"
    page.keyboard.press("Shift+Enter")
    assert page.evaluate(focused) == "known-cah.attack"
    page.locator("[name='note-c.k']").press("Enter")
    assert page.evaluate(focused) == "note-cleansing.purpose"


def assessed(page: Page, situation: str) -> str:
    page.goto(situation)
    send(page, "Start an assessment")
    address = page.url.split("#")[0]
    page.locator("#RF8 > summary").click()
    fill(page, "#RF8 form", value="present", note="A trigger stands in the calendar.")
    page.locator("#RF8 [name=evidence]").first.check()
    send(page, "Save this factor", "#RF8")
    fill(page, "#judgements form", event="A massacre of at least 25 civilians", place="Rift Valley", group="Families")
    fill(page, "#judgements form", window_from="2030-01-01", window_to="2030-03-31", likelihood="70", confidence="low")
    fill(page, "#judgements form", confidence_reason="Few sources.", would_change="A public call for calm.")
    send(page, "Record", "#judgements")
    fill(page, "#texts form", summary="Attacks are likely within weeks.", gaps="Nobody could go there.")
    fill(page, "#texts form", expires_on="2031-01-01")
    send(page, "Save", "#texts")
    return address


def declared(page: Page) -> None:
    """Declare no interest on a page that asks for it; it leads back there."""
    here = page.url
    fill(page, "#interests form", kinds="none")
    send(page, "Declare", "#interests")
    assert page.url == here


def optioned(page: Page) -> None:
    send(page, "Start the options paper")
    paper = page.url
    for measure, pillar in (("ME010", "I"), ("ME028", "II"), ("ME024", "III")):
        page.goto(f"{paper}?pillar={pillar}&measure={measure}")
        form = f"main form[action$='/{pillar}/{measure}/']"
        fill(page, form, status="rejected", reason="Too slow for this window.")
        send(page, "Save")
    fill(page, "main form[action$='/no-new-measure/']", no_new_measure="The attacks find nobody in their way.")
    send(page, "Save the cost")
    page.get_by_role("link", name="Submit both").click()
    submit = page.url
    expect(page.get_by_text("No local partner or reviewer was asked for a view")).to_be_visible()
    page.get_by_role("link", name="Who was asked, and what they said").click()
    page.get_by_text("Say why no local view is asked or waited for").click()
    fill(page, "#local form", reason="Who could be asked would be in danger.")
    send(page, "Save", "#local")
    page.goto(submit)
    declared(page)
    send(page, "Submit both")


@pytest.mark.slow
@pytest.mark.parametrize(
    "seen_as", [pytest.param(FEW_LOOKS, id="few"), pytest.param(LOOKS, id="each", marks=pytest.mark.long)]
)
def test_one_item_goes_all_the_way_to_a_recorded_decision_and_an_answer(people, tmp_path, seen_as):
    item = report(people.page("reporter", 360))
    analyst = people.page("analyst")
    graded(analyst, item)
    situation = situated(analyst, item)
    assessment = assessed(analyst, situation)
    optioned(analyst)
    submission = re.search(r"/submissions/\w+/", analyst.url)[0]

    reviewer = people.page("reviewer")
    reviewer.goto(submission)
    declared(reviewer)
    send(reviewer, "Sign")

    principal = people.page("principal")
    principal.goto(submission)
    declared(principal)
    taken(principal, "path-desk", tmp_path)
    principal.goto(f"{submission}?choice=act&body=HRC")
    fill(
        principal,
        "#decide form",
        form="written",
        on="2031-01-01",
        reason="The window is short.",
        others="The Security Council meets on it already.",
    )
    fill(principal, "#decide form", asked="To call a special session.")
    fill(principal, "#decide form", other_door="Secretariat", conveyor="Special Adviser", legal_basis="A/RES/60/251")
    principal.locator("#decide form button.main").click()
    principal.get_by_text("The text of this copy").click()
    expect(principal.locator(".leaves").get_by_text("To call a special session.").first).to_be_visible()
    taken(principal, "path-copy", tmp_path)
    principal.locator("#decide form button.main").click()
    expect(principal.get_by_text("The window is short.").first).to_be_visible()

    liaison = people.page("liaison")
    liaison.goto("/transmissions/")
    liaison.locator("main table tbody a").first.click()
    transmission = re.search(r"/transmissions/\w+/", liaison.url)[0]
    send(liaison, "Acknowledge")
    fill(liaison, "form[action$='/answer/']", answer="A special session was called.")
    send(liaison, "Send the answer")
    expect(liaison.get_by_text("A special session was called.").first).to_be_visible()
    with liaison.expect_download() as download:
        liaison.get_by_role("link", name="PDF").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")

    overseer = people.page("overseer")
    overseer.goto("/trail/")
    text = overseer.locator("main").inner_text()
    assert "Heron" not in text
    ways = ("decided to act on the submission", "acknowledged the transmission", "answered the transmission")
    for said in ("signed the submission", *ways):
        assert said in text

    looks = {
        "item": ("analyst", f"/items/{item}/"),
        "situation": ("analyst", situation),
        "assessment": ("analyst", assessment),
        "submission": ("reviewer", submission),
        "decision": ("principal", submission),
        "transmission": ("liaison", transmission),
        "trail": ("overseer", "/trail/"),
        "queue": ("reviewer", "/submissions/"),
        "report": ("reporter", "/report/"),
    }
    for width, scheme, locale in seen_as:
        for name, (role, address) in looks.items():
            page = people.page(role, width, scheme, locale)
            page.goto(address)
            assert page.evaluate(FITS), (name, width, scheme, locale)
            suffix = ("-phone" if width == 360 else "") + ("-dark" if scheme == "dark" else "")
            if locale == "ar":
                mirrored(page, wide=width > 360)
                suffix += "-rtl"
            taken(page, f"path-{name}{suffix}", tmp_path, keep=f"path-{name}{suffix}" in KEPT)
            page.close()


def mirrored(page: Page, *, wide: bool) -> None:
    """Hold a page of a language from the right: the frame is mirrored; figures, codes and hours run from the left."""
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    if wide:
        assert page.evaluate(
            "document.querySelector('body > nav').getBoundingClientRect().left"
            " >= document.querySelector('main').getBoundingClientRect().right - 1"
        )
    runs = "(e) => [e.textContent.trim(), getComputedStyle(e).direction]"
    figures = page.evaluate(
        f"[...document.querySelectorAll('main :is(code, td.fig, td.n, .yardstick .u)')].map({runs})"
    )
    assert [each for each in figures if each[1] != "ltr"] == []
    heads = page.evaluate(
        "[...document.querySelectorAll('main > :is(h1, h2), main section > h2')].filter((e) => e.checkVisibility())"
        ".map((e) => getComputedStyle(e).textAlign)"
    )
    assert set(heads) <= {"right", "start"}
