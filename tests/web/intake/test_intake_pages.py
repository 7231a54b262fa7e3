"""Pages of intake: a report from a phone, items, grades set apart, originals, withdrawal."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

import pages
import walk
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake import grading
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
    file = SimpleUploadedFile("../../../etc/<b>passwd</b>.jpg", b"\xff\xd8\xff\xe0" + b"x" * 40 + b"\xff\xd9")
    answer = send(client, file=file, pseudonym="Heron", happened_on="2025-06-30", low="3", best="5", high="9")
    item = Item.objects.get()
    assert answer.url == reverse("receipt", args=[item.ref])
    assert item.title == f"Report from Kenya, filed in {item.created_at:%B %Y}"  # no day that was told
    assert (item.event.pseudonym, item.event.happened_on) == ("Heron", dt.date(2025, 6, 30))
    assert (item.event.low, item.event.best, item.event.high) == (3, 5, 9)
    assert item.originals.get().kind == "image/jpeg"
    assert verbs() == ["item.filed"]
    page = client.get(reverse("item", args=[item.ref])).content.decode()
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
    assert "not in order" in answer.content.decode()
    assert not Item.objects.exists()


def test_a_report_sent_twice_is_filed_once(cast):
    client = browser(cast.reporter)
    once = token(client, reverse("report"))
    first, second = send(client, once=once), send(client, once=once)
    assert first.url == second.url
    assert Item.objects.count() == 1
    assert verbs() == ["item.filed"]


def test_what_is_written_over_a_report_that_was_sent_is_another_report_and_each_receipt_names_the_others(cast):
    client = browser(cast.reporter)
    once = token(client, reverse("report"))
    addresses = [send(client, once=once, what=f"incident number {number}").url for number in (1, 2, 3, 2)]
    assert addresses[3] == addresses[1]
    assert list(Event.objects.order_by("pk").values_list("what", flat=True)) == [
        f"incident number {n}" for n in (1, 2, 3)
    ]
    refs = list(Item.objects.order_by("pk").values_list("ref", flat=True))
    receipt = client.get(addresses[2]).content.decode()
    assert [ref in receipt for ref in refs] == [True, True, True]


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
    assert answer["Content-Disposition"].endswith(f'_{original.name}"')
    assert list(item.custody.values_list("step", flat=True)) == ["received", "stored", "read"]
    assert verbs() == ["item.filed", "protected.read"]


def carried(answer) -> dict[str, str]:
    """The hidden fields of the form on a page, as a browser would send them back."""
    fields = [each for each in pages.read(answer.content).all("input") if each.get("name") in {"once", "revision"}]
    return {each["name"]: each["value"] for each in fields}


def hidden(client: Client, address: str) -> dict[str, str]:
    return carried(client.get(address))


def setting(client: Client, item: Item, name: str) -> dict[str, str]:
    return hidden(client, reverse("item", args=[item.ref]) + f"?set={name}")


def test_one_grade_is_hidden_while_the_other_is_set(cast):
    item = walk.filed(cast.analyst)
    source = walk.sourced(cast.analyst, "A witness")
    client = browser(cast.analyst)
    address = reverse("item", args=[item.ref])
    fields = setting(client, item, "source") | {"source": source.ref, "subject": "police"}
    assert client.post(reverse("name_source", args=[item.ref]), fields).status_code == 302
    grade = setting(client, item, "credibility") | {"credibility": "3", "reason": "Only one told it."}
    while_grading = client.get(f"{address}?set=credibility").content.decode()
    assert "A witness</bdi>: <b>B" not in while_grading
    refused = client.post(reverse("grade", args=[item.ref]), grade | {"credibility": "1"})
    assert refused.status_code == 422
    assert "A witness" not in refused.content.decode()
    assert client.post(reverse("grade", args=[item.ref]), grade | {"once": "again"}).status_code == 302
    while_naming = client.get(f"{address}?set=source").content.decode()
    assert "Only one told it." not in while_naming
    both = client.get(address).content.decode()
    assert "A witness" in both
    assert "Only one told it." in both


def test_credibility_one_without_an_independent_origin_is_refused_with_the_reason(cast):
    item = walk.filed(cast.analyst)
    client = browser(cast.analyst)
    fields = setting(client, item, "credibility") | {"credibility": "1", "reason": "Quite sure."}
    answer = client.post(reverse("grade", args=[item.ref]), fields)
    assert answer.status_code == 422
    assert answer.content.decode().count("Credibility 1 needs a second item from an independent source.") == 1
    assert "Quite sure." in answer.content.decode()


def test_of_two_graders_the_second_is_told_keeps_the_text_and_can_save_after_a_look(cast):
    item = walk.filed(cast.analyst)
    one, two = browser(cast.analyst), browser(cast.head)
    first, second = setting(one, item, "credibility"), setting(two, item, "credibility")
    address = reverse("grade", args=[item.ref])
    assert one.post(address, first | {"credibility": "2", "reason": "Two told it."}).status_code == 302
    late = two.post(address, second | {"credibility": "5", "reason": "My own reason."})
    page = late.content.decode()
    assert late.status_code == 422
    assert page.count("Another person saved this while you were writing.") == 1
    assert "My own reason." in page
    assert "Two told it." in page
    item.refresh_from_db()
    assert item.credibility == 2
    assert two.post(address, carried(late) | {"credibility": "5", "reason": "My own reason."}).status_code == 302
    item.refresh_from_db()
    assert item.credibility == 5


def test_a_grader_who_comes_after_a_withdrawal_is_told_once_and_grades_nothing(cast):
    item = walk.filed(cast.reporter)
    client = browser(cast.analyst)
    fields = setting(client, item, "credibility")
    taking.withdraw_consent(item=item, revision=1, by=cast.reporter, at=walk.AT)
    late = client.post(reverse("grade", args=[item.ref]), fields | {"credibility": "2", "reason": "Too late."})
    assert late.status_code == 422
    assert late.content.decode().count("Consent for an item was withdrawn") == 1
    item.refresh_from_db()
    assert item.credibility is None


def test_consent_is_withdrawn_by_who_gave_it_or_the_custodian_alone(cast):
    item = walk.filed(cast.reporter)
    address = reverse("withdraw", args=[item.ref])
    stranger = browser(cast.analyst)
    absent = stranger.get(reverse("withdraw", args=["a" * 16]))
    assert stranger.get(address).content == absent.content
    assert stranger.post(address, {"once": "x", "revision": "1"}).status_code == absent.status_code == 404
    client = browser(walk.person(Role.CUSTODIAN))
    assert client.post(address, hidden(client, address)).status_code == 302
    page = client.get(reverse("item", args=[item.ref])).content.decode()
    assert SECRET not in page
    assert "key destroyed" in page
    assert Original.objects.get().key is None


def test_a_withdrawal_is_asked_twice_and_says_first_what_goes_and_what_stays(cast):
    item = walk.filed(cast.reporter)
    client = browser(cast.reporter)
    shown = pages.read(client.get(reverse("item", args=[item.ref])).content)
    address = reverse("withdraw", args=[item.ref])
    assert address in shown.links()
    assert address not in [form.get("action") for form in shown.all("form")]
    page = client.get(address)
    for said in (
        "It cannot be undone",
        "The key of 1 file",
        "What is kept",
        "in which country",
        "custody and the trail",
    ):
        assert said in page.content.decode()
    assert SECRET not in page.content.decode().replace(f"<bdi>{SECRET}</bdi>", "")
    assert Item.objects.get().consent_withdrawn_at is None


@pytest.mark.parametrize("sent", [{}, {"once": "x"}, {"once": "x", "revision": ""}, {"once": "x", "revision": "one"}])
def test_a_withdrawal_that_was_not_confirmed_destroys_nothing_and_asks(cast, sent):
    item = walk.filed(cast.reporter)
    client = browser(cast.reporter)
    address = reverse("withdraw", args=[item.ref])
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "Nothing was destroyed yet." in answer.content.decode()
    assert Item.objects.get().consent_withdrawn_at is None
    assert client.post(address, carried(answer)).status_code == 302
    assert Item.objects.get().consent_withdrawn_at is not None


def test_a_withdrawal_sent_twice_happens_once_and_both_lead_to_the_item(cast):
    item = walk.filed(cast.reporter)
    client = browser(cast.reporter)
    address, there = reverse("withdraw", args=[item.ref]), reverse("item", args=[item.ref])
    fields = hidden(client, address)
    assert [client.post(address, fields).url, client.post(address, fields).url] == [there, there]
    assert client.post(address, fields | {"once": "another window"}).url == there
    assert client.get(address).url == there
    assert verbs().count("item.consent-withdrawn") == 1


def test_a_withdrawal_beside_a_grading_is_asked_once_more_with_what_changed(cast):
    item = walk.filed(cast.reporter)
    client = browser(cast.reporter)
    address = reverse("withdraw", args=[item.ref])
    fields = hidden(client, address)
    grading.grade_item(item=item, credibility=2, reason="x", confirmed_by=[], revision=1, by=cast.analyst, at=walk.AT)
    late = client.post(address, fields)
    assert late.status_code == 422
    assert "Another person saved this" in late.content.decode()
    assert client.post(address, carried(late)).status_code == 302


def test_a_withdrawn_items_page_says_that_it_is_gone_and_not_that_it_is_not_known(cast):
    item = walk.filed(cast.reporter)
    taking.withdraw_consent(item=item, revision=1, by=cast.reporter, at=walk.AT)
    for reader in (cast.reporter, cast.analyst):
        said = pages.read(browser(reader).get(reverse("item", args=[item.ref])).content).text
        assert f"Item {item.ref[:6]}, withdrawn" in said
        assert "A report about Kenya. Its content was destroyed." in said
        assert [words for words in ("not known", "not said", "How many") if words in said] == []
        listed = pages.read(browser(reader).get(reverse("items")).content).text
        assert f"Item {item.ref[:6]}, withdrawn" in listed


def test_an_item_confirmed_by_a_withdrawn_one_says_so_to_whom_it_concerns(cast):
    item, other = walk.filed(cast.analyst), walk.filed(cast.analyst, tlp="TLP:AMBER+STRICT")
    words = {"credibility": 2, "reason": "x", "confirmed_by": [other], "revision": 1}
    grading.grade_item(item=item, **words, by=cast.analyst, at=walk.AT)
    taking.withdraw_consent(item=other, revision=1, by=cast.analyst, at=walk.AT)
    address = reverse("item", args=[item.ref])
    said = pages.read(browser(cast.analyst).get(address).content).text
    assert f"{other.ref[:6]} consent withdrawn on 1 July 2025; it can no longer be read" in said
    low = walk.person(Role.ANALYST, "low", clearance="TLP:AMBER")
    assert "Confirmed by" not in pages.read(browser(low).get(address).content).text.split("Originals")[-1]


def test_without_a_file_the_withdrawal_speaks_of_no_key(cast):
    send(browser(cast.reporter))
    item = Item.objects.get()
    said = pages.read(browser(cast.reporter).get(reverse("withdraw", args=[item.ref])).content).text
    assert "cannot be opened again" not in said


def test_a_receipt_says_that_it_arrived_and_what_happens_next_and_nothing_of_what_was_told(cast):
    client = browser(cast.reporter)
    answer = send(client, what="Zebra words", area="Quartz town", pseudonym="Heron", low="3", HTTP_USER_AGENT="Phone 9")
    item = Item.objects.get()
    page = client.get(answer.url)
    said = pages.read(page.content).text
    for words in (item.ref, "Arrived", "UTC", "What happens next", "Who can read it", "TLP:AMBER", "withdraw"):
        assert words in said
    assert "not passed to any other body" in said
    assert [words for words in ("Zebra", "Quartz", "Heron", "Kenya", "Phone 9", "127.0.0.1") if words in said] == []
    assert page["Cache-Control"] == "no-store"
    assert reverse("withdraw", args=[item.ref]) in pages.read(page.content).links()


def test_a_receipt_says_what_was_agreed_to(cast):
    answer = send(browser(cast.reporter), consent_bodies="on", consent_public="on")
    said = pages.read(browser(cast.reporter).get(answer.url).content).text
    assert "You agreed that it is passed to a body that can act." in said
    assert "You agreed that it is published." in said


def test_a_receipt_is_for_whoever_filed_it_alone(cast):
    item = walk.filed(cast.reporter)
    address, absent = reverse("receipt", args=[item.ref]), reverse("receipt", args=["a" * 16])
    for user in (cast.analyst, walk.person(Role.REPORTER, "other")):
        assert browser(user).get(address).content == browser(user).get(absent).content
        assert browser(user).get(address).status_code == 404
    taking.withdraw_consent(item=item, revision=1, by=cast.reporter, at=walk.AT)
    assert "what you wrote is destroyed" in pages.read(browser(cast.reporter).get(address).content).text


def test_paragraphs_of_what_was_obtained_and_why_it_was_graded_survive(cast):
    item = walk.filed(cast.analyst)
    item.text, item.how_obtained, item.credibility = "One.\n\nTwo.", "By hand.\n\nAt night.", 3
    item.credibility_reason = "First.\n\nSecond."
    item.save()
    page = browser(cast.analyst).get(reverse("item", args=[item.ref])).content.decode()
    for text in ("One.\n\nTwo.", "By hand.\n\nAt night.", "First.\n\nSecond."):
        assert re.search(rf'class="[^"]*\bfree\b[^"]*">{re.escape(text)}<', page), text


def test_a_source_is_registered_with_its_grade_and_reason(cast):
    client = browser(cast.analyst)
    fields = {"once": token(client, reverse("sources")), "label": "Radio", "kind": "media", "tlp": "TLP:GREEN"}
    fields |= {"subject": "police", "grade": "F", "reason": "New here."}
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
