"""The page of a one-time link: to its holder the one text, marked and named; to anyone else nothing."""

import io

import docx
import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import pages
import walk
from at_desk import browser
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.people.models import OfficeMode
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.trail.models import Event
from small_office import CAPACITY, NAME, WHY, asked, small

STATES = Submission.State

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(cast) -> Submission:
    found = walk.submitted(cast)
    small(cast)
    return found


def at(name: str, *parts: str) -> str:
    return reverse(name, args=parts)


def form_of(client, address: str) -> dict[str, str]:
    """The hidden fields of the form that a page shows."""
    fields = pages.read(client.get(address).content).all("input")
    return {each["name"]: each["value"] for each in fields if each.get("type") == "hidden" and "value" in each}


def answered(client, address: str, **fields: str):
    return client.post(address, form_of(client, address) | fields)


def test_an_author_names_a_person_and_sees_the_link_once(cast, submission):
    client, page = browser(cast.analyst), at("submission", submission.ref)
    assert at("ask_outside", submission.ref) in client.get(page).content.decode()
    who = {"outside_name": NAME, "outside_capacity": CAPACITY, "once": idempotency.token()}
    sent = client.post(at("ask_outside", submission.ref), who | {"revision": submission.revision})
    link = sent.content.decode().split("/outside/")[1].split("/")[0]
    assert len(link) > 40
    shown = client.get(page).content.decode()
    assert link not in shown
    assert NAME in shown
    assert at("take_back_link", submission.ref) in shown
    assert f'action="{at("ask_outside", submission.ref)}"' not in shown
    assert Client().get(at("outside", link)).status_code == 200
    back = {"once": idempotency.token(), "revision": Submission.objects.get().revision}
    assert client.post(at("take_back_link", submission.ref), back).status_code == 302
    assert Client().get(at("outside", link)).status_code == 404


def test_without_the_mode_the_page_offers_nothing_and_refuses_with_words(cast, submission):
    OfficeMode.objects.all().delete()
    client, page = browser(cast.analyst), at("submission", submission.ref)
    assert at("ask_outside", submission.ref) not in client.get(page).content.decode()
    who = {"outside_name": NAME, "outside_capacity": CAPACITY, "once": idempotency.token()}
    sent = client.post(at("ask_outside", submission.ref), who | {"revision": submission.revision})
    assert sent.status_code == 422
    assert "not in small-office mode" in sent.content.decode()
    assert Submission.objects.get().outside_name == ""


def test_the_link_shows_the_note_with_its_marking_and_for_whom_and_leads_nowhere_else(cast, submission):
    link = at("outside", asked(submission, cast.analyst, timezone.now()))
    for client in (Client(), browser(cast.liaison)):
        page = client.get(link)
        text = page.content.decode()
        assert page.status_code == 200
        assert walk.SECRET in text
        assert "TLP:AMBER" in text
        assert f"For {NAME} ({CAPACITY}) alone" in text
        assert {each for each in pages.read(page.content).links() if not each.startswith("#")} == {"/"}
        assert "no-store" in page["Cache-Control"]
    read = Event.objects.filter(verb="protected.read").order_by("number")
    assert [(each.actor, each.subject) for each in read] == [
        ("anonymous", submission.ref),
        (cast.liaison.ref, submission.ref),
    ]


def test_any_other_address_and_a_link_that_is_over_read_alike(cast, submission):
    link = at("outside", asked(submission, cast.analyst, timezone.now()))
    Submission.objects.update(outside_until=walk.AT)
    over, none = Client().get(link), Client().get(at("outside", "x" * 43))
    assert (over.status_code, none.status_code) == (404, 404)
    assert over.content.replace(link.encode(), b"") == none.content.replace(at("outside", "x" * 43).encode(), b"")
    assert Client().post(link, {"answer": "yes"}).status_code == 404


def test_confirmed_on_its_page_the_note_is_signed_and_each_document_says_by_whom(cast, submission):
    link, client = at("outside", asked(submission, cast.analyst, timezone.now())), Client()
    done = answered(client, link, answer="yes")
    assert done.status_code == 200
    assert walk.SECRET not in done.content.decode()
    assert client.get(link).status_code == 404
    assert Submission.objects.get().state == STATES.SIGNED
    said = f"in small-office mode by {NAME} ({CAPACITY}), outside of the office"
    principal = browser(cast.principal)
    pdf = pypdf.PdfReader(io.BytesIO(principal.get(at("submission_pdf", submission.ref)).content))
    word = docx.Document(io.BytesIO(principal.get(at("submission_docx", submission.ref)).content))
    texts = {
        "page": principal.get(at("submission", submission.ref)).content.decode(),
        "pdf": " ".join(" ".join(each.extract_text() for each in pdf.pages).split()),
        "docx": " ".join(each.text for each in word.paragraphs),
    }
    assert {kind: (said in text, f"this note is {NAME}" in text) for kind, text in texts.items()} == {
        "page": (True, True),
        "pdf": (True, True),
        "docx": (True, True),
    }


def test_a_refusal_needs_words_and_goes_back_with_them(cast, submission):
    link, client = at("outside", asked(submission, cast.analyst, timezone.now())), Client()
    blank = answered(client, link, answer="no")
    assert blank.status_code == 422
    assert walk.SECRET in blank.content.decode()
    assert answered(client, link, answer="").status_code == 422
    assert Submission.objects.get().state == STATES.SUBMITTED
    assert answered(client, link, answer="no", reason="The second source repeats the first.").status_code == 200
    assert Submission.objects.get().state == STATES.RETURNED
    assert "repeats the first" in browser(cast.analyst).get(at("submission", submission.ref)).content.decode()


def test_what_changed_since_is_shown_again_before_it_can_be_confirmed(cast, submission):
    link, client = at("outside", asked(submission, cast.analyst, timezone.now())), Client()
    seen = form_of(client, link)
    Situation.objects.update(populations="Others than those that were read about")
    late = client.post(link, seen | {"answer": "yes"})
    assert late.status_code == 422
    assert "Others than those that were read about" in late.content.decode()
    assert Submission.objects.get().state == STATES.SUBMITTED
    assert answered(client, link, answer="yes").status_code == 200
    assert Submission.objects.get().state == STATES.SIGNED


def test_the_mode_is_set_on_its_page_with_a_reason(cast, submission):
    OfficeMode.objects.all().delete()
    client, page = browser(cast.analyst), at("office_mode")
    assert page in client.get(at("accounts")).content.decode()
    assert "2 people work in this office" in client.get(page).content.decode()
    blank = client.post(page, {"once": idempotency.token(), "is_small": "yes", "reason": "tbd"})
    assert (blank.status_code, OfficeMode.objects.count()) == (422, 0)
    sent = client.post(page, {"once": idempotency.token(), "is_small": "yes", "reason": WHY})
    assert (sent.status_code, OfficeMode.objects.get().is_small) == (302, True)
    assert WHY in client.get(page).content.decode()
