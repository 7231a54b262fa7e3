"""Where an office is too small, a named person outside confirms or refuses, and each document says so."""

import datetime as dt
import json

import pytest
from django.db import transaction

import walk
from focalpoint.desk.concurrency.revisions import Stale
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions import integrity, outside_actions
from focalpoint.desk.decisions.models import Submission, Transmission
from focalpoint.desk.decisions.note.digest import compose_whole, read_now
from focalpoint.desk.decisions.note.endorsement import endorsement
from focalpoint.desk.decisions.queries import possible_signers, waiting_outside
from focalpoint.desk.decisions.workflow import NotNow
from focalpoint.desk.interests.actions import declare
from focalpoint.desk.people import actions
from focalpoint.desk.people.actions import OfficeLargeEnough
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.people.outsider import NotShared, Outsider
from focalpoint.desk.people.permissions import NotAllowed, Permission, has_permission, require
from focalpoint.desk.people.queries import is_small_office, office_size
from focalpoint.desk.people.small_office import NotSmall
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.trail.digests import digest_of
from focalpoint.desk.trail.keys import installation_key
from focalpoint.desk.trail.models import Event
from small_office import AT, CAPACITY, NAME, WHY, asked, confirmed, refused, small

STATES = Submission.State
LATER = AT + dt.timedelta(hours=73)

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(cast) -> Submission:
    found = walk.submitted(cast)
    small(cast)
    return found


def set_to(cast, is_small: bool) -> None:
    actions.set_office_mode(is_small=is_small, reason=WHY, by=cast.analyst, at=AT)


def written(document) -> str:
    return json.dumps(document.model_dump(mode="json"))


def test_the_mode_is_for_fewer_than_three_people_and_ends_with_the_third(cast):
    administrator = walk.person(Role.ADMINISTRATOR)
    assert office_size() == 6
    with pytest.raises(OfficeLargeEnough):
        actions.set_office_mode(is_small=True, reason=WHY, by=administrator, at=AT)
    assert not is_small_office()
    administrator.delete()
    small(cast)
    assert office_size() == 2
    assert is_small_office()
    event = Event.objects.get(verb="office.mode-set")
    assert (event.actor, '"small":1' in event.ids) == (cast.analyst.ref, True)
    walk.person(Role.HEAD, "head-2")
    assert not is_small_office()
    User.objects.filter(username="head-2").update(is_active=False)
    assert is_small_office()
    set_to(cast, False)
    assert not is_small_office()


def test_who_reports_or_answers_from_outside_is_not_counted(cast, submission):
    for role in (Role.REPORTER, Role.PEER, Role.FOCAL_POINT):
        walk.person(role, f"more-{role}")
    walk.person(Role.LIAISON, "more-liaison", body="HRC")
    assert office_size() == 2


def test_only_an_administrator_sets_the_mode(cast, submission):
    with pytest.raises(NotAllowed):
        actions.set_office_mode(is_small=False, reason=WHY, by=cast.principal, at=AT)


def test_the_link_is_open_to_its_holder_once_and_until_it_expires(cast, submission):
    secret = asked(submission, cast.analyst)
    who = Outsider.of(secret)
    assert waiting_outside(who, at=AT).get() == submission
    assert waiting_outside(who, at=AT + dt.timedelta(hours=71)).exists()
    assert not waiting_outside(who, at=LATER).exists()
    assert not waiting_outside(Outsider.of(secret[:-1]), at=AT).exists()
    assert not waiting_outside(Outsider(""), at=AT).exists()
    confirmed(submission, secret)
    assert not waiting_outside(who, at=AT).exists()
    with pytest.raises(NotNow):
        refused(submission, secret)


def test_the_secret_is_stored_nowhere(cast, submission):
    secret = asked(submission, cast.analyst)
    rows = [*Submission.objects.values_list(), *Event.objects.values_list()]
    assert not any(secret in str(value) for row in rows for value in row)
    submission.refresh_from_db()
    assert submission.outside_key == Outsider.of(secret).key
    assert len(submission.outside_key) == 64


