"""The page Watch: every State, every filter, and nothing that cannot be known."""

import itertools

import pytest
from django.core.cache import caches

import pages
from focalpoint.desk.watch.models import Chance, CountryForecast, Release
from focalpoint.desk.watch.ranking import VIEWS

RANK, STATE, CHANCE, WORDS, BASE, CHANGE, KILLED, MONTHS, KNOWN, SITUATION, STAR = range(11)


def ranking(client, query=""):
    page = pages.read(client.get(f"/{query}").content)
    rows = page.tables[0][1:] if page.tables else []
    # The name stands alone; a note on the record may stand below it.
    return [[cell.split("\n")[0] for cell in row] for row in rows]


def test_the_ranking_lists_all_195_states(owner, release):
    rows = ranking(owner)
    assert len(rows) == 195
    assert rows[0][STATE] == "Sudan"
    assert [int(row[RANK]) for row in rows[:194]] == list(range(1, 195))


def test_the_state_that_nobody_can_tell_comes_last_and_without_a_number(owner, release):
    last = ranking(owner)[-1]
    assert last[STATE] == "State of Palestine"
    assert (last[RANK], last[CHANCE], last[WORDS], last[KILLED]) == ("–", "–", "cannot tell", "unknown")


def test_no_chance_is_shown_as_nought_or_a_hundred(owner, release):
    for threshold in (25, 1000):
        shown = {row[CHANCE].removesuffix(" %") for row in ranking(owner, f"?threshold={threshold}")}
        assert not shown & {"0", "100"}
        assert {"<1", ">99"} <= shown


def test_the_sentence_counts_states_above_an_even_chance(owner, release):
    Chance.objects.filter(threshold=25, window=12).update(value=0.1)
    Chance.objects.filter(threshold=25, window=12, iso3__in=["SDN", "MMR"]).update(value=0.7)
    text = pages.read(owner.get("/").content).text
    assert "Two States have more than an even chance" in text
    assert "January–December 2025" in text
    assert "In a typical year of the last ten years it happened in 16 of 195 States." in text


@pytest.mark.parametrize("count", [0, 1])
def test_the_sentence_agrees_with_none_and_one(owner, release, count):
    Chance.objects.update(value=0.1)
    Chance.objects.filter(iso3="SDN", pk__isnull=not count).update(value=0.7)
    text = pages.read(owner.get("/").content).text
    assert ("One State has more" if count else "No States have more") in text


@pytest.mark.parametrize(("threshold", "window"), list(itertools.product((25, 100, 1000), (3, 6, 12))))
def test_every_question_has_its_own_ranking(owner, release, threshold, window):
    rows = ranking(owner, f"?threshold={threshold}&window={window}")
    chances = dict(Chance.objects.filter(threshold=threshold, window=window).values_list("iso3", "value"))
    known = [chances[iso3] for iso3 in chances if chances[iso3] is not None]
    names = dict(CountryForecast.objects.values_list("name", "iso3"))
    shown = [chances[names[row[STATE]]] for row in rows[:194]]
    assert shown == sorted(known, reverse=True)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("region", ["", "Africa", "Oceania"])
def test_every_view_and_region_opens(owner, two_releases, view, region):
    response = owner.get("/", {"view": view, "region": region, "threshold": 25, "window": 3})
    assert response.status_code == 200


def test_a_region_shows_only_its_states_with_their_rank_in_the_world(owner, release):
    world = {row[STATE]: row[RANK] for row in ranking(owner)}
    asia = ranking(owner, "?region=Asia")
    assert 40 < len(asia) < 60
    assert "Sudan" not in {row[STATE] for row in asia}
    assert all(world[row[STATE]] == row[RANK] for row in asia)


def test_what_a_record_includes_stands_below_the_name(owner, release):
    CountryForecast.objects.filter(iso3="ISR").update(note="includes events elsewhere")
    page = pages.read(owner.get("/").content)
    assert "Israel\nincludes events elsewhere" in {row[STATE] for row in page.tables[0]}
    assert "almost no chance (includes events elsewhere)" in page.text


def test_risers_need_an_earlier_release(owner, release):
    page = pages.read(owner.get("/?view=risers").content)
    assert page.tables == []
    assert "There is no earlier release to compare with" in page.text


def test_risers_stand_steepest_first(owner, two_releases):
    new, old = two_releases
    Chance.objects.filter(release__in=[new, old]).update(value=0.2)
    for iso3, value in (("FJI", 0.5), ("KEN", 0.9), ("PER", 0.1)):
        Chance.objects.filter(release=new, iso3=iso3).update(value=value)
    rows = ranking(owner, "?view=risers")
    assert [(row[STATE], row[CHANGE]) for row in rows] == [
        ("Kenya", "▲ 70up 70 points"),
        ("Fiji", "▲ 30up 30 points"),
    ]


