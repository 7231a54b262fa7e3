"""Pages for what went wrong: plain words, a way back, a status, and nothing of the inside."""

import re

import pytest
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.template.loader import render_to_string
from django.test import RequestFactory

import pages
import walk
from at_desk import browser
from focalpoint.desk.people.models import Role
from focalpoint.desk.site.errors import bad_request

CODES = ["400", "403", "403_csrf", "404", "413", "429", "500"]
INSIDE = re.compile(r"Traceback|Exception|Error\b|urlconf|django|sqlite|/work|/home|\.py", re.IGNORECASE)


@pytest.mark.parametrize("code", CODES)
def test_a_page_has_one_heading_a_title_and_a_way_back(code):
    page = pages.read(render_to_string(f"{code}.html"))
    assert len(page.all("h1")) == 1
    assert "/" in page.links()
    assert page.all("html")[0]["lang"] == "en"
    assert "!" not in page.text
    assert not INSIDE.search(page.text)


@pytest.mark.parametrize("code", CODES)
def test_a_page_loads_its_mark_and_one_sheet_and_nothing_else(code):
    page = pages.read(render_to_string(f"{code}.html"))
    assert [each["rel"] for each in page.all("link")] == ["icon", "stylesheet"]
    assert not page.all("script")
    assert not [name for name, _ in page.elements if name.startswith("inline")]


def answered(exception):
    return bad_request(RequestFactory().get("/?view=x"), exception)


def test_a_reason_of_ours_is_given_and_escaped():
    answer = answered(BadRequest("Watch does not know this: <b>view</b>."))
    assert answer.status_code == 400
    assert "Watch does not know this: &lt;b&gt;view&lt;/b&gt;." in answer.content.decode()


def test_a_reason_of_the_framework_is_kept_from_strangers():
    answer = answered(SuspiciousOperation("Invalid HTTP_HOST header: 'evil.example'"))
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


def test_a_form_that_is_too_large_says_how_much_the_desk_takes():
    answer = answered(RequestDataTooBig("Request body exceeded settings.DATA_UPLOAD_MAX_MEMORY_SIZE."))
    assert answer.status_code == 413
    assert "twelve million characters" in answer.content.decode()
    assert "DATA_UPLOAD" not in answer.content.decode()


@pytest.mark.parametrize("address", ["/country/XXX/", "/situations/nothing/", "/nothing-at-all/"])
def test_what_does_not_exist_is_a_404_in_plain_words(release, address):
    answer = browser(walk.person(Role.ANALYST)).get(address)
    assert answer.status_code == 404
    assert not INSIDE.search(pages.read(answer.content).text)


def test_a_page_for_other_roles_says_nothing_of_what_is_on_it(release):
    answer = browser(walk.person(Role.ADMINISTRATOR)).get("/situations/")
    assert answer.status_code == 403
    assert "You may not open this" in answer.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_method_that_a_page_does_not_know_is_refused(release, method):
    assert getattr(browser(walk.person(Role.ANALYST)), method)("/").status_code == 405


@pytest.mark.parametrize("address", ["/%00", "/country/%2e%2e/", "/country/KEN%0d%0aX/", "/?release=%00", "/?sort=%ff"])
def test_a_hostile_address_is_answered_and_breaks_nothing(release, address):
    answer = browser(walk.person(Role.ANALYST)).get(address)
    assert answer.status_code in {400, 404}
    assert not INSIDE.search(pages.read(answer.content).text)
