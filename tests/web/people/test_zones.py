"""Hours name their zone; a day that counts for everybody is the office's."""

import datetime as dt
import re
from contextlib import nullcontext

import pytest
from django.test import Client
from django.urls import reverse

import walk
from at_desk import browser, verbs
from focalpoint.desk.concurrency.idempotency import token
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions.workflow import NotNow
from focalpoint.desk.people.zones import ensure_not_passed, office_day, zones
from focalpoint.desk.site import environment

pytestmark = pytest.mark.django_db
NIGHT = dt.datetime(2026, 11, 27, 3, 45, tzinfo=dt.UTC)  # 22:45 on the day before in New York, 16:45 in Suva


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


@pytest.mark.parametrize(
    ("zone", "day"), [("UTC", 27), ("America/New_York", 26), ("Pacific/Fiji", 27), ("Pacific/Pago_Pago", 26)]
)
def test_the_day_is_the_one_in_the_office(settings, zone, day):
    settings.TIME_ZONE = zone
    assert office_day(NIGHT) == dt.date(2026, 11, day)


def test_in_new_york_the_principal_can_refuse_from_today_and_not_from_yesterday(settings, cast):
    settings.TIME_ZONE = "America/New_York"
    submission = walk.signed(cast)
    words = {"choice": "refuse", "reason": "x", "route": None, "revision": submission.revision, "by": cast.principal}
    with pytest.raises(deciding.NotNow):
        deciding.decide(submission=submission, on=dt.date(2026, 11, 25), at=NIGHT, **words)
    assert deciding.decide(submission=submission, on=dt.date(2026, 11, 26), at=NIGHT, **words).pk


def test_an_hour_is_shown_in_the_readers_zone_with_its_name(settings, cast):
    item = walk.filed(cast.reporter)  # at 9:00 UTC
    address = reverse("receipt", args=[item.ref])
    assert "1 July 2025, 09:00 UTC" in browser(cast.reporter).get(address).content.decode()
    settings.TIME_ZONE = "Africa/Nairobi"
    assert "1 July 2025, 12:00 EAT" in browser(cast.reporter).get(address).content.decode()
    client = browser(cast.reporter)
    assert client.post(reverse("zone"), {"once": token(), "zone": "Africa/Lagos"}).status_code == 302
    assert "1 July 2025, 10:00 WAT" in client.get(address).content.decode()
    assert "Africa/Nairobi" in client.get(reverse("zone")).content.decode()
    assert "user.zone-chosen" not in verbs()  # those leave out what an account does to itself


def test_no_hour_is_printed_without_its_zone(cast):
    walk.decided(cast)
    for user, name in ((cast.principal, "decisions"), (cast.head, "items"), (cast.overseer, "trail")):
        client = browser(user)
        page = client.get(reverse(name)).content.decode().split("<main")[1]
        for link in re.findall(r'href="(/(?:items|submissions|transmissions)/[^"?#]+/)"', page)[:3]:
            page += client.get(link).content.decode().split("<main")[1]
        hours = re.findall(r"[0-2][0-9]:[0-5][0-9](?::[0-5][0-9])?(.{0,4})", re.sub(r"<[^>]*>", " ", page))
        assert hours
        assert all(after.startswith(" UTC") for after in hours), hours


def test_a_zone_is_chosen_among_those_that_are_and_nobody_else_chooses_it(cast):
    client = browser(cast.analyst)
    assert client.post(reverse("zone"), {"once": token(), "zone": "Mars/Olympus"}).status_code == 422
    assert Client().get(reverse("zone")).status_code == 302
    assert len(zones()) == len({name for name, _ in zones()}) > 300


def test_a_zone_of_the_office_that_is_none_is_a_problem_with_an_id():
    assert environment.read({"FOCALPOINT_ZONE": "Africa/Nairobi"}).zone == "Africa/Nairobi"
    wrong = environment.read({"FOCALPOINT_ZONE": "Nairobi"})
    assert (wrong.zone, [each.id for each in wrong.problems]) == ("UTC", ["focalpoint.E012"])


@pytest.mark.parametrize(("day", "is_over"), [(25, True), (26, False), (27, False)])
def test_what_is_due_on_a_day_that_is_over_in_the_office_is_refused_in_the_way_of_the_room(settings, day, is_over):
    settings.TIME_ZONE = "America/New_York"
    held = pytest.raises(NotNow, match="That day has passed") if is_over else nullcontext()
    with held:
        ensure_not_passed(dt.date(2026, 11, day), NIGHT, refusal=NotNow)
