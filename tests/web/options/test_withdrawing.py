"""An option is withdrawn with a reason: it leaves the rules, its history is kept, and it can be proposed again."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

import pages
import walk as on_path
from at_desk import browser, verbs
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.concurrency.revisions import Stale
from focalpoint.desk.decisions.note.compose import compose
from focalpoint.desk.options import actions
from focalpoint.desk.options.models import Option
from focalpoint.desk.options.precedents import precedents, tally
from focalpoint.desk.options.queries import held_to_the_rules
from focalpoint.desk.people.models import Role
from focalpoint.desk.trail import states
from walk import AT, DAY

pytestmark = pytest.mark.django_db
WHY = "The mediator of the Union has started."


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return on_path.cast()


@pytest.fixture
def paper(cast):
    item = on_path.filed(cast.analyst)
    return on_path.optioned(on_path.assessed(on_path.opened(cast.analyst, item), item, cast.analyst), cast.analyst)


def withdraw(cast, paper, reason=WHY) -> Option:
    option = paper.options.current().get(measure="ME028")
    return actions.withdraw(option=option, reason=reason, revision=paper.revision, by=cast.analyst, at=AT)


def rules(paper) -> set[str]:
    return {each.rule for each in held_to_the_rules(type(paper).objects.get(pk=paper.pk))}


def test_a_withdrawn_option_is_held_to_no_rule_and_counts_for_no_pillar(cast, paper):
    force = on_path.option(paper, "ME098", "III")
    actions.consider(option=force, revision=paper.revision, by=cast.analyst, at=AT)
    assert "force_needs_the_council" in rules(paper)
    actions.withdraw(option=force, reason=WHY, revision=paper.revision, by=cast.analyst, at=AT)
    assert rules(paper) == set()
    withdraw(cast, paper)
    assert rules(paper) == {"every_pillar_is_considered:II"}


def test_the_same_measure_is_proposed_and_withdrawn_again_and_again(cast, paper):
    for reason in (WHY, "The parties refused a second time."):
        withdraw(cast, paper, reason)
        again = on_path.option(paper, "ME028", "II")
        actions.consider(option=again, revision=paper.revision, by=cast.analyst, at=AT)
    rows = list(paper.options.filter(measure="ME028").values_list("status", "withdrawal_reason"))
    assert rows == [("withdrawn", WHY), ("withdrawn", "The parties refused a second time."), ("proposed", "")]
    assert rules(paper) == set()


def test_who_why_and_what_was_proposed_are_on_the_paper_and_in_the_note_that_is_signed(cast, paper):
    withdraw(cast, paper)
    text = browser(cast.reviewer).get(reverse("paper", args=[paper.ref])).content.decode()
    section = text.split('id="pillar-II"')[1].split("</section>")[0]
    for said in (WHY, "withdrawn", cast.analyst.username, "What was proposed", on_path.SECRET):
        assert said in section
    note = compose(paper.assessment, paper, number=1, language="en", on=DAY)
    table = next(each for each in note.blocks if "withdrawn" in getattr(each, "caption", ""))
    assert (table.texts()[0][1:], table.may_leave) == ([WHY, f"by {cast.analyst.username} on 1 July 2025"], False)


def test_its_form_withdraws_once_and_leaves_one_event_that_verifies(cast, paper):
    client, before = browser(cast.analyst), len(verbs())
    page = client.get(reverse("paper", args=[paper.ref]), {"pillar": "II", "measure": "ME028", "withdraw": "yes"})
    assert "Withdraw this measure" in page.content.decode()
    form = {"once": idempotency.token(), "revision": paper.revision, "withdrawal_reason": WHY}
    for _ in range(2):
        assert client.post(reverse("withdraw_option", args=[paper.ref, "II", "ME028"]), form).status_code == 302
    assert verbs()[before:] == ["protected.read", "option.withdrawn"]
    assert list(states.differences()) == []


@pytest.mark.parametrize("reason", ["", "n/a", "tbd"])
def test_without_a_reason_nothing_is_withdrawn(cast, paper, reason):
    with pytest.raises(actions.NotSubstantial):
        withdraw(cast, paper, reason)
    assert paper.options.get(measure="ME028").status == "proposed"
    page = browser(cast.analyst).get(reverse("paper", args=[paper.ref]), {"pillar": "II", "measure": "ME028"})
    assert 'value="rejected"' in page.content.decode()
    assert 'value="withdrawn"' not in page.content.decode()


def test_only_what_is_proposed_now_is_withdrawn(cast, paper):
    option = withdraw(cast, paper)
    with pytest.raises(actions.NotProposed):
        actions.withdraw(option=option, reason=WHY, revision=paper.revision, by=cast.analyst, at=AT)
    with pytest.raises(Stale):
        actions.withdraw(option=option, reason=WHY, revision=paper.revision - 1, by=cast.analyst, at=AT)


def test_another_analyst_cannot_withdraw_and_no_row_is_withdrawn_without_person_and_reason(cast, paper):
    other = on_path.person(Role.ANALYST, "other")
    form = {"once": idempotency.token(), "revision": paper.revision, "withdrawal_reason": WHY}
    answer = browser(other).post(reverse("withdraw_option", args=[paper.ref, "II", "ME028"]), form)
    assert (answer.status_code, WHY in answer.content.decode()) == (422, True)
    with pytest.raises(IntegrityError), transaction.atomic():
        paper.options.filter(measure="ME028").update(status="withdrawn")


def test_what_is_proposed_is_compared_side_by_side_with_no_new_measure_and_what_is_withdrawn_is_not(cast, paper):
    withdraw(cast, paper)
    html = browser(cast.reviewer).get(reverse("compare_options", args=[paper.ref])).content.decode()
    table = pages.read(html.split("<table")[1].split("</table>")[0])
    names = ["Rabat-compliant incitement law plus counter-speech", "Public statement of concern by Special Advisers"]
    assert [each["data-label"] for each in table.all("td") if "data-label" in each][:3] == [*names, "No new measure"]
    assert "Good offices" not in html
    cost = html.split("Cost or risk</th>")[1].split("</tr>")[0]
    assert cost.count("<td") == 3
    assert on_path.SECRET in cost.split("<td")[3]
    past = html.split("In past cases</th>")[1].split("<td")[2]
    for each in tally(precedents("ME024")):
        assert f"{each.outcome} {each.times}<" in past
