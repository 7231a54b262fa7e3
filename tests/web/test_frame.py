"""What holds on every page: policy, languages, direction, landmarks, and who may see it."""

import json
import re
from urllib.parse import urlsplit

import pytest

import pages
from focalpoint.desk.pages import urls as pages_urls
from focalpoint.desk.people.models import User
from focalpoint.desk.site.languages import PLANNED
from focalpoint.desk.watch import urls as watch_urls

INSIDE = [
    "/",
    "/?threshold=25&window=3",
    "/?view=risers",
    "/?view=surprises&region=Africa",
    "/?view=ongoing&sort=state",
    "/country/SDN/",
    "/country/PSE/",
    "/country/NRU/?threshold=25",
    "/find/?q=saint",
    "/find/?q=nowhere",
    "/scorecard/",
    "/method/",
    "/releases/",
    "/newer-data/",
    "/sign-in/out/",
    "/sign-in/closed/",
]
BROKEN = ["/?view=x", "/nothing/", "/country/XXX/"]
PROTECTED = [
    *("/", "/watch.csv", "/watch.xlsx", "/country/SDN/", "/country/SDN/rows.csv", "/find/?q=fiji"),
    *("/countries.json", "/releases/", "/newer-data/"),
]


@pytest.mark.parametrize("address", [*INSIDE, *BROKEN, "/sign-in/"])
def test_every_page_is_sound(owner, two_releases, address):
    response = owner.get(address, follow=True)
    page = pages.read(response.content)
    holds_nothing_of_its_own(page)
    leads_to_no_other_host(page)
    has_security_headers(response)
    if address in INSIDE:
        has_landmarks(page)
        has_a_name_for_every_field_and_picture(page)


@pytest.mark.parametrize("address", ["/watch.csv", "/countries.json"])
def test_every_answer_carries_the_security_headers(owner, two_releases, address):
    has_security_headers(owner.get(address))


def holds_nothing_of_its_own(page):
    """No style and no script stands in a page: the policy of the desk allows none."""
    names = {name for name, _ in page.elements}
    assert not names & {"inline-script", "inline-style", "style", "iframe", "object", "embed"}
    for _, attributes in page.elements:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]


def leads_to_no_other_host(page):
    for _, attributes in page.elements:
        for name in ("href", "src", "action", "srcset", "data", "poster", "data-names"):
            assert not urlsplit(attributes.get(name, "")).netloc


def has_security_headers(response):
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


def has_landmarks(page):
    assert len(page.all("h1")) == 1
    assert page.all("main")[0]["id"] == "main"
    assert page.links()[0] == "#main"
    assert page.all("html")[0]["lang"] == "en"
    assert "TLP:" in page.text
    for head in page.all("th"):
        assert head.get("scope") in {"col", "row"}
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def has_a_name_for_every_field_and_picture(page):
    labels = {attributes.get("for") for attributes in page.all("label")}
    for attributes in page.all("input") + page.all("select"):
        assert attributes.get("type") == "hidden" or attributes["id"] in labels
    for attributes in page.all("svg"):
        assert attributes.get("aria-hidden") or attributes.get("aria-label") or attributes.get("role") == "group"


def test_the_navigation_marks_where_the_reader_is(owner, release):
    for address, label in (
        ("/", "/"),
        ("/country/SDN/", "/"),
        ("/scorecard/", "/scorecard/"),
        ("/method/", "/method/"),
    ):
        page = pages.read(owner.get(address).content)
        marked = [each["href"] for each in page.all("a") if each.get("aria-current") == "page"]
        assert marked == [label]


def test_the_navigation_leads_nowhere_that_does_not_exist(owner, two_releases):
    seen = set()
    for address in INSIDE:
        seen |= {link.split("#")[0] for link in pages.read(owner.get(address).content).links()}
    places = {link if link.startswith("/") else f"/{link}" for link in seen if link}
    for place in sorted(places):
        if not place.startswith("/country/") or "SDN" in place:
            assert owner.get(place).status_code == 200, place


@pytest.mark.parametrize("code", [code for code, _ in PLANNED])
def test_every_language_opens_every_page(owner, two_releases, code):
    for address in INSIDE:
        page = pages.read(owner.get(address, headers={"accept-language": code}).content)
        assert page.all("html")[0]["lang"] == code


def test_arabic_runs_from_the_right_and_nothing_else_does(owner, release):
    for code, _ in PLANNED:
        page = pages.read(owner.get("/", headers={"accept-language": code}).content)
        assert page.all("html")[0]["dir"] == ("rtl" if code == "ar" else "ltr")


