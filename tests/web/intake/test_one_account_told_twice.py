"""One account does not become two by its spelling, by a second source of one name, or by being out of sight."""

import re

import pytest
from django.urls import reverse

import walk
from at_desk import browser, verbs
from focalpoint.desk.concurrency.idempotency import token
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake import grading, queries
from focalpoint.desk.intake.models import Grading, Item, Repeat, Source
from focalpoint.desk.people.models import Role, User
from walk import AT

pytestmark = pytest.mark.django_db
TEXT = "Men in green uniforms shot four people at the well of Tamba village on Friday."
OTHER = "Soldiers came to the well of Tamba on Friday; four did not come home."


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


@pytest.fixture
def custodian():
    return walk.person(Role.CUSTODIAN)


def told(by: User, text: str = TEXT, data: bytes | None = None, **more) -> Item:
    """An item with one sentence, and a file where bytes are given."""
    item = Item(title="Report from Mali", obtained_on=walk.DAY, **more)
    files = [] if data is None else [taking.Attachment("a.jpg", data)]
    event = taking.Event(what=text, iso3="MLI")
    return taking.file_item(item=item, event=event, attachments=files, by=by, at=AT)


def sourced(item: Item, by: User, label: str, origin: str, **more) -> Source:
    source = Source(label=label, kind="person", independence_group=origin, **more)
    taking.register_source(source=source, subject="killings", grade="B", reason="x", by=by, at=AT)
    taking.name_source(item=item, source=source, subject="killings", revision=item.revision, by=by, at=AT)
    return source


def one(item: Item, *others: Item, by: User, despite: str = "") -> Grading:
    given = {"credibility": 1, "reason": "x", "despite": despite, "confirmed_by": list(others)}
    return grading.grade_item(item=item, **given, revision=item.revision, by=by, at=AT)


def answered(found: Grading, by: User, granted: bool = True) -> int:
    grading.answer_grading(grading=found, granted=granted, answer="Compared.", by=by, at=AT)
    return Item.objects.get(pk=found.item.pk).credibility


SPELLINGS = ["Witness A", " witness a", "witness\u00a0A", "wit\u200bness A", "\uff37itness A", "", "?", "\u200b"]


@pytest.mark.parametrize("origin", SPELLINGS)
def test_an_origin_spelled_otherwise_or_not_known_confirms_nothing_whatever_is_written(cast, origin):
    first, second = told(cast.reporter), told(cast.head, OTHER)
    sourced(first, cast.analyst, "Heron", "witness A")
    sourced(second, cast.analyst, "Reed", origin)
    for item, other in ((first, second), (second, first)):
        with pytest.raises(grading.NotIndependent):
            one(item, other, by=cast.analyst, despite="They are two.")


def test_two_unknown_origins_confirm_nothing(cast):
    first, second = told(cast.reporter), told(cast.head, OTHER)
    for item, label in ((first, "Heron"), (second, "Reed")):
        sourced(item, cast.analyst, label, "")
    with pytest.raises(grading.NotIndependent):
        one(first, second, by=cast.analyst, despite="They are two.")


@pytest.mark.parametrize("alike", ["words", "file", "name", "filer"])
def test_what_looks_like_one_account_is_said_and_needs_a_written_reason(cast, custodian, alike):
    first = told(cast.reporter, data=b"\xff\xd8\xff one")
    by = cast.reporter if alike == "filer" else cast.head
    second = told(by, TEXT.upper() if alike == "words" else OTHER, b"\xff\xd8\xff one" if alike == "file" else b"two")
    sourced(first, cast.analyst, "Heron", "witness A")
    sourced(second, cast.analyst, "HERON" if alike == "name" else "Reed", "witness B")
    with pytest.raises(grading.NotIndependent) as refused:
        one(first, second, by=cast.analyst)
    assert {"words": "words", "file": "file", "name": "name", "filer": "same person"}[alike] in refused.value.message
    with pytest.raises(grading.NotIndependent):
        one(first, second, by=cast.analyst, despite="  ")
    found = one(first, second, by=cast.analyst, despite="Two saw it from two houses.")
    assert Item.objects.get(pk=first.pk).credibility == 2
    assert answered(found, custodian) == 1


def test_two_accounts_of_two_origins_by_two_people_need_no_further_reason(cast, custodian):
    first, second = told(cast.reporter), told(cast.head, OTHER)
    sourced(first, cast.analyst, "Heron", "witness A")
    sourced(second, cast.analyst, "Reed", "witness B")
    assert answered(one(first, second, by=cast.analyst), custodian) == 1
    assert "item.grade-answered" in verbs()


