"""In a small office, a person outside is the second reader of a safeguard, or grants a lower marking or an identity."""

import dataclasses
import datetime as dt
import json

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import acts_outside
import pages
import walk
from acts_outside import KINDS, LABEL, MADE, WHO, WHY, answered, asked, asker
from at_desk import browser
from focalpoint.desk.compartments import actions as compartments
from focalpoint.desk.compartments import identity_actions as identities
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.concurrency.revisions import Stale
from focalpoint.desk.decisions.note.compose import compose
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.rule import Marks
from focalpoint.desk.options.models import Option, Reading
from focalpoint.desk.people import outside_actions
from focalpoint.desk.people.models import OutsideLink, Role, User
from focalpoint.desk.people.outside_actions import LinkOver
from focalpoint.desk.people.outsider import NotShared, Outsider, Question
from focalpoint.desk.people.permissions import NotAllowed
from focalpoint.desk.people.small_office import NotSmall
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.trail.event_types import event_types
from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.states import differences
from safeguard_records import WHOLE
from small_office import CAPACITY, NAME, small

AT = walk.AT
LATER = AT + dt.timedelta(hours=73)
SAID = f"{NAME} ({CAPACITY}), outside of the office, in small-office mode"
# By kind: the event of a confirmation, that of a refusal, and the page on which the office reads the answer.
WRITTEN = {
    "safeguard": ("safeguards.read", "safeguards.refused"),
    "marking": ("marking.lowered", "marking.refused"),
    "identity": ("identity.answered", "identity.answered"),
}

pytestmark = pytest.mark.django_db
every_kind = pytest.mark.parametrize("name", KINDS)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


def waiting(cast, name: str, **more):
    """An act that waits, in an office of two."""
    act = MADE[name](cast, **more)
    small(cast)
    return act


def is_second(name: str, act) -> bool:
    """Whether the act has its second person."""
    if name == "safeguard":
        return Reading.objects.filter(option=act).exists()
    act.refresh_from_db()
    return bool(act.granted) if name == "identity" else act.state == "granted"


@every_kind
def test_a_person_outside_confirms_and_the_record_names_a_closed_account(cast, name):
    act = waiting(cast, name)
    answered(name, asked(cast, name, act))
    assert is_second(name, act)
    link = OutsideLink.objects.get()
    account = User.objects.get(pk=link.account_id)
    assert (link.state, link.key, account.is_active, account.known_as) == ("confirmed", "", False, SAID)
    assert link.digest == json.loads(Event.objects.get(verb=WRITTEN[name][0]).ids)["read"]
    assert Event.objects.get(verb=WRITTEN[name][0]).actor == account.ref
    assert list(differences()) == []


@every_kind
def test_a_refusal_leaves_the_act_without_its_second_person(cast, name):
    act = waiting(cast, name)
    answered(name, asked(cast, name, act), is_confirmed=False)
    assert not is_second(name, act)
    assert (OutsideLink.objects.get().state, OutsideLink.objects.get().answer) == ("refused", WHY)
    assert Event.objects.filter(verb=WRITTEN[name][1]).exists()


@every_kind
def test_a_link_opens_once_until_it_expires_is_replaced_or_taken_back(cast, name):
    act = waiting(cast, name)
    first, second = asked(cast, name, act), asked(cast, name, act)
    with pytest.raises(LinkOver):
        answered(name, first)
    with pytest.raises(LinkOver):
        answered(name, second, at=LATER)
    link = OutsideLink.objects.latest("pk")
    with pytest.raises(NotAllowed):
        outside_actions.take_back_second(link=link, by=cast.liaison, at=AT)
    outside_actions.take_back_second(link=link, by=asker(cast, name), at=AT)
    with pytest.raises(LinkOver):
        answered(name, second)
    with pytest.raises(LinkOver):
        outside_actions.take_back_second(link=link, by=asker(cast, name), at=AT)
    third = asked(cast, name, act)
    answered(name, third)
    with pytest.raises(LinkOver):
        answered(name, third)


@every_kind
def test_only_the_asker_in_a_small_office_makes_a_link_and_its_secret_is_stored_nowhere(cast, name):
    act = MADE[name](cast)
    with pytest.raises(NotSmall):
        asked(cast, name, act)
    small(cast)
    stranger = walk.person(Role.HEAD, "stranger")
    who = {"name": NAME, "capacity": CAPACITY, "by": stranger, "at": AT}
    with pytest.raises(NotAllowed):
        outside_actions.ask_second_outside(kind=KINDS[name], act=act, **who)
    stranger.delete()
    secret = asked(cast, name, act)
    rows = [*OutsideLink.objects.values_list(), *Event.objects.values_list()]
    assert not any(secret in str(value) for row in rows for value in row)
    assert OutsideLink.objects.get().key == Outsider.of(secret).key


