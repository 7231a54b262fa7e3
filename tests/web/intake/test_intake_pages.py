"""Pages of intake: a report from a phone, items, grades set apart, originals, withdrawal."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

import walk
from focalpoint.desk.intake.models import Event, Item, Original, Source
from focalpoint.desk.people.models import Role
from focalpoint.desk.trail.models import Event as Row
from walk import SECRET

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return tmp_path


@pytest.fixture
def cast():
    return walk.cast()


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def token(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return re.search(r'name="once" value="([^"]+)"', page)[1]


def send(client: Client, **more):
    address = reverse("report")
    fields = {"once": token(client, address), "what": "They burned houses.", "iso3": "KEN", "consent_desk": "on"}
    fields |= {"how_known": "saw", "date_precision": "unknown", "area_precision": "unknown", "actor_kind": "unknown"}
    return client.post(address, fields | more)


def verbs() -> list[str]:
    return list(Row.objects.exclude(verb__startswith="user.").order_by("number").values_list("verb", flat=True))


def test_a_reporter_files_an_event_with_a_file_under_a_pseudonym(cast):
    client = browser(cast.reporter)
    file = SimpleUploadedFile("../../../etc/<b>passwd</b>.jpg", b"\xff\xd8\xff\xe0" + b"x" * 40)
    answer = send(client, file=file, pseudonym="Heron", happened_on="2025-06-30", low="3", best="5", high="9")
    item = Item.objects.get()
    assert answer.url == reverse("item", args=[item.ref])
    assert item.title == "Report from Kenya, 30 June 2025"
    assert (item.event.pseudonym, item.event.happened_on) == ("Heron", dt.date(2025, 6, 30))
    assert (item.event.low, item.event.best, item.event.high) == (3, 5, 9)
    assert item.originals.get().kind == "image/jpeg"
    assert verbs() == ["item.filed"]
    page = client.get(answer.url).content.decode()
    assert "They burned houses." in page
    assert "<b>passwd" not in page


def test_only_what_happened_and_the_country_are_needed(cast):
    assert send(browser(cast.reporter)).status_code == 302
    event = Event.objects.get()
    assert (event.low, event.happened_on, event.actor) == (None, None, "")


def test_a_report_without_consent_is_not_kept_and_its_text_comes_back(cast):
    answer = send(browser(cast.reporter), consent_desk="", what="مرحبا <script>x</script>")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "مرحبا &lt;script&gt;x&lt;/script&gt;" in page
    assert not Item.objects.exists()


def test_numbers_out_of_order_are_said_beside_the_field(cast):
    answer = send(browser(cast.reporter), low="9", best="5", high="3")
    assert "stand in this order" in answer.content.decode()
    assert not Item.objects.exists()


def test_a_report_sent_twice_is_filed_once(cast):
    client = browser(cast.reporter)
    once = token(client, reverse("report"))
    first, second = send(client, once=once), send(client, once=once)
    assert first.url == second.url
    assert Item.objects.count() == 1
    assert verbs() == ["item.filed"]


@pytest.mark.parametrize("text", ["=1+1", "‮txet", "a\x00b", "𝔘" * 2000, "{{ 7 }}", "' OR 1=1 --", "😀"])
def test_hostile_text_is_kept_as_text(cast, text):
    client = browser(cast.reporter)
    answer = send(client, what=text, area=text[:100], actor=text[:100])
    if "\x00" in text:
        assert answer.status_code == 422
        return
    assert Event.objects.get().what == text
    assert client.get(answer.url).status_code == 200


def test_a_text_too_long_is_refused_with_the_limit_and_comes_back(cast):
    answer = send(browser(cast.reporter), what="x" * 1_000_001)
    assert answer.status_code == 422
    assert "1000000" in answer.content.decode()
    assert answer.content.count(b"x" * 1_000_001) == 1


@pytest.mark.parametrize("role", ["principal", "liaison", "overseer", "administrator", "peer"])
def test_reporting_is_for_those_who_report(cast, role):
    user = walk.person(Role(role), "other", body="HRC")
    assert browser(user).get(reverse("report")).status_code == 403


def test_a_reporter_sees_own_items_and_nobody_elses(cast):
    other = walk.person(Role.REPORTER, "reporter-2")
    mine, theirs = walk.filed(cast.reporter, "Mine"), walk.filed(other, "Theirs")
    client = browser(cast.reporter)
    page = client.get(reverse("items")).content.decode()
    assert "Mine" in page
    assert "Theirs" not in page
    assert client.get(reverse("item", args=[mine.ref])).status_code == 200
    assert client.get(reverse("item", args=[theirs.ref])).status_code == 404


def test_what_may_not_be_seen_answers_as_what_does_not_exist(cast):
    hidden = walk.filed(cast.analyst, tlp="TLP:RED")
    client = browser(walk.person(Role.ANALYST, "low", clearance="TLP:GREEN"))
    absent = client.get(reverse("item", args=["a" * 16]))
    for address in (reverse("item", args=[hidden.ref]), reverse("original", args=[hidden.ref, "a" * 64])):
        seen = client.get(address)
        assert seen.status_code == absent.status_code == 404
        assert seen.content == absent.content
    for name in ("grade", "name_source", "withdraw"):
        assert (
            client.post(reverse(name, args=[hidden.ref])).content == client.post(reverse(name, args=["a" * 16])).content
        )


def test_an_original_is_given_out_as_a_download_and_the_read_is_on_record(cast):
    item = walk.filed(cast.analyst)
    original = item.originals.get()
    answer = browser(cast.analyst).get(reverse("original", args=[item.ref, original.address]))
    assert answer.content == b"A picture of nothing."
    assert answer["Content-Type"] == "application/octet-stream"
    assert "attachment" in answer["Content-Disposition"]
    assert original.name not in answer["Content-Disposition"]
    assert list(item.custody.values_list("step", flat=True)) == ["received", "read"]
    assert verbs() == ["item.filed", "protected.read"]


def test_one_grade_is_hidden_while_the_other_is_set(cast):
    item = walk.filed(cast.analyst)
    source = walk.sourced(cast.analyst, "A witness")
    client = browser(cast.analyst)
    address = reverse("item", args=[item.ref])
    fields = {"once": token(client, f"{address}?set=source"), "source": source.pk, "subject": "police"}
    assert client.post(reverse("name_source", args=[item.ref]), fields).status_code == 302
    grade = {"once": token(client, f"{address}?set=credibility"), "credibility": "3", "reason": "Only one told it."}
    while_grading = client.get(f"{address}?set=credibility").content.decode()
    assert "A witness</bdi>: <b>B" not in while_grading
    assert client.post(reverse("grade", args=[item.ref]), grade).status_code == 302
    while_naming = client.get(f"{address}?set=source").content.decode()
    assert "Only one told it." not in while_naming
    both = client.get(address).content.decode()
    assert "A witness" in both
    assert "Only one told it." in both


def test_credibility_one_without_an_independent_origin_is_refused_with_the_reason(cast):
    item = walk.filed(cast.analyst)
    client = browser(cast.analyst)
    address = reverse("item", args=[item.ref])
    fields = {"once": token(client, f"{address}?set=credibility"), "credibility": "1", "reason": "Sure."}
    answer = client.post(reverse("grade", args=[item.ref]), fields)
    assert answer.status_code == 422
    assert "independent source" in answer.content.decode()
    assert "Sure." in answer.content.decode()


def test_consent_is_withdrawn_by_who_gave_it_or_the_custodian_alone(cast):
    item = walk.filed(cast.reporter)
    custodian = walk.person(Role.CUSTODIAN)
    stranger = browser(cast.analyst)
    assert stranger.post(reverse("withdraw", args=[item.ref]), {"once": "x"}).status_code == 404
    client = browser(custodian)
    once = token(client, reverse("item", args=[item.ref]))
    assert client.post(reverse("withdraw", args=[item.ref]), {"once": once}).status_code == 302
    page = client.get(reverse("item", args=[item.ref])).content.decode()
    assert SECRET not in page
    assert "key destroyed" in page
    assert Original.objects.get().key is None


def test_a_source_is_registered_with_its_grade_and_reason(cast):
    client = browser(cast.analyst)
    fields = {"once": token(client, reverse("sources")), "label": "Radio", "kind": "media", "tlp": "TLP:GREEN"}
    fields |= {"subject": "police", "grade": "F", "reason": "New."}
    assert client.post(reverse("sources"), fields).status_code == 302
    assert Source.objects.get().reliabilities.get().grade == "F"
    assert "Radio" in client.get(reverse("sources")).content.decode()


@pytest.mark.parametrize(("name", "most"), [("items", 14), ("sources", 14), ("report", 12)])
def test_a_page_stays_within_its_queries(cast, name, most, django_assert_max_num_queries):
    for number in range(12):
        walk.filed(cast.analyst, f"Item {number}")
        walk.sourced(cast.analyst, f"Source {number}")
    client = browser(cast.analyst)
    with django_assert_max_num_queries(most):
        assert client.get(reverse(name)).status_code == 200


def test_an_item_page_stays_within_its_queries(cast, django_assert_max_num_queries):
    item = walk.filed(cast.analyst)
    client = browser(cast.analyst)
    with django_assert_max_num_queries(22):
        client.get(reverse("item", args=[item.ref]))
