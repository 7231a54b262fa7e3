"""A desk with one family of objects a marking, and four people a role: high and low clearance, member and not."""

import dataclasses
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client, override_settings

import speeches
import walk
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions import exchange
from focalpoint.desk.decisions.exchange import Said
from focalpoint.desk.decisions.models import Position
from focalpoint.desk.decisions.positions import record_position
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake.actions import Attachment
from focalpoint.desk.intake.models import Item, Source
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.missions import actions as sending
from focalpoint.desk.missions.models import Finding, Mission
from focalpoint.desk.options.models import Paper
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.situations.models import Situation

BODY = "HRC"
HIGH, LOW = "TLP:RED", "TLP:AMBER"
SECRET = walk.SECRET


@dataclasses.dataclass
class Family:
    """Everything that belongs to one situation, under one marking; ``word`` stands in every text of it."""

    tlp: str
    need: bool
    signed: bool
    word: str
    item: Item
    source: Source
    situation: Situation
    assessment: object
    paper: Paper
    submission: object
    transmission: object | None

    def refs(self) -> dict[str, str]:
        kinds = ("item", "source", "situation", "assessment", "paper", "submission", "transmission")
        return {kind: getattr(self, kind).ref for kind in kinds if getattr(self, kind) is not None}


@dataclasses.dataclass
class Reader:
    """Somebody who asks; nobody when ``user`` is None."""

    user: User | None
    member: bool
    browser: Client

    @property
    def role(self) -> str:
        return self.user.role if self.user else ""

    def __str__(self) -> str:
        return self.user.username if self.user else "nobody"


@dataclasses.dataclass
class World:
    """All families, all readers."""

    families: list[Family]
    readers: list[Reader]

    def reader(self, name: str) -> Reader:
        return next(each for each in self.readers if str(each) == name)


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """One world for all tests of a module, in a transaction that is undone after them."""
    home = tmp_path_factory.mktemp("matrix")
    with django_db_blocker.unblock(), override_settings(FOCALPOINT_HOME=home), transaction.atomic():
        yield _world()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db) -> World:
    """The world; each test undoes what it changes in it."""
    return built


def _world() -> World:
    writer = walk.person(Role.ANALYST, "writer", clearance=HIGH)
    readers = [_reader(role, level, member) for role in Role for level in (LOW, HIGH) for member in (True, False)]
    insiders = [reader.user for reader in readers if reader.member]
    markings = [(tlp, need, True) for tlp in Tlp.values for need in (False, True)]
    families = []
    with pytest.MonkeyPatch.context() as patch:
        for number, (tlp, need, signed) in enumerate([*markings, ("TLP:CLEAR", False, False)]):
            word = f"{SECRET}-{number:02d}"
            patch.setattr(walk, "SECRET", word)
            families.append(_family(writer, insiders, tlp, need, signed, word))
    return World(families, [*readers, Reader(None, False, Client())])


def _reader(role: Role, clearance: str, member: bool) -> Reader:
    name = f"{role.value}-{'high' if clearance == HIGH else 'low'}-{'in' if member else 'out'}"
    user = walk.person(role, name, clearance=clearance, body=BODY if role == Role.LIAISON else "")
    browser = Client()
    browser.force_login(user)
    return Reader(user, member, browser)


def _family(writer: User, insiders: list[User], tlp: str, need: bool, signed: bool, word: str) -> Family:
    marks = {"tlp": tlp, "need_to_know": need}
    source = Source(label=word, kind=Source.Kind.PERSON, independence_group=word, **marks)
    taking.register_source(source=source, subject="police", grade="B", reason=word, by=writer, at=walk.AT)
    item = walk.filed(writer, word, consent_bodies=True, **marks)
    named = {"source": source, "subject": "police", "revision": item.revision}
    taking.name_source(item=item, **named, by=writer, at=walk.AT)
    situation = walk.opened(writer, item, overlap_reason=word, **marks)
    for each in (source, item, situation):
        each.members.add(writer, *insiders)
    speeches.filed(writer, situation, words=word)
    standards = {f"{kind}_standard": 2 for kind in Finding.Kind.values}
    mission = Mission(situation=situation, title=word, body="HRC", mandate=word, **standards)
    sending.open_mission(mission=mission, members=[], by=writer, at=walk.AT)
    position = Position(situation=situation, kind="blocks", holder=word, said=word, source=word, on=walk.DAY)
    record_position(position=position, by=writer, at=walk.AT)
    walk.tested(situation, writer)
    draft = walk.assessed(situation, item, writer)
    paper = walk.optioned(draft, writer)
    submission = deciding.submit(assessment=draft, revision=draft.revision, by=writer, at=walk.AT)
    sent = _decided(submission, insiders, word) if signed else None
    return Family(tlp, need, signed, word, item, source, situation, draft, paper, submission, sent)


def _decided(submission, insiders: list[User], word: str):
    def one(name: str) -> User:
        return next(user for user in insiders if user.username == name)

    walk.sign(submission, by=one("reviewer-high-in"))
    submission.refresh_from_db()
    words = {"choice": "act", "reason": word, "on": walk.DAY, "route": walk.route(BODY), "others": walk.WHY_NOT}
    principal = one("principal-high-in")
    taken = deciding.decide(submission=submission, **words, revision=submission.revision, by=principal, at=walk.AT)
    sent = taken.transmissions.get()
    said = Said("delivered", word, walk.DAY, "hand", Attachment(f"{word}.pdf", word.encode()))
    exchange.record_for_body(transmission=sent, said=said, by=one("analyst-high-in"), at=walk.AT)
    return sent
