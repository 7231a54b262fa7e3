"""A message to leaders quotes what binds them and nothing of the assessment; a quiet action has its plan."""

import dataclasses

import pytest
from django.urls import reverse

import walk
from at_desk import browser
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions import integrity
from focalpoint.desk.decisions.models import Transmission
from focalpoint.desk.decisions.transmission.drafts import compose_draft
from focalpoint.desk.decisions.workflow import NotNow
from focalpoint.desk.intake.models import Item
from focalpoint.desk.situations.models import ScopeTest

pytestmark = pytest.mark.django_db
LEADERS = {"body": "STATE", "addressee": "Head of State or government of Kenya", "options": ()}
PLAN = {"aim": "Orders to the police.", "ends_on": "2025-07-20", "test": "Patrols stop.", "next_step": "Go public."}


@pytest.fixture
def submission(cast):
    return walk.signed(cast)


def decided(cast, submission, **more) -> Transmission:
    route = dataclasses.replace(walk.route(), **more)
    words = {"choice": "act", "reason": "Now.", "on": walk.DAY, "route": route, "others": walk.WHY_NOT}
    taken = deciding.decide(submission=submission, revision=submission.revision, by=cast.principal, at=walk.AT, **words)
    return taken.transmissions.get()


def draft(submission, kind: str, iso3: str = "KEN"):
    return compose_draft(kind, submission.assessment, iso3, walk.DAY)


def test_a_timely_notice_quotes_the_norms_of_the_factors_that_are_present(submission):
    found = draft(submission, "M44")
    lines = found.obligations.split("\n\n")
    assert [line.split("(")[1][:5] for line in lines] == ["ICCPR", "ICCPR"], "RF8 alone is present"
    party = "Kenya has been party since 1 May 1972 to: International Covenant on Civil and Political Rights"
    assert f"{party} (status of March 2015)." in lines[0]
    assert found.left_out.startswith("Genocide Convention Art. I"), "Kenya was not party"
    assert found.addressee == "Head of State or government of Kenya"


@pytest.mark.parametrize(("as_of", "is_bound"), [(None, True), (walk.dt.date(1971, 3, 1), False)])
def test_a_reconstruction_quotes_what_bound_the_state_on_its_day(submission, as_of, is_bound):
    submission.assessment.situation.as_of = as_of
    found = draft(submission, "M44")
    assert ("Kenya has been party since 1 May 1972" in found.obligations) is is_bound
    assert ("ICCPR" in found.left_out) is not is_bound


def test_a_reminder_on_incitement_and_one_on_racial_hatred_quote_their_conventions(submission):
    reminder, hatred = (draft(submission, kind).obligations for kind in ("M46", "M47"))
    assert "ICCPR Art. 20(2); ICERD Art. 4" in reminder
    assert "Kenya has been party since 1 May 1972" in reminder
    assert all("Kenya has been party since 13 September 2001" in line for line in hatred.split("\n\n"))


def test_a_message_to_an_armed_group_quotes_what_binds_each_party_and_no_treaty_status(submission):
    found = draft(submission, "group", "")
    assert "common Art. 3" in found.obligations
    assert "party since" not in found.obligations
    assert found.addressee == ""


@pytest.mark.parametrize(("kind", "iso3"), [("M99", "KEN"), ("M44", ""), ("M44", "nowhere")])
def test_there_is_no_draft_of_another_kind_or_to_no_state(submission, kind, iso3):
    assert draft(submission, kind, iso3) is None


def test_what_the_table_of_treaties_lacks_is_unknown(submission):
    submission.assessment.factors.filter(factor="RF6").update(value="present")
    assert "This office does not know whether Kenya is party to" in draft(submission, "M44").obligations


def test_the_state_concerned_receives_the_message_and_nothing_of_the_assessment(cast, submission):
    Item.objects.update(consent_bodies=True)
    sent = decided(cast, submission, **LEADERS, obligations="The duty to protect.\n\nThe duty to punish.")
    text = str(sent.copy["blocks"])
    assert all(words in text for words in ("What binds the addressee", "duty to protect", LEADERS["addressee"]))
    assert (walk.SECRET in text, sent.passed.count()) == (False, 0)
    assert sent.addressee == LEADERS["addressee"]
    assert list(integrity.differences()) == []


def test_a_channel_carries_a_message_alone_to_an_armed_group(cast, submission):
    sent = decided(cast, submission, body="ICRC", addressee="The armed group of the north", alone=True, options=())
    through = "The armed group of the north, through: ICRC and RCRC Movement"
    assert sent.copy["subtitle"] == f"To {through}"
    assert through in str(sent.copy["blocks"])
    assert walk.SECRET not in str(sent.copy), "nor the title, which is the office's own"
    assert sent.copy["title"] == "Protection of populations: Kenya"


def test_a_message_to_a_state_names_its_addressee(cast, submission):
    with pytest.raises(NotNow, match="needs its addressee"):
        decided(cast, submission, **LEADERS | {"addressee": " "})


@pytest.mark.parametrize("lack", PLAN)
def test_a_quiet_action_lacks_none_of_its_four(cast, submission, lack):
    with pytest.raises(NotNow, match="A quiet action"):
        decided(cast, submission, form="quiet", quiet=PLAN | {lack: ""})


def test_the_plan_of_a_quiet_action_stays_in_the_office_and_is_proved(cast, submission):
    sent = decided(cast, submission, form="quiet", quiet=PLAN)
    address = reverse("transmission", args=[sent.ref])
    assert "Patrols stop." in browser(cast.principal).get(address).content.decode()
    assert "Patrols stop." not in browser(cast.liaison).get(address).content.decode() + str(sent.copy)
    Transmission.objects.update(quiet=PLAN | {"aim": "FORGED"})
    assert len(list(integrity.differences())) == 1


def test_a_draft_fills_the_form_and_incitement_opens_it(cast, submission):
    client, address = browser(cast.principal), reverse("submission", args=[submission.ref])
    chosen = {"choice": "act", "body": "STATE", "draft": "M46", "state": "KEN"}
    page = client.get(address, chosen)
    assert page.context["panel"].form["addressee"].value() == LEADERS["addressee"]
    assert "ICERD Art. 4" in page.content.decode()
    assert not page.context["panel"].is_reminder_due
    walk.tested(submission.assessment.situation, cast.analyst, outcome=ScopeTest.Outcome.INCITEMENT)
    assert client.get(address, chosen).context["panel"].is_reminder_due
