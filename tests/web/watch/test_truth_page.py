"""Expected and seen: what the page of a release says once truth has arrived, to whom, and what it says before."""

import copy
import datetime as dt

import pytest

import pages
from focalpoint.desk.trail.actors import SystemActor
from focalpoint.desk.trail.models import Event
from focalpoint.desk.watch import actions, truth
from focalpoint.desk.watch.models import Release, Truth

AT = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
NONE = {"auc": None, "average_precision": None, "brier": None}


def state(unit, chance, deaths, **more):
    return {
        "unit": unit,
        "name": unit,
        "chance": chance,
        "deaths": deaths,
        "civilians": 800.0,
        "all_deaths": 900.0,
        **more,
    }


def row(release: str, **changes):
    """One row as it is computed: two hits, a miss and a false alarm."""
    said = [["ARG", 0.004, True], ["FJI", 0.002, False], ["UKR", 0.98, False], ["TCD", 0.6, True], ["SDN", 0.9, True]]
    measured = {"auc": 0.5, "average_precision": 0.8, "brier": 0.25}
    return {
        "release": release,
        "target": "civilians_sum",
        "threshold": 25,
        "truth": "one-sided",
        "basis": "candidate",
        "as_of": "2026-06-30",
        "data_to": "2026-02",
        "first": "2025-01",
        "last": "2025-12",
        "months": 12,
        "over": 12,
        "n": 5,
        "events": 3,
        "expected": 2.486,
        "seen": 3,
        **measured,
        "intervals": {name: [0.1, 0.9] for name in measured},
        "benchmark": {"release": NONE, "last_year": {"auc": 0.25, "average_precision": 0.7, "brier": 0.4}},
        "hits": [state("SDN", 0.9, 120.0, surprise=False), state("TCD", 0.6, 36.0, surprise=True)],
        "misses": [state("ARG", 0.004, 48.0, surprise=False)],
        "false_alarms": [state("UKR", 0.98, 12.0, surprise=False)],
        "unknown": ["State of Palestine"],
        "states": said,
        **changes,
    }


def onset(release: str, **changes):
    return row(
        release,
        target="onset_one_sided",
        last="2026-12",
        months=24,
        over=14,
        brier=None,
        hits=[state("TCD", 0.3, 36.0, rank=7)],
        misses=[state("ARG", 0.01, 48.0, rank=83)],
        false_alarms=[],
        resumed=[state("IDN", 0.39, 44.0)],
        **changes,
    )


@pytest.fixture
def scored(release) -> Release:
    actions.take_in_truth(rows=[row(release.id), onset(release.id)], by=SystemActor.CONSOLE, at=AT)
    return release


def read(client, release):
    response = client.get(f"/releases/{release.id}/truth/")
    assert response.status_code == 200
    return pages.read(response.content)


def test_the_page_says_expected_and_seen_and_what_kind_of_truth_it_is(owner, scored):
    text = read(owner, scored).text
    for part in ("Expected 2.5, seen 3", "one-sided violence", "Candidate figures", "As known on 2026-06-30"):
        assert part in text


def test_it_says_what_the_release_knew_and_when_it_was_made(owner, scored):
    text = read(owner, scored).text
    assert "knows data to December 2024, as they were published on 2025-06-30. It was made on 2025-07-01" in text


def test_hits_misses_and_false_alarms_stand_by_name_with_links_to_their_pages(owner, scored):
    page = read(owner, scored)
    assert {"/country/SDN/", "/country/TCD/", "/country/ARG/", "/country/UKR/"} <= set(page.links())
    assert "Argentina 0.4 % chance; 48 killed" in page.text
    assert "Ukraine 98 % chance; 12 killed in one-sided violence, 800 civilians in all violence" in page.text
    assert page.text.count("a surprise that came true") == 1


def test_an_onset_says_how_much_of_its_window_is_over_and_what_is_no_onset(owner, scored):
    text = read(owner, scored).text
    assert "seen 3 so far" in text
    assert "14 of 24 months are over" in text
    assert "also reached in Indonesia" in text
    assert "place 83" in text


def test_the_picture_stands_before_the_lists_and_the_table_behind_it_has_every_state(owner, scored):
    html = owner.get(f"/releases/{scored.id}/truth/").content.decode()
    assert html.index('<svg class="strip"') < html.index("Missed: came")
    rows = next(table for table in pages.read(html).tables if table[0][0] == "State")
    assert [each[0] for each in rows[1:]] == ["Sudan", "Chad", "Ukraine", "Fiji", "Argentina"]
    assert [each[2] for each in rows[1:]] == ["yes", "yes", "no", "no", "yes"]