@every_kind
def test_what_reads_otherwise_than_it_was_read_is_not_answered(cast, name):
    secret = asked(cast, name, waiting(cast, name))
    with pytest.raises(Stale):
        answered(name, secret, digest="0" * 64)
    assert OutsideLink.objects.get().state == "waiting"


@every_kind
def test_without_its_event_nothing_is_written_and_the_link_is_open(cast, name, monkeypatch):
    act = waiting(cast, name)
    secret = asked(cast, name, act)

    def fail(**_):
        raise RuntimeError("the trail is full")

    with monkeypatch.context() as patched:
        patched.setattr(outside_actions, "record", fail)
        with pytest.raises(RuntimeError), transaction.atomic():
            answered(name, secret)
    assert not is_second(name, act)
    answered(name, secret)


@pytest.mark.parametrize(
    ("marks", "is_shown"),
    [
        ({"tlp": "TLP:GREEN"}, True),
        ({"tlp": "TLP:AMBER"}, True),
        ({"tlp": "TLP:AMBER", "need_to_know": True}, False),
        ({"tlp": "TLP:AMBER+STRICT"}, False),
        ({"tlp": "TLP:RED"}, False),
    ],
)
@pytest.mark.parametrize(("name", "marked"), [("safeguard", Situation), ("safeguard", Item), ("marking", Item)])
def test_content_above_amber_or_for_members_is_not_shown_outside(cast, name, marked, marks, is_shown):
    act = waiting(cast, name)
    marked.objects.update(**marks)
    act = type(act).objects.get(pk=act.pk)
    if is_shown:
        assert asked(cast, name, act)
        return
    with pytest.raises(NotShared):
        asked(cast, name, act)
    page = browser(cast.analyst).get(reverse("ask_second_outside", args=[name, KINDS[name].ref_of(act)]))
    assert "keep this inside of the office" in page.content.decode()


@pytest.mark.parametrize(("name", "marked"), [("safeguard", Situation), ("marking", Item)])
def test_a_stricter_marking_closes_a_link_that_is_open(cast, name, marked):
    secret = asked(cast, name, waiting(cast, name), at=timezone.now())
    page = reverse("second_outside", args=[secret])
    assert Client().get(page).status_code == 200
    marked.objects.update(tlp="TLP:RED")
    assert Client().get(page).status_code == 404
    with pytest.raises(NotShared):
        answered(name, secret, digest="0" * 64)


def test_of_a_source_the_request_and_its_reason_are_shown_and_nothing_else(cast):
    question = KINDS["identity"].question(waiting(cast, "identity"))
    shown = json.dumps([question.title, question.lines])
    assert WHY in shown
    assert not any(each in shown for each in (LABEL, WHO))
    assert question.tlp == "TLP:AMBER"


def test_a_grant_of_a_person_outside_opens_the_identity_to_the_custodian(cast):
    act = waiting(cast, "identity")
    answered("identity", asked(cast, "identity", act))
    act.refresh_from_db()
    identities.open_identity(asked=act, by=cast.principal, at=AT)
    assert [text for _row, text in identities.read_identity(asked=act, by=cast.principal, at=AT)] == [WHO]


def test_a_changed_safeguard_is_another_act(cast):
    option = waiting(cast, "safeguard")
    secret = asked(cast, "safeguard", option)
    Option.objects.filter(pk=option.pk).delete()
    with pytest.raises(LinkOver):
        answered("safeguard", secret)


def test_the_note_says_who_read_the_safeguards_and_in_which_mode(cast):
    option = waiting(cast, "safeguard")
    answered("safeguard", asked(cast, "safeguard", option))
    paper = Option.objects.get(pk=option.pk).paper
    note = compose(paper.assessment, paper, number=1, language="en", on=walk.DAY, signer=None)
    assert f"read by {SAID} on 1 July 2025" in json.dumps(note.model_dump(mode="json"))


