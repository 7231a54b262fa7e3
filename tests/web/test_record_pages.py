"""Scorecard, method, releases, newer data: what a public reader may check."""

import pytest

import pages
from focalpoint.desk.watch import sheets
from focalpoint.desk.watch.models import CountryForecast, Document, Release
from focalpoint.foresight.release import read


def page(client, address):
    return pages.read(client.get(address).content)


def table_of(client, head):
    return next(table for table in page(client, "/scorecard/").tables if table[0][:2] == head)


def add_scores(*rows):
    kept = Document.objects.get(kind="scores")
    blank = dict.fromkeys(("unit", "year", "window", "threshold", "low", "high", "n")) | {"model": "combination"}
    kept.content = [*kept.content, *(blank | row for row in rows)]
    kept.save()


def test_the_scorecard_shows_pictures_first_and_the_numbers_behind_them_last(owner, release):
    text = page(owner, "/scorecard/").text
    parts = ("Skill by year", "far deadlier than the", "High chances that did not come true", "The numbers behind")
    order = [text.index(part) for part in parts]
    assert order == sorted(order)


def test_hits_are_counted_as_well_as_misses(owner, release):
    counts = {"said_likely": 31, "came_true": 26, "passed": 53, "missed": 13}
    place = {"section": "tally", "threshold": 1000.0, "window": 12, "n": 2509}
    add_scores(*(place | {"metric": metric, "value": float(value)} for metric, value in counts.items()))
    text = page(owner, "/scorecard/").text
    assert "84 came true (26 of 31). It happened 53 times; 13 of them were missed." in text


def test_every_deadly_year_is_on_the_timeline_as_found_or_missed(owner, release):
    years = [("SDN", 2023, 3134.0, 0.05), ("SDN", 2024, 4268.0, 0.8), ("MLI", 2022, 1100.0, 0.3)]
    place = {"section": "passed", "threshold": 1000.0, "window": 12, "n": 12}
    for unit, year, killed, chance in years:
        where = place | {"unit": unit, "year": year}
        add_scores(where | {"metric": "actual", "value": killed}, where | {"metric": "chance", "value": chance})
    html = owner.get("/scorecard/").content.decode()
    svg = html[html.index('<svg class="chart timeline"') :]
    svg = svg[: svg.index("</svg>")]
    assert [svg.count(f'class="{kind}"') for kind in ("found", "half", "missed")] == [1, 1, 1]


def test_what_was_said_is_drawn_against_what_came_true(owner, release):
    place = {"section": "reliability", "threshold": 25.0, "window": 12, "n": 40}
    add_scores(place | {"metric": "said: 4", "value": 0.7}, place | {"metric": "came_true: 4", "value": 0.75})
    assert table_of(owner, ["Said, %", "Came true, %"])[1] == ["70", "75", "–", "40"]


def test_what_a_list_held_stands_with_the_benchmark(owner, release):
    place = {"section": "recall", "threshold": 25.0, "window": 12, "n": 371, "metric": "first: 20"}
    add_scores(place | {"value": 0.67}, place | {"value": 0.64, "model": "benchmark"})
    table = table_of(owner, ["Civilians killed", "First States of the list"])
    assert table[1] == ["25", "20", "67", "64", "371"]


def test_the_largest_miss_stands_first_and_leads_to_its_state(owner, release):
    table = table_of(owner, ["State", "Year"])
    assert [cell.strip() for cell in table[1]] == ["Ethiopia", "2021", "–", "–", "310", "7,900"]
    assert "/country/ETH/" in page(owner, "/scorecard/").links()
    assert page(owner, "/scorecard/").text.count("7,900") == 1


def test_false_alarms_show_what_was_said(owner, release):
    tables = [table for table in page(owner, "/scorecard/").tables if table[0][:2] == ["State", "Year"]]
    assert [cell.strip() for cell in tables[1][1]] == ["Iraq", "2018", "1,000", "86", "390"]


def test_skill_stands_by_year_with_its_interval_newest_first(owner, release):
    table = table_of(owner, ["Year", "CRPS"])
    assert [row[0] for row in table[1:]] == [str(year) for year in range(2024, 2011, -1)]
    assert all(" to " in row[4] for row in table[1:])


def test_each_measure_has_a_sentence_to_quote(owner, release):
    table = table_of(owner, ["Measure", "Value"])
    said = {row[0]: row[-1].strip() for row in table[1:]}
    assert "Of 100 cases, 74 were among the first 30 of the list." in said.values()
    assert all(said.values())


def test_the_lede_gives_the_mean_skill_with_its_interval(owner, release):
    assert (
        "the mean yearly skill against the benchmark (the last twelve months again) is 0.068"
        in page(owner, "/scorecard/").text
    )


def test_calibration_is_drawn_with_an_interval_a_dot(owner, release):
    html = owner.get("/scorecard/").content.decode()
    svg = html[html.index('<svg class="calibration"') :]
    assert svg[: svg.index("</svg>")].count('class="dot"') == 5
    assert svg[: svg.index("</svg>")].count('class="whisker"') == 5


