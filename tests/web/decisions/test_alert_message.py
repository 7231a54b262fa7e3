"""Those who have the next step on an urgent alert get a message that one waits, and nothing else of it."""

import datetime as dt
import smtplib

import pytest
from django.core import mail

import walk
from focalpoint.desk.decisions.alerts import Alert, file_alert
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.site import mail as mail_settings
from focalpoint.desk.tasks import worker
from focalpoint.desk.tasks.models import Task
from focalpoint.desk.trail.models import Event

ADDRESS = "https://desk.example.org"


@pytest.fixture
def sent(cast, settings) -> Submission:
    settings.DEFAULT_FROM_EMAIL, settings.FOCALPOINT_ADDRESS = "desk@example.org", ADDRESS
    for role in (Role.ANALYST, Role.REVIEWER, Role.PRINCIPAL):
        User.objects.filter(role=role).update(email=f"{role}@example.org")
    walk.person(Role.REVIEWER, "low", clearance="TLP:CLEAR", email="low@example.org")
    item = walk.filed(cast.analyst)
    situation = walk.opened(cast.analyst, item)
    request = walk.option(None, "ME023", "III", reason="To call the governor tonight.")
    alert = Alert(walk.judgement(None), request, [item])
    return file_alert(situation=situation, alert=alert, by=cast.analyst, at=walk.AT)


def works(at: dt.datetime = walk.AT) -> None:
    while worker.work_once(at=at):
        pass


def recipients() -> list[list[str]]:
    return [each.recipients() for each in mail.outbox]


def test_the_reviewer_then_the_principal_hear_that_one_waits_and_nothing_of_what_it_says(cast, sent):
    works()
    assert recipients() == [["reviewer@example.org"]]
    walk.sign(sent, by=cast.reviewer)
    works()
    works()
    assert recipients() == [["reviewer@example.org"], ["principal@example.org"]]
    for each in mail.outbox:
        assert each.to == []
        assert each.body == f"An urgent alert waits for you: {ADDRESS}/submissions/"
        assert walk.SECRET not in each.message().as_string()
    assert Event.objects.filter(verb="alert.announced", subject=sent.ref).count() == 2


def test_a_message_that_cannot_be_sent_is_tried_again_and_leaves_no_event(sent, monkeypatch):
    def refuses(*args, **kwargs):
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuses)
        works()
    assert "SMTPServerDisconnected" in Task.objects.get(job="announce-alert").error
    assert not Event.objects.filter(verb="alert.announced").exists()
    works(walk.AT + dt.timedelta(minutes=2))
    assert recipients() == [["reviewer@example.org"]]


def test_an_alert_that_waits_no_more_is_not_announced_and_neither_is_any_other_submission(cast, sent):
    walk.sign(sent, by=cast.reviewer)
    Submission.objects.update(state="returned")
    works()
    walk.submitted(cast, overlap_reason="Another group.")
    works()
    assert mail.outbox == []


def test_without_mail_nothing_is_sent_and_nothing_fails(sent, settings):
    settings.DEFAULT_FROM_EMAIL = ""
    works()
    assert mail.outbox == []
    assert Task.objects.get(job="announce-alert").done_at


def test_mail_to_another_machine_is_encrypted():
    given = {"FOCALPOINT_MAIL_FROM": "desk@example.org", "FOCALPOINT_ADDRESS": ADDRESS + "/"}
    far = mail_settings.read(given | {"FOCALPOINT_MAIL": "smtp://me:p%40ss@mail.example.org:587"})
    assert (far.host, far.port, far.user, far.password) == ("mail.example.org", 587, "me", "p@ss")
    assert (far.encrypted_later, far.encrypted_at_once, far.address) == (True, False, ADDRESS)
    near = mail_settings.read(given | {"FOCALPOINT_MAIL": "smtp://localhost"})
    assert (near.encrypted_later, near.port) == (False, 25)
    at_once = mail_settings.read(given | {"FOCALPOINT_MAIL": "smtps://mail.example.org"})
    assert (at_once.encrypted_later, at_once.encrypted_at_once, at_once.port) == (False, True, 465)
    assert mail_settings.read({}).backend.endswith("dummy.EmailBackend")
