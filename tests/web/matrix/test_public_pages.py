"""What is open to everybody: every address, with the setting on and off, and what a reader without an account sees.

An address that is added to the desk is added to ``tests/expected/urls.csv``: what opens it, or that nothing does.
"""

import io
import re

import openpyxl
import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

import pages
import walk
from addresses import of_kind, opened_by
from at_desk import browser
from focalpoint.desk.marking.refs import new_ref
from focalpoint.desk.pages import urls as pages_urls
from focalpoint.desk.people.models import Role
from focalpoint.desk.trail.models import Event
from focalpoint.desk.watch import urls as watch_urls

FORECAST, SCORECARD, METHOD = (opened_by(word) for word in ("forecast", "scorecard", "method"))
# Pages of the sign-in itself, the switch of the language, and whether the desk runs: open whatever is set.
DOORS = set(of_kind("door", "health"))
SETTINGS = {
    "none": set(),
    "method": METHOD,
    "method,scorecard": METHOD | SCORECARD,
    "forecast": METHOD | SCORECARD | FORECAST,
}
STATES = {name for name in FORECAST if name.startswith("country")} | {"follow", "unfollow"}
SIGN_IN = reverse("account_login")


def names() -> list[str]:
    return sorted(name for name in get_resolver().reverse_dict if isinstance(name, str) and name not in DOORS)


def address(name: str, release) -> str:
    """Return an address under a name, with parts that exist where the address is one of Watch."""
    first = [] if name == "country_names" else ["KEN"] if name in STATES else [release.id]
    for parts in ([], first, [new_ref()], [new_ref(), "RF8"], [new_ref(), 1], [7], [new_ref(), "I", "ME010"]):
        try:
            return reverse(name, args=parts)
        except NoReverseMatch:
            continue
    return reverse(name, args=[new_ref(), new_ref(), 1])


def opened(setting: str, settings) -> None:
    from focalpoint.desk.site.environment import read

    settings.FOCALPOINT_PUBLIC_PAGES = read({"FOCALPOINT_PUBLIC_PAGES": setting}).public_pages


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_address_is_open_or_not_as_the_setting_says(nobody, release, settings, setting):
    opened(setting, settings)
    wrong = []
    for name in names():
        answer = nobody.get(address(name, release))
        asks = answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)
        is_open = name in SETTINGS[setting]
        # The package lies beside the database, which these tests fill without it.
        if is_open and not (answer.status_code == 200 or (name == "release_package" and answer.status_code == 404)):
            wrong.append(f"{name} is closed: {answer.status_code}")
        if not is_open and not asks:
            wrong.append(f"{name} is open: {answer.status_code}")
    assert wrong == []


def test_every_address_of_watch_is_classified():
    inside = {"follow", "unfollow", "newer", "update_data"}
    of_watch = {each.name for each in pages_urls.urlpatterns if each.name.startswith(("watch", "country"))}
    assert {each.name for each in watch_urls.urlpatterns} | of_watch == FORECAST | SCORECARD | METHOD | inside


@pytest.fixture
def busy(release, settings, tmp_path):
    """A public desk with a situation and a report of Kenya, which a person follows."""
    settings.FOCALPOINT_HOME = tmp_path
    opened("forecast", settings)
    analyst = walk.person(Role.ANALYST)
    item = walk.filed(analyst, tlp="TLP:CLEAR")
    situation = walk.opened(analyst, item, tlp="TLP:CLEAR")
    browser(analyst).post("/country/KEN/follow/")
    return analyst, item, situation


ADDRESSES = [
    *("/", "/?view=ahead", "/?view=surprises", "/?region=Africa", "/?situation=none", "/?followed=yes", "/watch.csv"),
    *("/country/KEN/", "/country/KEN/events/", "/country/KEN/rows.csv", "/find/?q=kenya", "/countries.json"),
    *("/releases/", "/scorecard/", "/method/"),
]


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_reader_without_an_account_is_shown_nothing_of_the_office(nobody, busy, path):
    _analyst, item, situation = busy
    answer = nobody.get(path, follow=True)
    assert answer.status_code == 200
    for secret in (walk.SECRET, item.ref, situation.ref, "open_situation", "/situations/", "/items/", "formaction"):
        assert secret.encode() not in answer.content, secret


@pytest.mark.parametrize("path", [path for path in ADDRESSES if "." not in path])
def test_a_public_page_says_that_it_may_be_shared_without_limit(nobody, busy, path):
    page = pages.read(nobody.get(path, follow=True).content)
    assert "TLP:CLEAR" in page.text
    assert not re.search(r"TLP:(GREEN|AMBER|RED)", page.text)


def test_the_table_has_no_column_of_situations_and_the_same_reader_with_an_account_has(nobody, busy):
    assert "Situation" not in pages.read(nobody.get("/").content).tables[0][0]
    inside = pages.read(browser(busy[0]).get("/").content)
    assert "Situation" in [each.strip() for each in inside.tables[0][0]]
    assert "TLP:GREEN" in inside.text


def test_a_public_workbook_has_no_column_of_situations_and_says_that_it_is_clear(nobody, busy):
    book = openpyxl.load_workbook(io.BytesIO(nobody.get("/watch.xlsx").content))
    heads, *rows = book["States"].iter_rows(values_only=True)
    assert "situations" not in heads
    assert {row[heads.index("marking")] for row in rows} == {"TLP:CLEAR"}


def test_the_navigation_of_a_public_desk_leads_to_what_is_open_and_to_the_sign_in(nobody, busy):
    links = set(pages.read(nobody.get("/").content).links())
    assert {"/", "/releases/", "/scorecard/", "/method/", SIGN_IN} <= links
    assert not links & {reverse(name) for name in ("situations", "items", "newer", "report", "trail")}


def test_what_is_open_to_everybody_does_not_make_the_trail_grow(nobody, busy):
    before = Event.objects.count()
    for path in (*ADDRESSES, "/watch.xlsx", "/scorecard/rows.csv", "/country/KEN/brief.pdf"):
        nobody.get(path)
    assert Event.objects.count() == before


def test_a_role_with_a_page_of_its_own_may_read_what_everybody_may(busy):
    reporter = browser(walk.person(Role.REPORTER))
    assert reporter.get("/")["Location"] == reverse("report")
    assert reporter.get("/country/KEN/").status_code == 200