def test_a_new_link_and_one_that_is_taken_back_close_the_one_before(cast, submission):
    first = asked(submission, cast.analyst)
    second = asked(submission, cast.analyst, name="Another Outside")
    with pytest.raises(NotNow):
        confirmed(submission, first)
    submission.refresh_from_db()
    outside_actions.take_back_link(submission=submission, revision=submission.revision, by=cast.analyst, at=AT)
    with pytest.raises(NotNow):
        confirmed(submission, second)
    with pytest.raises(NotNow):
        outside_actions.take_back_link(submission=submission, revision=submission.revision, by=cast.analyst, at=AT)
    assert submission.state == STATES.SUBMITTED
    assert "small-office" not in written(compose_whole(submission, language="en", on=walk.DAY))


@pytest.mark.parametrize("marking", [{"tlp": "TLP:AMBER+STRICT"}, {"tlp": "TLP:RED"}, {"need_to_know": True}])
def test_a_stricter_marking_closes_a_link_that_is_open(cast, submission, marking):
    secret = asked(submission, cast.analyst)
    Situation.objects.update(**marking)
    assert not waiting_outside(Outsider.of(secret), at=AT).exists()
    with pytest.raises(NotNow):
        confirmed(submission, secret)


@pytest.mark.parametrize(
    ("marking", "is_asked"),
    [
        ({"tlp": "TLP:CLEAR"}, True),
        ({"tlp": "TLP:GREEN"}, True),
        ({"tlp": "TLP:AMBER"}, True),
        ({"tlp": "TLP:AMBER", "need_to_know": True}, False),
        ({"tlp": "TLP:AMBER+STRICT"}, False),
        ({"tlp": "TLP:RED"}, False),
    ],
)
def test_only_what_may_leave_the_organisation_is_shown_outside(cast, submission, marking, is_asked):
    Situation.objects.update(**marking)
    found = Submission.objects.get(pk=submission.pk)
    if is_asked:
        assert asked(found, cast.analyst)
        return
    with pytest.raises(NotShared, match=marking["tlp"].replace("+", r"\+")):
        asked(found, cast.analyst)


def test_without_the_mode_or_not_waiting_or_not_by_its_author_no_link_is_made(cast, submission):
    other = walk.person(Role.ANALYST, "other", is_active=True)
    with pytest.raises(NotAllowed):
        asked(submission, other)
    with pytest.raises(NotSmall, match="small-office"):
        asked(submission, cast.analyst)  # three people work here now
    other.is_active = False
    other.save()
    set_to(cast, False)
    with pytest.raises(NotSmall, match="small-office"):
        asked(submission, cast.analyst)
    set_to(cast, True)
    secret = asked(submission, cast.analyst)
    confirmed(submission, secret)
    with pytest.raises(NotNow):
        asked(submission, cast.analyst)


def test_each_act_leaves_one_event_and_the_digest_of_what_it_wrote(cast, submission):
    before = Event.objects.count()
    asked(submission, cast.analyst)
    submission.refresh_from_db()
    outside_actions.take_back_link(submission=submission, revision=submission.revision, by=cast.analyst, at=AT)
    confirmed(submission, asked(submission, cast.analyst))
    events = list(Event.objects.order_by("number"))[before:]
    assert [each.verb for each in events] == [
        "submission.outside-asked",
        "submission.outside-taken-back",
        "submission.outside-asked",
        "submission.signed",
    ]
    key = installation_key()
    assert digest_of(submission.assessment.reviewer, key) in events[-1].ids
    for written in (submission, submission.assessment, submission.paper):
        kept = digest_of(written, key)
        assert kept in events[-1].ids, written


def test_a_confirmed_note_is_signed_under_the_name_of_a_closed_account(cast, submission):
    confirmed(submission, asked(submission, cast.analyst))
    account = submission.assessment.reviewer
    assert (submission.state, account.get_full_name(), account.is_active) == (STATES.SIGNED, NAME, False)
    assert not account.has_usable_password()
    assert not any(has_permission(account, each) for each in Permission)
    assert account not in possible_signers(submission)
    assert office_size() == 2
    event = Event.objects.get(verb="submission.signed")
    assert (event.actor, '"outside":1' in event.ids) == (account.ref, True)
    assert list(integrity.differences()) == []


def test_the_signed_note_and_the_line_below_its_title_name_who_confirmed(cast, submission):
    confirmed(submission, asked(submission, cast.analyst))
    frozen = json.dumps(submission.assessment.frozen)
    assert f"small-office mode: the second person for this note is {NAME} ({CAPACITY})" in frozen
    said = f"Read and confirmed in small-office mode by {NAME} ({CAPACITY}), outside of the office, on 1 July 2025."
    assert endorsement(submission)[1] == said


