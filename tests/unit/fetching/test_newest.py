"""Which editions a publisher has and this home has not: found by name, against a publisher that is a list of names."""

import datetime as dt

import pytest

from focalpoint.foresight.sources import registry
from focalpoint.foresight.sources.downloads import MIRROR, Download, UnsafeMirror, located
from focalpoint.foresight.sources.fetching import ByHand
from focalpoint.foresight.sources.newest import KEPT_CURRENT, Held, Moved, final_month, newest
from focalpoint.foresight.sources.presence import Presence
from focalpoint.reference.calendar import parse_month

DAY = dt.date(2026, 11, 27)
TO_2025 = parse_month("2025-12")
WHOLE = Held(whole_to=TO_2025)
MARKED = Presence(9, '"a"')


class Publisher:
    """Has the files that are named; remembers which were asked for."""

    def __init__(self, *names: str, presence: Presence = MARKED) -> None:
        self.names, self.presence = names, presence
        self.asked: list[str] = []

    def __call__(self, download: Download) -> Presence | None:
        self.asked.append(download.name())
        return self.presence if download.name() in self.names else None


def found(source: str, publisher: Publisher, held: Held = WHOLE, day: dt.date = DAY) -> list[str]:
    return [find.download.name() for find in newest(source, day, held, ask=publisher)]


def test_the_yearly_release_of_this_year_is_found_at_the_first_name():
    publisher = Publisher("ged261-csv.zip")
    assert found("ucdp_ged", publisher) == ["ged261-csv.zip"]
    assert publisher.asked == ["ged261-csv.zip"]


def test_in_spring_the_release_of_last_year_is_the_newest_and_is_asked_for_after_this_years():
    publisher = Publisher("ged261-csv.zip")
    assert found("ucdp_ged", publisher, day=dt.date(2027, 2, 1)) == ["ged261-csv.zip"]
    assert publisher.asked == ["ged271-csv.zip", "ged261-csv.zip"]


def test_a_yearly_release_that_is_here_is_not_asked_for():
    publisher = Publisher("ged261-csv.zip")
    assert found("ucdp_ged", publisher, Held(releases={"26.1"})) == []
    assert publisher.asked == []


def test_v_dem_counts_its_versions_from_2010():
    assert found("vdem", Publisher("V-Dem-CY-Core-v16_csv.zip")) == ["V-Dem-CY-Core-v16_csv.zip"]
    assert found("vdem", Publisher("V-Dem-CY-Core-v17_csv.zip"), Held(releases={"16"}), dt.date(2027, 4, 1)) == [
        "V-Dem-CY-Core-v17_csv.zip"
    ]


@pytest.mark.parametrize("source", ["ucdp_ged", "ucdp_ov", "vdem", "wdi", "unhcr", "coups"])
def test_a_publisher_without_any_known_name_has_moved(source: str):
    with pytest.raises(Moved) as caught:
        found(source, Publisher())
    assert registry.source(source).url in caught.value.todo


def test_a_yearly_release_that_does_not_come_for_two_years_has_moved():
    with pytest.raises(Moved):
        found("vdem", Publisher(), Held(releases={"16"}), dt.date(2028, 4, 1))


MONTHS = [f"GEDEvent_v26_0_{month}.csv" for month in range(1, 11)]
HALF = "GEDEvent_v26_01_26_06.csv"


def test_the_longest_cumulative_file_comes_first_and_then_the_months_after_it():
    publisher = Publisher(HALF, "GEDEvent_v26_01_26_03.csv", *MONTHS)
    assert found("ucdp_candidate", publisher) == [HALF, *MONTHS[6:]]
    assert publisher.asked == ["GEDEvent_v26_01_26_09.csv", HALF, *MONTHS[6:]]


def test_the_search_ends_at_the_month_before_the_one_that_runs():
    publisher = Publisher(HALF, *MONTHS, "GEDEvent_v26_0_11.csv")
    assert "GEDEvent_v26_0_11.csv" not in found("ucdp_candidate", publisher)


def test_a_month_that_is_not_published_yet_is_the_normal_end():
    assert found("ucdp_candidate", Publisher(HALF, MONTHS[6])) == [HALF, MONTHS[6]]


def test_a_month_that_is_missing_in_between_does_not_hide_the_months_after_it():
    assert found("ucdp_candidate", Publisher(HALF, MONTHS[6], MONTHS[8])) == [HALF, MONTHS[6], MONTHS[8]]


