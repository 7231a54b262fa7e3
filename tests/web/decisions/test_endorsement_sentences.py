"""What is said of who approved a note, state by state: a table read by hand, with nothing from the database."""

import datetime as dt

import pytest
from django.utils import translation

from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.consultations.models import Consultation
from focalpoint.desk.decisions.models import Decision, Submission
from focalpoint.desk.decisions.note import endorsement as endorsing
from focalpoint.desk.documents import html, word
from focalpoint.desk.documents.blocks import Document, say
from focalpoint.desk.documents.checksum import canonical, digest_of
from focalpoint.desk.people.models import User

DAY = dt.datetime(2025, 7, 1, 9, 0, tzinfo=dt.UTC)
NEXT = DAY + dt.timedelta(days=1)
LATER = DAY + dt.timedelta(days=3)

AUTHOR = User(pk=1, username="author")
OTHER = User(pk=2, username="other", first_name="Second", last_name="Author")
REVIEWER = User(pk=3, username="reviewer")
PRINCIPAL = User(pk=4, username="principal")

DRAFTED = "Drafted and submitted by author on 1 July 2025."
UNREVIEWED = "Not reviewed or signed yet."
UNDECIDED = "Not decided yet."

SAYS = {
    "submitted by its author": (
        {
            "state": "submitted",
        },
        {},
        [
            DRAFTED,
            UNREVIEWED,
            UNDECIDED,
        ],
    ),
    "submitted by another person": (
        {
            "state": "submitted",
            "submitted_by": OTHER,
        },
        {},
        [
            "Drafted by author, submitted by Second Author on 1 July 2025.",
            UNREVIEWED,
            UNDECIDED,
        ],
    ),
    "returned": (
        {
            "state": "returned",
        },
        {
            "reviewer": REVIEWER,
            "reviewed_at": NEXT,
        },
        [
            DRAFTED,
            "Reviewed and returned by reviewer on 2 July 2025; not signed.",
            UNDECIDED,
        ],
    ),
    "submitted again": (
        {
            "state": "submitted",
        },
        {
            "reviewer": REVIEWER,
            "reviewed_at": NEXT,
        },
        [
            DRAFTED,
            "An earlier text was returned by reviewer on 2 July 2025; this one is not reviewed or signed yet.",
            UNDECIDED,
        ],
    ),
    "signed": (
        {
            "state": "signed",
        },
        {
            "reviewer": REVIEWER,
            "reviewed_at": NEXT,
        },
        [
            DRAFTED,
            "Reviewed and signed by reviewer on 2 July 2025.",
            UNDECIDED,
        ],
    ),
    "signed by telephone": (
        {
            "state": "signed",
            "telephone_by": OTHER,
        },
        {
            "reviewer": REVIEWER,
            "reviewed_at": NEXT,
        },
        [
            DRAFTED,
            "Signed by reviewer on 2 July 2025 by telephone, recorded by Second Author; not confirmed yet.",
            UNDECIDED,
        ],
    ),
    "signed by telephone and confirmed": (
        {
            "state": "signed",
            "telephone_by": OTHER,
            "confirmed_at": LATER,
        },
        {
            "reviewer": REVIEWER,
            "reviewed_at": NEXT,
        },
        [
            DRAFTED,
            "Signed by reviewer on 2 July 2025 by telephone, recorded by Second Author and confirmed later.",
            UNDECIDED,
        ],
    ),
}

CHOICES = {
    "act": "Decided by principal on 4 July 2025: act.",
    "refer": "Decided by principal on 4 July 2025: refer.",
    "watch": "Decided by principal on 4 July 2025: watch until.",
    "refuse": "Decided by principal on 4 July 2025: refuse.",
}

CONSULTED = {
    (): [],
    ("reviewer",): [
        "Consulted only, neither reviewed nor approved by: a local reviewer.",
    ],
    ("reviewer", "reviewer"): [
        "Consulted only, neither reviewed nor approved by: a local reviewer.",
    ],
    ("office", "partner"): [
        "Consulted only, neither reviewed nor approved by: a second office and a local partner.",
    ],
    ("advisory", "office", "partner"): [
        "Consulted only, neither reviewed nor approved by: an advisory group, a second office and a local partner.",
    ],
}


@pytest.fixture(autouse=True)
def in_english(monkeypatch):
    monkeypatch.setattr(endorsing, "consulted", lambda _assessment: [])
    with translation.override("en"):
        yield


def submission(given, of_assessment) -> Submission:
    assessment = Assessment(author=AUTHOR, **of_assessment)
    return Submission(assessment=assessment, **({"submitted_by": AUTHOR, "submitted_at": DAY} | given))


@pytest.mark.parametrize("case", SAYS)
def test_each_state_is_said(case):
    given, of_assessment, said = SAYS[case]
    assert endorsing.endorsement(submission(given, of_assessment)) == said


@pytest.mark.parametrize("choice", CHOICES)
def test_each_decision_is_said(choice):
    found = submission({"state": "decided"}, {"reviewer": REVIEWER, "reviewed_at": NEXT})
    found.decision = Decision(choice=choice, by=PRINCIPAL, at=LATER)
    assert endorsing.endorsement(found)[-1] == CHOICES[choice]


@pytest.mark.parametrize("kinds", CONSULTED)
def test_each_who_was_only_consulted_is_said_once(kinds, monkeypatch):
    rows = [Consultation(kind=kind) for kind in kinds]
    monkeypatch.setattr(endorsing, "consulted", lambda _assessment: rows)
    found = submission({"state": "submitted"}, {})
    assert endorsing.endorsement(found)[3:] == CONSULTED[kinds]


def document(**more) -> Document:
    fields = {
        "title": "Note",
        "marking": "TLP:AMBER",
        "date": DAY.date(),
        "blocks": (say("One paragraph."),),
    }
    return Document(**(fields | more))


def test_the_endorsement_is_no_part_of_what_is_proved():
    plain, shown = document(), document(endorsement=DRAFTED)
    assert plain.digest() == shown.digest()
    stored = shown.model_dump(mode="json")
    assert digest_of(stored) == digest_of(stored | {"endorsement": "Other words."})
    assert DRAFTED.encode() not in canonical(stored)
    assert "endorsement" not in plain.model_dump(mode="json")


def test_it_is_escaped_on_a_page_and_written_in_a_file():
    shown = document(endorsement="Drafted by <b>author</b>.")
    assert "Drafted by &lt;b&gt;author&lt;/b&gt;." in html.write(shown)
    assert "Drafted by" not in html.write(document())
    assert len(word.write(shown)) > len(word.write(document()))


def test_it_is_said_in_the_language_of_the_note():
    found = submission({"state": "submitted"}, {})
    note = document(language="en")
    with translation.override("fr"):
        assert endorsing.endorsed(note, found).endorsement == " ".join([DRAFTED, UNREVIEWED, UNDECIDED])