def test_the_copy_for_a_body_says_the_mode_and_no_name(cast, submission):
    confirmed(submission, asked(submission, cast.analyst))
    given = {"choice": "act", "reason": walk.SECRET, "on": walk.DAY, "by": cast.principal, "at": AT}
    found = Submission.objects.get(pk=submission.pk)
    deciding.decide(submission=found, route=walk.route(), others=walk.WHY_NOT, revision=found.revision, **given)
    sent = json.dumps(Transmission.objects.get().copy)
    assert "The office was in small-office mode" in sent
    assert NAME not in sent
    assert "reviewed and signed by another" not in sent


def test_a_usual_note_and_its_copy_say_nothing_of_the_mode(cast):
    taken = walk.decided(cast)
    sent = json.dumps(taken.transmissions.get().copy)
    frozen = json.dumps(taken.submission.assessment.frozen)
    assert "small-office" not in sent + frozen + " ".join(endorsement(taken.submission))


def test_a_refused_note_goes_back_with_words_and_can_be_signed_by_a_colleague_later(cast, submission):
    refused(submission, asked(submission, cast.analyst))
    draft = submission.assessment
    draft.refresh_from_db()
    assert (submission.state, draft.review_reason) == (STATES.RETURNED, "The second source repeats the first.")
    assert draft.reviewer.get_full_name() == NAME
    assert submission.outside_name == submission.outside_key == ""
    again = deciding.submit(assessment=draft, revision=draft.revision, by=cast.analyst, at=AT)
    User.objects.filter(pk=cast.reviewer.pk).update(is_active=True)
    walk.sign(again, by=User.objects.get(pk=cast.reviewer.pk))
    again.refresh_from_db()
    assert "small-office" not in json.dumps(again.assessment.frozen)


def test_a_colleague_signs_nothing_that_says_it_waits_for_a_person_outside(cast, submission):
    asked(submission, cast.analyst)
    User.objects.filter(pk=cast.reviewer.pk).update(is_active=True)
    reviewer = User.objects.get(pk=cast.reviewer.pk)
    submission.refresh_from_db()
    with pytest.raises(NotNow, match="outside"):
        walk.sign(submission, by=reviewer)
    given = {"reason": "Say more of the second source.", "revision": submission.revision, "by": reviewer, "at": AT}
    deciding.send_back(submission=submission, **given)
    submission.refresh_from_db()
    assert submission.outside_name == ""


def test_what_changed_since_it_was_read_is_not_confirmed(cast, submission):
    secret = asked(submission, cast.analyst)
    submission.refresh_from_db()
    read = read_now(submission, at=AT)
    Situation.objects.update(populations="Others than those that were read about")
    found = Submission.objects.get(pk=submission.pk)
    with pytest.raises(Stale):
        outside_actions.confirm_outside(submission=found, read=read, by=Outsider.of(secret), at=AT)
    assert Submission.objects.get(pk=submission.pk).state == STATES.SUBMITTED
    confirmed(found, secret)


@pytest.mark.parametrize("act", [confirmed, refused])
def test_without_its_event_nothing_is_written_and_the_link_stays_open(cast, submission, act, monkeypatch):
    secret = asked(submission, cast.analyst)
    before = [list(User.objects.order_by("pk").values()), list(Submission.objects.values())]

    def fail(**_):
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(outside_actions, "record", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        act(submission, secret)
    assert [list(User.objects.order_by("pk").values()), list(Submission.objects.values())] == before
    assert waiting_outside(Outsider.of(secret), at=AT).exists()


@pytest.mark.parametrize("permission", Permission)
def test_the_holder_of_a_link_may_do_one_thing(permission):
    who = Outsider.of("a secret")
    if permission == Permission.OUTSIDE_ANSWER:
        require(who, permission, object())
        return
    with pytest.raises(NotAllowed):
        require(who, permission, object())


def test_a_link_ends_with_the_mode_and_waits_for_the_interests_of_its_author(cast, submission):
    secret = asked(submission, cast.analyst)
    set_to(cast, is_small=False)
    with pytest.raises(NotSmall):
        confirmed(submission, secret)
    set_to(cast, is_small=True)
    interest = {"kinds": ["family"], "named": "A sister", "text": "My sister lives in the district that it is about."}
    declare(situation=submission.assessment.situation, **interest, by=cast.analyst, at=AT)
    with pytest.raises(NotNow, match="waits for the answer"):
        confirmed(submission, secret)
