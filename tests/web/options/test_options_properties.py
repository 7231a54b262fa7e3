"""Properties of the rules, and a second, plain reading of them that the first must agree with."""

from hypothesis import given
from hypothesis import strategies as st

from focalpoint.desk.options import rules
from focalpoint.desk.options.columns import described
from focalpoint.desk.options.lists import lists
from focalpoint.desk.options.models import Option
from focalpoint.desk.options.search import Search, hits, search
from focalpoint.doctrine import catalogue
from safeguard_records import WHOLE

MEASURES = {each.id: each for each in catalogue().measures.measures}
NOTES = tuple(sorted({each.id for each in rules.ANSWERS.values()}))
names = st.sampled_from(NOTES)
words = st.sampled_from(["", "  ", "Given.", "\u202eمعطى"])


@st.composite
def options(draw) -> Option:
    """Any measure in a pillar of its own, proposed or rejected, with any of its notes given or not."""
    measure = MEASURES[draw(st.sampled_from(sorted(MEASURES)))]
    fields = {name: draw(words) for name in ("owner", "indicator")}
    fields["decider"] = draw(st.one_of(words, st.just(measure.decided_by)))
    records = {name: draw(st.sampled_from([WHOLE[name], {}, {"status": "ok"}])) for name in draw(st.sets(names))}
    dates = {name: draw(st.sampled_from([None, "2025-07-01"])) for name in ("due_on", "exit_or_review_on")}
    status = draw(st.sampled_from(Option.Status.values))
    return Option(
        measure=measure.id,
        pillar=draw(st.sampled_from(measure.pillars)),
        status=status,
        records=records,
        **fields,
        **dates,
    )


SANCTIONS = {"ME076", "ME081", "ME082", "ME083", "ME084", "ME086", "ME087"}
FORCES = {"ME011", "ME038", "ME039", "ME047", "ME048", "ME049"}


def plainly(option: Option, state: bool) -> set[str]:
    """The rules of the catalogue once more, as a table written from its text alone (VR1 to VR5): where, and what."""
    measure = MEASURES[option.measure]
    force, sanctions = measure.form == "coercive_military", option.measure in SANCTIONS
    helps = option.pillar == "II" and option.measure in FORCES
    flagged = state and measure.consent == "host_consent"
    council = measure.sc_authorization == "yes" and not force
    other = bool(option.decider.strip()) and option.decider != measure.decided_by
    whole = (option.owner, option.decider, option.due_on, option.indicator, option.exit_or_review_on)
    whole_records = {name for name, record in option.records.items() if record == WHOLE[name]}

    def answer(name: str) -> str:
        return "x" if name in whole_records else ""

    table = [
        ("force_needs_the_council", force, answer("authorization")),
        ("a_measure_of_the_council_says_how_its_authorization_stands", council, answer("authorization")),
        ("a_proposal_says_what_it_costs_and_risks", True, answer("cost")),
        ("another_decider_than_the_catalogues_has_a_reason", other, answer("decider")),
        ("force_needs_the_precautionary_review", force, answer("review")),
        ("sanctions_need_a_civilian_harm_note", sanctions, answer("harm")),
        ("sanctions_need_a_humanitarian_exemption_note", sanctions, answer("exemption")),
        ("help_to_forces_needs_due_diligence", helps, answer("diligence")),
        ("host_consent_is_flagged_when_the_state_is_the_alleged_perpetrator", flagged, answer("flag")),
        ("a_proposal_names_owner_decider_due_date_indicator_and_exit", True, "x" if all(whole) else ""),
    ]
    second = {"safeguards_are_read_by_a_second_person"} if set(option.records) - {"flag", "cost", "decider"} else set()
    return second | {rule for rule, applies, given in table if applies and not given.strip()}


@given(option=options(), state=st.booleans())
def test_the_rules_agree_with_their_plain_reading(option, state):
    assert {found.rule for found in rules.of_one(option, state)} == plainly(option, state)


@given(option=options(), state=st.booleans(), name=st.sampled_from(NOTES))
def test_one_more_record_takes_its_finding_away_and_asks_for_a_second_reader_at_most(option, state, name):
    before = {found.rule for found in rules.of_one(option, state)}
    option.records[name] = WHOLE[name]
    assert {found.rule for found in rules.of_one(option, state)} <= before | {"safeguards_are_read_by_a_second_person"}


@given(papers=st.lists(options(), max_size=6), state=st.booleans(), cost=words)
def test_only_proposals_are_struck_flagged_or_found_wanting(papers, state, cost):
    found = rules.findings(papers, cost, state_is_alleged_perpetrator=state)
    proposed = {(one.measure, one.pillar) for one in papers if one.status == "proposed"}
    assert {(one.measure, one.pillar) for one in found if one.measure} <= proposed
    missing = {one.pillar for one in found if one.rule.startswith("every_pillar")}
    assert missing == set(rules.PILLARS) - {one.pillar for one in papers}


@given(papers=st.lists(options(), max_size=5), state=st.booleans())
def test_the_order_of_options_changes_nothing(papers, state):
    forth = rules.findings(papers, "Cost.", state_is_alleged_perpetrator=state)
    back = rules.findings(papers[::-1], "Cost.", state_is_alleged_perpetrator=state)
    assert sorted(map(repr, forth)) == sorted(map(repr, back))


def test_host_consent_is_never_struck():
    for measure in MEASURES.values():
        if measure.consent == "host_consent":
            for pillar in measure.pillars:
                bare = rules.of_one(Option(measure=measure.id, pillar=pillar), True)
                assert "struck" not in {found.weight for found in bare if "host_consent" in found.rule}


def test_each_measure_can_be_chosen_once_in_each_of_its_pillars_and_nowhere_else():
    for pillar in rules.PILLARS:
        found = search(Search(pillar=pillar), present=[])
        offered = [hit.measure.entry.id for hit in hits(found, [], {}) if (pillar, "") in hit.pillars]
        assert sorted(offered) == sorted(one.id for one in MEASURES.values() if pillar in one.pillars)


def test_every_measure_is_described_in_words_for_each_of_its_terms():
    for name in MEASURES:
        shown = described(name)
        for term in (shown.form, shown.consent, shown.authorization, shown.time, shown.effect, shown.checked):
            assert str(term)
            assert "_" not in str(term)


def test_every_list_of_the_rules_file_names_measures_of_the_catalogue():
    for ids in lists().values():
        assert ids <= set(MEASURES)