def test_a_source_that_the_grader_may_not_read_is_of_unknown_origin(cast):
    first, second = told(cast.reporter), told(cast.head, OTHER)
    sourced(first, cast.analyst, "Heron", "witness A")
    sourced(second, cast.head, "Reed", "witness B", need_to_know=True)
    with pytest.raises(grading.NotIndependent):
        one(first, second, by=cast.analyst, despite="They are two.")


def test_a_custodians_no_takes_effect_at_once_and_stays_readable(cast, custodian):
    first, second = told(cast.reporter), told(cast.head, OTHER)
    sourced(first, cast.analyst, "Heron", "witness A")
    sourced(second, cast.analyst, "Reed", "witness B")
    assert answered(one(first, second, by=cast.analyst), custodian, granted=False) == 2
    assert "Compared." in browser(cast.analyst).get(reverse("item", args=[first.ref])).content.decode()


def test_a_grade_set_again_no_longer_waits_for_the_custodian(cast, custodian):
    first, second = told(cast.reporter), told(cast.head, OTHER)
    sourced(first, cast.analyst, "Heron", "witness A")
    sourced(second, cast.analyst, "Reed", "witness B")
    found = one(first, second, by=cast.analyst)
    words = {"credibility": 4, "reason": "Doubts.", "confirmed_by": [], "revision": first.revision}
    grading.grade_item(item=first, **words, by=cast.head, at=AT)
    assert queries.waiting(custodian) == []
    with pytest.raises(grading.Stale):
        answered(found, custodian)


# Tokens, references whole or cut, and the time of day.
MASK = re.compile(rb'(name="(once|csrfmiddlewaretoken)" value=")[^"]+|\b[23456789a-hjkmnp-z]{6,16}\b|[0-9]{2}:[0-9]{2}')


def pages_of(client, *addresses: str) -> list[bytes]:
    """What the pages say, tokens and references aside."""
    return [MASK.sub(b"", client.get(address).content) for address in addresses]


def filed_and_graded(cast, client) -> tuple[Grading, list[object]]:
    """A report filed, its source registered and named, and its grade set: all through pages; and all that was shown."""
    fields = {"what": TEXT, "iso3": "MLI", "consent_desk": "on", "how_known": "saw", "actor_kind": "unknown"}
    fields |= {"date_precision": "unknown", "area_precision": "unknown"}
    filed = client.post(reverse("report"), fields | {"once": token()})
    item, other = Item.objects.order_by("-pk").first(), told(cast.head, OTHER)
    sourced(other, cast.head, "Reed", "witness B", tlp="TLP:GREEN")
    source = {"label": "Heron", "kind": "person", "independence_group": "witness A", "tlp": "TLP:AMBER"}
    source |= {"subject": "killings", "grade": "B", "reason": "Known before.", "once": token()}
    registered = client.post(reverse("sources"), source)
    named = {"source": Source.objects.order_by("-pk").first().ref, "subject": "killings", "revision": 1}
    client.post(reverse("name_source", args=[item.ref]), named | {"once": token()})
    grade = {"credibility": 1, "reason": "Known before.", "confirmed_by": [other.ref], "revision": 2, "once": token()}
    graded = client.post(reverse("grade", args=[item.ref]), grade)
    shown = pages_of(client, filed.url, reverse("item", args=[item.ref]), reverse("items"), reverse("sources"))
    statuses = [filed.status_code, registered.status_code, graded.status_code]
    return item.gradings.get(), [*statuses, *shown]


def test_a_hidden_twin_changes_nothing_that_the_grader_sees_and_waits_for_a_custodian_who_may_read_both(cast):
    low = walk.person(Role.CUSTODIAN, "low", clearance="TLP:AMBER")
    high = walk.person(Role.CUSTODIAN, "high", clearance="TLP:RED")
    first, plain = filed_and_graded(cast, browser(cast.analyst))
    assert answered(first, low) == 1  # nothing is hidden from this custodian
    Grading.objects.all().delete()
    for model in (Repeat, taking.Custody, Item.confirmed_by.through, taking.Event, Item, taking.Reliability):
        model.objects.all().delete()
    Source.objects.all().delete()
    secret = walk.person(Role.HEAD, "secret", clearance="TLP:RED")
    twin = told(secret, TEXT, tlp="TLP:RED")
    twin.members.add(high, secret)
    sourced(twin, secret, "HERON", "witness B", tlp="TLP:RED").members.add(high)
    second, beside = filed_and_graded(cast, browser(cast.analyst))
    assert beside == plain
    assert [each.kind for each in queries.to_compare(high)] == ["name", "words"]
    assert queries.to_compare(low) == []
    assert answered(second, low) == 2  # the answer is kept, and it still waits
    assert queries.waiting(low) == []
    assert queries.waiting(high) == [second]
    assert answered(second, high) == 1


