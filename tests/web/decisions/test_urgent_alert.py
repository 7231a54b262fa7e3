"""The fast lane: one judgement and one request reach the principal; each skipped step is named and due."""

import datetime as dt

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.note.digest import read_now
from focalpoint.desk.decisions.submission import alert
from focalpoint.desk.decisions.submission.clocks import of_submission
from focalpoint.desk.decisions.submission.completeness import parts
from focalpoint.desk.decisions.workflow import NotNow
from focalpoint.desk.options import actions as opting
from focalpoint.desk.people.models import Role
from focalpoint.desk.people.permissions import NotAllowed
from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.sentences import sentences
from focalpoint.desk.trail.states import differences
from safeguard_records import SANCTIONS

pytestmark = pytest.mark.django_db
DEMARCHE, SANCTION, MISSION = ("ME023", "III"), ("ME081", "III"), ("ME060", "III")


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


@pytest.fixture
def draft(cast):
    """An assessment with one judgement and nothing else: no scope test, no summary, no factor."""
    situation = walk.opened(cast.analyst, walk.filed(cast.analyst))
    draft = assessing.start(situation=situation, by=cast.analyst, at=walk.AT)
    assessing.record_judgement(judgement=walk.judgement(draft), revision=draft.revision, by=cast.analyst, at=walk.AT)
    return draft


def requested(draft, by, *measures, records=None):
    paper = opting.start(assessment=draft, by=by, at=walk.AT)
    for name, pillar in measures or (DEMARCHE,):
        option = walk.option(paper, name, pillar, **({"records": records} if records else {}))
        opting.consider(option=option, revision=paper.revision, by=by, at=walk.AT)
    return paper


def filed(draft, by) -> Submission:
    draft.refresh_from_db()
    return deciding.submit(assessment=draft, revision=draft.revision, by=by, at=walk.AT, is_urgent=True)


def test_one_judgement_and_one_request_go_to_the_principal_within_the_hour(cast, draft):
    requested(draft, cast.analyst)
    sent = filed(draft, cast.analyst)
    assert sent.due_at - sent.submitted_at == dt.timedelta(hours=1)
    assert sent.owed_by - sent.submitted_at == dt.timedelta(hours=72)
    assert sent.skipped == ["scope", "summary", "gaps", "local", "expiry", "pillars", "cost"]
    assert of_submission(sent, walk.AT + dt.timedelta(minutes=18)).says == "due in 42 minutes"
    walk.sign(sent, by=cast.reviewer)
    sent.refresh_from_db()
    words = {"choice": "act", "reason": "It is about to start.", "on": walk.DAY, "route": walk.route()}
    deciding.decide(submission=sent, **words, revision=sent.revision, by=cast.principal, at=walk.AT)
    copy = str(Submission.objects.get().decision.transmissions.get().copy)
    for text in (str(sent.assessment.frozen), copy):
        assert "Urgent alert." in text
        assert "scope test; summary; what is not known" in text
    assert list(differences()) == []


@pytest.mark.parametrize("wanted", [SANCTION, MISSION, ("ME098", "III"), ("ME049", "II")])
def test_what_coerces_or_may_need_the_council_does_not_ride_on_it(cast, draft, wanted):
    requested(draft, cast.analyst, wanted, records=SANCTIONS if wanted == SANCTION else None)
    with pytest.raises(deciding.NotReady) as refused:
        filed(draft, cast.analyst)
    assert "does not go with an urgent alert" in " ".join(refused.value.found)
    assert not Submission.objects.exists()


def test_it_makes_one_request_and_no_more(cast, draft):
    paper = requested(draft, cast.analyst, DEMARCHE, ("ME028", "II"))
    found = " ".join(alert.blocking_parts(parts(draft, paper, on=walk.DAY), draft, paper))
    assert "This paper proposes 2." in found


def test_it_needs_a_judgement_a_source_and_a_whole_request(cast):
    situation = walk.opened(cast.analyst, walk.filed(cast.analyst))
    situation.links.all().delete()
    draft = assessing.start(situation=situation, by=cast.analyst, at=walk.AT)
    paper = opting.start(assessment=draft, by=cast.analyst, at=walk.AT)
    opting.consider(
        option=walk.option(paper, *DEMARCHE, owner=""), revision=paper.revision, by=cast.analyst, at=walk.AT
    )
    found = " ".join(alert.blocking_parts(parts(draft, paper, on=walk.DAY), draft, paper))
    for said in ("There is no judgement.", "An alert rests on a source", "A proposal names owner"):
        assert said in found
    assert "There is no options paper" in " ".join(alert.blocking_parts(parts(draft, None, on=walk.DAY), draft, None))


def test_nobody_signs_their_own_alert_and_its_author_does_not_decide(cast, draft):
    requested(draft, cast.analyst)
    sent = filed(draft, cast.analyst)
    with pytest.raises(NotAllowed):
        walk.sign(sent, by=cast.analyst)


