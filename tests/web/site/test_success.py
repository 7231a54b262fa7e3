"""After an act the next page says once that it was done and what happens next; after a refusal it does not."""

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.trail.event_types import event_types

pytestmark = pytest.mark.django_db
# Acts without words of their own, and why.
SILENT = {
    "item.filed": "the receipt is the next page",
    "situation.overlap": "part of opening a situation, which speaks",
    "release-figure.shown": "the figure itself is shown",
    "state.followed": "the star shows it",
    "state.unfollowed": "the star shows it",
    "alert.announced": "done by the worker",
    "release.imported": "done by a command",
    "release.scored": "done by a command",
    "trail.older-accepted": "done by a command",
    "trail.older-withdrawals-accepted": "done by a command",
    "item.erased-again": "done by a command",
}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


def done(client, address: str) -> list[str]:
    page = client.get(address).content.decode()
    return [each.split(">", 1)[1].split("</p>")[0] for each in page.split('<p class="notice success"')[1:]]


def test_the_next_page_says_it_once(cast):
    situation, item = walk.opened(cast.analyst, walk.filed(cast.analyst)), walk.filed(cast.analyst)
    client, page = browser(cast.analyst), reverse("situation", args=[situation.ref])
    form = {"once": idempotency.token(), "item": item.ref}
    assert client.post(reverse("link_item", args=[situation.ref]), form).status_code == 302
    assert done(client, page) == ["The item is linked."]
    assert done(client, page) == []


def test_a_signature_says_who_comes_next(cast):
    submission = walk.submitted(cast)
    client, page = browser(cast.reviewer), reverse("submission", args=[submission.ref])
    html = client.get(page).content.decode()
    sign = reverse("sign", args=[submission.ref])
    hidden = pages.read(html.split(f'action="{sign}"')[1].split("</form>")[0]).all("input")
    assert client.post(sign, {each["name"]: each["value"] for each in hidden}).status_code == 302
    assert done(client, page) == ["Signed. The principal decides next."]


def test_a_refusal_says_nothing_of_the_kind(cast):
    situation = walk.opened(cast.analyst, walk.filed(cast.analyst))
    client = browser(cast.analyst)
    answer = client.post(reverse("link_item", args=[situation.ref]), {"once": idempotency.token(), "item": "none"})
    assert answer.status_code == 422
    assert done(client, reverse("situation", args=[situation.ref])) == []


def test_every_act_of_the_desk_says_that_it_was_done():
    acts = {verb for verb, each in event_types().items() if not each.is_read and not verb.startswith("user.")}
    assert {verb for verb in acts if not event_types()[verb].done} == set(SILENT)