def test_the_database_keeps_one_open_link_an_act_and_a_person_behind_each_confirmation(cast):
    act = waiting(cast, "marking")
    asked(cast, "marking", act)
    asked(cast, "marking", act)
    for wrong in ({"state": "waiting"}, {"state": "confirmed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OutsideLink.objects.filter(state="taken-back").update(**wrong)


def link_on(client: Client, name: str, ref: str) -> str:
    """Make a link on its page and return its address."""
    who = {"outside_name": NAME, "outside_capacity": CAPACITY, "once": idempotency.token()}
    sent = client.post(reverse("ask_second_outside", args=[name, ref]), who)
    assert sent.status_code == 200
    return reverse("second_outside", args=[sent.context["link"].rsplit("/", 1)[1]])


@every_kind
def test_the_whole_way_on_the_screen(cast, name):
    act = waiting(cast, name)
    client, page = browser(asker(cast, name)), KINDS[name].page(act)
    ask = reverse("ask_second_outside", args=[name, KINDS[name].ref_of(act)])
    assert ask in pages.read(client.get(page).content).links()
    link = link_on(client, name, KINDS[name].ref_of(act))
    waits = client.get(ask).content.decode()
    assert f"Waits for {NAME}" in waits
    assert link not in waits
    outside = Client()
    shown = outside.get(link)
    read = pages.read(shown.content)
    assert f"For {NAME} ({CAPACITY}) alone." in read.text
    hidden = {each["name"]: each["value"] for each in read.all("input") if each.get("type") == "hidden"}
    assert outside.post(link, hidden | {"answer": "yes", "reason": ""}).status_code == 422
    done = outside.post(link, hidden | {"answer": "yes", "reason": WHY})
    assert (done.status_code, outside.get(link).status_code) == (200, 404)
    assert is_second(name, act)
    assert SAID in pages.read(client.get(page).content).text
    assert ask not in pages.read(client.get(page).content).links()


def test_who_asked_reads_why_it_was_refused_and_can_ask_again(cast):
    act = waiting(cast, "safeguard")
    page = reverse("ask_second_outside", args=["safeguard", str(act.pk)])
    client = browser(cast.analyst)
    assert WHY not in client.get(page).content.decode()
    answered("safeguard", asked(cast, "safeguard", act), is_confirmed=False)
    shown = pages.read(client.get(page).content).text
    assert f"refused: {NAME} ({CAPACITY})" in " ".join(shown.split())
    assert WHY in shown
    assert "What the person outside reads" in shown


def test_a_link_is_taken_back_on_its_page_and_strangers_find_nothing(cast):
    act = waiting(cast, "marking")
    client = browser(cast.analyst)
    link = link_on(client, "marking", act.ref)
    stranger = browser(walk.person(Role.CUSTODIAN, "stranger"))
    for address in (reverse("ask_second_outside", args=["marking", act.ref]), "/second-person/other/zzzz/"):
        assert stranger.get(address).status_code == 404
    for name in KINDS:
        assert client.get(reverse("ask_second_outside", args=[name, "z" * 16])).status_code == 404
    back = reverse("take_back_second", args=[OutsideLink.objects.get().ref])
    assert stranger.post(back, {"once": idempotency.token()}).status_code == 404
    assert client.post(back, {"once": idempotency.token()}).status_code == 302
    assert Client().get(link).status_code == 404
    assert OutsideLink.objects.get().until > timezone.now()


def situation_change(cast):
    """A request for a lower marking of a situation."""
    found = walk.opened(cast.analyst, walk.filed(cast.analyst), title="The north", areas="Two valleys")
    given = {"subject": found, "marks": Marks("TLP:GREEN", True), "reason": WHY, "by": cast.analyst, "at": AT}
    return compartments.ask_lower_marking(**given)


def test_a_lower_marking_is_shown_with_what_it_would_open(cast):
    question = KINDS["marking"].question(situation_change(cast))
    assert question.lines == (
        ("Situation", "The north"),
        ("Groups at risk", walk.SECRET),
        ("Areas", "Two valleys"),
        ("Marking now", "TLP:AMBER"),
        ("Marking asked for", "TLP:GREEN, only members"),
        ("Asked by", "analyst"),
        ("Asked on", "1 July 2025"),
        ("Reason", WHY),
    )
    item = KINDS["marking"].question(acts_outside.marking(cast))
    assert item.lines[:2] == (("Item", walk.SECRET), ("Text", walk.SECRET))
    assert item.lines[3] == ("Marking asked for", "TLP:GREEN, not limited to members")


def test_the_safeguards_are_shown_in_words_and_nothing_else_of_the_option(cast):
    question = KINDS["safeguard"].question(acts_outside.safeguard(cast))
    assert question.title.startswith("Safeguards of “")
    texts = [text for _label, text in question.lines]
    assert WHOLE["authorization"]["outlook"] in texts
    assert any(WHOLE["review"]["cause_why"] in text for text in texts)
    assert walk.SECRET not in json.dumps(question.lines)


@pytest.mark.parametrize(
    "change",
    [{"title": "Another"}, {"lines": (("a", "c"),)}, {"lines": (("b", "b"),)}, {"lines": ()}, {"tlp": "TLP:GREEN"}],
)
def test_the_hash_covers_all_that_is_read(change):
    read = Question("A title", (("a", "b"),), "TLP:AMBER")
    assert read.digest == Question("A title", (("a", "b"),), "TLP:AMBER").digest
    assert dataclasses.replace(read, **change).digest != read.digest


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("outside.asked", "made a one-time link for a person outside of the office to %(subject)s"),
        ("outside.taken-back", "took back a one-time link for a person outside of the office"),
        ("safeguards.refused", "did not confirm safeguards in the options paper"),
    ],
)
def test_the_trail_says_what_was_done(verb, said):
    assert str(event_types()[verb].sentence).startswith(said)
    assert event_types()[verb].done


def test_everyone_else_is_known_by_the_name_of_the_account(cast):
    assert cast.analyst.known_as == "analyst"
    assert User(username="outside-2345", first_name=NAME).known_as.startswith(f"{NAME}, outside of the office")
