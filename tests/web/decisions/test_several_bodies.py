"""One decision goes to several bodies: one form, each with its own request, marking, clock, copy and event."""

import datetime as dt
from contextlib import nullcontext

import pytest
from django.urls import reverse
from django.utils import timezone

import walk
from at_desk import browser, verbs
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions import integrity
from focalpoint.desk.decisions.models import Decision, Transmission
from focalpoint.desk.decisions.transmission.reach import reached
from focalpoint.desk.decisions.transmission.rules import is_asked_why_not_others
from focalpoint.desk.decisions.workflow import NotNow

pytestmark = pytest.mark.django_db
SOON, LATER = ((timezone.now() + dt.timedelta(days=days)).date().isoformat() for days in (5, 20))
WHY_NOT = "The Assembly is in recess, and the regional body was asked last week."


def form(submission, **more):
    given = {
        "once": idempotency.token(),
        "revision": submission.revision,
        "also": ["HRC"],
        "body": "SC",
        "reason": "Both can act, in different ways.",
        "others": WHY_NOT,
    }
    for prefix, body, day in (("", "SC", LATER), ("HRC-", "HRC", SOON)):
        given |= {
            f"{prefix}body": body,
            f"{prefix}asked": f"To meet on it: for {body} alone.",
            f"{prefix}form": "written",
            f"{prefix}on": day,
            f"{prefix}other_door": "Secretariat",
            f"{prefix}conveyor": "Special Adviser",
            f"{prefix}legal_basis": "Rule 39" if body == "SC" else "A/RES/60/251",
        }
    return given | {"HRC-marking": "TLP:AMBER+STRICT"} | more


def post(cast, submission, given, client=None):
    return (client or browser(cast.principal)).post(reverse("decide", args=[submission.ref, "act"]), given)


def test_two_bodies_are_read_first_and_decided_on_at_once(cast):
    submission = walk.signed(cast)
    given = form(submission)
    shown = post(cast, submission, given)
    assert shown.status_code == 200
    assert not Decision.objects.exists()
    first, second = shown.context["panel"].reserved
    read = shown.content.decode().split('class="leaves"')
    assert ["for HRC alone" in read[1], "for SC alone" in read[1]] == [True, False]
    assert "for SC alone" in read[2]
    before, client = verbs(), browser(cast.principal)
    given |= {"HRC-reserved": first.ref, "reserved": second.ref}
    assert post(cast, submission, given, client).status_code == 302
    done = [each for each in verbs()[len(before) :] if each != "protected.read"]
    assert done == ["decision.taken", "transmission.sent"]
    sent = {each.body: each for each in Transmission.objects.all()}
    for body, kept, day in (("HRC", first, SOON), ("SC", second, LATER)):
        row = sent[body]
        assert (row.ref, row.copy_hash, row.answer_due_on.isoformat()) == (kept.ref, kept.digest, day)
        assert row.asked == f"To meet on it: for {body} alone."
    assert (sent["HRC"].tlp, sent["HRC"].copy["marking"]) == ("TLP:AMBER+STRICT", "TLP:AMBER+STRICT")
    assert sent["SC"].tlp == submission.assessment.situation.tlp
    assert list(integrity.differences()) == []
    page = reverse("submission", args=[submission.ref])
    after = client.get(page).content.decode()
    assert ("The decision is recorded." in after, "The copy is sent." in after) == (True, False)
    record = browser(cast.head).get(page).content.decode()
    assert WHY_NOT in record
    liaison = browser(cast.liaison).get(reverse("transmission", args=[sent["HRC"].ref])).content.decode()
    assert WHY_NOT not in liaison
    assert "Security Council" not in liaison


