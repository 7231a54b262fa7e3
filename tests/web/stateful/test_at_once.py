"""Several people at the same moment, each on a connection of their own: one wins, the others are told, nothing is lost.

These tests commit, and run alike on SQLite and on PostgreSQL.
"""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction

import walk
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.concurrency.revisions import Stale
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions import exchange
from focalpoint.desk.decisions.models import Decision, Submission, Transmission
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake import grading
from focalpoint.desk.intake.models import Custody, Item
from focalpoint.desk.options import actions as opting
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.situations import actions as situating
from focalpoint.desk.situations.models import Link, Situation
from focalpoint.desk.trail.actions import record
from focalpoint.desk.trail.chain import breaks
from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.queries import links
from focalpoint.reference.errors import FocalpointError
from walk import AT, DAY, SECRET

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast(home) -> walk.Cast:
    return walk.cast()


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Let every deed begin at one moment in a thread of its own; return what each returned or was told."""
    start = threading.Barrier(len(deeds))
    results: list[object] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        try:
            start.wait(timeout=20)
            results[place] = deed()
        except Exception as error:  # noqa: BLE001 - whatever it was is what the test looks at
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def told(results: list[object]) -> list[object]:
    """Return what was raised."""
    return [each for each in results if isinstance(each, BaseException)]


def whole() -> bool:
    return list(breaks(links(), {})) == []


def count(verb: str) -> int:
    return Event.objects.filter(verb=verb).count()


def test_eight_writers_of_the_trail_leave_no_gap_and_a_whole_chain():
    def writes(writer: int) -> Callable[[], None]:
        def deed() -> None:
            for number in range(25):
                with transaction.atomic():
                    record(by=f"w{writer}", at=AT, verb="release.imported", subject=f"r-{number}")

        return deed

    assert told(at_once(*(writes(each) for each in range(8)))) == []
    assert list(Event.objects.values_list("number", flat=True)) == list(range(1, 201))
    assert whole()
    for writer in range(8):
        own = Event.objects.filter(actor=f"w{writer}").order_by("number").values_list("subject", flat=True)
        assert list(own) == [f"r-{number}" for number in range(25)]


def test_a_writer_that_fails_leaves_no_hole_for_the_others():
    def deed(fails: bool) -> Callable[[], None]:
        def run() -> None:
            for number in range(10):
                try:
                    with transaction.atomic():
                        record(by="somebody", at=AT, verb="release.imported", subject=f"r-{number}")
                        if fails:
                            raise KeyError(number)
                except KeyError:
                    pass

        return run

    assert told(at_once(deed(True), deed(False), deed(True), deed(False))) == []
    assert list(Event.objects.values_list("number", flat=True)) == list(range(1, 21))
    assert whole()


def test_of_two_principals_at_once_one_decides_and_the_other_is_told(cast):
    pk = walk.signed(cast).pk
    second = walk.person(Role.PRINCIPAL, "second")
    walk.declared(Situation.objects.get(), second)

    def decides(by: User, choice: str) -> Callable[[], Decision]:
        submission = Submission.objects.get(pk=pk)
        shown = submission.revision
        route = walk.route() if choice == "act" else None
        words = {"choice": choice, "reason": choice, "on": DAY, "route": route, "others": walk.WHY_NOT}
        return lambda: deciding.decide(submission=submission, **words, revision=shown, by=by, at=AT)

    results = at_once(decides(cast.principal, "act"), decides(second, "refuse"))
    assert [type(each) for each in told(results)] == [deciding.NotNow]
    taken = Decision.objects.get()
    assert taken.reason == taken.choice
    assert Transmission.objects.count() == (1 if taken.choice == "act" else 0)
    assert count("decision.taken") == 1
    assert whole()


def test_of_signing_and_returning_at_once_one_happens(cast):
    pk = walk.submitted(cast).pk
    one, two = Submission.objects.get(pk=pk), Submission.objects.get(pk=pk)
    results = at_once(
        lambda: walk.sign(one, by=cast.reviewer),
        lambda: deciding.send_back(submission=two, reason="Thin.", revision=two.revision, by=cast.head, at=AT),
    )
    assert [type(each) for each in told(results)] == [deciding.NotNow]
    left = Submission.objects.get(pk=pk)
    assert left.assessment.state == left.state
    assert count("submission.signed") + count("submission.returned") == 1


def ready(cast, number: int) -> Assessment:
    """An assessment that can be submitted, with its paper."""
    item = walk.filed(cast.analyst)
    situation = walk.opened(cast.analyst, item, overlap_reason=f"Number {number}.")
    walk.tested(situation, cast.analyst)
    draft = walk.assessed(situation, item, cast.analyst)
    walk.optioned(draft, cast.analyst)
    return Assessment.objects.get(pk=draft.pk)


def test_two_that_are_submitted_at_once_get_two_numbers_in_a_row(cast):
    drafts = [ready(cast, number) for number in range(4)]

    def submits(draft: Assessment) -> Callable[[], Submission]:
        return lambda: deciding.submit(assessment=draft, revision=draft.revision, by=cast.analyst, at=AT)

    assert told(at_once(*map(submits, drafts))) == []
    assert sorted(Submission.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert whole()


def test_one_submitted_twice_at_once_is_submitted_once(cast):
    pk = ready(cast, 1).pk
    same = [Assessment.objects.get(pk=pk) for _ in range(2)]
    results = at_once(
        *(lambda d=draft: deciding.submit(assessment=d, revision=d.revision, by=cast.analyst, at=AT) for draft in same)
    )
    assert [type(each) for each in told(results)] == [assessing.Frozen]
    assert Submission.objects.get().number == 1
    assert count("submission.made") == 1


def test_an_option_written_while_the_paper_is_submitted_is_in_it_or_refused(cast):
    draft = ready(cast, 1)
    mine, paper = Assessment.objects.get(pk=draft.pk), Assessment.objects.get(pk=draft.pk).paper
    shown = paper.revision
    results = at_once(
        lambda: deciding.submit(assessment=mine, revision=mine.revision, by=cast.analyst, at=AT),
        lambda: opting.save_no_new_measure(
            paper=paper, text="Later it costs more.", revision=shown, by=cast.analyst, at=AT
        ),
    )
    assert len(told(results)) <= 1
    assert all(isinstance(each, FocalpointError) for each in told(results))
    if Submission.objects.exists() and not isinstance(results[1], Exception):
        saved = Event.objects.filter(verb="paper.saved").order_by("-number").first()
        assert saved.number < Event.objects.get(verb="submission.made").number


def test_two_versions_started_at_once_get_two_numbers(cast):
    situation = walk.opened(cast.analyst)
    starts = [lambda: assessing.start(situation=situation, by=cast.analyst, at=AT) for _ in range(3)]
    assert told(at_once(*starts)) == []
    assert sorted(Assessment.objects.values_list("version", flat=True)) == [1, 2, 3]


def test_texts_saved_at_once_keep_one_and_tell_the_other(cast):
    pk = assessing.start(situation=walk.opened(cast.analyst), by=cast.analyst, at=AT).pk
    same = [Assessment.objects.get(pk=pk) for _ in range(2)]
    texts = [{"summary": "One"}, {"summary": "Two"}]
    results = at_once(
        *(
            lambda d=draft, t=text: assessing.save_texts(assessment=d, texts=t, revision=1, by=cast.analyst, at=AT)
            for draft, text in zip(same, texts, strict=True)
        )
    )
    assert [type(each) for each in told(results)] == [Stale]
    winner = next(place for place, each in enumerate(results) if each is None)
    assert Assessment.objects.get().summary == texts[winner]["summary"]


def test_an_item_linked_twice_at_once_is_linked_once(cast):
    situation, item = walk.opened(cast.analyst), walk.filed(cast.analyst)
    link = [lambda: situating.link_item(situation=situation, item=item, by=cast.analyst, at=AT) for _ in range(3)]
    assert told(at_once(*link)) == []
    assert (Link.objects.count(), count("item.linked")) == (1, 1)


def test_consent_withdrawn_twice_at_once_is_withdrawn_once(cast):
    pk = walk.filed(cast.reporter).pk
    same = [Item.objects.get(pk=pk) for _ in range(2)]
    words = {"revision": 1, "by": cast.reporter, "at": AT}
    results = at_once(*(lambda i=item: taking.withdraw_consent(item=i, **words) for item in same))
    assert [type(each) for each in told(results)] == [taking.Withdrawn]
    assert count("item.consent-withdrawn") == 1
    assert Custody.objects.filter(step=Custody.Step.KEY_DESTROYED).count() == 1


def test_of_two_who_grade_an_item_at_once_one_grades_and_the_other_is_told(cast):
    pk = walk.filed(cast.reporter).pk

    def grades(by: User, credibility: int) -> Callable[[], None]:
        item = Item.objects.get(pk=pk)
        words = {"credibility": credibility, "reason": by.username, "confirmed_by": [], "revision": item.revision}
        return lambda: grading.grade_item(item=item, **words, by=by, at=AT)

    results = at_once(grades(cast.analyst, 2), grades(cast.head, 5))
    assert [type(each) for each in told(results)] == [Stale]
    item = Item.objects.get(pk=pk)
    assert (item.credibility, item.credibility_reason) in {(2, "analyst"), (5, "head")}
    assert item.credibility_by.username == item.credibility_reason
    assert (count("item.graded"), item.custody.filter(step=Custody.Step.GRADED).count()) == (1, 1)
    assert whole()


def test_two_items_that_confirm_each_other_at_once_do_not_wait_for_each_other(cast):
    one, two = walk.filed(cast.analyst), walk.filed(cast.analyst)
    for number, item in enumerate((one, two)):
        named = {"source": walk.sourced(cast.analyst, f"{number}", f"{number}"), "subject": "police"}
        taking.name_source(item=item, **named, revision=item.revision, by=cast.analyst, at=AT)

    def grades(pk: int, other: int) -> Callable[[], None]:
        item, by = Item.objects.get(pk=pk), Item.objects.get(pk=other)
        words = {"credibility": 1, "reason": "x", "despite": "x", "confirmed_by": [by], "revision": item.revision}
        return lambda: grading.grade_item(item=item, **words, by=cast.analyst, at=AT)

    assert told(at_once(grades(one.pk, two.pk), grades(two.pk, one.pk))) == []
    assert count("item.graded") == 2


def test_an_item_withdrawn_while_it_is_linked_is_withdrawn_and_linked_before_or_not_at_all(cast):
    situation, item = walk.opened(cast.analyst), walk.filed(cast.reporter)
    mine, theirs = Item.objects.get(pk=item.pk), Item.objects.get(pk=item.pk)
    results = at_once(
        lambda: situating.link_item(situation=situation, item=mine, by=cast.analyst, at=AT),
        lambda: taking.withdraw_consent(item=theirs, revision=1, by=cast.reporter, at=AT),
    )
    assert {type(each) for each in told(results)} <= {taking.Withdrawn}
    assert Item.objects.get(pk=item.pk).consent_withdrawn_at == AT
    assert Link.objects.count() == (0 if told(results) else 1)
    if not told(results):
        numbers = dict(Event.objects.values_list("verb", "number"))
        assert numbers["item.linked"] < numbers["item.consent-withdrawn"]


def test_a_form_sent_twice_at_once_acts_once(cast):
    def sends() -> str | None:
        with transaction.atomic():
            before = idempotency.claim("key", form="form", by=cast.analyst.ref, at=AT)
            if before is None:
                walk.opened(cast.analyst)
                idempotency.done("key", address="/situations/x/")
            return before

    results = at_once(sends, sends)
    assert sorted(map(str, results)) == ["/situations/x/", "None"]
    assert Situation.objects.count() == 1


def test_an_answer_given_twice_at_once_is_given_once(cast):
    pk = walk.decided(cast).transmissions.get().pk
    exchange.acknowledge(transmission=Transmission.objects.get(pk=pk), by=cast.liaison, at=AT)
    same = [Transmission.objects.get(pk=pk) for _ in range(2)]
    results = at_once(
        *(lambda s=sent: exchange.answer(transmission=s, text=SECRET, by=cast.liaison, at=AT) for sent in same)
    )
    assert [type(each) for each in told(results)] == [deciding.NotNow]
    assert count("transmission.answered") == 1


def test_these_tests_commit_on_the_database_that_was_asked_for(settings):
    assert connection.settings_dict["NAME"] == settings.DATABASES["default"]["NAME"]
    assert not connection.in_atomic_block
    assert "memory" not in str(connection.settings_dict["NAME"])
