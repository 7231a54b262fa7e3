"""Where killing may begin: which States are listed, in which order, in which words, and how such lists did."""

import pytest

import pages
from focalpoint.desk.watch import onset_ranking
from focalpoint.desk.watch.models import CountryForecast
from focalpoint.desk.watch.onset_ranking import (
    MASS,
    Outlook,
    ahead_sentence,
    is_held,
    mass_sentence,
    missed_sentence,
    outlook,
    placed,
)
from focalpoint.desk.watch.reasons import ONSET
from focalpoint.reference.calendar import month_id


def state(iso3="ECU", onset=(0.14, 0.07, 0.16), mass=0.0104, **more):
    rows = []
    if onset:
        value, low, high = onset
        chance = {"value": value, "low": low, "high": high, "base_rate": 0.04}
        rows.append({"target": ONSET, "window": 24, "month": month_id(2026, 12), **chance})
    if mass:
        chance = {"value": mass, "low": 0.008, "high": 0.014, "base_rate": 0.01}
        rows.append({"target": MASS, "window": 24, "month": month_id(2026, 12), **chance})
    blank = {"killed_low": None, "killed_best": 3.0, "killed_high": None, "note": ""}
    named = {"iso3": iso3, "name": f"Name of {iso3}", "region": "Americas", "subregion": "South America"}
    return {**named, **blank, "document__onset": rows, "document__drivers": {}, **more}


def row(*parts, **more) -> Outlook:
    return outlook(state(*parts, **more), month_id(2024, 12), frozenset())


def score(metric, value, model="combination", **more):
    return {"metric": metric, "value": value, "model": model, "low": None, "high": None, "n": 79, **more}


def test_the_likeliest_comes_first_and_where_none_can_begin_has_no_place():
    found = placed([row("AAA", (0.1, 0.0, 0.2)), row("BBB", None), row("CCC", (0.3, 0.2, 0.4))])
    assert [(each.iso3, each.rank) for each in found] == [("CCC", 1), ("AAA", 2), ("BBB", None)]


def test_the_years_are_those_that_the_release_speaks_of():
    assert row().years == (2025, 2026)


@pytest.mark.parametrize(("origin", "years"), [(month_id(2024, 12), (2025, 2026)), (month_id(2026, 2), (2026, 2027))])
def test_a_release_that_does_not_say_speaks_of_the_years_after_its_last_whole_one(origin, years):
    assert onset_ranking.years_of({"window": 24}, origin) == years


def test_the_sentence_names_the_years_and_counts_what_is_raised():
    rows = [row("AAA", (0.08, 0.0, 0.2)), row("BBB", (0.079, 0.0, 0.2)), row("CCC", None)]
    text = ahead_sentence(rows)
    assert "not under way in 2 States. In 1 of them" in text
    assert "2025–2026 is at least 2 times the base rate of 4 %" in text
    assert ahead_sentence(rows, "Americas").startswith("In Americas")


def test_where_nothing_can_begin_the_sentence_says_so():
    assert "no State here" in ahead_sentence([row("AAA", None)])


def test_mass_killing_has_one_chance_and_ranks_nothing():
    text = mass_sentence([row("AAA"), row("BBB"), row("CCC", mass=None)], [score("mass_expected", 2.03)])
    assert "one chance for each of the 2 States" in text
    assert "1.0 % for 2025–2026 (0.8–1.4 %)" in text
    assert "2.0 such onsets are expected" in text
    assert mass_sentence([row("CCC", mass=None)], []) == ""


def test_how_such_lists_did_stands_beside_the_benchmark():
    scores = [
        score("recall_at_10", 0.419, low=0.32, high=0.50),
        score("recall_at_10", 0.23, "benchmark"),
        score("recall_at_30", 0.743, low=0.66, high=0.82),
        score("onsets_missed", 15.0),
    ]
    assert [(each.first, each.share, each.range, each.benchmark) for each in is_held(scores)] == [
        (10, "42", "32–50", "23"),
        (30, "74", "66–82", ""),
    ]
    assert missed_sentence(scores).startswith("15 of the 79 onsets of the back-test were never")
    assert is_held([]) == []
    assert missed_sentence([]) == ""


def listed(client, query="?view=ahead"):
    page = pages.read(client.get(f"/{query}").content)
    return [each[1].split("\n")[0].strip() for each in page.tables[0][1:]], page


def test_the_page_lists_every_state_where_killing_may_begin_likeliest_first(owner, release):
    names, page = listed(owner)
    documents = CountryForecast.objects.values_list("name", "document__onset")
    chances = {name: row["value"] for name, rows in documents for row in rows if row["target"] == ONSET}
    assert names == sorted(chances, key=lambda name: (-chances[name], name))
    assert "Not known: State of Palestine." in page.text
    assert "2025–2026" in page.text


def test_the_page_gives_reasons_and_the_record_of_such_lists(owner, release):
    _names, page = listed(owner)
    heads = page.tables[1]
    assert [each[0].strip() for each in heads[1:]] == ["30"]
    assert heads[1][1] == "74"
    assert "For:" in page.text
    assert "has one chance for each of the" in page.text


def test_where_it_may_begin_is_named_above_every_other_view(owner, release):
    first = listed(owner)[0][0]
    for view in ("highest", "surprises", "ongoing"):
        text = pages.read(owner.get(f"/?view={view}").content).text
        assert f"Deliberate killing may begin in 2025–2026: {first}" in text


def test_the_view_is_second_and_drops_the_question_it_does_not_ask(owner, release):
    page = pages.read(owner.get("/?view=ahead").content)
    links = page.links()
    assert links.index("?view=ahead") == links.index("?") + 1
    assert not [link for link in links if "threshold=" in link]