def test_the_custodians_page_shows_both_and_takes_the_answers(cast, custodian):
    first, second = told(cast.reporter), told(cast.reporter)
    sourced(first, cast.analyst, "Heron", "witness A")
    sourced(second, cast.analyst, "Reed", "witness B")
    one(first, second, by=cast.analyst, despite="Two saw it.")
    client = browser(custodian)
    page = client.get(reverse("comparisons")).content.decode()
    assert first.ref in page
    assert second.ref in page
    assert "Two saw it." in page
    pair = Repeat.objects.get()
    bad = client.post(reverse("settle_repeat", args=[pair.pk]), {"once": token(), "same": ""})
    assert bad.status_code == 422
    assert client.post(reverse("settle_repeat", args=[pair.pk]), {"once": token(), "same": "yes"}).status_code == 302
    address = reverse("answer_grading", args=[first.ref])
    assert client.post(address, {"once": token(), "granted": "no"}).status_code == 422
    given = {"once": token(), "granted": "no", "answer": "One witness."}
    assert client.post(address, given).status_code == 302
    assert (Repeat.objects.get().same, Item.objects.get(pk=first.pk).credibility) == (True, 2)
    assert {"repeat.compared", "item.grade-answered"} <= set(verbs())
    assert client.post(address, given | {"once": token()}).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CUSTODIAN])
def test_nobody_else_opens_that_page(role):
    client = browser(walk.person(role, body="HRC"))
    for answer in (
        client.get(reverse("comparisons")),
        client.post(reverse("settle_repeat", args=[1])),
        client.post(reverse("answer_grading", args=["x"])),
    ):
        assert answer.status_code == 403


def test_a_second_source_of_one_name_is_asked_about_and_registered_once_that_is_answered(cast):
    sourced(told(cast.reporter), cast.analyst, "Heron", "witness A")
    client = browser(cast.analyst)
    fields = {
        "label": " HERON",
        "kind": "person",
        "tlp": "TLP:AMBER",
        "subject": "x",
        "grade": "F",
        "reason": "Known before.",
    }
    asked = client.post(reverse("sources"), fields | {"once": token()})
    assert asked.status_code == 422
    assert 'type="checkbox" name="another"' in asked.content.decode()
    assert Source.objects.count() == 1
    assert client.post(reverse("sources"), fields | {"once": token(), "another": "on"}).status_code == 302
    assert Source.objects.count() == 2


def test_who_sends_the_same_words_twice_reads_so_on_the_receipt_and_the_analyst_on_the_item(cast):
    first, second = told(cast.reporter), told(cast.reporter, TEXT.upper())
    told(walk.person(Role.REPORTER, "another", clearance="TLP:GREEN"))
    receipt = browser(cast.reporter).get(reverse("receipt", args=[second.ref])).content.decode()
    assert receipt.count(first.ref) == 2  # its address and its text; the other reporter's is not there
    item = browser(cast.analyst).get(reverse("item", args=[first.ref])).content.decode()
    assert reverse("item", args=[second.ref]) in item


def test_a_withdrawal_erases_what_the_words_are_found_by_and_each_reason(cast):
    first, second = told(cast.reporter), told(cast.head, OTHER)
    sourced(first, cast.analyst, "Heron", "witness A")
    sourced(second, cast.analyst, "Reed", "witness B")
    one(first, second, by=cast.analyst, despite="Because.")
    taking.withdraw_consent(item=first, revision=first.revision, by=cast.reporter, at=AT)
    first.refresh_from_db()
    assert first.words == ""
    assert list(first.gradings.values_list("reason", "despite")) == [("", "")]


def test_many_copies_of_one_text_are_a_bounded_number_of_tasks(cast):
    for _ in range(24):
        told(cast.reporter)
    newest = Item.objects.order_by("-pk").first()
    assert Repeat.objects.filter(first=newest.ref).count() == 20
