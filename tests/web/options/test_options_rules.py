"""The rules of an options paper, one test a rule, named after it; a lawyer can read them."""

import pytest

from focalpoint.desk.options import rules
from focalpoint.desk.options.lists import lists
from focalpoint.desk.options.models import Option
from safeguard_records import EXISTS, WHOLE

FORCE, SANCTIONS, HELP, CONSENT, PLAIN = "ME094", "ME081", "ME047", "ME024", "ME010"
PROPOSED = {
    "owner": "Desk",
    "due_on": "2025-07-01",
    "indicator": "Deaths",
    "exit_or_review_on": "2025-08-01",
}


CRITERIA = ("cause", "intention", "last_resort", "proportion", "prospects")
COSTS = {"cost": WHOLE["cost"]}
WRITTEN = {"by": "author", "at": "2025-07-01T09:00:00+00:00"}


def said(
    measure: str, pillar: str, *, state: bool = False, records: dict | None = None, lost=frozenset(), **more
) -> list[tuple]:
    """What the rules say of one proposal: rule and weight; that a second person reads it has tests of its own."""
    decider = {"decider": rules.measure(measure).decided_by}
    whole = {"cost": WHOLE["cost"]} | (records or {})
    option = Option(measure=measure, pillar=pillar, records=whole, **(decider | PROPOSED | more))
    found = [(found.rule, found.weight) for found in rules.of_one(option, state, lost)]
    return [each for each in found if each[0] != "safeguards_are_read_by_a_second_person"]


def without(name: str) -> dict:
    return {each: record for each, record in WHOLE.items() if each != name}


def test_force_needs_the_council():
    struck = [("force_needs_the_council", "struck")]
    assert said(FORCE, "III", records=without("authorization")) == struck
    for status in ("", "none", "ok", "exists", "not_needed"):
        assert said(FORCE, "III", records=WHOLE | {"authorization": {"status": status}}) == struck
    earlier = {"council_authorization": "S/RES/1973"}
    assert said(FORCE, "III", records=without("authorization"), **earlier) == struck


def test_an_honest_proposal_to_seek_the_authorization_passes_and_so_does_one_that_exists():
    assert said(FORCE, "III", records=WHOLE) == []
    assert said(FORCE, "III", records=WHOLE | {"authorization": EXISTS}) == []
    disputed = {"status": "disputed", "disputed_by": "The State concerned", "dispute": WHOLE["harm"]["harm_why"]}
    assert said(FORCE, "III", records=WHOLE | {"authorization": disputed}) == []


def test_force_that_needs_the_council_by_the_catalogue_cannot_do_without():
    not_needed = {"status": "not_needed", "why_not": "The government that is in place has asked for this force."}
    assert rules.measure("ME098").sc_authorization == "yes"
    assert said("ME098", "III", records=WHOLE | {"authorization": not_needed}) == [
        ("force_needs_the_council", "struck")
    ]


SYMBOLS = ["S/RES/1973", "1973", "A/RES/60/1", "S/RES/1973 (1899)", "S/RES/x (2011)", "S/RES/9999 (1946)"]
SYMBOLS += ["S/RES/1973 (2012)", "S/RES/1960 (2024)", "S/RES/2700 (2011)", "S/RES/9999 (2026)", "S/RES/0 (1950)"]


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_resolution_is_named_by_its_symbol(symbol):
    records = WHOLE | {"authorization": EXISTS | {"resolution": symbol}}
    assert said(FORCE, "III", records=records) == [("force_needs_the_council", "struck")]


def test_a_resolution_that_no_catalogue_names_is_taken_where_its_number_fits_its_year():
    for symbol, day in (("S/RES/1960 (2010)", "2010-12-16"), ("S/RES/83 (1950)", "1950-06-27")):
        records = WHOLE | {"authorization": EXISTS | {"resolution": symbol, "on": day}}
        assert said(FORCE, "III", records=records) == []


@pytest.mark.parametrize(
    "other", [{"on": "1994-05-01"}, {"on": "2099-01-01"}, {"paragraph": "ok."}, {"on": "17 March"}]
)
def test_day_and_paragraph_are_those_of_the_resolution(other):
    records = WHOLE | {"authorization": EXISTS | other}
    assert said(FORCE, "III", records=records) == [("force_needs_the_council", "struck")]


@pytest.mark.parametrize("body", ["CSO", "BIZ", "ICRC", "nobody", ""])
def test_an_authorization_is_sought_from_a_body_that_may_give_it(body):
    records = WHOLE | {"authorization": WHOLE["authorization"] | {"body": body}}
    assert said(FORCE, "III", records=records) == [("force_needs_the_council", "struck")]


DISPUTED = {"status": "disputed", "disputed_by": "The State concerned", "dispute": WHOLE["harm"]["harm_why"]}


