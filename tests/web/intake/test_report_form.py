"""The form that takes a report: counts in order, empty is not zero, texts in any script."""

import datetime as dt
import itertools

import pytest
from django.utils.datastructures import MultiValueDict
from hypothesis import given, settings
from hypothesis import strategies as st

from focalpoint.desk.concurrency.idempotency import token
from focalpoint.desk.intake.actors import ActorKind
from focalpoint.desk.intake.forms import CredibilityForm, ReportForm, SourceForm, acts, latest
from focalpoint.desk.intake.models import Event
from focalpoint.desk.marking.levels import Tlp

LEAST = {"iso3": "KEN", "area_precision": "unknown", "date_precision": "unknown", "actor_kind": "unknown"}
WRITTEN = LEAST | {"what": "They came.", "how_known": "unknown", "consent_desk": "on"}
SOURCE = {
    "label": "Reed",
    "kind": "person",
    "tlp": "TLP:AMBER",
    "subject": "police",
    "grade": "F",
    "reason": "New here.",
}
COUNT = st.none() | st.integers(0, 100_000_000)
HOSTILE = [
    "\u202eexe.gpj",
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "'; DROP TABLE item; --",
    "قُتل ثلاثة",
    "{{ secret }}",
]


def report(**more) -> ReportForm:
    given_ = {**WRITTEN, "once": token(), **more}
    rows = {name: value if isinstance(value, list) else [value] for name, value in given_.items() if value is not None}
    return ReportForm(MultiValueDict(rows))


def test_one_sentence_and_a_country_are_a_report():
    form = report()
    assert form.is_valid(), form.errors
    assert form.cleaned_data["happened_on"] is None
    assert form.cleaned_data["consent_bodies"] is False
    assert form.cleaned_data["consent_public"] is False


@pytest.mark.parametrize("lack", ["what", "iso3", "consent_desk", "once", "how_known", "actor_kind"])
def test_what_a_report_cannot_do_without_is_named_and_nothing_else(lack):
    form = report(**{lack: None})
    assert set(form.errors) == {lack}


@pytest.mark.parametrize("blank", ["", "   ", "\n\t\r\n", "\u2003"])
def test_a_blank_is_no_report(blank):
    assert set(report(what=blank).errors) == {"what"}


@settings(deadline=None, max_examples=30)
@given(COUNT, COUNT, COUNT)
def test_counts_are_taken_when_those_that_are_known_do_not_fall(low, best, high):
    known = [each for each in (low, best, high) if each is not None]
    form = report(**{name: value for name, value in (("low", low), ("best", best), ("high", high))})
    rises = all(left <= right for left, right in itertools.pairwise(known))
    assert form.is_valid() is rises
    assert set(form.errors) == (set() if rises else {"best"})


def test_an_empty_count_is_unknown_and_zero_is_zero():
    form = report(low="", best="0", high="")
    assert form.is_valid()
    assert [form.cleaned_data[name] for name in ("low", "best", "high")] == [None, 0, None]


@pytest.mark.parametrize("count", ["-1", "3.5", "many", "1e3", "100000001", "∞", "=1+1"])
def test_what_is_no_count_of_people_is_refused_at_its_field(count):
    assert set(report(high=count).errors) == {"high"}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["what", "area", "actor", "victims", "pseudonym"])
def test_hostile_words_are_taken_letter_by_letter(name, text):
    form = report(**{name: text})
    assert form.is_valid(), form.errors
    assert form.cleaned_data[name] == text


@pytest.mark.parametrize("text", HOSTILE)
def test_on_the_way_back_hostile_words_are_escaped(text):
    shown = str(report(what=text, iso3="")["what"])
    assert "<script>" not in shown
    assert 'dir="auto"' in shown


@settings(deadline=None, max_examples=30)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200).map("a".__add__))
def test_a_text_in_any_script_comes_through_whole(text):
    form = report(what=text)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["what"] == text.strip()


def test_a_sign_that_no_text_holds_is_refused():
    assert set(report(what="before\x00after").errors) == {"what"}


@pytest.mark.parametrize(
    ("name", "longest"), [("what", 1_000_000), ("area", 200), ("actor", 200), ("victims", 200), ("pseudonym", 80)]
)
def test_a_text_is_taken_to_its_last_sign_and_not_one_further(name, longest):
    assert report(**{name: "x" * longest}).is_valid()
    assert set(report(**{name: "x" * (longest + 1)}).errors) == {name}


@pytest.mark.parametrize("iso3", ["XXX", "ken", "KE", "404", "WLD"])
def test_a_place_is_one_of_those_that_are_offered(iso3):
    assert set(report(iso3=iso3).errors) == {"iso3"}


@pytest.mark.parametrize("day", ["2025-02-30", "01/07/2025", "yesterday", "2025-7", "0000-00-00"])
def test_a_day_that_no_calendar_has_is_refused_and_not_guessed(day):
    assert set(report(happened_on=day).errors) == {"happened_on"}


