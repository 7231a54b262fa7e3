"""A machine that walks the path at random, right steps and wrong ones, beside a small model of where things stand."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, assume, reject, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

import walk
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.assessments.models import Assessment, Judgement
from focalpoint.desk.assessments.queries import withdrawn_evidence, without_evidence
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions import exchange
from focalpoint.desk.decisions.models import Decision, Submission, Transmission
from focalpoint.desk.decisions.note.digest import read_now
from focalpoint.desk.documents.blocks import Document
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake import grading
from focalpoint.desk.intake.models import Item
from focalpoint.desk.options import actions as opting
from focalpoint.desk.options.models import Paper
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.situations import actions as situating
from focalpoint.desk.situations.models import Link, ScopeTest, Situation
from focalpoint.desk.trail.chain import breaks
from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.queries import links
from focalpoint.desk.trail.states import differences
from focalpoint.reference.errors import FocalpointError
from walk import AT, DAY

REFUSED = (FocalpointError, IntegrityError)
TEXT = st.sampled_from(["words", "", "  ", "=1+1", "\u202etxet", "<b>x</b>", "😀", "كلمات"])
WHO = st.sampled_from(["reporter", "analyst", "second", "reviewer", "head", "principal", "liaison", "overseer"])


# Mostly right, so that the far end of the path is reached; wrong often enough.
ORIGIN = st.sampled_from(["", "witness a", "Witness A", "b"])
FILERS = {"reporter", "analyst", "second", "head"}
DISSENTERS = {"analyst", "second", "reviewer", "head"}
STALE = st.sampled_from([False, False, False, True])


def mostly(*names: str) -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(names), st.sampled_from(names), st.sampled_from(names), WHO)


class Path(RuleBasedStateMachine):
    """One desk. Each rule is one act; ``did`` holds it to one event when it is done and none when it is refused."""

    items = Bundle("items")
    situations = Bundle("situations")
    drafts = Bundle("drafts")

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        cast = walk.cast()
        self.people: dict[str, User] = vars(cast) | {"second": walk.person(Role.ANALYST, "second")}
        self.states: dict[int, str] = {}  # assessment -> where it stands
        self.frozen: dict[int, str] = {}  # assessment -> hash of what was signed
        self.sent: dict[int, tuple[str, str]] = {}  # transmission -> copy and hash as sent
        self.withdrawn: set[int] = set()
        self.grades: dict[int, int | None] = {}  # withdrawn item -> the grade it had, which stays
        self.events = 0

    def teardown(self) -> None:
        assert list(differences()) == []  # each object is as the last event that wrote it says
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def did(self, deed, *, expected: bool | None = None, events: int = 1):
        """Do it in a transaction; exactly one new event when it is done, none when it is refused."""
        try:
            with transaction.atomic():
                result = deed()
        except REFUSED:
            assert expected is not True
            assert Event.objects.count() == self.events
            return None
        assert expected is not False
        assert Event.objects.count() == self.events + events
        self.events += events
        return result if result is not None else True

    @initialize(target=drafts, far=st.integers(0, 3))
    def begin(self, far):
        """A run starts with a draft that could go, one that went, is signed, or is decided."""
        analyst = self.people["analyst"]
        item = walk.filed(analyst, consent_bodies=True)
        situation = walk.opened(analyst, item)
        walk.tested(situation, analyst)
        draft = walk.assessed(situation, item, analyst)
        walk.optioned(draft, analyst)
        self.states[draft.pk] = "draft"
        self.events = Event.objects.count()
        if far > 0:
            self.submit(draft.pk, "analyst", False)
        if far > 1:
            self.sign(draft.pk, "reviewer", False)
        if far > 2:
            self.decide(draft.pk, "principal", False, "Now.", "act")
        return draft.pk

    @rule(target=items, who=WHO, text=TEXT)
    def file(self, who, text):
        def deed():
            what = walk.Event(what=text, iso3="KEN")
            attached = [taking.Attachment("=x.txt", text.encode())]
            item = Item(title=text, obtained_on=DAY)
            return taking.file_item(item=item, event=what, attachments=attached, by=self.people[who], at=AT)

        item = self.did(deed, expected=bool(text) and who in FILERS)
        return item.pk if item else multiple()

    @rule(item=items, grade=st.sampled_from("ABCDEFG"), text=TEXT, origin=ORIGIN, stale=STALE)
    def source(self, item, grade, text, origin, stale):
        source = taking.Source(label=text, kind="person", independence_group=origin)
        analyst = self.people["analyst"]
        words = {"subject": "police", "grade": grade, "reason": text, "by": analyst, "at": AT}
        found = self.did(lambda: taking.register_source(source=source, **words), expected=grade != "G" and text != "")
        if found:
            row = Item.objects.get(pk=item)
            named = {"source": found, "subject": "police", "revision": row.revision - stale, "by": analyst, "at": AT}
            good = item not in self.withdrawn and not stale
            self.did(lambda: taking.name_source(item=row, **named), expected=good)

    @rule(item=items, credibility=st.integers(0, 7), stale=STALE, other=items)
    def grade(self, item, credibility, stale, other):
        row = Item.objects.get(pk=item)
        confirmed = [Item.objects.get(pk=other)] if other != item else []
        words = {"credibility": credibility, "reason": "x", "despite": "x", "confirmed_by": confirmed}
        words |= {"revision": row.revision - stale, "by": self.people["analyst"], "at": AT}
        independent = bool(confirmed) and self.independent(row, confirmed[0])
        lowest = 1 if independent else 2
        good = lowest <= credibility <= 6 and not stale and not self.withdrawn & {item, other}
        self.did(lambda: grading.grade_item(item=row, **words), expected=good)

    def independent(self, one: Item, other: Item) -> bool:
        """Two known origins that are not one, however they are spelled."""
        origins = {each.source.independence_group.lower() if each.source else "" for each in (one, other)}
        return "" not in origins and len(origins) == 2

    @rule(item=items, stale=STALE)
    def withdraw(self, item, stale):
        row = Item.objects.get(pk=item)
        words = {"revision": row.revision - stale, "by": self.people["reporter"], "at": AT}
        good = item not in self.withdrawn and not stale and row.created_by == self.people["reporter"]
        if self.did(lambda: taking.withdraw_consent(item=row, **words), expected=good):
            self.withdrawn.add(item)
            self.grades[item] = row.credibility

    @rule(target=situations, reason=st.sampled_from(["", "Another group."]))
    def open(self, reason):
        analyst = self.people["analyst"]
        words = {"title": "x", "overlap_reason": reason}
        # One is open already, so that a second without a reason is refused.
        found = self.did(lambda: walk.opened(analyst, **words), expected=bool(reason))
        return found.pk if found else multiple()

    @rule(situation=situations, item=items)
    def link(self, situation, item):
        row, linked = Situation.objects.get(pk=situation), Item.objects.get(pk=item)
        new = not Link.objects.filter(situation=row, item=linked).exists()
        deed = {"situation": row, "item": linked, "by": self.people["analyst"], "at": AT}
        good = not new or item not in self.withdrawn
        self.did(lambda: situating.link_item(**deed), expected=good, events=int(new))

    @rule(situation=situations, outcome=st.sampled_from(ScopeTest.Outcome.values), to=st.sampled_from(["", "OCHA"]))
    def scope(self, situation, outcome, to):
        row = Situation.objects.get(pk=situation)
        newest = row.assessments.order_by("-version").first()
        waits = newest is not None and self.states[newest.pk] == "submitted"
        good = (outcome != "out_of_scope_refer" or to != "") and not waits
        self.did(lambda: walk.tested(row, self.people["analyst"], outcome=outcome, refer_to=to), expected=good)

    @rule(target=drafts, situation=situations)
    def start(self, situation):
        row = Situation.objects.get(pk=situation)
        draft = self.did(lambda: assessing.start(situation=row, by=self.people["analyst"], at=AT), expected=True)
        self.states[draft.pk] = "draft"
        return draft.pk

    def writable(self, draft: int, who: str) -> bool:
        return who == "analyst" and self.states[draft] in {"draft", "returned"}

    @rule(draft=drafts, who=mostly("analyst"), stale=STALE, text=TEXT)
    def save(self, draft, who, stale, text):
        row = Assessment.objects.get(pk=draft)
        words = {"texts": {"will": text}, "revision": row.revision - stale, "by": self.people[who], "at": AT}
        done = self.did(
            lambda: assessing.save_texts(assessment=row, **words), expected=self.writable(draft, who) and not stale
        )
        if done:
            assert Assessment.objects.get(pk=draft).will == text

    @rule(draft=drafts, item=items, value=st.sampled_from(["present", "absent", "unknown"]), with_item=st.booleans())
    def factor(self, draft, item, value, with_item):
        row = Assessment.objects.get(pk=draft)
        answer = {"factor": "RF1", "value": value, "note": "x", "revision": row.revision}
        evidence = [Item.objects.get(pk=item)] if with_item else []
        gone = with_item and item in self.withdrawn
        cited = row.factors.get(factor="RF1").evidence.filter(pk=item).exists()
        stands = with_item and not gone
        good = self.writable(draft, "analyst") and (stands or value != "present") and (cited or not gone)
        common = {"evidence": evidence, "by": self.people["analyst"], "at": AT}
        self.did(lambda: assessing.set_factor(assessment=row, **answer, **common), expected=good)

    @rule(draft=drafts, likelihood=st.integers(-1, 101), days=st.integers(-5, 5))
    def judge(self, draft, likelihood, days):
        assume(likelihood >= 0)
        row = Assessment.objects.get(pk=draft)
        judgement = Judgement(
            assessment=row,
            event="x",
            place="x",
            group="x",
            window_from=DAY,
            window_to=DAY + dt.timedelta(days=days),
            likelihood=likelihood,
            confidence="low",
            confidence_reason="x",
            would_change="x",
        )
        good = self.writable(draft, "analyst") and 1 <= likelihood <= 99 and days >= 0
        words = {"revision": row.revision, "by": self.people["analyst"], "at": AT}
        self.did(lambda: assessing.record_judgement(judgement=judgement, **words), expected=good)

    @rule(draft=drafts, who=WHO)
    def dissent(self, draft, who):
        row = Assessment.objects.get(pk=draft)
        signed = self.states[draft] in {"signed", "decided"}
        words = {"text": "No.", "by": self.people[who], "at": AT}
        self.did(lambda: assessing.dissent(assessment=row, **words), expected=not signed and who in DISSENTERS)

    @rule(draft=drafts, who=mostly("analyst"), measure=st.sampled_from(["ME010", "ME028", "ME024"]), stale=STALE)
    def consider(self, draft, who, measure, stale):
        paper = Paper.objects.filter(assessment=draft).first()
        assume(paper is not None)
        option = walk.option(paper, measure, {"ME010": "I", "ME028": "II", "ME024": "III"}[measure])
        good = self.writable(draft, who) and not stale
        words = {"revision": paper.revision - stale, "by": self.people[who], "at": AT}
        self.did(lambda: opting.consider(option=option, **words), expected=good)

    @rule(draft=drafts, who=mostly("analyst"), stale=STALE)
    def submit(self, draft, who, stale):
        row = Assessment.objects.get(pk=draft)
        ready = self.writable(draft, who) and not stale and Paper.objects.filter(assessment=row).exists()
        ready = ready and self.rests_on_something(row) and not self.is_for_others(row)
        words = {"revision": row.revision - stale, "by": self.people[who], "at": AT}
        if self.did(lambda: deciding.submit(assessment=row, **words), expected=ready):
            self.states[draft] = "submitted"

    def rests_on_something(self, draft: Assessment) -> bool:
        """Every factor that is present has an item behind it that can still be read."""
        present = draft.factors.filter(value="present").prefetch_related("evidence")
        return all({item.pk for item in each.evidence.all()} - self.withdrawn for each in present)

    def is_for_others(self, draft: Assessment) -> bool:
        newest = draft.situation.scope_tests.order_by("-at", "-pk").first()
        return newest is not None and newest.outcome == ScopeTest.Outcome.REFER

    def submission(self, draft: int) -> Submission:
        found = Submission.objects.filter(assessment=draft).first()
        return found or reject()

    @precondition(lambda self: {"submitted", "signed"} & set(self.states.values()))
    @rule(draft=drafts, who=mostly("reviewer", "head"), stale=STALE, text=TEXT)
    def send_back(self, draft, who, stale, text):
        row = self.submission(draft)
        good = who in {"reviewer", "head"} and self.states[draft] == "submitted" and not stale and text != ""
        words = {"reason": text, "revision": row.revision - stale, "by": self.people[who], "at": AT}
        if self.did(lambda: deciding.send_back(submission=row, **words), expected=good):
            self.states[draft] = "returned"

    @precondition(lambda self: {"submitted", "signed"} & set(self.states.values()))
    @rule(draft=drafts, who=mostly("reviewer", "head"), stale=STALE)
    def sign(self, draft, who, stale):
        row = self.submission(draft)
        good = who in {"reviewer", "head"} and self.states[draft] == "submitted" and not stale
        good = good and self.rests_on_something(row.assessment)
        words = {"read": read_now(row, at=AT), "revision": row.revision - stale, "by": self.people[who], "at": AT}
        if self.did(lambda: deciding.sign(submission=row, **words), expected=good):
            self.states[draft] = "signed"
            self.frozen[draft] = Assessment.objects.get(pk=draft).frozen_hash

    @precondition(lambda self: {"submitted", "signed"} & set(self.states.values()))
    @rule(draft=drafts, role=st.sampled_from([Role.REVIEWER, Role.HEAD]))
    def sign_own(self, draft, role):
        """The author, promoted meanwhile."""
        row, author = self.submission(draft), self.people["analyst"]
        author.role = role
        try:
            self.did(
                lambda: walk.sign(row, by=author),
                expected=False,
            )
        finally:
            author.role = Role.ANALYST

    @precondition(lambda self: {"submitted", "signed"} & set(self.states.values()))
    @rule(draft=drafts, who=mostly("principal"), stale=STALE, text=TEXT, choice=st.sampled_from(Decision.Choice.values))
    def decide(self, draft, who, stale, text, choice):
        row = self.submission(draft)
        route = walk.route() if choice in {"act", "refer"} else None
        good = who == "principal" and self.states[draft] == "signed" and not stale and text.strip() != ""
        words = {
            "choice": choice,
            "reason": text,
            "on": DAY,
            "route": route,
            "others": walk.WHY_NOT,
            "revision": row.revision - stale,
        }
        taken = self.did(lambda: deciding.decide(submission=row, **words, by=self.people[who], at=AT), expected=good)
        if taken:
            self.states[draft] = "decided"
            for sent in taken.transmissions.all():
                self.sent[sent.pk] = (str(sent.copy), sent.copy_hash)

    @precondition(lambda self: self.sent)
    @rule(who=mostly("liaison"), answers=st.booleans())
    def hear(self, who, answers):
        sent = Transmission.objects.get(pk=max(self.sent))
        words = {"transmission": sent, "by": self.people[who], "at": AT}
        if answers:
            good = who == "liaison" and sent.acknowledged_at is not None and sent.answered_at is None
            self.did(lambda: exchange.answer(**words, text="We met."), expected=good)
        else:
            new = sent.acknowledged_at is None
            self.did(lambda: exchange.acknowledge(**words), expected=who == "liaison", events=int(new))

    @invariant()
    def the_chain_is_whole(self):
        assert list(breaks(links(), {})) == []
        assert Event.objects.count() == (self.events or Event.objects.count())

    @invariant()
    def everything_stands_where_the_model_says(self):
        for draft in Assessment.objects.all():
            said = self.states[draft.pk]
            assert draft.state == ("signed" if said == "decided" else said)
            submission = Submission.objects.filter(assessment=draft).first()
            assert (submission.state if submission else "draft") == said
            assert hasattr(submission, "decision") is (said == "decided")

    @invariant()
    def a_submission_has_both_parts_and_a_number_of_its_own(self):
        rows = list(Submission.objects.select_related("assessment", "paper"))
        assert sorted(row.number for row in rows) == list(range(1, len(rows) + 1))
        assert all(row.paper.assessment_id == row.assessment_id for row in rows)

    @invariant()
    def what_was_signed_stays_as_it_was_signed_by_another(self):
        for draft in Assessment.objects.filter(pk__in=self.frozen):
            assert draft.frozen_hash == self.frozen[draft.pk] == Document.model_validate(draft.frozen).digest()
            assert draft.reviewer_id not in {None, draft.author_id}
            assert draft.paper.frozen_hash == draft.frozen_hash
        assert Assessment.objects.exclude(frozen_hash="").count() == len(self.frozen)

    @invariant()
    def what_was_sent_stays_as_it_was_sent(self):
        for sent in Transmission.objects.all():
            assert (str(sent.copy), sent.copy_hash) == self.sent[sent.pk]
            assert Document.model_validate(sent.copy).digest() == sent.copy_hash

    @invariant()
    def what_lost_its_evidence_is_named(self):
        for draft in Assessment.objects.prefetch_related("factors__evidence"):
            present = [each for each in draft.factors.all() if each.value == "present"]
            bare = {f.factor for f in present if {item.pk for item in f.evidence.all()} <= self.withdrawn}
            assert set(without_evidence(draft)) == bare
            cited = {item.pk for each in draft.factors.all() for item in each.evidence.all()}
            assert {item.pk for item in withdrawn_evidence(draft)} == cited & self.withdrawn

    @invariant()
    def what_was_withdrawn_is_gone(self):
        for item in Item.objects.filter(pk__in=self.withdrawn).prefetch_related("originals"):
            assert (item.text, item.title, item.event.what) == ("", "–", "–")
            assert {getattr(item.event, name) for name in ("low", "best", "high", "happened_on")} == {None}
            assert all(each.key is None for each in item.originals.all())
            assert (item.source, item.credibility) == (None, self.grades[item.pk])
            assert {step for step in item.custody.values_list("step", flat=True)} >= {"withdrawn", "key-destroyed"}


@pytest.fixture
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize("runs", [8, pytest.param(60, marks=pytest.mark.long)])
def test_whatever_people_do_in_whatever_order_the_rules_hold(home, runs):
    health = list(HealthCheck)
    run(Path, settings=settings(max_examples=runs, stateful_step_count=25, deadline=None, suppress_health_check=health))


@pytest.mark.django_db
def test_the_machine_itself_can_walk_to_the_far_end_and_back(home):
    """So that the run above cannot pass by being refused everything."""
    path = Path()
    draft = path.begin(far=1)
    path.send_back(draft, "reviewer", False, "words")
    path.submit(draft, "analyst", False)
    path.sign(draft, "head", False)
    path.decide(draft, "principal", False, "words", "refer")
    path.hear("liaison", False)
    path.hear("liaison", True)
    assert path.states[draft] == "decided"
    assert Transmission.objects.get(pk=max(path.sent)).answered_at is not None
    path.the_chain_is_whole()
    path.everything_stands_where_the_model_says()
    path.what_was_signed_stays_as_it_was_signed_by_another()
    path.what_was_sent_stays_as_it_was_sent()
    path.teardown()
