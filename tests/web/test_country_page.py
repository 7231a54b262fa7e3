"""The page of one State: what is said, how sure, what drives it, what is not known."""

import csv
import datetime as dt
import io

import pytest
from django.utils import timezone

import pages
from focalpoint.desk.watch.models import Chance, CountryForecast
from focalpoint.reference.calendar import first_day


def country(client, iso3="SDN", query=""):
    return pages.read(client.get(f"/country/{iso3}/{query}").content)


def change_document(iso3, **parts):
    row = CountryForecast.objects.get(iso3=iso3)
    row.document |= parts
    row.save()


@pytest.fixture
def month(monkeypatch):
    """Set the month in which a page is opened."""

    def set_to(number):
        day = dt.datetime.combine(first_day(number), dt.time(12), tzinfo=dt.UTC)
        monkeypatch.setattr(timezone, "now", lambda: day)

    return set_to


def ask(iso3="SDN", threshold=25, window=12, **figures):
    """Set the chance of a question that begins with the first month after the data."""
    first = Chance.objects.filter(iso3=iso3, window=3).order_by("first").values_list("first", flat=True)[0]
    Chance.objects.filter(iso3=iso3, threshold=threshold, window=window, first=first).update(**figures)


def test_the_sentence_gives_word_number_interval_and_base_rate(owner, release, month):
    month(release.first)
    ask(value=0.66, low=0.5, high=0.8, base_rate=0.02)
    text = country(owner).text
    assert "It is likely (66 %; 90 % interval 50–80 %) that organized violence kills at least 25 civilians" in text
    assert "in January–December 2025: 33× the base rate of 2 %." in text


def test_the_sentence_of_a_window_that_is_over_speaks_of_the_past(owner, release, month):
    month(release.first + 12)
    ask(value=0.66, low=0.5, high=0.8, base_rate=0.02)
    text = country(owner).text
    assert "All months of the window (January–December 2025) are over." in text
    assert "held it likely (66 %; 90 % interval 50–80 %) that organized violence would kill" in text


def test_once_months_are_over_the_chance_of_those_that_remain_comes_first(owner, release, month):
    month(release.first + 4)
    Chance.objects.filter(iso3="SDN", threshold=25, first=release.first + 4, window=8).update(
        value=0.41, low=0.3, high=0.5, base_rate=0.02
    )
    page = country(owner)
    assert "4 of the 12 months of the window (January–December 2025) are over." in page.text
    assert "(41 %; 90 % interval 30–50 %) that organized violence kills at least 25 civilians in May–Dec" in page.text
    assert page.tables[0][0][1].startswith("May–December 2025")
    assert page.tables[0][1][1].startswith("41 %")


def test_an_older_release_without_them_says_only_how_many_are_over(owner, release, month):
    month(release.first + 1)
    Chance.objects.exclude(first=release.first).delete()
    page = country(owner)
    assert "1 of the 12 months of the window (January–December 2025) is over." in page.text
    assert page.tables[0][0][1].startswith("January–March 2025")


def test_the_sentence_follows_the_question(owner, release):
    text = country(owner, query="?threshold=25&window=3").text
    assert "at least 25 civilians in January–March 2025" in text


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


def test_a_fact_has_the_figure_of_the_newest_record_and_an_old_release_says_its_own(owner, two_releases):
    new, old = two_releases
    months = ["1"] * 36 + ["50"] * 12 + ["2"] * 12  # of 2024's release: 600 killed in 2023
    CountryForecast.objects.filter(release=new, iso3="NGA").update(recent=" ".join(months), note="")
    CountryForecast.objects.filter(release=old, iso3="NGA").update(
        killed_low=None, killed_best=811, killed_high=None, note="includes events in Niger"
    )
    text = country(owner, "NGA", f"?release={old.id}").text
    assert "at least 600 civilians were recorded killed" in text
    assert "This release itself counted 811 (includes events in Niger)." in text
    assert "itself counted" not in country(owner, "NGA").text


def test_figures_that_will_change_say_so_where_they_stand(owner, release):
    history = CountryForecast.objects.get(iso3="SDN").document["history"]
    changed = [{**row, "basis": "candidate" if row["month"] > 538 else "final"} for row in history]
    change_document("SDN", history=changed)
    text = country(owner).text
    assert text.count("candidate: will change") >= 3  # in the first sentence, under the chart, in the row of the year
    assert "the final release had 35 % more deaths than the candidate release" in text


