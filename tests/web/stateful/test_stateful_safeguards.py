"""A machine that tries to have force signed on a safeguard that is no safeguard, and a model that knows when it is one.

It empties, copies and shortens reasons, reads its own safeguards, withdraws what they rest on, and changes them after
they were read. Signed is reached only where each criterion says something of its own, rests on an item that can still
be read, and was read by another person since its last change.
"""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

import walk
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.documents.blocks import Document
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake.models import Item
from focalpoint.desk.options import actions as opting
from focalpoint.desk.options.models import Option, Paper
from focalpoint.desk.people.models import User
from focalpoint.desk.situations import actions as situating
from focalpoint.desk.trail.chain import breaks
from focalpoint.desk.trail.queries import links
from focalpoint.reference.errors import FocalpointError
from safeguard_records import FAILURE, WHOLE
from walk import AT

CRITERIA = ("cause", "intention", "last_resort", "proportion", "prospects")
REASONS = {name: WHOLE["review"][f"{name}_why"] for name in CRITERIA}
SAYS_NOTHING = ("", "x", "necessary", "ok ok ok ok ok ok", "To be added later.")
OTHER = "The front line moved past two more villages since Monday."
HONEST = st.sampled_from(["own", "own", "own", "other", "bad", "copied"])


class Safeguards(RuleBasedStateMachine):
    """One paper with force. ``said`` is what its review says now, ``read`` what was read of it by another person."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        cast = walk.cast()
        self.people: dict[str, User] = {name: getattr(cast, name) for name in ("analyst", "reviewer", "head")}
        self.items: list[Item] = []
        self.withdrawn: set[str] = set()
        self.said: dict[str, str] = {}
        self.read: dict[str, str] | None = None
        self.state = "draft"

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def did(self, deed, *, expected: bool) -> bool:
        """Do it in a transaction; it is done exactly where the model expects it."""
        try:
            with transaction.atomic():
                deed()
        except FocalpointError:
            assert not expected
            return False
        assert expected
        return True

    @initialize(honest=st.booleans())
    def begin(self, honest):
        """A run begins with a draft that lacks nothing but its force; or with force that another person has read."""
        analyst = self.people["analyst"]
        first = walk.filed(analyst)
        situation = walk.opened(analyst, first)
        walk.tested(situation, analyst)
        draft = walk.assessed(situation, first, analyst)
        assessing.save_texts(assessment=draft, texts=FAILURE, revision=draft.revision, by=analyst, at=AT)
        self.draft, self.paper = draft.pk, walk.optioned(draft, analyst).pk
        for title in ("One account", "Another account"):
            self.items.append(walk.filed(analyst, title, title.encode()))
            situating.link_item(situation=situation, item=self.items[-1], by=analyst, at=AT)
        if honest:
            self.write("cause", "own", 0, "", True)
            self.confirm("reviewer", False)

    def option(self) -> Option | None:
        return Option.objects.filter(paper=self.paper, measure="ME098").first()

    @precondition(lambda self: self.state == "draft")
    @rule(
        name=st.sampled_from(CRITERIA),
        kind=HONEST,
        item=st.integers(0, 1),
        bad=st.sampled_from(SAYS_NOTHING),
        cites=st.sampled_from([True, True, True, False]),
    )
    def write(self, name, kind, item, bad, cites):
        """Write the review, honest but perhaps for one criterion."""
        copied = REASONS[next(each for each in CRITERIA if each != name)]
        text = {"own": REASONS[name], "other": OTHER, "bad": bad, "copied": copied}[kind]
        on = {f"{each}_on": self.items[item].ref for each in CRITERIA}
        review = WHOLE["review"] | on | {f"{name}_why": text} | ({} if cites else {f"{name}_on": ""})
        paper = Paper.objects.get(pk=self.paper)
        option = walk.option(paper, "ME098", "III", records={"authorization": WHOLE["authorization"], "review": review})
        words = {"option": option, "revision": paper.revision, "by": self.people["analyst"], "at": AT}
        good = kind in {"own", "other"} and cites and self.items[item].ref not in self.withdrawn
        if self.did(lambda: opting.consider(**words), expected=good):
            self.said, self.read = review, None

    @precondition(lambda self: self.said)
    @rule(who=st.sampled_from(["analyst", "reviewer", "head", "reviewer"]), late=st.booleans())
    def confirm(self, who, late):
        """Read the safeguards: oneself, as another person, or as they were before they were changed."""
        option = self.option()
        shown = option.pk - 1 if late else option.pk
        words = {"option": option, "shown": shown, "by": self.people[who], "at": AT}
        good = who != "analyst" and not late and self.state == "draft"
        if self.did(lambda: opting.confirm_reading(**words), expected=good):
            self.read = self.said

    @rule(item=st.integers(0, 1))
    def withdraw(self, item):
        row = Item.objects.get(pk=self.items[item].pk)
        words = {"item": row, "revision": row.revision, "by": self.people["analyst"], "at": AT}
        if self.did(lambda: taking.withdraw_consent(**words), expected=row.ref not in self.withdrawn):
            self.withdrawn.add(row.ref)

    @precondition(lambda self: self.state == "draft" and self.said)
    @rule()
    def submit(self):
        draft = Assessment.objects.get(pk=self.draft)
        words = {"assessment": draft, "revision": draft.revision, "by": self.people["analyst"], "at": AT}
        if self.did(lambda: deciding.submit(**words), expected=self.is_read() and self.rests()):
            self.state = "submitted"

    @precondition(lambda self: self.state == "submitted")
    @rule(who=st.sampled_from(["reviewer", "head"]))
    def sign(self, who):
        row = Submission.objects.get(assessment=self.draft)
        if self.did(lambda: walk.sign(row, by=self.people[who]), expected=self.rests()):
            self.state = "signed"

    @precondition(lambda self: self.state == "submitted")
    @rule()
    def send_back(self):
        row = Submission.objects.get(assessment=self.draft)
        words = {"reason": "Mend it.", "revision": row.revision, "by": self.people["reviewer"], "at": AT}
        self.did(lambda: deciding.send_back(submission=row, **words), expected=True)
        self.state = "draft"

    def is_read(self) -> bool:
        return self.read is not None and self.read == self.said

    def rests(self) -> bool:
        return not self.withdrawn.intersection(self.said[f"{name}_on"] for name in CRITERIA)

    @invariant()
    def what_is_kept_is_what_the_model_says(self):
        option = self.option()
        if option is not None and self.said:
            assert option.records["review"] == self.said
            assert hasattr(option, "reading") == self.is_read()
            assert {each["by"] for each in option.written.values()} == {self.people["analyst"].ref}
        assert Assessment.objects.get(pk=self.draft).frozen_hash == "" or self.state == "signed"

    @invariant()
    def what_is_signed_has_each_safeguard(self):
        """Read from the signed text alone, without the rules of the desk."""
        if self.state != "signed":
            return
        draft = Assessment.objects.get(pk=self.draft)
        note = Document.model_validate(draft.frozen)
        assert note.digest() == draft.frozen_hash
        tables = [block for block in note.blocks if block.kind == "table" and "III.ME098" in block.keys]
        review = [row for table in tables for row in table.texts() if row[1].startswith("Review of prec")]
        texts = [row[2].partition(". ")[2] for row in review]
        assert len(review) == len(set(texts)) == 5
        assert not [text for text in texts if len(set(text.split())) < 5]
        assert not [row for row in review if row[3] in {"", "–"} or not row[4]]
        assert Option.objects.get(pk=self.option().pk).reading.by != draft.author

    @invariant()
    def the_chain_is_whole(self):
        assert list(breaks(links(), {})) == []


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.mark.django_db
@pytest.mark.parametrize("runs", [6, pytest.param(150, marks=pytest.mark.long)])
def test_nothing_is_signed_on_a_safeguard_that_is_none(runs):
    health = list(HealthCheck)
    run(
        Safeguards,
        settings=settings(max_examples=runs, stateful_step_count=12, deadline=None, suppress_health_check=health),
    )


@pytest.mark.django_db
def test_the_machine_reaches_signed_honestly_and_each_crooked_way_is_closed():
    """So that the run above cannot pass by being refused everything."""
    machine = Safeguards()
    machine.begin(honest=False)
    for bad in SAYS_NOTHING:
        machine.write("cause", "bad", 0, bad, True)
    machine.write("cause", "copied", 0, "", True)
    machine.write("cause", "own", 0, "", False)
    assert machine.said == {}
    machine.write("cause", "own", 0, "", True)
    machine.submit()
    machine.confirm("analyst", False)
    machine.confirm("reviewer", True)
    machine.submit()
    machine.confirm("reviewer", False)
    machine.write("cause", "other", 0, "", True)
    machine.submit()
    machine.confirm("head", False)
    machine.submit()
    assert machine.state == "submitted"
    machine.withdraw(0)
    machine.sign("reviewer")
    machine.send_back()
    machine.submit()
    machine.write("cause", "own", 0, "", True)
    machine.write("cause", "own", 1, "", True)
    machine.confirm("head", False)
    machine.submit()
    machine.sign("reviewer")
    assert machine.state == "signed"
    for name in ("what_is_kept_is_what_the_model_says", "what_is_signed_has_each_safeguard", "the_chain_is_whole"):
        getattr(machine, name)()
    machine.teardown()
