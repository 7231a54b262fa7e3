"""The page of an options paper: three equal columns, what the rules say, who may write, nothing that leaks."""

import pytest
from django.db import connection
from django.urls import reverse

import walk as on_path
from at_desk import browser, verbs
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.options.models import Option, Paper
from focalpoint.desk.people import conditions
from focalpoint.desk.people.models import Role
from walk import AT, DAY, SECRET

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return on_path.cast()


@pytest.fixture
def paper(cast):
    item = on_path.filed(cast.analyst)
    situation = on_path.opened(cast.analyst, item)
    on_path.tested(situation, cast.analyst)
    return on_path.optioned(on_path.assessed(situation, item, cast.analyst), cast.analyst)


def page(user, paper, **query):
    return browser(user).get(reverse("paper", args=[paper.ref]), query)


def consider(user, paper, measure="ME094", pillar="III", **more):
    form = {
        "once": idempotency.token(),
        "revision": paper.revision,
        "status": "proposed",
        "owner": "Desk",
        "decider": "Council",
        "due_on": DAY.isoformat(),
        "indicator": "Deaths",
        "exit_or_review_on": DAY.isoformat(),
    }
    return browser(user).post(reverse("consider", args=[paper.ref, pillar, measure]), form | more)


def test_the_three_pillars_and_no_new_measure_stand_side_by_side(cast, paper):
    text = page(cast.analyst, paper).content.decode()
    assert text.count('id="pillar-') == 3
    assert "The order of the pillars says nothing about their weight" in text
    assert 'id="none"' in text
    assert "The rules are met." in text


def test_a_measure_is_shown_with_all_that_the_catalogue_says_before_it_is_chosen(cast, paper):
    text = page(cast.analyst, paper, pillar="III", measure="ME094").content.decode()
    for label in ("Legal basis", "Decided by", "Consent", "Authorization", "Time to effect", "Precedents", "Risks"):
        assert label in text
    assert "AU Peace Fund, and assessed contributions" in text
    assert "AU Commission; for assessed contributions" in text
    assert "Authorization of the Security Council" in text
    assert "Review of precautionary principles" in text
    assert "Humanitarian exemption" not in text


def test_force_without_the_council_is_struck_with_the_reason(cast, paper):
    answer = consider(cast.analyst, paper)
    assert answer.status_code == 302
    text = page(cast.analyst, paper).content.decode()
    assert "option struck" in text
    assert "Force needs the Council" in text
    assert "Before it can be submitted" in text


def test_a_rejection_needs_its_reason_and_the_text_is_kept(cast, paper):
    answer = consider(cast.analyst, paper, status="rejected", owner="A name to keep")
    assert answer.status_code == 422
    assert "A measure is rejected with a reason." in answer.content.decode()
    assert "A name to keep" in answer.content.decode()
    assert not Option.objects.filter(measure="ME094").exists()


def test_considering_leaves_one_event_and_sent_twice_acts_once(cast, paper):
    token, before = idempotency.token(), len(verbs())
    for _ in range(2):
        assert consider(cast.analyst, paper, once=token).status_code == 302
    assert verbs()[before:] == ["option.considered"]


def test_a_stale_paper_keeps_the_text_and_can_be_saved_after_a_look(cast, paper):
    shown = paper.revision
    consider(cast.analyst, paper, measure="ME096")
    answer = consider(cast.analyst, paper, revision=shown, owner="A name to keep")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Another person saved this" in text
    assert "A name to keep" in text
    assert f'name="revision" value="{Paper.objects.get().revision}"' in text


def test_the_cost_of_no_new_measure_is_saved(cast, paper):
    form = {"once": idempotency.token(), "revision": paper.revision, "no_new_measure": "Thousands would flee."}
    assert browser(cast.analyst).post(reverse("no_new_measure", args=[paper.ref]), form).status_code == 302
    paper.refresh_from_db()
    assert paper.no_new_measure == "Thousands would flee."


@pytest.mark.parametrize(
    ("role", "status"),
    [("reporter", 403), ("liaison", 403), ("overseer", 403), ("administrator", 403), ("peer", 403), ("reviewer", 200)],
)
def test_which_roles_open_such_a_page_at_all(paper, role, status):
    other = on_path.person(Role(role), "another", body="HRC")
    assert page(other, paper).status_code == status


def test_what_may_not_be_seen_answers_as_what_does_not_exist(cast, paper):
    low = on_path.person(Role.ANALYST, "low", clearance="TLP:CLEAR")
    hidden = page(low, paper)
    absent = browser(low).get(reverse("paper", args=["z" * 16]))
    assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert consider(low, paper).status_code == 404
    assert SECRET not in hidden.content.decode()


def test_another_analyst_reads_and_cannot_write(cast, paper):
    other = on_path.person(Role.ANALYST, "other")
    text = page(other, paper, pillar="III", measure="ME094").content.decode()
    assert "Consider a measure" not in text
    assert 'btn main">Save<' not in text
    answer = consider(other, paper, owner="A name to keep")
    assert answer.status_code == 422
    assert str(conditions.OWN.wrong) in answer.content.decode()
    assert not Option.objects.filter(measure="ME094").exists()


@pytest.mark.parametrize(("pillar", "measure"), [("IV", "ME094"), ("I", "ME094"), ("III", "nothing")])
def test_a_measure_outside_its_pillar_is_not_there(cast, paper, pillar, measure):
    assert consider(cast.analyst, paper, measure=measure, pillar=pillar).status_code == 404
    assert page(cast.analyst, paper, pillar=pillar, measure=measure).status_code == 404


def test_hostile_text_is_shown_as_text(cast, paper):
    consider(cast.analyst, paper, status="rejected", reason="<script>x</script> \u202eعكس =1+1", owner="<b>desk")
    text = page(cast.analyst, paper).content.decode()
    assert "<script>x" not in text
    assert "&lt;script&gt;x" in text
    assert 'dir="auto"' in text


def test_a_read_is_one_event_and_the_page_carries_the_marking(cast, paper):
    before = len(verbs())
    text = page(cast.reviewer, paper).content.decode()
    assert verbs()[before:] == ["protected.read"]
    assert ">TLP:AMBER<" in text


def test_a_paper_is_started_once(cast):
    item = on_path.filed(cast.analyst)
    draft = on_path.assessed(on_path.opened(cast.analyst, item), item, cast.analyst)
    for _ in range(2):
        answer = browser(cast.analyst).post(reverse("start_paper", args=[draft.ref]), {"once": idempotency.token()})
        assert answer.url == reverse("paper", args=[Paper.objects.get().ref])
    assert verbs().count("paper.saved") == 1


def test_the_page_asks_the_database_the_same_number_of_times_for_three_options_and_for_six(
    cast, paper, django_assert_max_num_queries
):
    client = browser(cast.analyst)
    for measure in ("ME081", "ME096", "ME098"):
        option = on_path.option(paper, measure, "III")
        from focalpoint.desk.options.actions import consider as keep

        keep(option=option, revision=paper.revision, by=cast.analyst, at=AT)
    lock = connection.vendor == "postgresql"  # of the trail; SQLite's transactions need none
    with django_assert_max_num_queries(14 + lock):
        assert client.get(reverse("paper", args=[paper.ref])).status_code == 200
