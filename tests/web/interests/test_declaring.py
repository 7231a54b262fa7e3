"""Interests are declared in kinds, a name and a sentence, corrected by a version, and answered by another person."""

import pytest
from django.db import IntegrityError, transaction

import walk
from focalpoint.desk.interests import actions as declaring
from focalpoint.desk.interests.events import EVENTS
from focalpoint.desk.interests.forms import AnswerForm, DeclareForm
from focalpoint.desk.interests.models import Declaration
from focalpoint.desk.interests.queries import declared, problem, problems
from focalpoint.desk.people.models import Role
from focalpoint.desk.people.permissions import NotAllowed
from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.sentences import sentence
from focalpoint.desk.trail.states import differences

pytestmark = pytest.mark.django_db
BROTHER = "A brother has been an officer of the guard since 2019."
INTEREST = {
    "kinds": ["family"],
    "named": "National guard",
    "text": BROTHER,
}
SOLD = "The shares were sold before this situation was opened."
REASON = "No one else reads the language, and a second person reads each quotation."

FORM = {
    "once": "token",
    "kinds": ["family", "former_post"],
    "named": "National guard",
    "text": BROTHER,
}

RIGHT = {
    "none": (
        {"kinds": ["none"], "named": "", "text": ""},
        [],
    ),
    "an interest": (
        {"kinds": ["family"]},
        ["family"],
    ),
    "two interests": (
        {},
        ["family", "former_post"],
    ),
    "an interest and a step back": (
        {"kinds": ["party"], "steps_back": "on"},
        ["party"],
    ),
}

WRONG_KINDS = {
    "nothing was chosen": [],
    "none, and an interest": ["none", "family"],
    "a kind that is not there": ["friendship"],
}

WRONG_WORDS = {
    "an interest without its name": {
        "named": "",
    },
    "a name that names nothing": {
        "named": "n/a",
    },
    "an interest without a sentence": {
        "text": "",
    },
    "a placeholder": {
        "text": "to be confirmed",
    },
    "too few words": {
        "text": "My brother.",
    },
    "a name without an interest": {
        "kinds": [],
        "text": "",
    },
    "a sentence without an interest": {
        "kinds": [],
        "named": "",
    },
}

WRONG_REASONS = [
    "",
    "ok",
    "tbd",
    "Trust him.",
    BROTHER,
]

BROKEN = {
    "a name without a sentence": {
        "named": "National guard",
        "text": "",
    },
    "an answer where nothing asks for one": {
        "kinds": [],
        "named": "",
        "text": "",
        "answer": "goes_on",
        "answer_reason": REASON,
        "answered_at": walk.AT,
    },
    "an answer that is none": {
        "answer": "perhaps",
        "answer_reason": REASON,
        "answered_at": walk.AT,
    },
    "an answer of nobody": {
        "answer": "goes_on",
        "answer_reason": REASON,
        "answered_by": None,
    },
    "an answer without a reason": {
        "answer": "recused",
    },
    "a reason without an answer": {
        "answer_reason": REASON,
        "answered_by": None,
    },
    "a second first version": {
        "version": 1,
    },
}

SENTENCES = {
    ("interest.declared", '{"interests": 0}'): "declared to have no interest: abcdef",
    ("interest.declared", '{"interests": 2}'): "declared an interest: abcdef",
    ("interest.answered", '{"answer": "goes_on"}'): "said why the person of the declaration abcdef goes on",
    ("interest.answered", '{"answer": "recused"}'): "recused the person of the declaration of interests abcdef",
}


