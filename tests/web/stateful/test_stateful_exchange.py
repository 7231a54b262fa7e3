"""A machine that says things about a copy in any order, beside a small model of what may be said when."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

import walk
from focalpoint.desk.decisions import exchange
from focalpoint.desk.decisions.exchange import Said
from focalpoint.desk.decisions.models import Message, Transmission
from focalpoint.desk.decisions.queries import open_question
from focalpoint.desk.intake.actions import Attachment
from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.states import differences
from focalpoint.reference.errors import FocalpointError

Kind = Message.Kind
LETTER = Attachment("letter.pdf", b"%PDF-1.4 We met.")
WHO = st.sampled_from(["analyst", "analyst", "head", "liaison", "principal", "overseer"])
RECORDS = {"analyst", "head"}
WAYS = st.sampled_from([("hand", True), ("letter", True), ("letter", False), ("telephone", False), ("desk", True)])
MINUTES = st.integers(0, 90)


class Exchange(RuleBasedStateMachine):
    """One copy that can be recalled for an hour; ``said`` is what holds of what was said, in order."""

    @initialize()
    def begin(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.people = vars(walk.cast())
        self.sent = walk.decided(walk.Cast(**self.people)).transmissions.get()
        Transmission.objects.update(leaves_at=walk.AT + dt.timedelta(hours=1))
        self.said: list[Message] = []
        self.recalled, self.at, self.events = False, walk.AT, Event.objects.count()

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def did(self, deed, *, expected: bool):
        """Do it; exactly one event and one message more when it is done, nothing when it is refused."""
        try:
            with transaction.atomic():
                deed()
        except FocalpointError:
            assert not expected
            assert Event.objects.count() == self.events
            return False
        assert expected
        self.events += 1
        assert Event.objects.count() == self.events
        return True

    def has(self, kind: str) -> bool:
        return any(each.kind == kind for each in self.said)

    def is_open(self, kind: str) -> bool:
        """Whether this may be said now by somebody."""
        left = not self.recalled and self.at >= walk.AT + dt.timedelta(hours=1)
        after = self.has(Kind.ACKNOWLEDGED) if kind in {Kind.PART, Kind.ANSWER} else True
        once = not self.has(Kind.ACKNOWLEDGED) if kind == Kind.ACKNOWLEDGED else True
        return left and after and once and not self.has(Kind.ANSWER)

    @rule(minutes=MINUTES)
    def wait(self, minutes):
        self.at += dt.timedelta(minutes=minutes)

    @rule(who=WHO, kind=st.sampled_from(exchange.RECORDED), way=WAYS)
    def record(self, who, kind, way):
        means, has_letter = way
        said = Said(kind, "The Council met.", self.at.date(), means, LETTER if has_letter else None)
        needs = kind in {Kind.PART, Kind.ANSWER} and means in exchange.WITH_A_LETTER
        good = who in RECORDS and means != "desk" and (has_letter or not needs) and self.is_open(kind)
        by = self.people[who]
        self.did(lambda: exchange.record_for_body(transmission=self.sent, said=said, by=by, at=self.at), expected=good)
        self.said = list(Message.objects.filter(withdrawn_at=None))

    @rule(who=WHO, whole=st.booleans())
    def answer(self, who, whole):
        say, kind = (exchange.answer, Kind.ANSWER) if whole else (exchange.answer_in_part, Kind.PART)
        good = who == "liaison" and self.is_open(kind)
        words = {"text": "We met.", "by": self.people[who], "at": self.at}
        self.did(lambda: say(transmission=self.sent, **words), expected=good)
        self.said = list(Message.objects.filter(withdrawn_at=None))

    @rule(who=WHO, asks=st.booleans())
    def talk(self, who, asks):
        """The body asks, or the office replies."""
        words = {"by": self.people[who], "at": self.at}
        if asks:
            good = who == "liaison" and self.is_open(Kind.QUESTION)
            self.did(lambda: exchange.ask_back(transmission=self.sent, text="Where?", **words), expected=good)
        else:
            good = who in RECORDS and open_question(self.sent) is not None and not self.recalled
            said = Said("reply", "In the east.", self.at.date())
            self.did(lambda: exchange.reply(transmission=self.sent, said=said, **words), expected=good)
        self.said = list(Message.objects.filter(withdrawn_at=None))

    @rule(who=WHO, last=st.booleans())
    def withdraw(self, who, last):
        kept = list(Message.objects.all())
        if not kept:
            return
        message = kept[-1 if last else 0]
        rests = message.kind == Kind.ACKNOWLEDGED and self.has(Kind.ANSWER)
        good = who in RECORDS and message.for_body and message.withdrawn_at is None and not rests
        words = {"reason": "Another Council.", "by": self.people[who], "at": self.at}
        self.did(lambda: exchange.withdraw_record(message=message, **words), expected=good)
        self.said = list(Message.objects.filter(withdrawn_at=None))

    @rule(who=WHO)
    def recall(self, who):
        good = who == "principal" and not self.recalled and self.at < walk.AT + dt.timedelta(hours=1)
        words = {"reason": "The wrong body.", "by": self.people[who], "at": self.at}
        self.recalled |= self.did(lambda: exchange.recall(transmission=self.sent, **words), expected=good)

    @invariant()
    def the_columns_say_what_the_messages_say(self):
        if not hasattr(self, "sent"):
            return
        now = Transmission.objects.get()
        assert (now.acknowledged_at is not None) is self.has(Kind.ACKNOWLEDGED)
        assert (now.answered_at is not None) is self.has(Kind.ANSWER)
        assert bool(now.answer) is self.has(Kind.ANSWER)
        assert not (self.recalled and self.said)


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize("runs", [6, pytest.param(60, marks=pytest.mark.long)])
def test_whatever_is_said_in_whatever_order_the_columns_say_the_same(runs, settings_of_home):
    health = list(HealthCheck)
    rules = settings(max_examples=runs, stateful_step_count=20, deadline=None, suppress_health_check=health)
    run(Exchange, settings=rules)


@pytest.mark.django_db
def test_the_machine_itself_reaches_an_answer_that_is_withdrawn_and_given_again(settings_of_home):
    machine = Exchange()
    machine.begin()
    machine.wait(60)
    for kind in (Kind.ACKNOWLEDGED, Kind.ANSWER):
        machine.record("analyst", kind, ("letter", True))
    machine.withdraw("head", True)
    machine.record("head", Kind.ANSWER, ("telephone", False))
    assert [each.kind for each in machine.said] == [Kind.ACKNOWLEDGED, Kind.ANSWER]
    machine.the_columns_say_what_the_messages_say()
    Transmission.objects.update(leaves_at=machine.sent.leaves_at)  # as it was when its event was written
    assert list(differences()) == []
    machine.teardown()


@pytest.fixture
def settings_of_home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
