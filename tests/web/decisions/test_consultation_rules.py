"""What the forms of a consultation refuse, who is called what, and what the note says of it, line by line."""

import datetime as dt

import pytest

import walk
from focalpoint.desk.consultations import actions as consulting
from focalpoint.desk.consultations.events import EVENTS
from focalpoint.desk.consultations.forms import ConsultForm, NoLocalViewForm, SaidForm, WithdrawForm
from focalpoint.desk.consultations.models import Consultation
from focalpoint.desk.consultations.queries import LOCAL
from focalpoint.desk.decisions.note.consulted import consultations_section
from focalpoint.desk.decisions.submission import alert
from focalpoint.desk.documents.blocks import Heading, Paragraph, Quote
from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.sentences import sentence

ASK = {
    "once": "token",
    "kind": "partner",
    "name": "",
    "option": "",
    "question": "Does the judgement fit what you see from there?",
    "given": "The judgements, without the evidence behind them.",
    "given_tlp": "TLP:GREEN",
    "due_on": "2100-01-01",
}

WRONG_ASK = {
    "kind": [
        "",
        "neighbour",
    ],
    "question": [
        "",
        "tbd",
        "?",
    ],
    "given": [
        "",
        "n/a",
        "all",
    ],
    "given_tlp": [
        "",
        "TLP:PINK",
    ],
    "due_on": [
        "",
        "soon",
        "01.01.2100",
    ],
    "name": [
        "n/a",
        "A" * 201,
    ],
    "option": [
        "12345",
    ],
}

SAID = {
    "once": "token",
    "view": "dissents",
    "text": "The road to the market is closed to one group.",
    "on": "2025-07-01",
    "reason": "",
}

WRONG_SAID = {
    "view": [
        "",
        "angry",
    ],
    "text": [
        "",
        "ok",
        "none",
    ],
    "on": [
        "",
        "yesterday",
    ],
    "reason": [
        "x",
        "tbd",
    ],
}

CALLED = {
    ("advisory", ""): "an advisory group",
    ("advisory", "Group of experts"): "Group of experts",
    ("reviewer", ""): "a local reviewer",
    ("partner", ""): "a local partner",
    ("partner", "Association of the valley"): "Association of the valley",
    ("office", "Second office"): "Second office",
}

SENTENCES = {
    ("consultation.asked", "{}"): "asked others for their view, in the consultation abcdef",
    ("consultation.answered", '{"view": "agrees"}'): "recorded what was said in the consultation abcdef",
    ("consultation.answered", '{"view": "dissents"}'): "recorded a dissent in the consultation abcdef",
    ("consultation.withdrawn", "{}"): "withdrew the consultation abcdef",
    ("consultation.local-view", "{}"): "said of abcdef why no local partner was asked",
}

ON_THE_NOTE = [
    ("heading", "Consulted only"),
    ("paragraph", "Group of experts was asked by 2 July 2025: Is the window right? (on the option: "),
    ("quote", "Too short by a month."),
    ("by", "Group of experts: agrees in part, 1 July 2025"),
    ("paragraph", "a local reviewer was asked by 2 July 2025: Who is at risk?"),
    ("paragraph", "No answer is on the record."),
    ("paragraph", "Why no local view was asked or waited for: "),
]


def wrong(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(field, value) for field, many in table.items() for value in many]


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "value"), wrong(WRONG_ASK))
def test_a_question_needs_each_part_in_words_that_say_something(field, value):
    assert ConsultForm(ASK).is_valid()
    form = ConsultForm(ASK | {field: value})
    assert not form.is_valid()
    assert list(form.errors) == [field]


@pytest.mark.parametrize(("field", "value"), wrong(WRONG_SAID))
def test_what_was_said_needs_each_part_too(field, value):
    assert SaidForm(SAID).is_valid()
    form = SaidForm(SAID | {field: value})
    assert not form.is_valid()
    assert list(form.errors) == [field]


@pytest.mark.parametrize("reason", ["", "tbd", "x", "n/a", "no"])
@pytest.mark.parametrize("kind", [WithdrawForm, NoLocalViewForm])
def test_a_withdrawal_and_a_decision_without_a_local_view_say_why(kind, reason):
    assert not kind({"once": "token", "reason": reason}).is_valid()
    assert kind({"once": "token", "reason": "Who could be asked has no safe telephone."}).is_valid()


@pytest.mark.parametrize(("kind", "name"), CALLED)
def test_who_is_named_only_where_a_name_was_given(kind, name):
    assert Consultation(kind=kind, name=name).who == CALLED[kind, name]


def test_a_local_view_is_that_of_a_reviewer_or_partner_who_is_there():
    assert set(LOCAL) == {"reviewer", "partner"}
    assert set(Consultation.Kind.values) == {"advisory", "reviewer", "partner", "office"}


def test_an_urgent_alert_may_go_without_it_and_owes_it():
    assert alert.names_of(["local"]) == ["view of a local partner"]


@pytest.mark.parametrize(("verb", "ids"), SENTENCES)
def test_the_trail_says_what_was_done(verb, ids):
    said = sentence(Event(verb=verb, subject="abcdef", ids=ids))
    assert said == SENTENCES[verb, ids]


def test_every_event_of_consultations_says_to_its_person_what_was_done():
    assert {each.verb for each in EVENTS} == {verb for verb, _ids in SENTENCES}
    assert all(str(each.done) for each in EVENTS)


@pytest.mark.django_db
def test_the_note_says_it_line_by_line(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    cast = walk.cast()
    draft = walk.submitted(cast).assessment
    given = {
        "assessment": draft,
        "given": "The judgements alone.",
        "given_tlp": "TLP:GREEN",
        "due_on": walk.DAY + dt.timedelta(days=1),
    }
    option = draft.paper.options.get(measure="ME028")
    first = Consultation(kind="advisory", name="Group of experts", question="Is the window right?", **given)
    first.option = option
    second = Consultation(kind="reviewer", question="Who is at risk?", **given)
    for each in (first, second):
        consulting.consult(consultation=each, by=cast.analyst, at=walk.AT)
    words = {"view": "partly", "text": "Too short by a month.", "on": walk.DAY, "reason": ""}
    consulting.keep_view(consultation=first, **words, by=cast.analyst, at=walk.AT)
    lines = [line for block in consultations_section(draft) for line in written(block)]
    assert [kind for kind, _text in lines] == [kind for kind, _text in ON_THE_NOTE]
    for (_kind, said), (_same, wanted) in zip(lines, ON_THE_NOTE, strict=True):
        assert said.startswith(wanted)


def written(block) -> list[tuple[str, str]]:
    """The words of a block, each with its kind."""
    if isinstance(block, Quote):
        return [("quote", block.text), ("by", block.by)]
    if isinstance(block, Heading):
        return [("heading", block.text)]
    assert isinstance(block, Paragraph)
    return [("paragraph", "".join(run.text for run in block.runs))]
