"""The page of one State: what is said, how sure, what drives it, what is not known."""

import csv
import io

import pytest

import pages
from focalpoint.desk.watch.models import Chance, CountryForecast


def country(client, iso3="SDN", query=""):
    return pages.read(client.get(f"/country/{iso3}/{query}").content)


def change_document(iso3, **parts):
    row = CountryForecast.objects.get(iso3=iso3)
    row.document |= parts
    row.save()


def test_the_sentence_gives_word_number_interval_and_base_rate(owner, release):
    Chance.objects.filter(iso3="SDN", threshold=1000, window=12).update(value=0.66, low=0.5, high=0.8, base_rate=0.02)
    text = country(owner).text
    assert "It is likely (66 %; 90 % interval 50–80 %) that organized violence kills at least 1,000 civilians" in text
    assert "here in January–December 2025: 33× the base rate" in text


def test_the_sentence_follows_the_question(owner, release):
    text = country(owner, query="?threshold=25&window=3").text
    assert "at least 25 civilians here in January–March 2025" in text


def test_those_killed_are_said_with_their_range(owner, release):
    CountryForecast.objects.filter(iso3="SDN").update(killed_low=3000, killed_best=4000, killed_high=5000)
    assert "4,000 civilians were recorded killed (3,000 to 5,000)" in country(owner).text


def test_one_estimate_alone_is_a_floor(owner, release):
    CountryForecast.objects.filter(iso3="SDN").update(killed_low=None, killed_best=4000, killed_high=None)
    text = country(owner).text
    assert "at least 4,000 civilians were recorded killed" in text
    assert "Low and high estimates of the recorded killings are unknown" in text


def test_no_record_of_killing_is_said_as_such(owner, release):
    CountryForecast.objects.filter(iso3="NRU").update(killed_low=0, killed_best=0, killed_high=0)
    assert "no killing of civilians was recorded here" in country(owner, "NRU").text


def test_the_state_of_palestine_is_unknown_and_never_zero(owner, release):
    page = country(owner, "PSE")
    assert "We cannot tell." in page.text
    assert "It is not zero." in page.text
    assert "/country/ISR/" in page.links()
    assert "Unknown: no month is recorded for this State." in page.text
    assert set(page.tables[0][1][1:]) == {"cannot tell"}
    assert "<1 %" not in page.text


def test_israel_says_what_is_recorded_under_it(owner, release):
    assert "records events in Gaza and the West Bank under Israel" in country(owner, "ISR").text


def test_the_note_of_the_release_is_a_sentence(owner, release):
    CountryForecast.objects.filter(iso3="NER").update(note="counted under Nigeria in this file")
    assert "Counted under Nigeria in this file." in country(owner, "NER").text


def test_serbia_says_where_kosovo_is_recorded(owner, release):
    assert "Kosovo before 2008 are recorded under Serbia" in country(owner, "SRB").text


def test_nine_chances_stand_in_the_table(owner, release):
    table = country(owner).tables[0]
    assert [row[0] for row in table[1:]] == ["25 or more", "100 or more", "1,000 or more"]
    assert table[0][1:] == ["3 months", "6 months", "12 months"]
    assert all("base" in cell for row in table[1:] for cell in row[1:])


def test_the_fan_chart_shows_history_bands_median_and_benchmark(owner, release):
    html = owner.get("/country/SDN/").content.decode()
    svg = html[html.index('<svg class="fan"') :]
    svg = svg[: svg.index("</svg>")]
    for part in ("hist", "b90", "b50", "med", "bench", "whisker", "now"):
        assert f'class="{part}"' in svg


def test_drivers_stand_apart_by_direction_strongest_first(owner, release):
    up = {"feature": "a", "label": "Rising thing", "share": 1.0, "contribution": 2.0, "value": 5.0, "rank": 1}
    down = {"feature": "b", "label": "Calming thing", "share": 0.2, "contribution": -0.4, "value": None, "rank": 2}
    rows = [up | {"unit_text": "deaths", "note": None}, down | {"unit_text": "", "note": "unknown"}]
    change_document("SDN", drivers={"civilians_sum": rows})
    text = country(owner).text
    assert text.index("Raises the chance") < text.index("Rising thing: 5 deaths") < text.index("Lowers the chance")
    assert "Calming thing: unknown" in text


