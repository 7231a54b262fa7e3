"""Finding measures: by words, pillar, risk factor, alleged perpetrator, consent and time; what came of them before."""

import pytest
from django.urls import reverse

import walk as on_path
from at_desk import browser
from focalpoint.desk.options.lists import measures_by_factor
from focalpoint.desk.options.precedents import precedents
from focalpoint.desk.options.rules import measure
from focalpoint.desk.options.search import PRESENT, Search, search
from focalpoint.doctrine import catalogue


def found(**wanted) -> set[str]:
    return {each.id for each in search(Search(**wanted), present=["RF8"])}


EVERY = {each.id for each in catalogue().measures.measures}


def test_nothing_asked_leaves_nothing_out():
    assert found() == EVERY


def test_each_word_is_looked_for_in_what_the_catalogue_says():
    assert found(find="peace OPERATION robust") == {"ME096"}
    assert found(find="VStGB") == {"ME002"}  # a precedent
    assert found(find="Article 53 embargo") == set()


def test_the_pillar_the_consent_and_the_time_are_the_catalogues():
    assert {measure(each).pillars for each in found(pillar="I", consent="host_consent")} == {
        ("I", "II"),
        ("I", "II", "III"),
    }
    assert {measure(each).typical_time_to_effect for each in found(within="days")} == {"immediate", "days"}
    assert "ME101" not in found(within="years")  # not available


def test_a_factor_finds_what_bears_on_it_and_any_present_one_those_of_the_assessment():
    assert "ME015" in found(factor="RF8") == found(factor=PRESENT)
    assert "ME015" not in found(factor="RF5")
    assert search(Search(factor=PRESENT), present=[]) == []


def test_what_the_alleged_perpetrator_could_refuse_is_left_out():
    assert {"ME048", "ME007", "ME028"} & found(instigator="state") == set()
    assert {"ME048", "ME007"} <= found(instigator="non-state")
    assert "ME028" not in found(instigator="non-state")
    assert {"ME022", "ME085"} <= found(instigator="state")  # decisions of other States


def test_the_reading_of_the_office_knows_each_factor_and_each_measure():
    assert set(measures_by_factor()) == {each.id for each in catalogue().framework.factors}
    assert set().union(*measures_by_factor().values()) == EVERY


def test_precedents_are_the_measures_of_the_cases_with_their_outcomes():
    cases = [(case.name, each) for case in catalogue().cases.cases for each in case.measures if each.measure == "ME062"]
    past = precedents("ME062")
    assert sorted((each.case, each.date, each.why) for each in past) == sorted(
        (name, each.date, each.why) for name, each in cases
    )
    assert [each.date for each in past] == sorted((each.date for each in past), reverse=True)
    assert len(past) > 1


@pytest.fixture
def page(db, settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    cast = on_path.cast()
    item = on_path.filed(cast.analyst)
    paper = on_path.optioned(on_path.assessed(on_path.opened(cast.analyst, item), item, cast.analyst), cast.analyst)

    def get(user=cast.analyst, **query):
        return browser(user).get(reverse("measures", args=[paper.ref]), query).content.decode()

    get.reviewer = cast.reviewer
    return get


def test_the_page_keeps_the_search_and_shows_outcomes_and_what_is_chosen_already(page):
    text = page(find="mediation", pillar="II", factor="present")
    assert 'value="mediation"' in text
    assert '<option value="present" selected>' in text
    assert "Bears on what is present in this assessment: RF8" in text
    assert "Taken in 8 past cases:" in text
    assert "Pillar II: proposed" in text
    assert "?pillar=III&amp;measure=ME028#consider" in text
    assert "measure=ME094" not in text


def test_the_page_says_what_it_cannot_read_and_gives_no_way_to_write_to_others(page):
    assert "nothing was filtered" in page(within="never")
    text = page(page.reviewer, find="mediation")
    assert "Good offices" in text
    assert "#consider" not in text
