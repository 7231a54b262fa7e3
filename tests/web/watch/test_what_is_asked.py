"""What a reader asks of Watch: the months that remain, the place, what is followed, and what is newer."""

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser, verbs
from focalpoint.desk.people.models import Role
from focalpoint.desk.watch import zoom
from focalpoint.desk.watch.models import Chance, CountryForecast, Follow, Release
from focalpoint.desk.watch.publication_calendar import newer_sentence
from focalpoint.reference.calendar import month_id
from focalpoint.reference.maps import world

STATE, CHANCE, CHANGE = 1, 2, 5


@pytest.fixture
def april(monkeypatch):
    """The desk is read in April 2025: three of the twelve months are over."""
    monkeypatch.setattr("focalpoint.desk.pages.watch.this_month", lambda: month_id(2025, 4))
    monkeypatch.setattr("focalpoint.desk.watch.opening.this_month", lambda: month_id(2025, 4))


def asked(client, query=""):
    return pages.read(client.get(f"/{query}").content)


def rows(page):
    return [[cell.split("\n")[0].strip() for cell in row] for row in page.tables[0][1:]]


def test_the_months_that_remain_come_first_and_those_that_are_over_are_counted(owner, release, april):
    Chance.objects.filter(iso3="SDN", threshold=25).update(value=0.9)
    Chance.objects.filter(iso3="SDN", threshold=25, first=month_id(2025, 4), window=9).update(value=0.61)
    page = asked(owner)
    assert "in April–December 2025" in page.text
    assert "3 of the 12 months of the window (January–December 2025) are over." in page.text
    assert next(row[CHANCE] for row in rows(page) if row[STATE] == "Sudan") == "61 %"
    whole = asked(owner, "?whole=yes")
    assert "in January–December 2025" in whole.text
    assert next(row[CHANCE] for row in rows(whole) if row[STATE] == "Sudan") == "90 %"


def test_the_words_next_twelve_months_are_nowhere(owner, release, april):
    for query in ("", "?view=ahead", "?whole=yes", "?window=3"):
        assert "next" not in asked(owner, query).text.replace("The next release", "")


def test_a_release_without_chances_for_what_remains_shows_the_whole(owner, release, april):
    Chance.objects.exclude(first=release.first).delete()
    assert "in January–December 2025" in asked(owner).text


def test_a_change_compares_whole_windows_whatever_months_are_shown(owner, two_releases, april):
    new, old = two_releases
    for which, value in ((new, 0.8), (old, 0.5)):
        Chance.objects.filter(release=which, iso3="SDN", threshold=25, first=which.first, window=12).update(value=value)
    page = asked(owner)
    assert next(row[CHANGE] for row in rows(page) if row[STATE] == "Sudan").startswith("▲ 30")
    assert "the chance for January–December 2025 in this release" in page.text


@pytest.mark.parametrize(("region", "count"), [("Africa", 54), ("Western Asia", 18), ("Oceania", 14)])
def test_a_place_changes_sentence_map_and_table(owner, release, region, count):
    page = asked(owner, f"?region={region.replace(' ', '+')}")
    assert f"In {region} " in page.text
    assert f" of {count} States ha" in page.text
    assert len(rows(page)) == count
    shown = page.all("svg")[0]["viewbox"]
    assert shown != asked(owner).all("svg")[0]["viewbox"]
    left, top, width, height = map(float, shown.split())
    inside = CountryForecast.objects.filter(**{"subregion" if " " in region else "region": region})
    for iso3 in inside.values_list("iso3", flat=True):
        shape = world().shapes[iso3]
        assert left < shape.x < left + width, iso3
        assert top < shape.y < top + height, iso3


def test_a_small_region_is_not_drawn_as_one_island():
    width, height = map(float, zoom.box([world().shapes["MLT"]]).split()[2:])
    assert (width, height) == (zoom.LEAST, zoom.LEAST)