@pytest.mark.parametrize("text", ["", "x", "n/a", "none"])
@pytest.mark.parametrize(
    ("whole", "part"),
    [
        (WHOLE["authorization"], "outlook"),
        (WHOLE["authorization"], "blocked"),
        (DISPUTED, "disputed_by"),
        (DISPUTED, "dispute"),
    ],
)
def test_an_authorization_says_how_the_vote_looks_what_if_it_is_blocked_and_who_disputes_it(whole, part, text):
    records = WHOLE | {"authorization": whole | {part: text}}
    assert said(FORCE, "III", records=records) == [("force_needs_the_council", "struck")]


def test_force_needs_the_precautionary_review():
    struck = [("force_needs_the_precautionary_review", "struck")]
    assert said(FORCE, "III", records=without("review")) == struck
    for part in WHOLE["review"]:
        for text in ("", "ok", "x", "one one one one one one"):
            assert said(FORCE, "III", records=WHOLE | {"review": WHOLE["review"] | {part: text}}) == struck


@pytest.mark.parametrize("part", ["cause", "intention", "last_resort", "proportion", "prospects"])
def test_force_is_struck_by_a_review_that_says_no(part):
    records = WHOLE | {"review": WHOLE["review"] | {part: "not_met"}}
    assert said(FORCE, "III", records=records) == [("force_needs_the_precautionary_review", "struck")]


def test_one_reason_for_two_criteria_is_none():
    copied = WHOLE["review"] | {"cause_why": WHOLE["review"]["prospects_why"].upper() + "  "}
    struck = [("force_needs_the_precautionary_review", "struck")]
    assert said(FORCE, "III", records=WHOLE | {"review": copied}) == struck


def test_sanctions_need_a_civilian_harm_note():
    found = said(SANCTIONS, "III", records=without("harm"))
    assert found == [("sanctions_need_a_civilian_harm_note", "missing")]
    for part in WHOLE["harm"]:
        assert said(SANCTIONS, "III", records=WHOLE | {"harm": WHOLE["harm"] | {part: "x"}}) == found


def test_sanctions_need_a_humanitarian_exemption_note():
    found = said(SANCTIONS, "III", records=without("exemption"))
    assert found == [("sanctions_need_a_humanitarian_exemption_note", "missing")]
    none = WHOLE["exemption"] | {"basis": "none"}
    assert said(SANCTIONS, "III", records=WHOLE | {"exemption": none}) == found
    resolution = WHOLE | {"exemption": WHOLE["exemption"] | {"basis": "resolution"}}
    assert said(SANCTIONS, "III", records=resolution) == []
    embargo, autonomous = "ME084", "ME082"
    assert said(embargo, "III", records=resolution) == said(autonomous, "III", records=resolution) == found


@pytest.mark.parametrize("scale", ["serious", "unknown"])
def test_harm_that_is_serious_or_not_known_asks_why_it_is_proposed_all_the_same(scale):
    harm = WHOLE["harm"] | {"scale": scale}
    missing = [("sanctions_need_a_civilian_harm_note", "missing")]
    assert said(SANCTIONS, "III", records=WHOLE | {"harm": harm}) == missing
    harm["despite"] = "The killing goes on daily, and nothing milder has had an effect."
    assert said(SANCTIONS, "III", records=WHOLE | {"harm": harm}) == []


OF_THE_COUNCIL = [
    each.id
    for each in rules.catalogue().measures.measures
    if each.sc_authorization == "yes" and each.form != "coercive_military"
]


@pytest.mark.parametrize("measure", OF_THE_COUNCIL)
def test_a_measure_of_the_council_says_how_its_authorization_stands(measure):
    missing = [("a_measure_of_the_council_says_how_its_authorization_stands", "missing")]
    for pillar in rules.measure(measure).pillars:
        assert said(measure, pillar, records=without("authorization")) == missing
        not_needed = {"status": "not_needed", "why_not": "The government that is in place has asked for this."}
        assert said(measure, pillar, records=WHOLE | {"authorization": not_needed}) == missing
        assert said(measure, pillar, records=WHOLE) == []
    assert len(OF_THE_COUNCIL) == 11


def test_another_decider_than_the_catalogues_has_a_reason():
    missing = [("another_decider_than_the_catalogues_has_a_reason", "missing")]
    assert said(FORCE, "III", records=without("decider"), decider="Principal") == missing
    assert said(FORCE, "III", records=WHOLE | {"decider": {"decider_why": "ok"}}, decider="Principal") == missing
    assert said(FORCE, "III", records=WHOLE, decider="Principal") == []
    named = rules.measure(FORCE).decided_by.upper()
    assert said(FORCE, "III", records=without("decider"), decider=f" {named}.") == []


def test_investors_alone_decide_a_divestment_without_a_reason():
    missing = [("another_decider_than_the_catalogues_has_a_reason", "missing")]
    divestment = {"records": {}, "decider": "investors"}
    assert said("ME088", "III", **divestment) == []
    assert said("ME088", "III", **divestment | {"decider": "Principal"}) == missing


