"""A cause is told once on its page: where a form is refused, beside the field or above the form, and not again."""

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import timezone

import walk
from at_desk import browser
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions.note.digest import read_now
from focalpoint.desk.options import actions as opting

pytestmark = pytest.mark.django_db
EACH_FIELD = {"This field is required."}
VOID = {"input", "br", "meta", "link", "img", "hr"}


class Told(HTMLParser):
    """The sentences in lists of errors and in boxes that tell something."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(dict(attrs).get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if any({"notice", "errorlist"} & set(names.split()) for names in self.open):
            self.said += [each.strip() for each in re.split(r"(?<=\.)\s", data) if each.strip().endswith(".")]


def twice(answer) -> list[str]:
    assert answer.status_code == 422
    reader = Told()
    reader.feed(answer.content.decode())
    assert reader.said
    return [said for said, count in Counter(reader.said).items() if count > 1 and said not in EACH_FIELD]


def post(user, name: str, args: list, **given):
    return browser(user).post(reverse(name, args=args), {"once": idempotency.token()} | given)


def test_what_a_submission_lacks(cast):
    draft = assessing.start(situation=walk.opened(cast.analyst), by=cast.analyst, at=walk.AT)
    assert twice(post(cast.analyst, "submit", [draft.ref], revision=draft.revision)) == []


def test_somebody_elses_draft_and_a_stale_one(cast):
    submission = walk.submitted(cast)
    draft = submission.assessment
    assert twice(post(cast.head, "submit", [draft.ref], revision=draft.revision)) == []
    assert twice(post(cast.analyst, "submit", [draft.ref], revision=draft.revision)) == []


def test_a_review_without_reasons_and_one_that_came_late(cast):
    submission = walk.submitted(cast)
    given = {"revision": submission.revision}
    assert twice(post(cast.reviewer, "send_back", [submission.ref], reason="", **given)) == []
    walk.sign(submission, by=cast.reviewer)
    assert twice(post(cast.head, "send_back", [submission.ref], reason="x", **given)) == []
    read = read_now(submission, at=timezone.now()).fields()
    assert twice(post(cast.head, "sign", [submission.ref], **given, **read)) == []


def test_a_decision_with_nothing_in_it_and_one_on_a_day_that_passed(cast):
    submission = walk.signed(cast)
    given = {"revision": submission.revision, "body": "HRC"}
    assert twice(post(cast.principal, "decide", [submission.ref, "act"], **given)) == []
    given |= {"on": "2020-01-01", "reason": "x"}
    assert twice(post(cast.principal, "decide", [submission.ref, "refuse"], **given)) == []


def test_a_paper_that_lacks_much(cast):
    paper = opting.start(
        assessment=assessing.start(situation=walk.opened(cast.analyst), by=cast.analyst, at=walk.AT),
        by=cast.analyst,
        at=walk.AT,
    )
    bare = walk.option(paper, "ME024", "III", owner="", indicator="")
    opting.consider(option=bare, revision=paper.revision, by=cast.analyst, at=walk.AT)
    answer = post(cast.analyst, "no_new_measure", [paper.ref], revision=paper.revision, no_new_measure="")
    text = answer.content.decode()
    assert text.count("A proposal names owner, decider, due date") == 1
    assert text.count("say what it is expected to cost.") == 1
    assert 'href="#none"' in text


def test_an_option_without_its_reason_and_no_cost(cast):
    submission = walk.submitted(cast)
    deciding.send_back(submission=submission, reason="x", revision=submission.revision, by=cast.reviewer, at=walk.AT)
    paper = submission.paper
    given = {"revision": paper.revision, "status": "rejected"}
    assert twice(post(cast.analyst, "consider", [paper.ref, "III", "ME024"], **given)) == []
    assert twice(post(cast.analyst, "no_new_measure", [paper.ref], revision=paper.revision, no_new_measure="")) == []
    stale = {"revision": paper.revision - 1, "no_new_measure": "x"}
    assert twice(post(cast.analyst, "no_new_measure", [paper.ref], **stale)) == []


def test_an_answer_before_its_acknowledgement(cast):
    sent = walk.decided(cast).transmissions.get()
    assert twice(post(cast.liaison, "answer", [sent.ref], answer="x")) == []
