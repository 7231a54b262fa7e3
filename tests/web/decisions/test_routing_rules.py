"""Each routing rule of the catalogue (bodies.yaml) is tried under its id, and fails when it is taken out."""

import datetime as dt
import sys

import pytest
from django.urls import reverse
from django.utils import timezone

import walk
from at_desk import browser
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions import exchange
from focalpoint.desk.decisions.models import Transmission
from focalpoint.desk.decisions.transmission import bodies, reach
from focalpoint.desk.decisions.workflow import NotNow
from focalpoint.desk.intake.models import Item
from focalpoint.doctrine import catalogue

pytestmark = pytest.mark.django_db
RULES = [each.id for each in catalogue().bodies.routing_rules]


def page(user, submission, **query) -> str:
    return browser(user).get(reverse("submission", args=[submission.ref]), query).content.decode()


def further(cast, taken, body, **more):
    fields = vars(walk.route(body)) | {"options": ()} | more
    route = type(walk.route())(**fields)
    return deciding.transmit(decision=taken, route=route, by=cast.principal, at=walk.AT)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_of_the_catalogue_has_a_test(rule):
    assert any(name.startswith(f"test_{rule.lower()}_") for name in dir(sys.modules[__name__]))


def test_rr1_a_transmittal_keeps_all_that_the_rule_names(cast):
    sent = walk.decided(cast).transmissions.get()
    exchange.acknowledge(transmission=sent, by=cast.liaison, at=walk.AT)
    assessment = sent.submission.assessment
    kept = [sent.body, sent.entry_point, sent.legal_basis, sent.conveyor, sent.form, sent.sent_at, sent.acknowledged_at]
    assert all([assessment.situation, assessment.version, *kept, sent.answer_due_on])
    assert sent.answered_at is None
    copy = str(sent.copy)
    assert all(words in copy for words in ("Secretariat", "Special Adviser", "A/RES/60/251", "15 July 2025"))


@pytest.mark.parametrize(
    ("conveyor", "holds"),
    [("Secretary-General", True), ("The SG", True), ("Special Adviser", False), ("Deputy Secretary-General", False)],
)
def test_rr2_article_99_is_the_secretary_generals_alone(cast, conveyor, holds):
    taken = walk.decided(cast)
    way = {"conveyor": conveyor, "legal_basis": "UN Charter, Article 99"}
    if holds:
        assert further(cast, taken, "SC", **way).pk
        return
    with pytest.raises(NotNow, match="Only the Secretary-General"):
        further(cast, taken, "SC", **way)
    assert further(cast, taken, "SC", **way | {"legal_basis": "Rule 39"}).pk


def test_rr3_everyone_named_by_the_founding_documents_is_offered():
    named = {"GA", "SC", "HRC", "ECOSOC", "PBC", "ICC", "OHCHR", "UNHCR", "OGPRTOP"}
    assert named <= {each.way.body.id for each in reach.reached(["KEN"], on=walk.DAY) if each.is_near}


def test_rr4_no_body_is_a_stand_in_and_the_page_says_so(cast):
    submission = walk.signed(cast)
    shown = page(cast.principal, submission, choice="act", body="HRC")
    assert next(each.text for each in catalogue().bodies.routing_rules if each.id == "RR4") in shown


def test_rr5_nothing_that_identifies_a_source_is_in_a_copy(cast):
    source = walk.sourced(cast.analyst, label="Informant Wombat")
    taken = walk.decided(cast)
    Item.objects.update(consent_bodies=True, source=source)
    sent = further(cast, taken, "SC")
    assert sent.passed.exists()
    assert "Wombat" not in str(sent.copy)
    assert cast.analyst.username not in str(sent.copy["blocks"])


def test_rr6_without_an_answer_by_its_day_a_copy_goes_on_along_the_route(cast):
    taken = walk.decided(cast)
    Transmission.objects.update(answer_due_on=timezone.now().date() - dt.timedelta(days=1))
    assert "choice=further&amp;body=RMR" in page(cast.principal, taken.submission)
    Transmission.objects.update(answer_due_on=timezone.now().date() + dt.timedelta(days=1))
    assert "choice=further&amp;body=RMR" not in page(cast.principal, taken.submission)
    ladder, body = [], "HRC"
    while way := bodies.next_above(body):
        body = way.body.id
        ladder.append(body)
    assert ladder == ["RMR", "EXCOM", "SG", "SC", "GA"]


def test_rr7_where_the_state_concerned_sits_in_a_body_the_parallel_route_is_shown(cast):
    submission = walk.signed(cast)
    (found,) = [each for each in reach.reached(["KEN"], on=walk.DAY) if each.way.body.id == "AU-PSC"]
    assert "Member: Kenya" in found.why
    shown = page(cast.principal, submission, choice="act", body="AU-PSC")
    assert "plan the parallel route first" in shown
    assert "neighbour States" in shown