@pytest.mark.parametrize(
    "wrong",
    [{"others": ""}, {"others": "n/a"}, {"HRC-asked": ""}, {"HRC-marking": "TLP:CLEAR"}, {"HRC-on": "2020-01-01"}],
)
def test_a_part_that_lacks_something_sends_nothing_and_keeps_what_was_written(cast, wrong):
    submission = walk.signed(cast)
    answer = post(cast, submission, form(submission, **wrong))
    assert answer.status_code == 422
    assert "To meet on it: for SC alone." in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_copy_that_reads_otherwise_stops_the_whole_decision(cast):
    submission = walk.signed(cast)
    given = form(submission)
    first, second = post(cast, submission, given).context["panel"].reserved
    given |= {"HRC-reserved": first.ref, "reserved": second.ref, "HRC-asked": "To send a mission instead."}
    answer = post(cast, submission, given)
    assert answer.status_code == 422
    assert not Transmission.objects.exists()
    assert [each.copy["subtitle"] for each in answer.context["panel"].reserved] != []


def test_why_the_others_were_not_used_is_proved_by_the_event(cast):
    submission = walk.signed(cast)
    words = {"choice": "act", "reason": "Now.", "on": walk.DAY, "route": walk.route(), "others": WHY_NOT}
    deciding.decide(submission=submission, revision=submission.revision, by=cast.principal, at=walk.AT, **words)
    assert list(integrity.differences()) == []
    Decision.objects.update(others_not_used="FORGED")
    assert len(list(integrity.differences())) == 1


@pytest.mark.parametrize(("why", "is_held"), [("", False), (" \n", False), ("n/a", False), (WHY_NOT, True)])
@pytest.mark.parametrize("choice", ["act", "refer"])
def test_a_decision_that_leaves_competent_bodies_aside_says_why(cast, choice, why, is_held):
    submission = walk.signed(cast)
    words = {"choice": choice, "reason": "Now.", "on": walk.DAY, "route": walk.route(), "others": why}
    words |= {"revision": submission.revision, "by": cast.principal, "at": walk.AT}
    with nullcontext() if is_held else pytest.raises(NotNow, match="Other bodies have competence here"):
        deciding.decide(submission=submission, **words)
    assert Decision.objects.exists() is is_held


def test_nothing_is_asked_of_others_where_all_that_are_competent_are_used_or_killing_is_about_to_start(cast):
    submission = walk.signed(cast)
    near = {each.way.body.id for each in reached(["KEN"], on=walk.DAY) if each.is_near}
    asked = [is_asked_why_not_others(submission, used, walk.DAY) for used in (near, near - {"SC"}, {"SC"})]
    assert asked == [False, True, True]
    submission.is_urgent = True
    assert not is_asked_why_not_others(submission, {"SC"}, walk.DAY)


def test_a_body_is_sent_one_copy_of_a_decision(cast):
    submission = walk.signed(cast)
    words = {
        "choice": "act",
        "reason": "Now.",
        "on": walk.DAY,
        "route": walk.route(),
        "others": walk.WHY_NOT,
        "also": [walk.route()],
    }
    with pytest.raises(NotNow, match="chosen twice"):
        deciding.decide(submission=submission, revision=submission.revision, by=cast.principal, at=walk.AT, **words)
    assert not Decision.objects.exists()


def test_the_bodies_are_ticked_on_the_page_and_each_has_its_part_of_the_form(cast):
    submission = walk.signed(cast)
    client, address = browser(cast.principal), reverse("submission", args=[submission.ref])
    assert 'type="checkbox" name="body" value="SC"' in client.get(address, {"choice": "act"}).content.decode()
    text = client.get(address, {"choice": "act", "body": ["HRC", "SC"]}).content.decode()
    assert 'name="HRC-asked"' in text
    assert 'name="asked"' in text
    assert 'name="also" value="HRC"' in text
    assert text.count('name="others"') == text.count('name="reason"') == 1
    assert text.count('<fieldset class="quiet">') == text.count("<summary>A message with it") == 2
    assert text.count('<section aria-labelledby="to-') == 2
    assert '<section aria-labelledby="to-' not in client.get(address, {"choice": "act", "body": "SC"}).content.decode()