def test_an_estimate_gives_its_interval_and_its_known_part(owner, release):
    history = CountryForecast.objects.get(iso3="SDN").document["history"]
    said = {"basis": "estimate", "low": 10.0, "best": 20.0, "high": 30.0, "one_sided": 8.0, "status": "recorded"}
    CountryForecast.objects.filter(iso3="SDN").update(killed_low=120, killed_best=240, killed_high=360)
    change_document("SDN", history=[row | said if row["month"] > 528 else row for row in history])
    page = country(owner)
    assert "an estimated 240 civilians were killed (120 to 360; known part: one-sided 96)." in page.text
    assert "estimate; known part: one-sided 96" in page.text
    year = next(row for table in page.tables for row in table if row[0].startswith("2024"))
    assert [part.strip() for part in year[1].split("\n") if part.strip()] == ["240", "120–360"]


@pytest.fixture
def without_events(release):
    """A release that was made from the aggregated table alone."""
    CountryForecast.objects.update(events={})
    return release


def test_the_state_of_palestine_is_unknown_and_never_zero(owner, without_events):
    page = country(owner, "PSE")
    assert "We cannot tell how likely" in page.text
    assert "It is not zero." in page.text
    assert "/country/ISR/" in page.links()
    assert "Unknown: no month is recorded for this State." in page.text
    assert {cell.strip() for cell in page.tables[0][1][1:]} == {"cannot tell"}
    assert "<1 %" not in page.text


def test_israel_says_what_is_recorded_under_it(owner, without_events):
    assert "records events in Gaza and the West Bank under Israel" in country(owner, "ISR").text


def test_no_other_state_speaks_of_what_is_counted_under_israel(owner, without_events):
    said = {iso3 for iso3 in ("ISR", "PSE", "EGY", "JOR", "LBN", "SDN") if "under Israel" in country(owner, iso3).text}
    assert said == {"ISR", "PSE"}


def test_the_note_of_the_release_is_a_sentence(owner, release):
    CountryForecast.objects.filter(iso3="NER").update(note="counted under Nigeria in this file")
    assert "Counted under Nigeria in this file." in country(owner, "NER").text


def test_serbia_says_where_kosovo_is_recorded(owner, release):
    assert "Kosovo before 2008 are recorded under Serbia" in country(owner, "SRB").text


def test_nine_chances_stand_in_the_table_with_their_months_named(owner, release):
    table = country(owner).tables[0]
    assert [row[0].strip() for row in table[1:]] == ["25 or more", "100 or more", "1,000 or more"]
    assert [cell.split("\n")[0] for cell in table[0][1:]] == [
        "January–March 2025", "January–June 2025", "January–December 2025",
    ]  # fmt: skip
    assert all("base" in cell for row in table[1:] for cell in row[1:])


def test_the_chart_shows_months_and_leaves_out_a_forecast_that_tells_them_alike(owner, release):
    html = owner.get("/country/SDN/").content.decode()
    svg = html[html.index('<svg class="fan"') :]
    svg = svg[: svg.index("</svg>")]
    assert 'class="month final"' in svg
    assert 'class="b90"' not in svg
    assert "The forecast is the same for all coming months" in pages.read(html.encode()).text


def test_the_years_end_with_the_forecast_of_the_coming_twelve_months(owner, release):
    rows = next(table for table in country(owner).tables if table[0][0] == "Twelve months")
    assert [row[0].split()[0] for row in rows[1:]] == ["2020", "2021", "2022", "2023", "2024", "2025"]
    assert "forecast" in rows[-1][0]


def test_the_parts_of_a_page_stand_in_their_order(owner, release):
    text = country(owner).text
    order = [text.index(part) for part in ("Urgency", "Background", "Recent record", "Analysis", "Response so far")]
    assert order == sorted(order)


def test_reasons_stand_apart_by_direction_strongest_first(owner, release):
    common = {"target": "civilians_sum", "unit_text": "events", "note": None, "year": None, "source": None}
    more = {"usual": 2.0, "compared": "States where killings began", "meaning": "raises"}
    up = {"feature": "a", "label": "Rising thing", "share": 1.0, "contribution": 2.0, "value": 5.0, "rank": 1}
    down = {"feature": "b", "label": "Calming thing", "share": 0.2, "contribution": -0.4, "value": 0.0, "rank": 2}
    rows = [up | common | more, down | common | more | {"meaning": "lowers"}]
    change_document("SDN", drivers={"civilians_sum": rows, "onset_one_sided": []})
    text = country(owner).text
    first = text.index("Rising thing: 5 events, higher than usual in States where killings began (2 events)")
    assert text.index("Speaks for it") < first < text.index("Speaks against it")
    assert "Calming thing: 0 events, lower than usual in States where killings began" in text


