"""Nobody marks above their own clearance, and whoever writes a thing can read it afterwards."""

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.concurrency.idempotency import token
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake.models import Source
from focalpoint.desk.marking.rule import LADDER, readable
from focalpoint.desk.people.models import Role
from focalpoint.desk.situations.models import Situation

pytestmark = pytest.mark.django_db
SOURCE = {"label": "Reed", "kind": "person", "subject": "police", "grade": "F", "reason": "New here."}
SITUATION = {"title": "Rift Valley", "iso3s": ["KEN"]}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


def tlps(client, name: str) -> list[str]:
    page = pages.read(client.get(reverse(name)).content)
    return [each["value"] for each in page.all("option") if each["value"].startswith("TLP")]


@pytest.mark.parametrize("clearance", [level.value for level in LADDER])
@pytest.mark.parametrize(("name", "fields"), [("sources", SOURCE), ("open_situation", SITUATION)])
def test_a_form_offers_and_takes_no_marking_above_its_writers_clearance(clearance, name, fields):
    client = browser(walk.person(Role.ANALYST, clearance=clearance))
    assert tlps(client, name) == readable(clearance)
    for level in LADDER:
        fields_ = fields | {"once": token(), "tlp": level.value, "overlap_reason": "Another group.", "another": "on"}
        assert client.post(reverse(name), fields_).status_code == (302 if level in readable(clearance) else 422)
    assert {*Source.objects.values_list("tlp", flat=True), *Situation.objects.values_list("tlp", flat=True)} == set(
        readable(clearance)
    )


@pytest.mark.parametrize(("clearance", "begins"), [("TLP:GREEN", "TLP:GREEN"), ("TLP:RED", "TLP:AMBER")])
def test_a_form_begins_at_amber_or_at_the_writers_own_clearance_below_it(clearance, begins):
    client = browser(walk.person(Role.ANALYST, clearance=clearance))
    for name in ("sources", "open_situation"):
        page = pages.read(client.get(reverse(name)).content)
        chosen = [each["value"] for each in page.all("option") if "selected" in each]
        assert [each for each in chosen if each.startswith("TLP")] == [begins]


def test_a_red_source_is_seen_by_whoever_registered_it_and_by_nobody_else():
    one, other = (walk.person(Role.ANALYST, name, clearance="TLP:RED") for name in ("one", "other"))
    client = browser(one)
    assert client.post(reverse("sources"), SOURCE | {"once": token(), "tlp": "TLP:RED"}).status_code == 302
    assert "Reed" in client.get(reverse("sources")).content.decode()
    assert "Reed" not in browser(other).get(reverse("sources")).content.decode()


def test_a_red_situation_is_there_for_its_opener_once_it_is_opened():
    client = browser(walk.person(Role.ANALYST, clearance="TLP:RED"))
    answer = client.post(reverse("open_situation"), SITUATION | {"once": token(), "tlp": "TLP:RED"})
    assert client.get(answer.url).status_code == 200


def test_the_action_refuses_it_too_and_writes_nothing():
    low = walk.person(Role.ANALYST, clearance="TLP:GREEN")
    with pytest.raises(taking.AboveClearance):
        walk.sourced(low)
    with pytest.raises(taking.AboveClearance):
        walk.opened(low)
    assert not Source.objects.exists()
    assert not Situation.objects.exists()
