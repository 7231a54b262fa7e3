"""The kind of the alleged perpetrator is a field with one list of kinds; an earlier test keeps its words."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

import pages
import walk
from at_desk import browser
from focalpoint.desk.intake.actors import EARLIER_WORDS, OF_THE_STATE, ActorKind, kind_of
from focalpoint.desk.intake.forms import ReportForm
from focalpoint.desk.options.queries import state_is_alleged
from focalpoint.desk.options.search import Search, search
from focalpoint.desk.options.search_form import SearchForm
from focalpoint.desk.situations.models import ScopeTest
from focalpoint.desk.situations.scope_form import ScopeForm
from focalpoint.desk.situations.scope_shown import shown_test
from focalpoint.desk.trail.digests import state_text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


def test_every_form_asks_with_the_same_list():
    kinds = set(ActorKind.values)
    report, scope, search = (
        ReportForm().fields["actor_kind"],
        ScopeForm(linked=[], last=None).fields["perpetrator"],
        SearchForm({}, present=[]).fields["instigator"],
    )
    assert {value for value, _ in report.choices} == kinds
    assert {value for value, _ in scope.choices} == kinds | {""}
    assert {value for value, _ in search.choices} == (kinds | {""}) - {"unknown"}
    assert set(EARLIER_WORDS.values()) == kinds


@pytest.mark.parametrize("kind", ["", *ActorKind.values])
def test_the_state_is_alleged_where_it_or_forces_that_it_backs_are_the_answer(cast, kind):
    situation = walk.opened(cast.analyst)
    assert not state_is_alleged(situation)
    walk.tested(situation, cast.analyst, perpetrator=kind)
    assert state_is_alleged(situation) is (kind in OF_THE_STATE)
    assert {"state", "state-backed"} == OF_THE_STATE


@pytest.mark.parametrize(
    ("words", "kind", "shown"),
    [
        ("State", "state", "State"),
        ("State-backed", "state-backed", "State-backed"),
        ("non-State armed group", "non-state", "non-State armed group"),
        ("State of emergency forces", "", "State of emergency forces"),
    ],
)
def test_an_earlier_test_is_read_and_shows_its_own_words(cast, words, kind, shown):
    situation = walk.opened(cast.analyst)
    test = walk.tested(situation, cast.analyst, perpetrator="", answers={"Q8": words, "Q9": "ongoing"})
    assert (test.alleged_kind, state_is_alleged(situation)) == (kind, kind in OF_THE_STATE)
    assert ScopeForm(linked=[], last=test)["perpetrator"].value() == kind
    page = pages.read(browser(cast.analyst).get(reverse("situation", args=[situation.ref])).content).text
    assert shown in page


def test_a_kind_that_is_not_in_the_list_is_no_kind(cast):
    test = walk.tested(walk.opened(cast.analyst), cast.analyst)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScopeTest.objects.filter(pk=test.pk).update(perpetrator="State")


@given(st.text(max_size=40))
def test_words_that_no_earlier_form_offered_mean_no_kind(text):
    assert (kind_of(text) == "") is (text.strip().lower() not in EARLIER_WORDS)


@pytest.mark.parametrize("words", EARLIER_WORDS)
def test_the_words_of_an_earlier_form_mean_their_kind_however_they_were_written(words):
    assert kind_of(f" {words.upper()} ") == EARLIER_WORDS[words]


def test_an_earlier_test_is_digested_as_it_was_before_there_was_a_field(cast):
    situation = walk.opened(cast.analyst)
    walk.tested(situation, cast.analyst, perpetrator="", answers={"Q8": "State"})
    assert "perpetrator" not in state_text(situation)
    walk.tested(situation, cast.analyst, perpetrator="private")
    assert '"perpetrator":"private"' in state_text(situation)


def test_the_page_shows_the_answers_in_the_order_of_the_questions(cast):
    test = walk.tested(walk.opened(cast.analyst), cast.analyst, answers={"Q9": "ongoing", "Q1": "Villagers"})
    shown = [answer for _question, answer in shown_test(test, None, []).answers]
    assert shown == ["Villagers", "State forces or officials", "ongoing"]


@pytest.mark.parametrize("kind", [each for each in ActorKind if each != ActorKind.UNKNOWN])
def test_the_search_leaves_out_what_that_kind_of_perpetrator_could_refuse(kind):
    found = search(Search(instigator=kind.value), present=[])
    asks = {each.consent for each in found}
    assert ("host_consent" in asks) is (kind not in OF_THE_STATE)
    assert "parties_consent" not in asks
