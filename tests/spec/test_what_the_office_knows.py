"""What the office says it knows, and how sure it is. Each row can be read against the document itself."""

import re

import pytest

from focalpoint import doctrine

CATALOGUE = doctrine.catalogue("2026.1", use_setting=False)

# The fourteen risk factors in their order: name, whom they concern, and whether name and definition were seen.
FACTORS = [
    ("RF1", "Situations of armed conflict or other forms of instability", "common", "true"),
    ("RF2", "Record of serious violations of international human rights and humanitarian law", "common", "true"),
    ("RF3", "Weakness of State structures", "common", "recalled"),
    ("RF4", "Motives or incentives", "common", "true"),
    ("RF5", "Capacity to commit atrocity crimes", "common", "true"),
    ("RF6", "Absence of mitigating factors", "common", "recalled"),
    ("RF7", "Enabling circumstances or preparatory action", "common", "partly"),
    ("RF8", "Triggering factors", "common", "partly"),
    ("RF9", "Intergroup tensions or patterns of discrimination against protected groups", "genocide", "true"),
    ("RF10", "Signs of an intent to destroy in whole or in part a protected group", "genocide", "recalled"),
    (
        "RF11",
        "Signs of a widespread or systematic attack against any civilian population",
        "crimes_against_humanity",
        "recalled",
    ),
    ("RF12", "Signs of a plan or policy to attack any civilian population", "crimes_against_humanity", "true"),
    ("RF13", "Serious threats to those protected under international humanitarian law", "war_crimes", "partly"),
    ("RF14", "Serious threats to humanitarian or peacekeeping operations", "war_crimes", "true"),
]

# Indicators by factor that were compared with a reproduction: first and last number, and those seen only in part.
SEEN = {"RF7": (1, 11, "7.11"), "RF8": (1, 12, None), "RF9": (1, 6, None), "RF13": (1, 10, "13.10")}

# The four crimes, the article that defines them, and the factors that are specific to them.
CRIMES = [
    ("genocide", "Rome Statute Art. 6", ("RF9", "RF10")),
    ("war_crimes", "Rome Statute Art. 8", ("RF13", "RF14")),
    ("crimes_against_humanity", "Rome Statute Art. 7", ("RF11", "RF12")),
    ("ethnic_cleansing", "No separate treaty crime", ("RF11", "RF12", "RF4.4", "RF7.10", "RF7.12", "RF12.3")),
]

# Measures that only the Security Council can authorize.
COUNCIL_ONLY = {
    "ME047": "Preventive military deployment with consent",
    "ME048": "Consent-based peacekeeping with protection mandate",
    "ME051": "Protection inside UN bases (POC sites)",
    "ME060": "Council investigation or commission of experts",
    "ME071": "Security Council referral to ICC",
    "ME074": "Ad hoc international tribunal",
    "ME081": "Targeted sanctions (travel ban, asset freeze)",
    "ME084": "Arms embargo",
    "ME086": "Commodity or aviation ban",
    "ME087": "Comprehensive economic sanctions",
    "ME090": "Disruption of genocidal broadcasting",
    "ME092": "Cross-border aid without consent",
    "ME094": "Regional enforcement under Article 53",
    "ME096": "Robust peace operation with protection under Chapter VII",
    "ME097": "Intervention brigade inside UN mission",
    "ME098": "Authorized multinational force",
    "ME099": "No-fly zone",
    "ME100": "Safe areas or humanitarian zones",
    "ME101": "UN standing rapid-response military capacity",
}

# Instruments of the UN Treaty Collection: the number under which a State's status is looked up.
INSTRUMENTS = {
    "GC-GEN": ("IV-1", 1948),
    "ICERD": ("IV-2", 1965),
    "ICESCR": ("IV-3", 1966),
    "ICCPR": ("IV-4", 1966),
    "CEDAW": ("IV-8", 1979),
    "CAT": ("IV-9", 1984),
    "CRC": ("IV-11", 1989),
    "CRPD": ("IV-15", 2006),
    "CED": ("IV-16", 2006),
    "REF51": ("V-2", 1951),
    "REF67": ("V-5", 1967),
    "ROME": ("XVIII-10", 1998),
    "ATT": ("XXVI-8", 2013),
    "CWC": ("XXVI-3", 1992),
    "APMBC": ("XXVI-5", 1997),
    "CCM": ("XXVI-6", 2008),
}