def test_what_is_here_is_not_asked_for_and_a_longer_file_still_is():
    held = Held(releases={"26.01.26.06", "26.0.7", "26.0.8", "26.0.9", "26.0.10"}, whole_to=TO_2025)
    publisher = Publisher(HALF, *MONTHS)
    assert found("ucdp_candidate", publisher, held) == []
    assert publisher.asked == ["GEDEvent_v26_01_26_09.csv"]
    longer = Publisher("GEDEvent_v26_01_26_09.csv", HALF, *MONTHS)
    assert found("ucdp_candidate", longer, held) == ["GEDEvent_v26_01_26_09.csv"]


def test_two_years_of_candidates_follow_a_final_release_that_is_late():
    names = ("GEDEvent_v26_01_26_12.csv", "GEDEvent_v27_0_1.csv", "GEDEvent_v27_0_2.csv")
    assert found("ucdp_candidate", Publisher(*names), day=dt.date(2027, 3, 25)) == list(names)


def test_in_january_no_month_of_the_new_year_is_over():
    publisher = Publisher()
    held = Held(releases={"26.01.26.12"}, whole_to=TO_2025)
    assert found("ucdp_candidate", publisher, held, dt.date(2027, 1, 5)) == []
    assert publisher.asked == []


def test_months_that_do_not_come_for_long_mean_that_the_publisher_has_moved():
    with pytest.raises(Moved, match="GEDEvent_v26_0_7"):
        found("ucdp_candidate", Publisher(), Held(releases={"26.01.26.06"}, whole_to=TO_2025))
    with pytest.raises(Moved, match="GEDEvent_v26_0_1"):
        found("ucdp_candidate", Publisher())


def test_without_any_final_release_the_search_begins_in_the_year_that_the_card_knows():
    publisher = Publisher(HALF)
    assert found("ucdp_candidate", publisher, Held()) == [HALF]
    assert all("_v26_" in name for name in publisher.asked)


def test_a_file_under_one_address_is_newer_when_its_marks_differ():
    same = Held(marks={"WDI_CSV.zip": Presence(8, '"a"')}, fetched={"WDI_CSV.zip": DAY})
    assert found("wdi", Publisher("WDI_CSV.zip"), same) == []
    other = Held(marks={"WDI_CSV.zip": Presence(9, '"b"')}, fetched={"WDI_CSV.zip": DAY})
    assert found("wdi", Publisher("WDI_CSV.zip"), other) == ["WDI_CSV.zip"]
    assert found("wdi", Publisher("WDI_CSV.zip"), Held()) == ["WDI_CSV.zip"]


@pytest.mark.parametrize(("days", "wanted"), [(29, 0), (30, 1)])
def test_a_file_without_marks_is_taken_again_after_a_month(days: int, wanted: int):
    before = DAY - dt.timedelta(days)
    held = Held(marks={"unhcr_population.zip": Presence(9)}, fetched={"unhcr_population.zip": before})
    assert len(found("unhcr", Publisher("unhcr_population.zip", presence=Presence(9)), held)) == wanted


def test_refugee_figures_are_asked_for_to_the_present_year():
    (find,) = newest("unhcr", DAY, Held(), ask=Publisher("unhcr_population.zip"))
    assert "yearTo=2026&" in find.download.address()


@pytest.mark.parametrize("source", ["idmc", "un_igme", "acled"])
def test_a_source_without_an_address_for_programs_says_how_a_person_gets_it(source: str):
    with pytest.raises(ByHand) as caught:
        found(source, Publisher())
    assert caught.value.todo


def test_every_source_that_is_kept_current_has_a_file_that_a_program_may_fetch():
    assert all(registry.source(source).downloads for source in KEPT_CURRENT)


def test_a_yearly_release_covers_the_year_before_its_number():
    assert final_month("26.1") == TO_2025


def test_a_mirror_keeps_each_host_in_a_folder(monkeypatch: pytest.MonkeyPatch):
    address = "https://example.org/a/b.csv?c=1"
    assert located(address) == address
    monkeypatch.setenv(MIRROR, "http://127.0.0.1:8140/")
    assert located(address) == "http://127.0.0.1:8140/example.org/a/b.csv?c=1"


@pytest.mark.parametrize("mirror", ["http://mirror.example.org", "ftp://127.0.0.1", "/srv/mirror", "file:///srv"])
def test_a_mirror_that_is_neither_https_nor_on_this_machine_is_refused(monkeypatch: pytest.MonkeyPatch, mirror: str):
    monkeypatch.setenv(MIRROR, mirror)
    with pytest.raises(UnsafeMirror, match=MIRROR):
        located("https://example.org/a")