@pytest.fixture
def cast(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return walk.cast()


@pytest.fixture
def situation(cast):
    """A situation in which no one has declared anything."""
    made = walk.opened(cast.analyst)
    made.declarations.all().delete()
    return made


def declare(situation, by, **more) -> Declaration:
    return declaring.declare(situation=situation, **more, by=by, at=walk.AT)


def answer(declaration, by, answer="goes_on", reason=REASON) -> None:
    declaring.answer_interest(declaration=declaration, answer=answer, reason=reason, by=by, at=walk.AT)
    declaration.refresh_from_db()


@pytest.mark.parametrize("case", RIGHT)
def test_a_choice_is_read_from_the_form(case):
    given, kinds = RIGHT[case]
    form = DeclareForm(FORM | given)
    assert form.is_valid(), form.errors
    assert form.words()["kinds"] == kinds
    assert form.words()["steps_back"] is ("steps_back" in given)


@pytest.mark.parametrize("case", WRONG_KINDS)
def test_a_choice_is_made_and_is_one(case):
    form = DeclareForm(FORM | {"kinds": WRONG_KINDS[case]})
    assert not form.is_valid()
    assert list(form.errors) == ["kinds"]


@pytest.mark.parametrize("case", WRONG_WORDS)
def test_an_interest_has_a_name_and_a_sentence_and_none_has_neither(cast, situation, case):
    with pytest.raises(declaring.NotADeclaration):
        declare(situation, cast.analyst, **(INTEREST | WRONG_WORDS[case]))
    assert not situation.declarations.exists()


def test_no_interest_is_declared_once_and_leaves_nothing_to_answer(cast, situation):
    assert "has not declared interests" in problem(declared(situation), cast.analyst)
    made = declare(situation, cast.analyst)
    assert (made.version, made.is_open, made.is_recused, made.kind_words) == (1, False, False, "")
    assert problem(declared(situation), cast.analyst) == ""
    assert list(differences()) == []


def test_an_interest_waits_until_another_person_says_why_its_person_goes_on(cast, situation):
    made = declare(situation, cast.reviewer, **INTEREST)
    assert made.kind_words == "family or friends"
    assert "waits for the answer of another person" in problem(declared(situation), cast.reviewer)
    answer(made, cast.head)
    assert problem(declared(situation), cast.reviewer) == ""
    assert (made.answered_by, made.answer_reason) == (cast.head, REASON)
    assert list(differences()) == []


def test_who_is_recused_stays_so_whatever_is_declared_next(cast, situation):
    answer(declare(situation, cast.reviewer, **INTEREST), cast.head, "recused")
    assert "another person takes the place of reviewer" in problem(declared(situation), cast.reviewer)
    declare(situation, cast.reviewer, text=SOLD)
    assert "waits for the answer" in problem(declared(situation), cast.reviewer)


def test_who_steps_back_waits_for_nobody(cast, situation):
    made = declare(situation, cast.principal, **INTEREST, steps_back=True)
    assert made.is_recused
    assert (made.answered_by, made.answer_reason) == (cast.principal, "")
    with pytest.raises(declaring.NotADeclaration, match="waits for no answer"):
        answer(made, cast.head)


def test_nothing_is_stepped_back_from_where_there_is_no_interest(cast, situation):
    assert not declare(situation, cast.principal, steps_back=True).is_recused


def test_a_correction_is_a_new_version_and_the_old_one_is_kept(cast, situation):
    first = declare(situation, cast.reviewer)
    second = declare(situation, cast.reviewer, **INTEREST)
    third = declare(situation, cast.reviewer, text=SOLD)
    assert [each.version for each in (first, second, third)] == [1, 2, 3]
    assert declared(situation) == {cast.reviewer.pk: third}
    assert third.is_open
    assert list(situation.declarations.values_list("text", flat=True)) == ["", BROTHER, SOLD]
    with pytest.raises(declaring.NotADeclaration, match="waits for no answer"):
        answer(second, cast.head)


@pytest.mark.parametrize("text", ["", "Sold.", "n/a"])
def test_an_interest_is_not_taken_back_without_a_sentence(cast, situation, text):
    declare(situation, cast.reviewer, **INTEREST)
    with pytest.raises(declaring.NotADeclaration, match="declared an interest before"):
        declare(situation, cast.reviewer, text=text)


@pytest.mark.parametrize("reason", WRONG_REASONS)
def test_an_answer_has_a_reason_of_its_own(cast, situation, reason):
    made = declare(situation, cast.reviewer, **INTEREST)
    with pytest.raises(declaring.NotADeclaration, match="no reason"):
        answer(made, cast.head, reason=reason)
    assert not made.answer


def test_an_answer_is_one_of_two():
    given = {"once": "token", "reason": REASON}
    assert AnswerForm(given | {"answer": "recused"}).is_valid()
    for wrong in ("", "perhaps"):
        assert list(AnswerForm(given | {"answer": wrong}).errors) == ["answer"]


def test_nobody_answers_the_own_interest_nor_who_wrote_in_the_situation(cast, situation, monkeypatch):
    made = declare(situation, cast.reviewer, **INTEREST)
    with pytest.raises(NotAllowed):
        answer(made, cast.reviewer)
    with pytest.raises(NotAllowed):
        answer(made, cast.liaison)
    walk.assessed(situation, walk.filed(cast.analyst), cast.analyst)
    with pytest.raises(declaring.NotADeclaration, match="You wrote"):
        answer(made, cast.analyst)
    declare(situation, cast.head, **INTEREST)
    with pytest.raises(declaring.NotADeclaration, match="an interest in this situation yourself"):
        answer(made, cast.head)
    monkeypatch.setattr(declaring, "is_small_office", lambda: True)
    answer(made, cast.analyst)
    assert made.answered_by == cast.analyst


def test_each_situation_has_declarations_of_its_own(cast, situation):
    other = walk.opened(cast.analyst, None, title="Another place", overlap_reason="Another group.")
    declare(other, cast.reviewer, **INTEREST)
    assert declared(situation) == {}
    assert problems(declared(situation), [cast.reviewer, cast.reviewer]) == [problem({}, cast.reviewer)]


@pytest.mark.parametrize("case", BROKEN)
def test_the_database_refuses_a_declaration_that_is_none(cast, situation, case):
    declare(situation, cast.reviewer)
    given = {"ref": "d" * 16, "situation": situation, "version": 2, "by": cast.reviewer, "at": walk.AT}
    given |= INTEREST | {"answered_by": cast.head if "answer" in BROKEN[case] else None}
    with pytest.raises(IntegrityError), transaction.atomic():
        Declaration.objects.create(**(given | BROKEN[case]))


def test_the_database_refuses_that_a_person_answers_the_own_interest(cast, situation):
    made = declare(situation, cast.reviewer, **INTEREST)
    own = {"answer": "goes_on", "answer_reason": REASON, "answered_by": cast.reviewer, "answered_at": walk.AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        Declaration.objects.filter(pk=made.pk).update(**own)


@pytest.mark.parametrize(("verb", "ids"), SENTENCES)
def test_the_trail_says_what_was_done_and_not_what_the_interest_is(cast, situation, verb, ids):
    assert sentence(Event(verb=verb, subject="abcdef", ids=ids)) == SENTENCES[verb, ids]
    assert {each.verb for each in EVENTS} == {verb for verb, _ids in SENTENCES}
    answer(declare(situation, walk.person(Role.HEAD, "second"), **INTEREST), cast.head)
    assert not Event.objects.filter(ids__contains="family").exists()
