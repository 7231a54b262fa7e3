"""The form of a message and of a quiet action, and the rules of every way out, one refusal at a time."""

import dataclasses
import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

import walk
from at_desk import browser, sends
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.decisions.forms import AlsoForm, ReferForm, TransmitForm
from focalpoint.desk.decisions.models import Decision, Transmission
from focalpoint.desk.decisions.transmission.rules import ensure_holds
from focalpoint.desk.decisions.workflow import NotNow

LATER = (timezone.now() + dt.timedelta(days=9)).date().isoformat()
PLAN = {"aim": "Orders to the police.", "ends_on": LATER, "test": "Patrols stop there.", "next_step": "Go public."}
FIELDS = {
    "body": "STATE",
    "addressee": "Minister of the interior of Kenya",
    "asked": "To order the police to protect the market.",
    "obligations": "No person is arbitrarily deprived of life (ICCPR Art. 6).",
    "form": "written",
    "on": LATER,
    "other_door": "Permanent mission",
    "conveyor": "Special Adviser",
    "legal_basis": "A/RES/60/1, paragraph 138",
    "reason": "It can act today.",
    "others": "The Council of the region meets next month.",
}


def post(cast, submission, **more):
    given = FIELDS | {"once": idempotency.token(), "revision": submission.revision} | more
    return sends(cast.principal, reverse("decide", args=[submission.ref, "act"]), given)[0]


@pytest.mark.django_db
def test_a_message_is_read_as_it_leaves_and_is_kept_with_its_addressee(cast):
    assert post(cast, walk.signed(cast)).status_code == 302
    sent = Transmission.objects.get()
    assert (sent.addressee, sent.obligations) == (FIELDS["addressee"], FIELDS["obligations"])
    assert sent.copy["subtitle"] == "To Minister of the interior of Kenya"
    shown = browser(cast.head).get(reverse("transmission", args=[sent.ref])).content.decode()
    assert "Minister of the interior of Kenya" in shown
    assert "Aim" not in shown


@pytest.mark.django_db
def test_a_quiet_action_keeps_its_plan_and_a_loud_one_none(cast):
    assert post(cast, walk.signed(cast), form="quiet", **PLAN).status_code == 302
    assert Transmission.objects.get().quiet == PLAN


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"addressee": ""}, "needs its addressee"),
        ({"form": "quiet"}, "A quiet action needs"),
        ({"form": "quiet", **PLAN, "test": "n/a"}, "Write a sentence"),
        ({"form": "quiet", **PLAN, "ends_on": ""}, "A quiet action needs"),
    ],
)
def test_what_lacks_something_sends_nothing_and_keeps_what_was_written(cast, more, said):
    answer = post(cast, walk.signed(cast), **more)
    page = answer.content.decode()
    assert (said in page, FIELDS["asked"] in page) == (True, True)
    assert not Decision.objects.exists()


@pytest.mark.django_db
def test_a_further_message_begins_from_a_draft_too(cast):
    taken = walk.decided(cast)
    address = reverse("submission", args=[taken.submission.ref])
    asked = {"choice": "further", "body": "STATE", "draft": "M47", "state": "KEN"}
    form = browser(cast.principal).get(address, asked).context["panel"].form
    assert form["addressee"].value() == "Head of State or government of Kenya"
    assert "ICERD" in form["obligations"].value()


@pytest.mark.parametrize(
    "wrong",
    [
        {"asked": " \n"},
        {"body": "STATE"},
        {"form": "quiet"},
        {"body": "SC", "legal_basis": "Charter, art 99", "conveyor": "Under-Secretary-General"},
    ],
)
def test_each_rule_of_a_way_out_refuses_alone(wrong):
    ensure_holds(walk.route())
    with pytest.raises(NotNow) as refused:
        ensure_holds(dataclasses.replace(walk.route(), **wrong))
    assert refused.value.todo


@pytest.mark.parametrize(
    ("given", "is_open"),
    [
        ({"body": "HRC"}, False),
        ({"body": "HRC", "addressee": ""}, False),
        ({"body": "HRC", "addressee": "Minister of the interior"}, True),
        ({"body": "HRC", "obligations": "To protect."}, True),
        ({"body": "HRC", "alone": "on"}, True),
        ({"body": "STATE"}, True),
    ],
)
def test_the_fields_of_a_message_are_open_once_one_is_begun_or_due(given, is_open):
    assert TransmitForm(given).has_message is is_open


def test_the_fields_of_a_way_are_in_four_parts_and_none_is_lost():
    form = AlsoForm(None, initial={"body": "HRC"})
    parts = [[each.name for each in part] for part in (form.quiet_fields, form.message_fields, form.reasons)]
    assert parts == [list(PLAN), ["addressee", "obligations", "alone"], []]
    said = [each.name for each in form.request_fields]
    assert said[:3] == ["asked", "form", "on"]
    assert {*said, *parts[0], *parts[1]} == {each.name for each in form.visible_fields()}
    letter = ReferForm(None, initial={"body": "HRC"})
    assert (letter.quiet_fields, letter.message_fields) == ([], [])