def test_surprises_are_quiet_states_at_or_above_the_base_rate(owner, release):
    CountryForecast.objects.update(killed_best=100)
    CountryForecast.objects.filter(iso3__in=["FJI", "PER"]).update(killed_best=3)
    Chance.objects.update(value=0.001, base_rate=0.02)
    Chance.objects.filter(iso3__in=["FJI", "KEN"]).update(value=0.3)
    assert [row[STATE] for row in ranking(owner, "?view=surprises")] == ["Fiji"]


def test_ongoing_lists_where_most_were_killed_first(owner, release):
    CountryForecast.objects.update(killed_best=24)
    CountryForecast.objects.filter(iso3="FJI").update(killed_best=25)
    CountryForecast.objects.filter(iso3="PER").update(killed_best=900)
    assert [row[STATE] for row in ranking(owner, "?view=ongoing")] == ["Peru", "Fiji"]


@pytest.mark.parametrize("column", ["state", "chance", "base", "change", "killed", "known"])
def test_every_column_sorts_both_ways_and_unknown_stays_last(owner, two_releases, column):
    falling, rising = ranking(owner, f"?sort=-{column}"), ranking(owner, f"?sort={column}")
    assert {row[STATE] for row in falling} == {row[STATE] for row in rising}
    assert falling[0] != rising[0]
    if column != "state":
        assert falling[-1][STATE] == rising[-1][STATE] == "State of Palestine"


def test_the_head_that_sorts_says_so(owner, release):
    page = pages.read(owner.get("/?sort=-killed").content)
    sorted_heads = [head for head in page.all("th") if "aria-sort" in head]
    assert [head["aria-sort"] for head in sorted_heads] == ["descending"]
    assert "/?sort=killed" in [f"/{link}" for link in page.links()]


def test_without_an_earlier_release_no_change_is_claimed(owner, release):
    assert {row[CHANGE] for row in ranking(owner)} == {"–"}


def test_an_old_release_stays_readable(owner, two_releases):
    old = two_releases[1]
    page = pages.read(owner.get(f"/?release={old.id}").content)
    assert old.id in page.text
    assert "January–December 2024" in page.text
    assert any(link == f"/country/SDN/?release={old.id}" for link in page.links())


def test_the_newest_release_is_the_one_that_opens(owner, two_releases):
    assert two_releases[0].id in pages.read(owner.get("/").content).text


@pytest.mark.parametrize(
    "query", ["view=best", "threshold=26", "window=x", "sort=rank", "release=../../etc", "region=<script>"]
)
def test_an_address_that_asks_for_something_else_is_refused_in_plain_words(owner, release, query):
    response = owner.get(f"/?{query}")
    assert response.status_code == 400
    assert f"Watch does not know this: {query.split('=')[0]}." in response.content.decode()


def test_a_release_that_is_not_here_is_not_found(owner, release):
    assert owner.get("/?release=r-2020-01-00000000").status_code == 404


def test_an_empty_desk_says_what_to_do(owner, no_release):
    response = owner.get("/")
    assert response.status_code == 404
    assert "focalpoint forecast" in response.content.decode()


def test_the_map_links_every_state_and_hatches_the_unknown(owner, release):
    html = owner.get("/").content.decode()
    svg = html[html.index("<svg viewBox") : html.index("</svg>")]
    page = pages.read(svg)
    assert len(page.links()) == 195
    assert 'class="unknown" fill="url(#hatch)"' in svg
    assert "State of Palestine: cannot tell" in svg
    assert "Sudan: &gt;99 %, almost certain" in svg


def test_the_map_of_one_language_is_not_shown_in_another(owner, release):
    caches["fragments"].clear()
    first = owner.get("/").content
    assert owner.get("/", headers={"accept-language": "fr"}).content != first


def test_the_note_on_boundaries_stands_under_the_map(owner, release):
    text = pages.read(owner.get("/").content).text
    assert "do not imply the expression of any opinion" in text


def test_a_window_that_is_over_is_shown_as_history(owner, release):
    text = pages.read(owner.get("/").content).text
    assert "History, not a current forecast. Data to December 2024" in text
    assert "/newer-data/" in pages.read(owner.get("/").content).links()


def test_a_window_that_is_open_has_no_banner(owner, release):
    Release.objects.update(last=9999)
    assert "History, not a current forecast" not in pages.read(owner.get("/").content).text


def test_the_page_asks_the_database_little(owner, two_releases, django_assert_max_num_queries):
    owner.get("/")
    with django_assert_max_num_queries(11):
        owner.get("/")


def test_the_page_is_small_on_the_line(owner, two_releases):
    for query in ("", "?threshold=25"):
        response = owner.get(f"/{query}", headers={"accept-encoding": "gzip"})
        assert response["Content-Encoding"] == "gzip"
        assert len(response.content) < 150_000