def test_a_proposal_says_what_it_costs_and_risks():
    missing = [("a_proposal_says_what_it_costs_and_risks", "missing")]
    assert said(PLAIN, "I", records=COSTS) == []
    assert said(PLAIN, "I", records={"cost": {}}, cost_or_risk="None that is known to us today.") == missing
    for part in WHOLE["cost"]:
        for text in (
            "",
            "x",
            "low",
            "none known",
            next(each for each in WHOLE["cost"].values() if each != WHOLE["cost"][part]),
        ):
            assert said(PLAIN, "I", records={"cost": WHOLE["cost"] | {part: text}}) == missing


def test_help_to_forces_needs_due_diligence():
    missing = [("help_to_forces_needs_due_diligence", "missing")]
    assert said(HELP, "II", records=without("diligence")) == missing
    assert said(HELP, "II", records=WHOLE) == []
    high = WHOLE["diligence"] | {"risk": "high"}
    for steps in ("", "not_taken", "unknown"):
        assert said(HELP, "II", records=WHOLE | {"diligence": high | {"steps": steps}}) == missing
    assert said(HELP, "II", records=WHOLE | {"diligence": high | {"steps": "taken"}}) == []


def test_host_consent_is_flagged_when_the_state_is_the_alleged_perpetrator():
    name = "host_consent_is_flagged_when_the_state_is_the_alleged_perpetrator"
    measure = next(one for one in rules.catalogue().measures.measures if one.consent == "host_consent")
    place = (measure.id, measure.pillars[0])
    assert said(*place, state=True, records=without("flag")) == [(name, "flag")]
    assert said(*place, state=True, records=WHOLE) == []
    perpetrator = WHOLE["flag"] | {"leadership": "perpetrator"}
    assert said(*place, state=True, records=WHOLE | {"flag": perpetrator}) == []
    assert said(*place, records=without("flag")) == []


def test_safeguards_are_read_by_a_second_person():
    option = Option(measure=FORCE, pillar="III", records=WHOLE, decider="AU", **PROPOSED)
    assert [each.rule for each in rules.of_one(option, False)] == ["safeguards_are_read_by_a_second_person"]
    decided = {"decider": rules.measure(PLAIN).decided_by}
    plain = Option(measure=PLAIN, pillar="I", records={"flag": WHOLE["flag"], **COSTS}, **decided, **PROPOSED)
    assert rules.of_one(plain, False) == []  # saved before authors were kept
    plain.records, plain.written = {"flag": WHOLE["flag"] | {"flag_on": "item"}, **COSTS}, {"flag": WRITTEN}
    assert [each.rule for each in rules.of_one(plain, False)] == ["safeguards_are_read_by_a_second_person"]


def test_safeguards_rest_on_evidence_that_can_be_read():
    missing = [("safeguards_rest_on_evidence_that_can_be_read", "missing")]
    items = {f"{name}_on": f"item-{name} other" for name in CRITERIA}
    review = {"records": WHOLE | {"review": WHOLE["review"] | items}, "written": dict.fromkeys(CRITERIA, WRITTEN)}
    assert said(FORCE, "III", **review) == said(FORCE, "III", **review, lost=frozenset({"elsewhere"})) == []
    for name in CRITERIA:
        assert said(FORCE, "III", **review, lost=frozenset({f"item-{name}"})) == missing
        for empty in ({f"{name}_on": ""}, {}):
            left = {part: text for part, text in review["records"]["review"].items() if part != f"{name}_on"}
            spoiled = review | {"records": WHOLE | {"review": left | empty}}
            assert missing[0] in said(FORCE, "III", **spoiled)


def test_a_record_of_before_evidence_was_asked_is_valid_as_it_is():
    assert said(FORCE, "III", records=WHOLE, written={}, lost=frozenset({"item"})) == []


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
    found = rules.findings(options, "Many would flee.", state_is_alleged_perpetrator=True)
    assert {each.rule for each in found} == {"every_pillar_is_considered:I", "every_pillar_is_considered:II"}


def test_a_finding_speaks_of_one_pillar_where_a_measure_stands_in_two():
    shared = next(one for one in lists()["assistance_to_forces"] if {"II"} < set(rules.measure(one).pillars))
    other = next(pillar for pillar in rules.measure(shared).pillars if pillar != "II")
    options = [Option(measure=shared, pillar=pillar, **PROPOSED) for pillar in ("II", other)]
    found = rules.findings(options, "Many would flee.", state_is_alleged_perpetrator=False)
    due = [each.pillar for each in found if each.rule == "help_to_forces_needs_due_diligence"]
    assert due == ["II"]


@pytest.mark.parametrize("measure", [one.id for one in rules.catalogue().measures.measures])
def test_no_measure_of_the_catalogue_is_struck_for_what_no_field_can_answer(measure):
    for pillar in rules.measure(measure).pillars:
        records = {each.id: WHOLE[each.id] for each in rules.asked_for(measure, pillar, True)}
        assert said(measure, pillar, state=True, records=records) == []
        assert said(measure, pillar, state=True, records=records, decider="Somebody else") == []


def test_the_pillars_stand_in_no_order_of_weight():
    assert not [word for word in ("rank", "weight", "priority") if hasattr(Option, word)]
