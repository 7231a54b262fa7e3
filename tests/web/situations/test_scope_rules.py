"""How the outcome of a scope test follows: each rule of the catalogue, and what each crime asks for."""

import pytest

from focalpoint.desk.situations.scope_grid import LEVELS, RABAT, crime_names, rows
from focalpoint.desk.situations.scope_rules import CRIMES, Answer, derive, problems

ATTACK = dict.fromkeys(("cah.attack", "cah.scale", "cah.policy", "c.a"), Answer("suspicion", evidence=1))
CONFLICT = Answer("suspicion", kind="NIAC", evidence=1)
WAR = {"war.conflict": CONFLICT} | dict.fromkeys(("war.nexus", "w.3"), Answer("suspicion", evidence=1))
GENOCIDE = {"genocide.group": Answer("suspicion", kind="ethnical", evidence=1)}
GENOCIDE |= dict.fromkeys(("genocide.intent", "g.a"), Answer("suspicion", evidence=1))
CLEANSING = dict.fromkeys(("cleansing.purpose", "e.1"), Answer("suspicion", evidence=1))
WHOLE = {"genocide": GENOCIDE, "war_crimes": WAR, "crimes_against_humanity": ATTACK, "ethnic_cleansing": CLEANSING}
NONE = Answer("none")
OUTSIDE = dict.fromkeys(("genocide.intent", "war.conflict", "cah.attack", "cleansing.purpose"), NONE)


def outcome(answers, *, stage="ongoing", is_contested=False, factors=()):
    return derive(answers, stage=stage, is_contested=is_contested, factors=factors).outcome


def test_blank_answers_are_insufficient_information_whatever_else_is_known():
    for stage in ("", "done", "ongoing", "unknown"):
        assert outcome({}, stage=stage) == "insufficient_information"
        assert outcome({}, stage=stage, factors={"RF9"}) == "insufficient_information"


@pytest.mark.parametrize("crime", CRIMES)
def test_sr1_an_act_and_its_whole_context_at_reasonable_suspicion(crime):
    found = derive(WHOLE[crime], stage="done", is_contested=False, factors=())
    assert (found.outcome, found.rule, found.crimes) == ("in_scope_ongoing_alleged", "SR1", (crime,))


@pytest.mark.parametrize(("crime", "row"), [(crime, row) for crime in CRIMES for row in WHOLE[crime]])
@pytest.mark.parametrize("known", ["", "unknown", "none", "indication"])
def test_sr1_needs_each_part(crime, row, known):
    answers = WHOLE[crime] | {row: Answer(known, kind=WHOLE[crime][row].kind, evidence=1)}
    assert outcome(answers) == "insufficient_information"


def test_sr1_needs_something_that_happens():
    assert outcome(ATTACK, stage="only a risk") == "insufficient_information"
    assert outcome(ATTACK, stage="unknown") == "insufficient_information"


def test_sr1_lists_every_crime_that_fits():
    found = derive(ATTACK | WAR | GENOCIDE | CLEANSING, stage="threatened", is_contested=True, factors=())
    assert found.crimes == CRIMES


def test_an_act_of_wars_between_states_does_not_count_in_another_conflict():
    only = {**WAR, "w.3": NONE, "w.4": Answer("suspicion", evidence=1)}
    assert outcome(only) == "insufficient_information"
    between = {**only, "war.conflict": Answer("suspicion", kind="IAC", evidence=1)}
    assert outcome(between) == "in_scope_ongoing_alleged"


def test_ethnic_cleansing_follows_from_its_component_acts():
    for act in ("e.2", "c.d", "w.8"):
        found = {"cleansing.purpose": CONFLICT, act: Answer("grounds", evidence=1)}
        assert derive(found, stage="done", is_contested=False, factors=()).crimes == ("ethnic_cleansing",)
    assert outcome({"cleansing.purpose": CONFLICT, "c.a": Answer("grounds", evidence=1)}) == "insufficient_information"