def test_what_is_not_known_names_the_indicator(owner, release):
    assert "Share of people in excluded groups: no value known (EPR)." in country(owner).text


def test_an_unknown_observability_is_said(owner, release):
    CountryForecast.objects.filter(iso3="SDN").update(observability=None)
    assert "Observability: cannot tell. Fewer than two of its four parts are known" in country(owner).text


def test_past_forecasts_stand_with_the_worst_miss_first(owner, release):
    def year(number, actual):
        said = {"actual": actual, "median": 50.0, "q05": 10.0, "q95": 100.0}
        return [
            {"section": "country_year", "year": number, "model": "combination", "metric": metric, "value": value}
            for metric, value in said.items()
        ]

    change_document("SDN", scores=[*year(2021, 60.0), *year(2022, 900.0), *year(2023, 1.0)])
    page = country(owner)
    assert "3 yearly forecasts of the back-test; 2 outside the 90 % band" in page.text
    assert [row[0].split()[0] for row in page.tables[-1][1:]] == ["2022", "2023", "2021"]
    assert [row[0].split(" ", 1)[1:] for row in page.tables[-1][1:]] == [["too low"], ["too high"], []]


def test_a_state_that_was_never_scored_says_so(owner, release):
    assert "No past forecast of this State was scored." in country(owner, "FJI").text


def test_severity_is_set_against_attention(owner, release):
    assert "Severity rank 1" in country(owner).text
    assert "Severity is unknown here" in country(owner, "PSE").text


def test_every_figure_leads_to_its_rows(owner, release):
    assert "/country/SDN/rows.csv" in country(owner).links()
    text = owner.get("/country/SDN/rows.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[1] for row in rows[1:73]] == ["recorded"] * 72
    assert [row[1] for row in rows[73:87]] == ["forecast"] * 14
    assert rows[72][0] == "2024-12"
    assert rows[73][0] == "2025-01"
    assert release.id in text


def test_an_old_release_keeps_its_links(owner, two_releases):
    old = two_releases[1].id
    page = country(owner, "SDN", f"?release={old}")
    assert f"/country/SDN/rows.csv?release={old}" in page.links()
    assert old in page.text


@pytest.mark.parametrize("iso3", ["XXX", "sdn", "..", "SD"])
def test_a_state_that_is_not_on_the_list_is_not_found(owner, release, iso3):
    assert owner.get(f"/country/{iso3}/").status_code == 404


@pytest.mark.parametrize(
    ("wanted", "address"),
    [
        ("SDN", "/country/SDN/"),
        ("Burma", "/country/MMR/"),
        ("ivory coast", "/country/CIV/"),
        ("kazakh", "/country/KAZ/"),
        ("  Fiji ", "/country/FJI/"),
    ],
)
def test_the_search_box_goes_to_a_state(owner, release, wanted, address):
    response = owner.get("/find/", {"q": wanted})
    assert (response.status_code, response.get("Location")) == (302, address)


def test_the_search_box_offers_a_choice(owner, release):
    page = pages.read(owner.get("/find/", {"q": "saint"}).content)
    assert "3 States match “saint”." in page.text
    assert {"/country/KNA/", "/country/LCA/", "/country/VCT/"} <= set(page.links())


@pytest.mark.parametrize("wanted", ["", "Atlantis", "<script>alert(1)</script>", "%s", "x" * 5000])
def test_the_search_box_says_when_nothing_matches(owner, release, wanted):
    response = owner.get("/find/", {"q": wanted})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert "No State on the watch list matches" in pages.read(response.content).text


def test_the_palette_gets_all_names(owner, release):
    states = owner.get("/countries.json").json()["states"]
    assert len(states) == 195
    assert ["SDN", "Sudan"] in states


@pytest.mark.parametrize("iso3", ["SDN", "PSE", "NRU", "SSD", "VAT", "ISR"])
def test_the_page_asks_the_database_little(owner, two_releases, iso3, django_assert_max_num_queries):
    owner.get("/")
    with django_assert_max_num_queries(6):
        assert owner.get(f"/country/{iso3}/").status_code == 200


def test_every_state_has_a_page(owner, release):
    for iso3 in CountryForecast.objects.values_list("iso3", flat=True):
        assert owner.get(f"/country/{iso3}/").status_code == 200