def test_regions_thresholds_and_onset_are_there(owner, release):
    text = page(owner, "/scorecard/").text
    heads = ("By region", "Chances of passing a threshold", "Onset of killing")
    for part in (*heads, "Share of onsets among the 30 highest", "Skill against the benchmark: Africa"):
        assert part in text


def test_a_release_without_scores_says_nothing_was_scored(owner, release):
    Document.objects.filter(kind="scores").update(content=[])
    assert "nothing was scored" in page(owner, "/scorecard/").text


def test_the_scores_can_be_taken_as_rows(owner, release):
    text = owner.get("/scorecard/rows.csv").content.decode("utf-8-sig")
    assert text.splitlines()[0] == "section,unit,year,window,threshold,model,metric,value,low,high,n"
    assert release.id in text


@pytest.mark.parametrize("kind", list(sheets.COLUMNS))
def test_the_columns_of_a_sheet_are_those_of_its_file_in_their_order(kind):
    assert sheets.COLUMNS[kind] == list(read.columns(kind))


def test_the_method_page_carries_card_inputs_and_forbidden_uses(owner, release):
    shown = page(owner, "/method/")
    assert "Deciding an asylum claim" in shown.text
    assert "CC BY-SA 4.0" in shown.text
    assert release.content in shown.text
    assert any(attributes.get("title", "").startswith("7563647") for attributes in shown.all("code"))


def test_the_model_card_is_rendered_without_anything_active(owner, release):
    active = "<script>x</script> [link](javascript:x) ![i](https://example.org/i.png)"
    hostile = f"# Purpose\n\n{active}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    Document.objects.filter(kind="card").update(content=hostile)
    html = owner.get("/method/").content.decode()
    assert "<script>x" not in html
    assert "javascript:" not in html.replace("[link](javascript:x)", "")
    assert "example.org" not in html.split('id="card"')[1].split('id="inputs"')[0]
    assert "<td>1</td>" in html


def test_the_even_hand_table_holds_every_state_by_one_rule(owner, release):
    table = page(owner, "/method/").tables[-1]
    assert len(table) - 1 == 195
    ranks = [int(row[2]) for row in table[1:-1]]
    assert ranks == sorted(ranks)
    assert table[-1][0] == "State of Palestine"
    assert "cannot tell" in table[-1]
    assert owner.get("/method/even-hand.csv").content.decode("utf-8-sig").startswith("unit,severity_low")


def test_an_old_release_shows_the_newest_count_of_those_killed_on_watch_and_in_method(owner, two_releases):
    new, old = two_releases
    CountryForecast.objects.filter(release=new, iso3="NGA").update(
        recent=" ".join(["1"] * 36 + ["50"] * 12 + ["2"] * 12)
    )
    CountryForecast.objects.filter(release=old, iso3="NGA").update(killed_low=None, killed_best=811, killed_high=None)
    method = next(row for row in page(owner, f"/method/?release={old.id}").tables[-1] if row[0] == "Nigeria")
    assert method[1].startswith("600")
    assert "this release: " in method[1]
    watch = page(owner, f"/?view=highest&release={old.id}").text
    assert "This release itself counted 811; the record was revised since." in watch
    assert "itself counted" not in page(owner, "/?view=highest").text
    assert "this release: " not in page(owner, "/method/").text


@pytest.mark.parametrize("address", ["/method/", "/scorecard/", "/method/even-hand.csv", "/scorecard/rows.csv"])
def test_an_open_page_needs_no_sign_in(nobody, release, address):
    assert nobody.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/method/", "/scorecard/"])
def test_an_open_page_is_marked_clear_and_shows_only_open_pages(nobody, release, address):
    shown = page(nobody, address)
    assert "TLP:CLEAR" in shown.text
    assert not {"/", "/releases/"} & set(shown.links()[2:])
    assert "/sign-in/" in shown.links()


@pytest.mark.parametrize("address", ["/method/", "/scorecard/", "/method/even-hand.csv", "/scorecard/rows.csv"])
def test_an_installation_can_close_its_open_pages(nobody, owner, release, settings, address):
    settings.FOCALPOINT_PUBLIC_PAGES = frozenset()
    response = nobody.get(address)
    assert (response.status_code, response["Location"]) == (302, f"/sign-in/?next={address}")
    assert owner.get(address).status_code == 200


def test_the_releases_are_listed_newest_first(owner, two_releases):
    shown = page(owner, "/releases/")
    names = [row[0] for row in shown.tables[0][1:]]
    assert names == [each.id for each in two_releases]
    assert "window over: history" in shown.text
    assert f"/?release={two_releases[1].id}" in shown.links()


def test_a_current_release_is_called_current(owner, release):
    Release.objects.update(last=9999)
    assert "current newest" in page(owner, "/releases/").text


@pytest.mark.parametrize("address", ["/scorecard/", "/method/"])
def test_an_empty_desk_says_so(owner, no_release, address):
    assert owner.get(address).status_code == 404
    assert owner.get("/releases/").status_code == 200
    assert owner.get("/newer-data/").status_code == 200


@pytest.mark.parametrize("address", ["/scorecard/", "/method/", "/releases/", "/newer-data/"])
def test_the_pages_ask_the_database_little(owner, two_releases, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        owner.get(address)