@pytest.mark.parametrize("factor", ["RF9", "RF10", "RF11", "RF12", "RF13", "RF14"])
def test_sr2_no_act_and_one_specific_factor_is_a_risk(factor):
    assert outcome({"c.a": NONE}, stage="only a risk", factors={factor}) == "in_scope_risk"


def test_sr2_several_common_factors_are_a_risk_where_one_of_them_moves():
    assert outcome({"c.a": NONE}, factors={"RF1", "RF5"}) == "in_scope_risk"
    assert outcome({"c.a": NONE}, factors={"RF2", "RF8"}) == "in_scope_risk"
    assert outcome({"c.a": NONE}, factors={"RF2", "RF3", "RF4"}) == "insufficient_information"
    assert outcome({"c.a": NONE}, factors={"RF8"}) == "insufficient_information"


def test_sr2_asks_that_somebody_looked():
    assert outcome({"c.a": Answer("unknown")}, factors={"RF9"}) == "insufficient_information"


def test_sr3_a_direct_and_public_call():
    assert outcome({"incitement.call": Answer("suspicion", evidence=1)}) == "in_scope_incitement"
    assert outcome({"incitement.call": Answer("indication", evidence=1)}) == "insufficient_information"


def test_sr3_all_six_parts_of_the_rabat_test_and_a_likelihood():
    met = dict.fromkeys(RABAT, Answer("moderate", evidence=1))
    assert outcome(met) == "in_scope_incitement"
    assert outcome(met | {"rabat.likelihood": Answer("low", evidence=1)}) == "insufficient_information"
    for part in RABAT:
        for known in ("", "unknown", "none"):
            assert outcome(met | {part: Answer(known)}) == "insufficient_information"


def test_sr4_each_crime_lacks_a_part():
    assert outcome(OUTSIDE, stage="done") == "out_of_scope_refer"
    for row in OUTSIDE:
        assert outcome({**OUTSIDE, row: Answer("unknown")}) == "insufficient_information"


def test_sr5_conflicting_sources_close_no_case():
    assert outcome(OUTSIDE, is_contested=True) == "insufficient_information"
    assert outcome(OUTSIDE, factors={"RF1"}) == "insufficient_information"


@pytest.mark.parametrize("known", LEVELS)
def test_whatever_is_reported_has_evidence(known):
    note = "ICC, judgment of 2012"
    assert "c.a" in problems({"c.a": Answer(known, note=note)})
    assert problems({"c.a": Answer(known, note=note, evidence=1)}) == {}


def test_what_is_not_known_or_not_reported_needs_no_evidence():
    assert problems({"c.a": NONE, "c.b": Answer("unknown")}) == {}


def test_a_court_is_named():
    assert "c.a" in problems({"c.a": Answer("court", evidence=1)})
    assert "c.a" in problems({"c.a": Answer("court", note="yes", evidence=1)})


def test_persecution_asks_for_the_connected_act():
    persecution = {"c.h": Answer("suspicion", evidence=1)}
    assert "Art. 7(1)(h)" in str(problems(persecution)["c.h"])
    assert "c.h" in problems(persecution | {"c.a": NONE})
    assert problems(persecution | {"c.a": Answer("indication", evidence=1)}) == {}


def test_war_crimes_ask_for_the_kind_of_conflict():
    act = {"w.4": Answer("indication", evidence=1)}
    assert "w.4" in problems(act)
    assert "war.conflict" in problems(act | {"war.conflict": Answer("indication", evidence=1)})
    assert "w.4" in problems(act | {"war.conflict": CONFLICT})
    assert problems(act | {"war.conflict": Answer("indication", kind="IAC", evidence=1)}) == {}


def test_genocide_asks_for_the_group():
    group = {"genocide.group": Answer("indication", evidence=1)}
    assert "genocide.group" in problems(group)
    assert problems({"genocide.group": Answer("indication", kind="religious", evidence=1)}) == {}


def test_every_act_of_the_catalogue_has_its_row():
    acts = {row.id for row in rows().values() if row.is_act}
    assert len(acts) == 41
    assert {row.crime for row in rows().values()} == set(CRIMES) | {"incitement"} == set(crime_names())