@settings(deadline=None, max_examples=30)
@given(st.dates(dt.date(1945, 1, 1), dt.date(2025, 1, 1)))
def test_a_day_is_read_as_the_browser_writes_it(day):
    form = report(happened_on=day.isoformat())
    assert form.is_valid()
    assert form.cleaned_data["happened_on"] == day


@pytest.mark.parametrize("day", ["2099-01-01", "0001-01-01", "1944-12-31"])
def test_a_day_that_cannot_be_is_asked_about_and_taken_once_it_is_said_to_be_right(day):
    asked = report(happened_on=day, date_precision="exact")
    assert set(asked.errors) == {"happened_on"}
    assert not asked["date_is_right"].is_hidden
    assert report(happened_on=day, date_precision="exact", date_is_right="on").is_valid()


def test_the_day_that_has_begun_in_the_east_is_not_asked_about():
    """At 11:00 UTC on 27 November it is 28 November in Kiritimati, and tomorrow there is 29 November."""
    assert latest(dt.datetime(2026, 11, 27, 9, 59, tzinfo=dt.UTC)) == dt.date(2026, 11, 28)
    assert latest(dt.datetime(2026, 11, 27, 11, 0, tzinfo=dt.UTC)) == dt.date(2026, 11, 29)
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
    assert report(happened_on=tomorrow.isoformat()).is_valid()
    assert report(happened_on="1945-01-01").is_valid()


@pytest.mark.parametrize(
    ("given_", "day", "precision", "shown"),
    [("2025-03", dt.date(2025, 3, 1), "month", "March 2025"), ("2024", dt.date(2024, 1, 1), "year", "2024")],
)
def test_a_month_or_a_year_alone_is_kept_no_more_exact_than_it_is(given_, day, precision, shown):
    form = report(happened_in=given_, date_precision="exact")
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["happened_on"], form.cleaned_data["date_precision"]) == (day, precision)
    assert Event(happened_on=day, date_precision=precision).day == shown


@pytest.mark.parametrize("given_", ["2025-13", "2025-3", "25", "March", "0000", "2025/03", "٢٠٢٥"])
def test_what_is_no_month_and_no_year_is_refused(given_):
    assert set(report(happened_in=given_).errors) == {"happened_in"}


def test_a_day_and_a_month_together_are_asked_about_and_a_month_to_come_too():
    assert set(report(happened_on="2025-03-04", happened_in="2025-03").errors) == {"happened_in"}
    assert set(report(happened_in="2099").errors) == {"happened_in"}


def test_several_acts_are_kept_and_one_that_is_not_in_the_catalogue_is_refused():
    known = [each for each, _ in acts()][:3]
    form = report(acts=known)
    assert form.is_valid()
    assert form.cleaned_data["acts"] == known
    assert set(report(acts=[*known, "genocide!"]).errors) == {"acts"}


def test_acts_to_choose_from_are_named_and_none_twice():
    ids = [each for each, _ in acts()]
    assert len(ids) == len(set(ids)) > 0
    assert all(label.strip() for _, label in acts())


@pytest.mark.parametrize("kind", ActorKind.values)
def test_each_kind_of_actor_can_be_chosen(kind):
    assert report(actor_kind=kind).is_valid()


def test_an_untouched_form_agrees_to_nothing_beyond_the_office():
    form = ReportForm()
    assert form["consent_desk"].value() is True
    assert not form["consent_bodies"].value()
    assert not form["consent_public"].value()


def test_two_forms_never_share_a_token():
    assert ReportForm()["once"].value() != ReportForm()["once"].value()


def test_a_source_begins_at_a_marking_and_a_grade_that_promise_nothing():
    form = SourceForm()
    assert (form["tlp"].value(), form["grade"].value()) == (Tlp.AMBER, "F")


@pytest.mark.parametrize("lack", ["label", "kind", "tlp", "subject", "grade", "reason"])
def test_a_source_needs_each_of_its_fields(lack):
    given_ = {"once": token(), **SOURCE}
    assert SourceForm(given_).is_valid()
    assert set(SourceForm(given_ | {lack: ""}).errors) == {lack}


@pytest.mark.parametrize(("name", "value"), [("grade", "G"), ("grade", "a"), ("tlp", "TLP:WHITE"), ("tlp", "AMBER")])
def test_a_grade_or_a_marking_that_is_not_on_its_ladder_is_refused(name, value):
    assert set(SourceForm({"once": token(), **SOURCE, name: value}).errors) == {name}


@pytest.mark.django_db
@pytest.mark.parametrize(("value", "taken"), [("1", 1), ("6", 6), ("0", None), ("7", None), ("", None), ("two", None)])
def test_credibility_is_a_step_from_one_to_six(value, taken):
    written = {"once": [token()], "revision": ["1"], "credibility": [value], "reason": ["Read twice."]}
    form = CredibilityForm(MultiValueDict(written))
    assert form.is_valid() is (taken is not None)
    assert form.cleaned_data.get("credibility") == taken
