"""The states that corrections make, beside a slow plain reading of what was done; and what the database refuses."""

import random

import pytest
from django.db import IntegrityError, transaction

import walk
from focalpoint.desk.concurrency.revisions import Stale
from focalpoint.desk.library import actions, queries
from focalpoint.desk.library.models import Correction
from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.sentences import sentences
from focalpoint.desk.trail.states import differences
from focalpoint.doctrine import catalogue, office, versions

NEWEST = versions()[-1]
ENTRIES = ("ME023", "body:HRC", "M44")
ROW = {"entry": "ME023", "field": "name", "base": NEWEST, "before": "a", "fields": {"name": "b"}, "is_seen": False}


def asked(by, entry: str, text: str) -> Correction:
    given = {"field": "name", "reason": "It has another name now.", "source": "", "on": None}
    return actions.ask_correction(entry=entry, text=text, **given, by=by, at=walk.AT)


def answered(correction: Correction, by, *, confirms: bool = True) -> None:
    actions.answer_correction(correction=correction, confirms=confirms, answer="I looked at it.", by=by, at=walk.AT)
    office.refresh()


def withdrawn(correction: Correction, by) -> None:
    actions.withdraw_correction(correction=correction, reason="It was wrong after all.", by=by, at=walk.AT)
    office.refresh()


class Plain:
    """What each version says, kept as a list of whole pictures."""

    def __init__(self) -> None:
        self.stacks = {entry: [catalogue(NEWEST).entry(entry).record.name] for entry in ENTRIES}
        self.pictures = [self.now()]

    def now(self) -> dict[str, str]:
        return {entry: names[-1] for entry, names in self.stacks.items()}

    def confirm(self, entry: str, text: str) -> None:
        self.stacks[entry].append(text)
        self.pictures.append(self.now())

    def withdraw(self, entry: str) -> None:
        self.stacks[entry].pop()
        self.pictures.append(self.now())


def read(number: int) -> dict[str, str]:
    opened = catalogue(office.joined(NEWEST, number))
    return {entry: opened.entry(entry).record.name for entry in ENTRIES}


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_confirmed_refused_and_withdrawn_each_version_says_what_it_said(cast, seed):
    chance, plain, in_force = random.Random(seed), Plain(), {entry: [] for entry in ENTRIES}
    for step in range(14):
        entry = chance.choice(ENTRIES)
        if in_force[entry] and chance.random() < 0.4:
            withdrawn(in_force[entry].pop(), cast.head)
            plain.withdraw(entry)
            continue
        correction = asked(cast.analyst, entry, f"Name {step}")
        confirms = chance.random() < 0.8
        answered(correction, cast.reviewer, confirms=confirms)
        if confirms:
            in_force[entry].append(correction)
            plain.confirm(entry, f"Name {step}")
    assert queries.last_number() == len(plain.pictures) - 1 > 5
    assert [read(number) for number in range(len(plain.pictures))] == plain.pictures
    assert catalogue().version == office.joined(NEWEST, queries.last_number())
    assert list(differences()) == []


def test_one_correction_is_answered_once_and_a_refused_one_changes_nothing(cast):
    correction = asked(cast.analyst, "ME023", "Another name")
    answered(correction, cast.reviewer, confirms=False)
    assert catalogue().version == NEWEST
    for confirms in (True, False):
        with pytest.raises(Stale):
            answered(correction, cast.head, confirms=confirms)
    with pytest.raises(Stale):
        withdrawn(correction, cast.head)
    assert correction.version == ""


def test_a_reason_in_a_few_words_is_asked_of_everybody(cast):
    correction = asked(cast.analyst, "ME023", "Another name")
    with pytest.raises(actions.NoCorrectionReason):
        actions.answer_correction(correction=correction, confirms=True, answer="ok", by=cast.reviewer, at=walk.AT)
    answered(correction, cast.reviewer)
    with pytest.raises(actions.NoCorrectionReason):
        actions.withdraw_correction(correction=correction, reason="-", by=cast.head, at=walk.AT)


def test_the_trail_says_who_asked_confirmed_and_withdrew(cast):
    correction = asked(cast.analyst, "ME023", "Another name")
    answered(correction, cast.reviewer)
    withdrawn(correction, cast.head)
    rows = list(Event.objects.filter(subject=correction.ref).order_by("number"))
    assert [(each.actor, each.verb) for each in rows] == [
        (cast.analyst.ref, "catalogue.correction-asked"),
        (cast.reviewer.ref, "catalogue.corrected"),
        (cast.head.ref, "catalogue.correction-withdrawn"),
    ]
    for said, each in zip(("asked for", "confirmed", "withdrew"), sentences(rows), strict=True):
        assert said in str(each)
    assert "Another name" not in "".join(each.ids for each in rows)


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""},
        {"is_seen": True},
        {"is_seen": True, "looked_at": "A/RES/60/1"},
        {"state": "in force"},
        {"state": "in force", "number": 1},
        {"state": "waiting", "number": 1},
        {"state": "refused", "own": True},
    ],
)
def test_the_database_keeps_what_a_correction_must_have(cast, wrong):
    more = {"answered_by": cast.analyst} if wrong.pop("own", False) else {}
    row = Correction(**(ROW | {"reason": "Because."} | wrong | more), by=cast.analyst, at=walk.AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_two_corrections_never_get_one_number(cast):
    first, second = asked(cast.analyst, "ME023", "One"), asked(cast.analyst, "M44", "Two")
    answered(first, cast.reviewer)
    answered(second, cast.reviewer)
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=second.pk).update(number=1)