def test_figures_in_drawings_are_written_for_machines_in_every_language(owner, release):
    html = owner.get("/country/SDN/", headers={"accept-language": "fr"}).content.decode()
    for coordinates in re.findall(r' (?:d|x|y|cx|r|width|viewBox)="([^"]+)"', html):
        assert "," not in coordinates or coordinates.startswith("width=")
        assert "\xa0" not in coordinates


def test_the_language_is_kept_in_a_cookie(owner, release):
    response = owner.post("/language/", {"language": "ar", "next": "/"})
    assert response.status_code == 302
    assert response.cookies["django_language"]["httponly"]
    assert pages.read(owner.get("/").content).all("html")[0]["dir"] == "rtl"


@pytest.mark.parametrize("address", PROTECTED)
def test_whoever_is_not_signed_in_is_asked_to(nobody, two_releases, address):
    response = nobody.get(address)
    assert response.status_code == 302
    # From the front door nobody asked for a page yet: the sign-in leads to where the work waits.
    assert response["Location"].startswith("/sign-in/?next=" if address != "/" else "/sign-in/")


@pytest.mark.parametrize("address", PROTECTED)
def test_a_closed_account_sees_nothing(stranger, two_releases, address):
    assert stranger.get(address).status_code == 302


@pytest.mark.parametrize("address", [*PROTECTED, "/scorecard/", "/method/"])
def test_pages_are_only_read(owner, release, address):
    for method in (owner.post, owner.put, owner.delete):
        assert method(address.split("?")[0]).status_code == 405


def test_every_address_of_watch_is_in_a_test_of_who_may_see_it():
    known = {each.split("?")[0].strip("/").split("/")[0] for each in [*PROTECTED, *INSIDE]}
    of_states = [each for each in pages_urls.urlpatterns if each.name.startswith(("watch", "country"))]
    addresses = {str(each.pattern).split("/")[0] for each in [*watch_urls.urlpatterns, *of_states]}
    assert {"", "country", "scorecard"} <= addresses <= known


@pytest.mark.parametrize(("address", "status"), [("/?view=x", 400), ("/nothing/", 404), ("/country/XXX/", 404)])
def test_an_error_is_said_in_plain_words_with_a_way_back(owner, release, address, status):
    response = owner.get(address)
    page = pages.read(response.content)
    assert response.status_code == status
    assert "/" in page.links()
    assert not re.search(r"Traceback|Exception|Resolver404|urlconf", page.text)


def test_a_fault_of_ours_is_said_in_plain_words(owner, release, monkeypatch):
    monkeypatch.setattr("focalpoint.desk.pages.watch.world_map", lambda *parts: 1 / 0)
    owner.raise_request_exception = False
    response = owner.get("/")
    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()
    assert "ZeroDivisionError" not in response.content.decode()


def test_a_form_that_lost_its_token_is_refused_in_plain_words(release):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/sign-in/", {"login": "a", "password": "b"})
    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()


def test_cookies_stay_with_the_desk(nobody, analyst):
    analyst.set_password("correct-horse-battery-staple")
    analyst.save()
    nobody.get("/sign-in/")
    nobody.post("/sign-in/", {"login": "analyst-1", "password": "correct-horse-battery-staple"})
    assert {"sessionid", "csrftoken"} <= set(nobody.cookies)
    for name, cookie in nobody.cookies.items():
        assert cookie["samesite"] == "Lax", name
        assert cookie["httponly"], name


def test_static_files_are_named_by_their_content(owner, release):
    page = pages.read(owner.get("/").content)
    sheet = next(link["href"] for link in page.all("link") if "/desk." in link["href"])
    assert re.fullmatch(r"/static/design/desk\.[0-9a-f]{12}\.css", sheet)
    answer = owner.get(sheet)
    assert answer["Cache-Control"].startswith("max-age=315360000")
    assert b"".join(answer.streaming_content)
    answer.close()


def test_the_page_of_a_reader_is_not_kept_by_anyone_else(owner, release):
    assert "Cookie" in owner.get("/")["Vary"]


def test_user_names_are_escaped(owner, release):
    User.objects.update(username="<b>analyst</b>")
    assert "<b>analyst" not in owner.get("/").content.decode()


def test_the_palette_is_plain_json(owner, release):
    response = owner.get("/countries.json")
    assert response["Content-Type"] == "application/json"
    assert json.loads(response.content)["states"]
