"""An original on a page of its own: shown without being opened, and each reading on the record once."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

import pages
import walk
from focalpoint.desk.intake import preview
from focalpoint.desk.intake.models import Item, Original
from focalpoint.desk.intake.preview import Way
from focalpoint.desk.intake.preview_service import State
from focalpoint.desk.trail.models import Event as Row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("previews")]


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


@pytest.fixture
def analyst(cast) -> Client:
    client = Client()
    client.force_login(cast.analyst)
    return client


def of(item: Item, name: str = "shown") -> str:
    return reverse(name, args=[item.ref, item.originals.get().address])


def reads(item: Item) -> tuple[int, int]:
    """How often its original was read by custody, and by the trail; the second includes pages that name the item."""
    return item.custody.filter(step="read").count(), Row.objects.filter(verb="protected.read").count()


def drawn() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "grey").save(out, "PNG")
    return out.getvalue()


def test_a_text_is_shown_escaped_and_its_hidden_signs_are_spelled_out(cast, analyst):
    item = walk.filed(cast.analyst, data="<script>alert(1)</script> \u202egnp.exe مرحبا".encode())
    answer = analyst.get(of(item))
    text = answer.content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; ⟨U+202E⟩gnp.exe مرحبا" in text
    assert "<script>alert" not in text
    assert reads(item) == (1, 1)


def test_a_picture_stands_on_its_page_by_an_address_of_its_own_and_is_read_once(cast, analyst):
    item = walk.filed(cast.analyst, data=drawn())
    assert [each["src"] for each in pages.read(analyst.get(of(item)).content).all("img")] == [of(item, "picture")]
    assert reads(item) == (0, 1)
    answer = analyst.get(of(item, "picture"))
    assert (answer.status_code, answer["Content-Type"], answer.content[:3]) == (200, "image/jpeg", b"\xff\xd8\xff")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    assert reads(item) == (1, 2)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 an archive", "This kind of file has no preview."),
        (b"%PDF-1.4 damaged", "This file cannot be previewed here."),
    ],
)
def test_what_cannot_be_shown_says_so_and_can_still_be_downloaded(cast, analyst, data, said):
    item = walk.filed(cast.analyst, data=data)
    shown = pages.read(analyst.get(of(item)).content)
    assert said in shown.text
    assert of(item, "original") in shown.links()


def test_a_preview_that_takes_long_is_loaded_later_and_its_reading_is_recorded_once(cast, analyst, monkeypatch):
    item = walk.filed(cast.analyst, data=drawn())
    monkeypatch.setattr(preview, "ask", lambda *_args, **_more: (State.WAITING, b""))
    answer = analyst.get(of(item, "picture"))
    assert (answer.status_code, answer.content, answer["Retry-After"]) == (202, b"", "2")
    assert reads(item) == (0, 0)
    Original.objects.update(kind="application/pdf")
    shown = pages.read(analyst.get(of(item)).content)
    assert "is being prepared" in shown.text
    assert "" in [each["href"] for each in shown.all("a")]
    assert reads(item) == (0, 1)


def test_a_withdrawal_has_what_was_prepared_forgotten(cast, analyst, django_capture_on_commit_callbacks):
    item = walk.filed(cast.analyst, data=drawn())
    blob = item.originals.get().blob
    assert analyst.get(of(item, "picture")).status_code == 200
    assert preview.ask(Way.PICTURE, blob, by="")[0] is State.DRAWN
    with django_capture_on_commit_callbacks(execute=True):
        walk.taking.withdraw_consent(item=item, revision=item.revision, by=cast.analyst, at=walk.AT)
    assert preview.ask(Way.PICTURE, blob, by="")[0] is State.UNKNOWN


def test_a_damaged_picture_and_what_is_no_picture_have_none(cast, analyst):
    broken = walk.filed(cast.analyst, data=drawn()[:40])
    text = walk.filed(cast.analyst, data=b"words")
    assert [analyst.get(of(each, "picture")).status_code for each in (broken, text)] == [404, 404]
    assert reads(text)[0] == 0


def test_a_hostile_name_stands_as_text_alone(cast, analyst):
    item = walk.filed(cast.analyst)
    Original.objects.update(name="<img src=x onerror=alert(1)>\u202etxt.exe")
    text = analyst.get(of(item)).content.decode()
    assert "<img src=x" not in text
    assert "<bdi>&lt;img src=x" in text


def test_after_a_withdrawal_nothing_is_shown(cast, analyst):
    item = walk.filed(cast.analyst)
    address = of(item)
    assert analyst.get(address).status_code == 200
    walk.taking.withdraw_consent(item=item, revision=item.revision, by=cast.analyst, at=walk.AT)
    for name in ("shown", "picture", "original"):
        assert analyst.get(reverse(name, args=[item.ref, address.split("/")[-2]])).status_code == 404