def test_a_state_below_one_per_cent_has_one_sentence_for_a_reason(owner, release):
    Chance.objects.filter(iso3="FJI").update(value=0.004, low=0.001, high=0.009)
    change_document("FJI", onset=[])
    text = country(owner, "FJI").text
    assert "The chance is below 1 %. What lowers it most: " in text
    assert "Speaks for it" not in text


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
    assert "3 yearly forecasts of the back-test; 2 outside the 90 % interval." in page.text
    table = next(table for table in page.tables if table[0][0] == "Year")
    assert [row[0].split()[0] for row in table[1:]] == ["2022", "2023", "2021"]
    assert [row[0].split()[1:] for row in table[1:]] == [["too", "low"], ["too", "high"], []]


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
        ("CAR", "/country/CAF/"),
        ("us", "/country/USA/"),
        ("Gaza", "/country/PSE/"),
        ("cote", "/country/CIV/"),
    ],
)
def test_the_search_box_goes_to_a_state(owner, release, wanted, address):
    response = owner.get("/find/", {"q": wanted})
    assert (response.status_code, response.get("Location")) == (302, address)


def test_the_search_box_offers_a_choice(owner, release):
    page = pages.read(owner.get("/find/", {"q": "saint"}).content)
    assert "3 States match “saint”." in page.text
    assert {"/country/KNA/", "/country/LCA/", "/country/VCT/"} <= set(page.links())


def test_the_search_box_asks_which_congo_and_which_state_a_misspelling_means(owner, release):
    congo = pages.read(owner.get("/find/", {"q": "Congo"}).content)
    assert {"/country/COG/", "/country/COD/"} <= set(congo.links())
    misspelt = pages.read(owner.get("/find/", {"q": "Sudn"}).content)
    assert "Did you mean" in misspelt.text
    assert "/country/SDN/" in misspelt.links()


@pytest.mark.parametrize(
    ("wanted", "reason", "under"),
    [
        ("Kosovo", "S/RES/1244 (1999)", "/country/SRB/"),
        ("XKX", "S/RES/1244 (1999)", "/country/SRB/"),
        ("Western Sahara", "Non-Self-Governing Territory", "/country/MAR/"),
        ("taiwan", "A/RES/2758 (XXVI)", ""),
    ],
)
def test_the_search_box_says_why_a_place_has_no_page_and_where_it_is_recorded(owner, release, wanted, reason, under):
    page = pages.read(owner.get("/find/", {"q": wanted}).content)
    assert reason in page.text
    assert "do not imply the expression of any opinion" in page.text
    assert "No State" not in page.text
    assert not under or under in page.links()


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
    names = [name for _, name in states]
    assert names.index("Côte d'Ivoire") == names.index("Costa Rica") + 1
    assert names.index("Türkiye") == names.index("Turkmenistan") - 1
    means = owner.get("/countries.json").json()["means"]
    assert (means["car"], means["congo"], means["gaza"], means["us"]) == (["CAF"], ["COG", "COD"], ["PSE"], ["USA"])
    assert means["kosovo"] == []


@pytest.mark.parametrize("iso3", ["SDN", "PSE", "NRU", "SSD", "VAT", "ISR"])
def test_the_page_asks_the_database_little(owner, two_releases, iso3, django_assert_max_num_queries):
    owner.get("/")
    with django_assert_max_num_queries(13):
        assert owner.get(f"/country/{iso3}/").status_code == 200


@pytest.mark.parametrize("every", [4, pytest.param(1, id="all", marks=pytest.mark.long)])
def test_every_state_has_a_page(owner, release, every):
    for iso3 in CountryForecast.objects.order_by("iso3").values_list("iso3", flat=True)[::every]:
        assert owner.get(f"/country/{iso3}/").status_code == 200


def test_the_day_of_the_killings_and_that_of_all_else_are_both_said(owner, release):
    release.data = [{"source": "ucdp_ged", "edition": "25.1", "known_at": "2025-03-31"}]
    release.save()
    assert "killings as known on 31 March 2025, all else on 30 June 2025" in " ".join(country(owner).text.split())