def test_measures_stand_beside_those_of_last_year(owner, scored):
    table = read(owner, scored).tables[0]
    assert table[1][5:] == ["0.500 (0.250)", "0.800 (0.700)", "0.250 (0.400)"]


def test_nothing_is_certain_in_what_was_said(owner, scored):
    text = read(owner, scored).text
    assert " 0 %" not in text
    assert "100 %" not in text


def test_a_release_with_nothing_newer_says_so_and_what_would_be_there(owner, release):
    text = read(owner, release).text
    assert "Nothing newer than this release is known" in text


def test_final_truth_stands_first(owner, release):
    final = row(release.id, truth="final", basis="final")
    actions.take_in_truth(rows=[row(release.id, basis="final"), final], by=SystemActor.CONSOLE, at=AT)
    assert [each["kind"] for each in truth.kinds(dict(Truth.objects.values_list("kind", "content")))] == [
        *("final", "one-sided"),
    ]
    assert "Candidate" not in read(owner, release).text


def test_releases_and_scorecard_lead_to_it(owner, scored):
    address = f"/releases/{scored.id}/truth/"
    for page in ("/releases/", "/scorecard/"):
        assert address in pages.read(owner.get(page).content).links()


def test_it_is_seen_by_those_who_may_see_the_scorecard(nobody, stranger, scored, settings):
    address = f"/releases/{scored.id}/truth/"
    page = read(nobody, scored)
    assert "/country/ARG/" not in page.links()
    assert "TLP:CLEAR" in page.text
    settings.FOCALPOINT_PUBLIC_PAGES = frozenset()
    for client in (nobody, stranger):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/sign-in/")


def test_an_installation_that_opens_its_forecasts_leads_on_to_the_states(nobody, scored, settings):
    settings.FOCALPOINT_PUBLIC_PAGES = frozenset({"method", "scorecard", "forecast"})
    assert "/country/ARG/" in read(nobody, scored).links()


def test_a_release_that_is_not_here_is_not_found(owner, release):
    assert owner.get("/releases/r-2020-12-00000000/truth/").status_code == 404


def test_the_page_needs_no_style_or_script_of_its_own(owner, scored):
    page = read(owner, scored)
    assert not {"inline-script", "inline-style", "style"} & {name for name, _ in page.elements}
    assert not [attributes for _, attributes in page.elements if "style" in attributes]


def test_a_stored_score_changes_when_the_figures_do_and_not_otherwise(scored):
    def events():
        return Event.objects.filter(verb="release.scored").count()

    before = events()
    assert actions.take_in_truth(rows=[row(scored.id), onset(scored.id)], by=SystemActor.CONSOLE, at=AT) == []
    assert events() == before
    newer = [row(scored.id, seen=4, as_of="2026-07-31"), onset(scored.id)]
    assert actions.take_in_truth(rows=copy.deepcopy(newer), by=SystemActor.CONSOLE, at=AT) == [scored.id]
    assert events() == before + 1
    assert Truth.objects.get().as_of == dt.date(2026, 7, 31)


def test_a_trail_that_cannot_be_written_stores_nothing(release, monkeypatch):
    def broken(**_):
        raise RuntimeError("disk full")

    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(RuntimeError, match="disk full"):
        actions.take_in_truth(rows=[row(release.id)], by=SystemActor.CONSOLE, at=AT)
    assert not Truth.objects.exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"expected": 32.4, "seen": 28, "n": 193}, "Expected 32, seen 28: the chances of 193 States add up to 32."),
        ({"over": 8}, "8 of 12 months are over."),
    ],
)
def test_the_sentence_on_expected_and_seen(changes, says):
    assert says in truth.counted(row("r", **changes))


def test_where_civilians_are_not_known_all_the_dead_are_named():
    alarm = state("UKR", 0.98, 12.0) | {"civilians": None}
    lists = {each["head"]: each["states"] for each in truth.named(row("r", false_alarms=[alarm]))}
    texts = [one["text"] for states in lists.values() for one in states]
    assert "98 % chance; 12 killed in one-sided violence, 900 dead in all violence" in texts


def test_nothing_is_said_of_an_order_that_is_not_known():
    assert truth.ordered(row("r", auc=None)) == ""
    assert truth.likely(row("r", hits=[], false_alarms=[])) == ""
    assert truth.resumed(row("r")) == ""