# The cases, in their order: what they are about and by which part of the rule they were chosen.
CASES = [
    ("CS01", "RWA", "A-Africa-early"),
    ("CS02", "COD", "A-Africa-early"),
    ("CS03", "ETH", "A-Africa-late"),
    ("CS04", "NGA", "A-Africa-late"),
    ("CS05", "CAF", "A-Africa-late"),
    ("CS06", "SDN", "A-Africa-late"),
    ("CS07", "LBY", "C-onset"),
    ("CS08", "COL", "A-Americas"),
    ("CS09", "USA", "A-Americas"),
    ("CS10", "BIH", "A-Europe"),
    ("CS11", "RUS", "A-Europe"),
    ("CS12", "UKR", "A-Europe"),
    ("CS13", "SYR", "A-Asia"),
    ("CS14", "IRQ", "A-Asia"),
    ("CS15", "MMR", "A-Asia"),
    ("CS16", "ISR", "B-battle-coded"),
    ("CS17", "LKA", "B-battle-coded"),
    ("CS18", "CHN", "N-non-killing"),
    ("CS19", "MKD", "E-non-event"),
    ("CS20", "TLS", "E-non-event"),
    ("CS21", "KEN", "E-non-event"),
    ("CS22", "GIN", "E-non-event"),
    ("CS23", "BDI", "E-non-event"),
]


def test_the_fourteen_factors_are_named_in_their_order():
    held = [(each.id, each.name, each.group, each.checked) for each in CATALOGUE.framework.factors]
    assert held == FACTORS


@pytest.mark.parametrize("factor", CATALOGUE.framework.factors, ids=lambda factor: factor.id)
def test_an_indicator_counts_as_seen_only_where_it_was_compared(factor):
    first, last, partly = SEEN.get(factor.id, (1, 0, None))
    for indicator in factor.indicators:
        place = int(indicator.number.partition(".")[2]) if indicator.number else 0
        compared = first <= place <= last
        expected = "partly" if indicator.number == partly else "true" if compared else "recalled"
        assert indicator.checked == (expected if indicator.number else "recalled"), indicator.id


@pytest.mark.parametrize("factor", CATALOGUE.framework.factors, ids=lambda factor: factor.id)
def test_a_factor_that_was_seen_says_what_of_it(factor):
    assert bool(factor.checked_note) is (factor.checked != "recalled")


@pytest.mark.parametrize("factor", CATALOGUE.framework.factors, ids=lambda factor: factor.id)
def test_numbers_of_the_united_nations_run_without_a_gap(factor):
    numbered = [each.number for each in factor.indicators if each.number]
    assert numbered == [f"{factor.number}.{place}" for place in range(1, len(numbered) + 1)]


@pytest.mark.parametrize(("crime", "article", "factors"), CRIMES)
def test_a_crime_has_its_article_and_its_own_factors(crime, article, factors):
    record = CATALOGUE.entry(crime).record
    assert any(source.startswith(article) for source in record.legal_sources)
    assert record.specific_factors == factors
    assert record.acts
    assert record.context_element.required


def test_the_test_sorts_and_never_declares():
    about = CATALOGUE.crimes.about
    assert "never declares" in about.rule
    assert set(about.outcomes) == {rule.then for rule in CATALOGUE.crimes.rules}


def test_genocide_needs_no_armed_conflict_and_protects_four_kinds_of_groups():
    genocide = CATALOGUE.entry("genocide").record
    assert genocide.protected_groups == ("national", "ethnical", "racial", "religious")
    assert "No armed conflict needed" in genocide.context_element.text
    assert [act.art for act in genocide.acts] == ["6(a)", "6(b)", "6(c)", "6(d)", "6(e)"]


def test_war_crimes_need_an_armed_conflict_of_one_kind_or_the_other():
    war = CATALOGUE.entry("war_crimes").record
    assert [each.type for each in war.context_element.conflict_types] == ["IAC", "NIAC", "none"]
    assert all(act.ct for act in war.acts)