def test_states_without_a_situation_can_be_asked_for(owner, release, monkeypatch):
    from focalpoint.desk.watch.state_panels import Found, StateSituations

    known = StateSituations({"SDN": [Found("s", "T", "open", True, "TLP:GREEN")]}, may_read=True)
    monkeypatch.setattr("focalpoint.desk.pages.watch.situations_by_state", lambda user: known)
    assert "Sudan" in {row[STATE] for row in rows(asked(owner))}
    left = {row[STATE] for row in rows(asked(owner, "?situation=none"))}
    assert len(left) == 194
    assert "Sudan" not in left


def test_a_person_follows_a_state_and_finds_it_again(owner, release):
    back = "/?threshold=100"
    assert owner.post("/country/FJI/follow/", {"back": back})["Location"] == "/?threshold=100#at-FJI"
    owner.post("/country/FJI/follow/", {"back": back})
    assert [row[STATE] for row in rows(asked(owner, "?followed=yes"))] == ["Fiji"]
    assert verbs() == ["state.followed"]
    owner.post("/country/FJI/unfollow/", {"back": back})
    owner.post("/country/FJI/unfollow/", {"back": back})
    assert verbs() == ["state.followed", "state.unfollowed"]
    assert "You follow no State of this list" in asked(owner, "?followed=yes").text


def test_the_page_of_a_state_follows_it_too(owner, release):
    assert "Follow this State" in pages.read(owner.get("/country/FJI/").content).text
    assert owner.post("/country/FJI/follow/", {"back": "/country/FJI/"})["Location"] == "/country/FJI/#at-FJI"
    assert "Stop following this State" in pages.read(owner.get("/country/FJI/").content).text


def test_what_one_person_follows_is_shown_to_nobody_else(owner, release):
    owner.post("/country/FJI/follow/")
    other = browser(walk.person(Role.HEAD))
    assert [each["title"] for each in asked(other).all("button") if "Fiji" in each.get("title", "")] == ["Follow Fiji"]


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "javascript:x", ""])
def test_a_star_leads_nowhere_else(owner, release, back):
    assert owner.post("/country/FJI/follow/", {"back": back})["Location"] == "/#at-FJI"


def test_no_state_outside_the_list_is_followed(owner, release):
    assert owner.post("/country/XXX/follow/").status_code == 404
    assert not Follow.objects.exists()


def test_a_star_is_pressed_and_not_opened(owner, nobody, release):
    assert owner.get("/country/FJI/follow/").status_code == 405
    assert nobody.post("/country/FJI/follow/").status_code == 403
    assert not Follow.objects.exists()


FINAL = {"first": "1989-01", "last": "2025-12", "basis": "final"}
CANDIDATE = {"first": "2025-01", "last": "2026-02", "basis": "candidate"}


@pytest.mark.parametrize(
    ("origin", "data", "said"),
    [
        ((2024, 12), [FINAL | {"last": "2024-12"}], "final for 2025, candidates of 2026"),
        ((2026, 2), [FINAL | {"last": "2024-12"}, CANDIDATE], "final for 2025, candidates of 2026"),
        ((2026, 9), [FINAL | {"last": "2024-12"}, CANDIDATE | {"last": "2026-09"}], "final for 2025."),
        ((2025, 12), [FINAL], ": candidates of 2026"),
        ((2026, 9), [FINAL, CANDIDATE | {"first": "2026-01", "last": "2026-09"}], ""),
        ((2026, 9), [], ""),
    ],
)
def test_what_is_newer_follows_the_publishers_calendar(origin, data, said):
    text = newer_sentence(month_id(*origin), data, month_id(2026, 11))
    assert said in text
    assert bool(text) is bool(said)


def test_one_banner_at_most_says_age_and_what_to_do(owner, release):
    page = asked(owner)
    assert len([each for each in page.all("p") if each.get("class") == "banner"]) == 1
    Release.objects.update(last=9999, origin=9000)
    assert not [each for each in asked(owner).all("p") if each.get("class") == "banner"]


def test_the_page_of_updates_carries_no_banner_that_leads_to_itself(owner, release):
    page = pages.read(owner.get(reverse("newer")).content)
    assert not [each for each in page.all("p") if each.get("class") == "banner"]
