"""The rules of an options paper, one test a rule, named after it; a lawyer can read them."""

import pytest

from focalpoint.desk.options import rules
from focalpoint.desk.options.models import Option

FORCE, SANCTIONS, HELP, CONSENT, PLAIN = "ME094", "ME081", "ME047", "ME024", "ME010"
WHOLE = {
    "owner": "Desk",
    "decider": "Head",
    "due_on": "2025-07-01",
    "indicator": "Deaths",
    "exit_or_review_on": "2025-08-01",
}


def said(measure: str, pillar: str, *, state: bool = False, **more) -> list[tuple[str, str]]:
    """What the rules say of one proposal: rule and weight."""
    option = Option(measure=measure, pillar=pillar, **(WHOLE | more))
    return [(found.rule, found.weight) for found in rules.of_one(option, state)]


def test_force_needs_the_council():
    reviewed = {"precautionary_review": "Done."}
    assert said(FORCE, "III", **reviewed) == [("force_needs_the_council", "struck")]
    assert said(FORCE, "III", council_authorization="S/RES/1973", **reviewed) == []
    assert said(FORCE, "III", council_authorization="  ", **reviewed) == [("force_needs_the_council", "struck")]


def test_force_needs_the_precautionary_review():
    found = said(FORCE, "III", council_authorization="S/RES/1973")
    assert found == [("force_needs_the_precautionary_review", "struck")]


def test_sanctions_need_a_civilian_harm_note():
    found = said(SANCTIONS, "III", humanitarian_exemption_note="As S/RES/2664.")
    assert found == [("sanctions_need_a_civilian_harm_note", "missing")]


def test_sanctions_need_a_humanitarian_exemption_note():
    found = said(SANCTIONS, "III", civilian_harm_note="Prices of food.")
    assert found == [("sanctions_need_a_humanitarian_exemption_note", "missing")]


def test_help_to_forces_needs_due_diligence():
    assert said(HELP, "II") == [("help_to_forces_needs_due_diligence", "missing")]
    assert said(HELP, "II", due_diligence_check="Done on 1 July.") == []


def test_host_consent_is_flagged_when_the_state_is_the_alleged_perpetrator():
    name = "host_consent_is_flagged_when_the_state_is_the_alleged_perpetrator"
    measure = next(one for one in rules.catalogue().measures.measures if one.consent == "host_consent")
    notes = {"due_diligence_check": "Done."}
    assert said(measure.id, measure.pillars[0], state=True, **notes) == [(name, "flag")]
    assert said(measure.id, measure.pillars[0], state=True, flag_reason="In reach.", **notes) == []
    assert said(measure.id, measure.pillars[0], **notes) == []


@pytest.mark.parametrize("name", rules.NEEDED)
def test_a_proposal_names_owner_decider_due_date_indicator_and_exit(name):
    empty = None if name.endswith("_on") else ""
    rule = "a_proposal_names_owner_decider_due_date_indicator_and_exit"
    assert said(PLAIN, "I", **{name: empty}) == [(rule, "missing")]


def test_every_pillar_is_considered():
    two = [Option(measure=PLAIN, pillar="I"), Option(measure="ME028", pillar="II", status="rejected", reason="Late.")]
    assert [found.rule for found in rules.every_pillar_is_considered(two)] == ["every_pillar_is_considered:III"]


def test_no_new_measure_is_always_there():
    assert [found.rule for found in rules.no_new_measure_is_always_there(" ")] == ["no_new_measure_is_always_there"]
    assert rules.no_new_measure_is_always_there("Many would flee.") == []


def test_a_rejected_option_is_held_to_its_reason_alone():
    options = [Option(measure=FORCE, pillar="III", status="rejected", reason="No authorization in sight.")]
    found = rules.findings(options, "Cost.", state_is_alleged_perpetrator=True)
    assert {each.rule for each in found} == {"every_pillar_is_considered:I", "every_pillar_is_considered:II"}


def test_a_finding_speaks_of_one_pillar_where_a_measure_stands_in_two():
    shared = next(one for one in rules.lists()["assistance_to_forces"] if {"II"} < set(rules.measure(one).pillars))
    other = next(pillar for pillar in rules.measure(shared).pillars if pillar != "II")
    options = [Option(measure=shared, pillar=pillar, **WHOLE) for pillar in ("II", other)]
    found = rules.findings(options, "Cost.", state_is_alleged_perpetrator=False)
    due = [each.pillar for each in found if each.rule == "help_to_forces_needs_due_diligence"]
    assert due == ["II"]


@pytest.mark.parametrize("measure", [one.id for one in rules.catalogue().measures.measures])
def test_no_measure_of_the_catalogue_is_struck_for_what_no_field_can_answer(measure):
    for pillar in rules.measure(measure).pillars:
        notes = {name: "Given." for name in rules.asked_for(measure, pillar, True)}
        assert said(measure, pillar, state=True, **notes) == []


def test_the_pillars_stand_in_no_order_of_weight():
    assert not [word for word in ("rank", "weight", "priority") if hasattr(Option, word)]
