"""The path in a language of reversed word order and double length: what is withheld by key is in no form of a text."""

import io
import json
import re

import docx
import pypdf
import pytest
from django.urls import reverse
from django.utils.translation import gettext

import walk
from at_desk import browser
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions.models import Submission, Transmission
from focalpoint.desk.decisions.note.signed import signed_note
from focalpoint.desk.documents.blocks import Listing
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake.models import Item
from pseudo_locale import pseudo, speak_pseudo

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HELD, LATER, PASSED = ("HELD-TITLE", "HELD-REASON"), ("LATER-TITLE", "LATER-REASON"), ("PASSED-TITLE", "PASSED-REASON")
LONG = " and why, at length" * 15  # a reason this long is in two tables
PLACEHOLDERS = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(autouse=True)
def reversed_words(monkeypatch, settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    speak_pseudo(monkeypatch)


@pytest.fixture
def cast():
    return walk.cast()


def cited(cast: walk.Cast, draft, words: tuple[str, str], factor: str, *, agreed: bool) -> Item:
    """An item whose title is of its own, and a factor whose reason rests on it alone."""
    title, reason = words
    item = walk.filed(cast.analyst, title=title, data=title.encode(), consent_bodies=agreed)
    answer = {"factor": factor, "value": "present", "note": reason + LONG, "evidence": [item]}
    draft.refresh_from_db()
    assessing.set_factor(assessment=draft, **answer, revision=draft.revision, by=cast.analyst, at=walk.AT)
    return item


def signed(cast: walk.Cast) -> tuple[Submission, dict[str, Item]]:
    first = walk.filed(cast.analyst, title=PASSED[0], consent_bodies=True)
    situation = walk.opened(cast.analyst, first)
    walk.tested(situation, cast.analyst)
    draft = walk.assessed(situation, first, cast.analyst)
    items = {
        "passed": cited(cast, draft, PASSED, "RF1", agreed=True),
        "held": cited(cast, draft, HELD, "RF2", agreed=False),
        "later": cited(cast, draft, LATER, "RF3", agreed=True),
    }
    walk.optioned(draft, cast.analyst)
    draft.refresh_from_db()
    submission = deciding.submit(assessment=draft, revision=draft.revision, by=cast.analyst, at=walk.AT)
    walk.sign(submission, by=cast.reviewer)
    submission.refresh_from_db()
    return submission, items


def sent(cast: walk.Cast, submission: Submission) -> Transmission:
    words = {"choice": "act", "reason": "x", "on": walk.DAY, "route": walk.route(), "others": walk.WHY_NOT}
    deciding.decide(submission=submission, revision=submission.revision, by=cast.principal, at=walk.AT, **words)
    return Transmission.objects.get()


def forms(user, kind: str, ref: str) -> dict[str, str]:
    """A text as page, PDF and Word, without white space: a word may be broken in a narrow column."""
    client = browser(user)
    page = client.get(reverse(kind, args=[ref])).content.decode()
    pdf = pypdf.PdfReader(io.BytesIO(client.get(reverse(f"{kind}_pdf", args=[ref])).content))
    word = docx.Document(io.BytesIO(client.get(reverse(f"{kind}_docx", args=[ref])).content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    found = {
        "html": page,
        "pdf": " ".join(one.extract_text() for one in pdf.pages),
        "docx": " ".join([*(line.text for line in word.paragraphs), *cells]),
    }
    return {name: "".join(text.split()) for name, text in found.items()}


def missing(texts: dict[str, str], words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(form, word) for form, text in texts.items() for word in words if word not in text]


def present(texts: dict[str, str], words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(form, word) for form, text in texts.items() for word in words if word in text]


def test_the_pseudo_locale_reverses_placeholders_and_doubles_the_text():
    message = "%(ref)s: %(title)s (source %(source)s, item %(item)s)"
    said = gettext(message)
    assert PLACEHOLDERS.findall(said) == PLACEHOLDERS.findall(message)[::-1]
    assert len(PLACEHOLDERS.sub("", said)) > 1.5 * len(PLACEHOLDERS.sub("", message))
    assert pseudo("%s of %s") == "%s of  fo %s"


def test_no_withheld_and_no_withdrawn_word_is_in_any_form_of_note_or_copy(cast):
    submission, items = signed(cast)
    (listing,) = [each for each in signed_note(submission.assessment).blocks if isinstance(each, Listing)]
    assert not any(point.text.startswith(point.key[:6]) for point in listing.points)
    assert missing(forms(cast.reviewer, "submission", submission.ref), HELD + LATER + PASSED) == []

    copy = sent(cast, submission)
    texts = {"json": json.dumps(copy.copy), **forms(cast.liaison, "transmission", copy.ref)}
    assert present(texts, (*HELD, items["held"].ref[:6])) == []
    assert missing(texts, LATER + PASSED) == []

    later = items["later"]
    later.refresh_from_db()
    taking.withdraw_consent(item=later, revision=later.revision, by=cast.analyst, at=walk.AT)
    for user, kind, ref in (
        (cast.liaison, "transmission", copy.ref),
        (cast.head, "submission", submission.ref),
        (cast.principal, "submission", submission.ref),
    ):
        texts = forms(user, kind, ref)
        assert present(texts, LATER) == []
        assert missing(texts, PASSED) == []