def test_only_incitement_to_the_other_three_needs_the_crime_itself():
    assert {each.id: each.inchoate for each in CATALOGUE.crimes.incitement} == {
        "inc.genocide": True,
        "inc.other": False,
        "inc.hatred": True,
        "inc.dangerous": True,
    }


def test_what_only_the_council_can_authorize_is_known_by_name():
    held = {each.id: each.name for each in CATALOGUE.measures.measures if each.sc_authorization == "yes"}
    assert held == COUNCIL_ONLY


def test_the_three_pillars_stand_side_by_side():
    assert CATALOGUE.measures.about.terms.pillars == ("I", "II", "III")
    assert "Not a ladder" in CATALOGUE.measures.about.purpose
    assert not any(re.search(r"\b(step|stage|level) \d", each.name) for each in CATALOGUE.measures.measures)


def test_doing_nothing_new_is_always_an_option_with_a_cost():
    assert any("no new measure" in rule.text and "cost" in rule.text for rule in CATALOGUE.measures.rules)


def test_consent_of_the_host_flags_a_measure_and_never_strikes_it():
    (rule,) = [rule for rule in CATALOGUE.measures.rules if rule.text.startswith("host_consent")]
    assert "flagged, never struck" in rule.text


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_an_instrument_has_its_number_in_the_treaty_collection(instrument):
    record = CATALOGUE.entry(f"instrument:{instrument}").record
    assert (record.untc_chapter, record.year) == INSTRUMENTS[instrument]
    assert record.checked == "true"


def test_thirty_questions_are_put_to_a_national_focal_point():
    questions = CATALOGUE.treaties.questions
    assert [each.id for each in questions] == [f"N{number:02}" for number in range(1, 31)]
    assert "unknown" in CATALOGUE.treaties.answer_scale


def test_in_the_review_a_recommendation_is_supported_or_noted_never_rejected():
    assert [each.id for each in CATALOGUE.treaties.responses] == ["UPR-supported", "UPR-noted", "UPR-pending"]
    assert "cannot reject" in CATALOGUE.entry("UPR-noted").record.meaning


def test_only_the_secretary_general_uses_article_99():
    assert any("Only Secretary-General may use Art. 99" in rule.text for rule in CATALOGUE.bodies.routing_rules)
    assert "Art. 99" in CATALOGUE.entry("SG").record.trigger


def test_a_blocked_council_leaves_routes():
    (route,) = [each for each in CATALOGUE.bodies.deadlock_routes if each.situation.startswith("SC vetoed")]
    assert any("A/RES/76/262" in step for step in route.steps)
    assert any("377 A (V)" in step for step in route.steps)


def test_the_cases_are_those_of_the_rule():
    held = [(case.id, case.countries[0], case.stratum) for case in CATALOGUE.cases.cases]
    assert held == CASES


@pytest.mark.parametrize("case", CATALOGUE.cases.cases, ids=lambda case: case.id)
def test_a_case_says_what_cannot_be_told_and_where_accounts_differ(case):
    assert case.cannot_be_told
    assert all(len(point.positions) >= 2 for point in case.contested)
    assert all(lesson.entries for lesson in case.lessons)


@pytest.mark.parametrize("case", CATALOGUE.cases.cases, ids=lambda case: case.id)
def test_a_case_is_outside_the_killing_rule_when_its_part_is(case):
    assert case.inside_killing_rule is (case.stratum[0] in "ABC")
    assert (case.non_event is not None) is case.stratum.startswith("E")


def test_permanent_members_are_looked_at_like_others():
    members = {"CHN", "FRA", "GBR", "RUS", "USA"}
    assert {iso3 for case in CATALOGUE.cases.cases for iso3 in case.countries} & members == {"CHN", "RUS", "USA"}


def test_what_is_missing_is_written_down():
    gaps = {gap.id: gap.text for gap in CATALOGUE.gaps.gaps}
    assert "not confirmed" in gaps["GAP1"]
    assert "bear no number of the United Nations" in gaps["GAP2"]
    assert all(
        gap.catalogue in {"framework", "crimes", "measures", "treaties", "cases", "mechanisms"}
        for gap in CATALOGUE.gaps.gaps
    )
