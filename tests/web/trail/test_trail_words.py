"""The sentences of the trail: which decision, to which body, until when; of what kind the object is; nothing more."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

import walk
from at_desk import browser
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions.models import Decision
from focalpoint.desk.options.models import Option
from focalpoint.desk.site.events import EVENTS
from focalpoint.desk.situations.models import ScopeTest, Situation
from focalpoint.desk.trail import sentences
from focalpoint.desk.trail.models import Event
from walk import SECRET

REF = "23456789abcdefgh"
TYPES = {each.verb: each for each in EVENTS}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast(db):
    return walk.cast()


def said(verb: str, subject: str = REF, kinds=None, **ids) -> str:
    return sentences.sentence(Event(verb=verb, subject=subject, ids=json.dumps(ids)), kinds)


@pytest.mark.parametrize(
    ("ids", "sentence"),
    [
        (
            {"choice": "act", "on": "2025-07-15", "body": "HRC"},
            "decided to act on the submission 234567 and to turn to Human Rights Council",
        ),
        (
            {"choice": "refer", "on": "2025-07-15", "body": "HRC"},
            "decided to refer the submission 234567 to Human Rights Council",
        ),
        ({"choice": "watch", "on": "2025-07-15"}, "decided on the submission 234567 to watch until 15 July 2025"),
        ({"choice": "refuse", "on": "2025-07-15"}, "decided to refuse what the submission 234567 asks for"),
        ({"choice": "refer"}, "decided to refer the submission 234567 to a body"),
        ({"choice": "act", "body": "GONE"}, "decided to act on the submission 234567 and to turn to GONE"),
        ({}, "decided on the submission 234567"),
    ],
)
def test_a_decision_says_which_one_it_is_and_where_it_went(ids, sentence):
    assert said("decision.taken", **ids) == sentence


@pytest.mark.django_db
@pytest.mark.parametrize("choice", Decision.Choice)
def test_the_overseer_reads_which_decision_was_taken_and_never_why(cast, choice):
    walk.decided(cast, choice)
    text = browser(cast.overseer).get(reverse("trail")).content.decode()
    opening = {
        "act": "decided to act on",
        "refer": "decided to refer",
        "watch": "to watch until 1 July 2025",
        "refuse": "decided to refuse",
    }
    assert opening[choice] in text
    assert ("Human Rights Council" in text) is (choice in {"act", "refer"})
    assert SECRET not in text


@pytest.mark.django_db
def test_a_decision_leaves_its_choice_its_day_and_its_body_in_the_chain(cast):
    walk.decided(cast, "refer")
    ids = json.loads(Event.objects.get(verb="decision.taken").ids)
    assert (ids["choice"], ids["on"], ids["body"], len(ids["transmissions"])) == ("refer", "2025-07-01", "HRC", 1)


def test_every_outcome_that_can_be_recorded_has_its_sentence():
    kept = {
        "decision.taken": Decision.Choice.values,
        "scope.tested": ScopeTest.Outcome.values,
        "option.considered": set(Option.Status.values) - {"withdrawn"},
        "option.withdrawn": {"withdrawn"},
        "situation.changed": Situation.State.values,
    }
    for verb, values in kept.items():
        assert set(values) == {value for _key, value in TYPES[verb].variants if value}


@pytest.mark.parametrize("verb", TYPES)
def test_a_sentence_begins_with_what_was_done_and_is_complete_in_every_language(verb):
    variants = [{key: value or "1"} for key, value in TYPES[verb].variants]
    for ids in [{}, *variants]:
        for code in ("en", "ar"):
            with translation.override(code):
                text = said(verb, **ids)
                assert "%" not in text
                assert REF not in text
        assert re.match(r"[a-z]", text)
        assert not text.endswith((".", ":"))


@pytest.mark.parametrize("verb", sorted(verb for verb, each in TYPES.items() if each.kind is None))
def test_a_read_says_of_what_kind_of_thing_where_the_trail_knows(verb):
    assert "the source 234567" in said(verb, kinds={REF: "source.registered"})
    assert "234567" in said(verb, kinds={})


def test_reading_the_trail_itself_is_called_that():
    assert said("protected.read", "trail") == "was shown the trail"


@pytest.mark.django_db
def test_the_kinds_of_a_whole_page_cost_one_query(cast):
    walk.decided(cast)
    browser(cast.head).get(reverse("situations"))
    browser(cast.head).get(reverse("items"))
    events = list(Event.objects.all())
    with CaptureQueriesContext(connection) as asked:
        told = sentences.sentences(events)
    assert len(asked) == 1
    ref = Situation.objects.get().ref[:6]
    assert f"was shown the situation {ref}" in told
    assert "the item" in told[-1]


def test_nothing_is_asked_where_every_sentence_names_its_object_itself():
    # Without a database of its own, any query of this test would fail it.
    assert sentences.sentences([Event(verb="item.filed", subject=REF, ids="{}")]) == ["filed the item 234567"]


@pytest.mark.django_db
def test_what_was_done_with_two_hands_is_told_apart(cast):
    submission = walk.submitted(cast)
    deciding.send_back(submission=submission, reason=SECRET, revision=1, by=cast.reviewer, at=walk.AT)
    told = sentences.sentences(Event.objects.order_by("number"))
    assert sum("considered and rejected a measure" in each for each in told) == 0
    assert sum("proposed a measure" in each for each in told) == 3
    assert sum("answered a risk factor" in each for each in told) == 1
    assert any(each.startswith("returned the submission") for each in told)
