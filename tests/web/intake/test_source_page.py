"""One source: graded by subject, with its history; an item is named to it on a subject on which it is graded."""

import re

import pytest
from django.test import Client
from django.urls import reverse

import pages
import walk
from focalpoint.desk.intake.models import Source
from focalpoint.desk.trail.models import Event as Row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


@pytest.fixture
def source(cast) -> Source:
    return walk.sourced(cast.analyst, "Source one")


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def fields(client: Client, address: str, **given) -> dict[str, str]:
    page = client.get(address).content.decode()
    hidden = dict(re.findall(r'name="(once|revision)" value="([^"]+)"', page))
    return hidden | given


def graded(client: Client, source: Source, **given):
    page = reverse("source", args=[source.ref])
    words = {"subject": "burnings", "grade": "C", "reason": "Seen twice."} | given
    return client.post(reverse("grade_source", args=[source.ref]), fields(client, page, **words))


def test_a_second_subject_is_a_second_grade_of_the_same_source(cast, source):
    client = browser(cast.analyst)
    assert graded(client, source).url == reverse("source", args=[source.ref])
    shown = pages.read(client.get(reverse("source", args=[source.ref])).content).tables[0]
    assert [row[:2] for row in shown[1:]] == [["burnings", "C fairly reliable"], ["police", "B usually reliable"]]
    assert Source.objects.count() == 1
    assert Row.objects.filter(verb="source.graded", subject=source.ref).count() == 1


def test_a_new_grade_for_a_subject_leaves_the_old_one_as_history(cast, source):
    client = browser(cast.analyst)
    graded(client, source, subject="police", grade="D")
    shown = pages.read(client.get(reverse("source", args=[source.ref])).content).tables[0]
    assert [row[1][0] for row in shown[1:]] == ["D", "B"]


@pytest.mark.parametrize("wrong", [{"grade": "G"}, {"reason": " "}, {"subject": ""}])
def test_a_grade_without_subject_letter_or_reason_is_refused_and_the_text_kept(cast, source, wrong):
    answer = graded(browser(cast.analyst), source, **wrong)
    assert answer.status_code == 422
    assert source.reliabilities.count() == 1
    assert ("Seen twice." in answer.content.decode()) is ("reason" not in wrong)


def test_a_reviewer_reads_the_grades_and_sets_none(cast, source):
    client = browser(cast.reviewer)
    page = client.get(reverse("source", args=[source.ref]))
    assert page.status_code == 200
    assert 'id="grade"' not in page.content.decode()
    assert client.post(reverse("grade_source", args=[source.ref])).status_code == 403


def test_an_item_is_named_to_a_source_only_on_a_subject_on_which_it_is_graded(cast, source):
    client, item = browser(cast.analyst), walk.filed(cast.analyst)
    page = reverse("item", args=[item.ref]) + "?set=source"
    address = reverse("name_source", args=[item.ref])
    answer = client.post(address, fields(client, page, source=source.ref, subject="polise"))
    assert answer.status_code == 422
    assert "This source is not graded on that subject. It is on: police." in answer.content.decode()
    assert client.post(address, fields(client, page, source=source.ref, subject="Police")).status_code == 302
    item.refresh_from_db()
    assert (item.source, item.subject) == (source, "Police")
