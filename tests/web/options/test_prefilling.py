"""What the catalogue says of a measure is filled in when it is first proposed, and can be changed."""

import datetime as dt

import pytest
from django.urls import reverse

import pages
import walk as on_path
from at_desk import browser
from focalpoint.desk.decisions.note.compose import compose
from focalpoint.desk.options.forms import ConsiderForm
from focalpoint.desk.options.prefill import indicators, prefilled
from focalpoint.doctrine import catalogue

ON = dt.date(2025, 7, 1)


@pytest.mark.parametrize(
    ("measure", "due"),
    [("ME024", "2025-07-04"), ("ME059", "2025-07-15"), ("ME065", "2025-08-26"), ("ME061", "2026-07-01")],
)
def test_the_due_day_is_the_latest_by_which_the_measure_has_its_effect(measure, due):
    assert str(prefilled(measure, [], on=ON)["due_on"]) == due


def test_what_takes_years_has_no_day_and_what_bears_on_nothing_present_no_indicator():
    assert set(prefilled("ME009", ["RF8"], on=ON)) == {"decider", "legal_basis"}


def test_the_indicator_is_the_first_dynamic_one_of_a_present_factor_that_the_measure_bears_on():
    signs = next(each for each in catalogue().framework.factors if each.id == "RF8").indicators
    moving = [each.text for each in signs if each.kind != "structural"]
    assert prefilled("ME015", ["RF5", "RF8"], on=ON)["indicator"] == moving[0]
    assert indicators(["RF8"]) == moving


def test_all_that_is_filled_in_can_be_kept():
    whole = {"once": "x", "revision": 1, "status": "proposed"}
    for each in catalogue().measures.measures:
        given = whole | prefilled(each.id, ["RF1"], on=ON)
        form = ConsiderForm(given, measure=each.id, pillar=each.pillars[0], state_is_alleged=False)
        assert form.is_valid(), (each.id, form.errors)


@pytest.mark.parametrize(("basis", "is_kept"), [("S/2004/567", True), ("Charter Art. 33", True), ("n/a", False)])
def test_a_legal_basis_is_words_or_a_symbol(basis, is_kept):
    given = {"once": "x", "revision": 1, "status": "proposed", "legal_basis": basis}
    form = ConsiderForm(given, measure="ME024", pillar="II", state_is_alleged=False)
    assert form.is_valid() is is_kept


def test_the_form_is_filled_in_once_and_keeps_what_the_author_changed(db, settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    cast = on_path.cast()
    item = on_path.filed(cast.analyst)
    paper = on_path.optioned(on_path.assessed(on_path.opened(cast.analyst, item), item, cast.analyst), cast.analyst)
    client, asked = browser(cast.analyst), {"pillar": "I", "measure": "ME015"}

    def form() -> dict[str, str]:
        html = client.get(reverse("paper", args=[paper.ref]), asked).content.decode()
        inside = html.split('id="consider"')[1].split("</form>")[0]
        return {each["name"]: each.get("value", "") for each in pages.read(inside).all("input")} | {
            "status": "proposed"
        }

    given = form()
    assert given["decider"] == next(each for each in catalogue().measures.measures if each.id == "ME015").decided_by
    assert all(given[name] for name in ("legal_basis", "indicator", "due_on"))
    given |= {"legal_basis": "Electoral code, Art. 12", "due_on": "2027-01-31"}
    assert client.post(reverse("consider", args=[paper.ref, "I", "ME015"]), given).status_code == 302
    again = form()
    assert (again["legal_basis"], again["due_on"]) == ("Electoral code, Art. 12", "2027-01-31")
    note = compose(paper.assessment, paper, number=1, language="en", on=ON)
    assert "Electoral code, Art. 12" in note.model_dump_json()
