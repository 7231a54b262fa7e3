"""The list of events behind a State's numbers, its file, and the brief of two pages."""

import csv
import io

import pypdf
import pytest

import pages
from focalpoint.desk.trail.models import Event
from focalpoint.desk.watch.models import CountryForecast


def listed(client, iso3="SDN", query=""):
    return pages.read(client.get(f"/country/{iso3}/events/{query}").content)


def change_events(iso3, change):
    state = CountryForecast.objects.get(iso3=iso3)
    columns, rows = state.events["columns"], state.events["rows"]
    made = change([dict(zip(columns, row, strict=True)) for row in rows])
    state.events = {"columns": columns, "rows": [[row[name] for name in columns] for row in made]}
    state.save()


def test_the_page_of_a_state_leads_to_its_events(owner, release):
    page = pages.read(owner.get("/country/SDN/").content)
    assert "/country/SDN/events/" in page.links()
    assert any(link.startswith("/country/SDN/events/?first=529&last=540") for link in page.links())
    assert "Example province" in page.text


def test_the_page_leads_to_events_that_are_older_than_a_year_too(owner, release):
    change_events("SDN", lambda rows: [{**row, "month": 500} for row in rows])
    assert "/country/SDN/events/" in pages.read(owner.get("/country/SDN/").content).links()
    CountryForecast.objects.filter(iso3="SDN").update(events={})
    assert "/country/SDN/events/" not in pages.read(owner.get("/country/SDN/").content).links()


def test_an_event_is_listed_with_date_place_kind_actors_and_source(owner, release):
    table = listed(owner).tables[0]
    assert table[0] == ["Date", "Place", "Kind", "Actors", "Civilians killed", "All killed", "Source"]
    assert len(table) - 1 == 4
    assert "attack on civilians" in table[1]
    assert "Armed group A – Civilians" in table[1]
    assert table[1][-1].startswith("UCDP GED 25.1")


def test_the_events_are_filtered_by_month_kind_and_area(owner, release):
    assert len(listed(owner, query="?first=540&last=540").tables[0]) - 1 == 2
    assert len(listed(owner, query="?area=Example+province").tables[0]) - 1 == 2
    assert "No event matches." in listed(owner, query="?kind=state_based").text


@pytest.mark.parametrize("query", ["?first=x", "?kind=magic", "?release=../etc", "?last=-3"])
def test_a_choice_that_is_none_is_refused(owner, release, query):
    assert owner.get(f"/country/SDN/events/{query}").status_code == 400


def test_a_long_list_comes_in_pages_of_fifty(owner, release):
    change_events("SDN", lambda rows: [{**rows[0], "event_id": f"n{k}"} for k in range(120)])
    first, last = listed(owner), listed(owner, query="?page=3")
    assert (len(first.tables[0]) - 1, len(last.tables[0]) - 1) == (50, 20)
    assert "120 events" in first.text


def test_an_event_that_is_not_yet_clear_says_so(owner, release):
    change_events("SDN", lambda rows: [{**row, "clear": k > 0} for k, row in enumerate(rows)])
    text = listed(owner).text
    assert "1 of them is not yet clear" in text
    assert text.count("not yet clear") == 2


def test_the_events_of_gaza_and_the_west_bank_are_on_both_pages_and_nowhere_else(owner, release):
    israel, palestine = listed(owner, "ISR"), listed(owner, "PSE")
    assert len(israel.tables[0]) - 1 == 6
    assert len(palestine.tables[0]) - 1 == 4
    assert "Haifa district" not in palestine.text
    text = pages.read(owner.get("/country/ISR/").content).text
    assert "distinguished by place" in text
    assert "Gaza:" in text
    assert "West Bank:" in text


def test_a_release_without_events_says_what_would_bring_them(owner, release):
    CountryForecast.objects.update(events={})
    page = listed(owner)
    assert "This release holds no single events of this State." in page.text
    assert "/newer-data/" in page.links()
    assert "/country/SDN/events/" not in pages.read(owner.get("/country/SDN/").content).links()


def test_the_file_of_events_has_numbers_in_their_own_columns(owner, release):
    text = owner.get("/country/SDN/events.csv?first=540").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))[:2]
    assert [row["month"] for row in rows] == ["2024-12", "2024-12"]
    assert all(int(row["civilians_low"]) <= int(row["civilians"]) <= int(row["civilians_high"]) for row in rows)
    assert rows[0]["edition"] == "25.1"
    assert release.id in text


def text_of(content):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


@pytest.mark.parametrize("iso3", ["SDN", "ISR", "PSE", "FJI", "NRU"])
def test_a_brief_has_at_most_two_pages_each_with_marking_release_and_date(owner, release, iso3):
    response = owner.get(f"/country/{iso3}/brief.pdf")
    assert response["Content-Type"] == "application/pdf"
    sheets = text_of(response.content)
    assert 1 <= len(sheets) <= 2
    assert all("TLP:GREEN" in sheet and release.id in sheet and "Focalpoint" in sheet for sheet in sheets)


def test_a_brief_follows_the_order_of_the_page(owner, release):
    text = "".join(text_of(owner.get("/country/SDN/brief.pdf").content))
    order = [text.index(part) for part in ("Urgency", "Background", "Recent record", "Analysis", "Response so far")]
    assert order == sorted(order)
    assert "cannot tell" in "".join(text_of(owner.get("/country/PSE/brief.pdf").content))


def test_a_brief_with_much_to_say_lists_less_and_keeps_to_two_pages(owner, release):
    areas = [f"A first-level area with a long name, number {k}" for k in range(9)]
    change_events("SDN", lambda rows: [{**rows[0], "event_id": name, "area": name} for name in areas])
    state = CountryForecast.objects.get(iso3="SDN")
    state.note = "a note that runs over many lines " * 9
    state.document["drivers"]["civilians_sum"] = [
        {**row, "label": f"{row['label']}, said at length and with much detail"}
        for row in state.document["drivers"]["civilians_sum"] * 3
    ]
    state.document["profile"] = [
        {**row, "label": f"{row['label']} {k} " + "of many words " * 9}
        for k in range(3)
        for row in state.document["profile"]
    ]
    state.save()
    assert len(text_of(owner.get("/country/SDN/brief.pdf").content)) == 2


def test_a_brief_that_leaves_is_on_the_record(owner, release):
    owner.get("/country/SDN/brief.pdf")
    (left,) = Event.objects.filter(verb="rows.exported")
    assert left.subject == release.id
    assert "SDN" in left.ids


@pytest.mark.parametrize("path", ["events/", "events.csv", "brief.pdf"])
def test_a_state_that_is_not_on_the_list_has_none_of_these(owner, release, path):
    assert owner.get(f"/country/XXX/{path}").status_code == 404
