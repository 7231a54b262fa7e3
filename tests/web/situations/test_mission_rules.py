"""What the items behind a finding carry, what a mission's forms refuse, and what the trail says of it."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from focalpoint.desk.missions.events import EVENTS
from focalpoint.desk.missions.forms import FindingForm, MissionForm, WithdrawMissionForm
from focalpoint.desk.missions.models import Finding, Mission
from focalpoint.desk.missions.queries import newest
from focalpoint.desk.missions.standards import HIGHEST, SUSPICION, name, standards, supported
from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.sentences import sentence
from focalpoint.doctrine import catalogue

NOW = timezone.now()


def item(origin: str | None, *, pk: int = 1, group: str = "", withdrawn: bool = False) -> SimpleNamespace:
    """An item of a source by its number, of its group, or of a source that nobody named."""
    source = None if origin is None else SimpleNamespace(pk=pk, independence_group=group)
    return SimpleNamespace(source=source, consent_withdrawn_at=NOW if withdrawn else None)


CARRIES = {
    "nothing": (
        [],
        0,
    ),
    "one item": (
        [item("radio", pk=1)],
        SUSPICION,
    ),
    "one item whose source nobody named": (
        [item(None)],
        SUSPICION,
    ),
    "two items of one source": (
        [item("radio", pk=1), item("radio", pk=1)],
        SUSPICION,
    ),
    "two sources that repeat one another": (
        [item("radio", pk=1, group="Agency"), item("paper", pk=2, group="agency ")],
        SUSPICION,
    ),
    "three items of sources that nobody named": (
        [item(None), item(None), item(None)],
        SUSPICION,
    ),
    "two sources of their own": (
        [item("radio", pk=1), item("clinic", pk=2)],
        HIGHEST,
    ),
    "two groups": (
        [item("radio", pk=1, group="Agency"), item("clinic", pk=2, group="Clinics")],
        HIGHEST,
    ),
    "a group and a source of its own": (
        [item("radio", pk=1, group="Agency"), item("clinic", pk=2)],
        HIGHEST,
    ),
    "a source and one that nobody named": (
        [item("radio", pk=1), item(None)],
        HIGHEST,
    ),
    "two, of which one was withdrawn": (
        [item("radio", pk=1), item("clinic", pk=2, withdrawn=True)],
        SUSPICION,
    ),
    "two, both withdrawn": (
        [item("radio", pk=1, withdrawn=True), item("clinic", pk=2, withdrawn=True)],
        0,
    ),
}

STANDARDS = {
    1: "reasonable suspicion",
    2: "reasonable grounds to believe",
    3: "balance of probabilities",
    4: "clear and convincing",
}

MISSION = {
    "once": "token",
    "title": "Commission of inquiry",
    "body": "HRC",
    "symbol": "A/HRC/RES/39/2",
    "mandate": "To look into alleged acts in the north since May.",
    "pattern_standard": "2",
    "incident_standard": "2",
    "person_standard": "1",
    "members": "A former judge, chair\nA forensic doctor\n\n",
}

WRONG_MISSION = {
    "members": [", chair", "A former judge, chair\n, member"],
    "title": [
        "",
        "n/a",
        "?",
    ],
    "body": [
        "",
        "Nowhere",
    ],
    "symbol": [
        "A" * 81,
    ],
    "mandate": [
        "",
        "tbd",
        "mandate",
    ],
    "pattern_standard": [
        "",
        "0",
        "5",
    ],
    "incident_standard": [
        "x",
        "5",
    ],
    "person_standard": [
        "",
        "-1",
    ],
}

SENTENCES = {
    ("mission.opened", "{}"): "opened the mission or commission of inquiry abcdef",
    ("mission.changed", "{}"): "changed the mandate, a standard or the members of the mission abcdef",
    ("mission.withdrawn", "{}"): "withdrew the mission abcdef",
    ("mission.found", '{"version": 1}'): "entered the finding abcdef",
    ("mission.found", '{"version": 2}'): "entered a version of the finding abcdef",
    ("mission.found", '{"version": 3, "withdrawn": 1}'): "withdrew the finding abcdef",
}


@pytest.mark.parametrize("case", CARRIES)
def test_what_some_items_carry(case):
    items, carried = CARRIES[case]
    assert supported(items) == carried


def test_the_standards_are_those_of_the_catalogue_without_that_of_a_court():
    assert dict(standards()) == STANDARDS
    (left_out,) = [each for each in catalogue().yardsticks.proof if each.order not in STANDARDS]
    assert left_out.standard == "beyond reasonable doubt"
    assert name(left_out.order) == "–"


@pytest.mark.parametrize("kind", Finding.Kind.values)
def test_each_kind_of_finding_has_a_standard_of_its_own(kind):
    asked = {"pattern_standard": 1, "incident_standard": 2, "person_standard": 3}
    mission = Mission(**asked)
    assert mission.standard_for(kind) == asked[f"{kind}_standard"]


def test_a_mission_is_read_from_its_form_with_one_member_a_line():
    form = MissionForm(MISSION)
    assert form.is_valid(), form.errors
    made = form.mission(None)
    assert (made.body, made.symbol, made.pattern_standard, made.person_standard) == ("HRC", "A/HRC/RES/39/2", 2, 1)
    people = [(each.name, each.function) for each in form.people()]
    assert people == [
        ("A former judge", "chair"),
        ("A forensic doctor", ""),
    ]


@pytest.mark.parametrize(
    ("field", "value"), [(field, value) for field, many in WRONG_MISSION.items() for value in many]
)
def test_a_mission_needs_each_part_in_words_that_say_something(field, value):
    form = MissionForm(MISSION | {field: value})
    assert not form.is_valid()
    assert list(form.errors) == [field]


@pytest.mark.parametrize("reason", ["", "none", "x"])
def test_a_withdrawal_says_why(reason):
    assert not WithdrawMissionForm({"once": "token", "reason": reason}).is_valid()
    assert WithdrawMissionForm({"once": "token", "reason": "It was entered under another situation."}).is_valid()


def test_the_newest_version_of_each_finding_counts_and_a_withdrawn_one_does_not():
    first = Finding(pk=1)
    second = Finding(pk=2, replaces_id=1)
    other = Finding(pk=3)
    gone = Finding(pk=4, replaces_id=3, holds=False)
    alone = Finding(pk=5)
    assert newest([first, second, other, gone, alone]) == [second, alone]
    assert newest([first, other]) == [first, other]
    assert newest([]) == []


@pytest.mark.django_db
def test_a_first_finding_is_asked_for_nothing_that_only_a_correction_needs():
    form = FindingForm()
    form.offer(FindingForm.base_fields["items_for"].queryset, [])
    assert not {"replaces", "reason", "withdraws"} & set(form.fields)
    assert {"kind", "text", "standard", "items_for", "items_against"} <= set(form.fields)


@pytest.mark.parametrize(("verb", "ids"), SENTENCES)
def test_the_trail_says_what_was_done(verb, ids):
    event = Event(verb=verb, subject="abcdef", ids=ids)
    assert sentence(event) == SENTENCES[verb, ids]


def test_every_event_of_missions_says_to_its_person_what_was_done():
    assert {each.verb for each in EVENTS} == {verb for verb, _ids in SENTENCES}
    assert all(str(each.done) for each in EVENTS)
