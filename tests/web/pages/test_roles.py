"""The pages of the roles of the office: defined by one, confirmed by another, and in use on every page after that."""

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser, verbs
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.people.home_page import home_page
from focalpoint.desk.people.models import OfficeRole, Role, User

WHY = "Two volunteers grade what comes in at night and read nothing else."
GRADER = {"name": "night grader", "sentence": "Grades items.", "reason": WHY}

pytestmark = pytest.mark.django_db


def send(client, page: str, /, *args: str, **fields):
    return client.post(reverse(page, args=args), {"once": idempotency.token(), **fields})


def text(client, name: str, *args: str) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_a_role_is_defined_confirmed_held_and_retired_on_its_pages(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    administrator, head = browser(walk.person(Role.ADMINISTRATOR)), browser(walk.person(Role.HEAD))
    refused = send(administrator, "define_role", **GRADER, permissions=["submission.sign", "decision.take"])
    assert refused.status_code == 422
    assert "Decide on a submission" in refused.context["form"].non_field_errors()[0]
    sent = send(administrator, "define_role", **GRADER, permissions=["item.read", "item.grade", "report"])
    assert sent.status_code == 422
    sent = send(administrator, "define_role", **GRADER, permissions=["item.read", "item.grade"])
    role = OfficeRole.objects.get()
    assert sent["Location"] == reverse("role", args=[role.ref])
    assert "night grader" in text(head, "roles")
    assert reverse("answer_role", args=[role.ref]) not in text(administrator, "role", role.ref)
    asked = role.changes.get().ref
    send(head, "answer_role", role.ref, asked=asked, is_confirmed="yes", answer="As agreed this week.")
    user = walk.person(role.ref, "night-1")
    page = pages.read(browser(user).get(home_page(user)).content)
    assert home_page(user) == reverse("items")
    assert {reverse("items"), reverse("scorecard"), reverse("method")} <= set(page.links())
    assert not {reverse("report"), reverse("situations"), reverse("releases")} & set(page.links())
    assert browser(user).get(reverse("items")).status_code == 200
    assert browser(user).get(reverse("situations")).status_code == 403
    shown = text(administrator, "role", role.ref)
    assert "night-1" in shown
    assert shown.count("Set the credibility of an item") >= 2
    send(administrator, "retire_role", role.ref, reason="The volunteers have left the office.")
    assert browser(User.objects.get(pk=user.pk)).get(reverse("items")).status_code == 403
    assert [each for each in verbs() if each != "protected.read"] == ["role.asked", "role.confirmed", "role.retired"]


def test_a_late_answer_is_refused_and_said(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    administrator, head = browser(walk.person(Role.ADMINISTRATOR)), browser(walk.person(Role.HEAD))
    send(administrator, "define_role", **GRADER, permissions=["item.read"])
    role = OfficeRole.objects.get()
    answer = {"asked": role.changes.get().ref, "is_confirmed": "no", "answer": "It is not needed here."}
    send(head, "answer_role", role.ref, **answer)
    late = send(head, "answer_role", role.ref, **answer)
    assert late.status_code == 422
    assert "no longer waits" in late.content.decode()