def test_skipped_steps_are_due_in_the_queue_until_a_full_submission_makes_them_good(cast, draft):
    requested(draft, cast.analyst)
    sent = filed(draft, cast.analyst)
    queue = pages.read(browser(cast.analyst).get(reverse("submissions")).content).text
    assert "Due after urgent alerts" in queue
    assert "scope test; summary" in queue
    walk.sign(sent, by=cast.reviewer)
    situation = draft.situation
    walk.tested(situation, cast.analyst)
    item = situation.links.get().item
    full = walk.assessed(situation, item, cast.analyst)
    walk.optioned(full, cast.analyst)
    full.refresh_from_db()
    deciding.submit(assessment=full, revision=full.revision, by=cast.analyst, at=walk.AT)
    assert list(alert.owing(Submission.objects.all())) == []
    assert "Due after urgent alerts" not in browser(cast.analyst).get(reverse("submissions")).content.decode()
    page = browser(cast.analyst).get(reverse("submission", args=[sent.ref])).content.decode()
    assert "Skipped, and due by" not in page
    assert sent.number == 1


def test_the_page_offers_the_alert_says_what_is_skipped_and_files_it(cast, draft):
    requested(draft, cast.analyst)
    client, address = browser(cast.analyst), reverse("submit", args=[draft.ref])
    text = pages.read(client.get(address).content).text
    assert "File the urgent alert" in client.get(address).content.decode()
    assert "expected cost of no new measure" in text
    draft.refresh_from_db()
    form = {"once": idempotency.token(), "revision": draft.revision, "is_urgent": "on"}
    answer = client.post(address, form)
    assert answer.status_code == 302
    page = pages.read(browser(cast.reviewer).get(answer.url).content).text
    assert "Urgent alert It asks for a decision by" in page
    assert "Skipped, and due by" in page


def test_a_returned_alert_may_come_again_in_full_with_the_clock_of_the_full_way(cast, draft):
    requested(draft, cast.analyst)
    sent = filed(draft, cast.analyst)
    words = {"reason": "The place is wrong.", "revision": sent.revision}
    deciding.send_back(submission=sent, **words, by=cast.reviewer, at=walk.AT)
    again = filed(draft, cast.analyst)
    assert again.due_at == sent.due_at
    assert again.is_urgent


def test_the_trail_says_that_it_was_an_alert(cast, draft):
    requested(draft, cast.analyst)
    sent = filed(draft, cast.analyst)
    event = Event.objects.get(verb="submission.made", subject=sent.ref)
    assert "as an urgent alert" in str(sentences([event])[0])


def by_telephone(sent, cast, reviewer, by):
    words = {"reviewer": reviewer, "read": read_now(sent, at=walk.AT), "revision": sent.revision}
    deciding.sign_by_telephone(submission=sent, **words, by=by, at=walk.AT)
    sent.refresh_from_db()


def test_a_reviewer_signs_by_telephone_the_principal_sees_it_and_the_reviewer_confirms_it(cast, draft):
    requested(draft, cast.analyst)
    sent = filed(draft, cast.analyst)
    address = reverse("submission", args=[sent.ref])
    author = browser(cast.analyst)
    page = pages.read(author.get(address).content)
    assert "Read this note out to a reviewer" in page.text
    html = author.get(address).content.decode().split(reverse("sign_by_telephone", args=[sent.ref]))[1]
    hidden = {each["name"]: each["value"] for each in pages.read(html.split("</form>")[0]).all("input")}
    answer = author.post(reverse("sign_by_telephone", args=[sent.ref]), hidden | {"reviewer": cast.reviewer.ref})
    assert answer.status_code == 302
    said = pages.read(browser(cast.principal).get(address).content).text
    assert f"Signed by telephone: {cast.reviewer}, recorded by {cast.analyst}." in said
    assert "not confirmed by the reviewer yet" in said
    assert "No summary was written." in said
    sent.refresh_from_db()
    assert "signature" in alert.owed_steps(sent)
    deciding.confirm_signature(submission=sent, revision=sent.revision, by=cast.reviewer, at=walk.AT)
    assert "signature" not in alert.owed_steps(sent)
    assert "The reviewer confirmed it" in pages.read(browser(cast.principal).get(address).content).text
    assert list(differences()) == []


def test_nobody_records_the_own_signature_or_that_of_a_person_who_could_not_sign(cast, draft):
    requested(draft, cast.analyst)
    sent = filed(draft, cast.analyst)
    for reviewer, by in (
        (cast.analyst, cast.reviewer),
        (cast.principal, cast.analyst),
        (cast.reviewer, cast.reviewer),
        (walk.person(Role.REVIEWER, "low", clearance="TLP:CLEAR"), cast.analyst),
    ):
        with pytest.raises(NotNow):
            by_telephone(sent, cast, reviewer, by)
    assert Submission.objects.get().state == Submission.State.SUBMITTED


def test_only_an_alert_is_signed_by_telephone_and_only_its_reviewer_confirms_it(cast, draft):
    full = walk.submitted(cast, overlap_reason="Another group.")
    with pytest.raises(NotNow, match="urgent alert"):
        by_telephone(full, cast, cast.reviewer, cast.analyst)
    requested(draft, cast.analyst)
    sent = filed(draft, cast.analyst)
    by_telephone(sent, cast, cast.reviewer, cast.analyst)
    with pytest.raises(NotNow):
        deciding.confirm_signature(submission=sent, revision=sent.revision, by=cast.head, at=walk.AT)
    deciding.confirm_signature(submission=sent, revision=sent.revision, by=cast.reviewer, at=walk.AT)
    with pytest.raises(NotNow):
        deciding.confirm_signature(submission=sent, revision=sent.revision, by=cast.reviewer, at=walk.AT)
