"""The demonstration: people of every role, and Kenya 2007-08 through every stage by the actions that people use."""

import datetime as dt
import re

import pytest
import yaml
from django.conf import settings as active
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

import pages
from focalpoint.desk.assessments.models import Assessment, Dissent, Factor
from focalpoint.desk.decisions.models import Decision, Submission, Transmission
from focalpoint.desk.demo import facts, home, people, script
from focalpoint.desk.demo.load import NotEmpty, load
from focalpoint.desk.intake.models import Custody, Item, Source
from focalpoint.desk.marking.rule import covers
from focalpoint.desk.options.models import Paper
from focalpoint.desk.people.home_page import home_page
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.site import badges
from focalpoint.desk.site.navigation import LINE
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.trail.chain import breaks
from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.queries import links
from focalpoint.doctrine import catalogue

NOW = dt.datetime(2025, 7, 2, 12, tzinfo=dt.UTC)
KENYA = "Kenya 2007-08"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def sign_ins(django_db_setup, django_db_blocker, folder):
    """The demonstration, loaded once for this file and undone after it."""
    with django_db_blocker.unblock(), override_settings(FOCALPOINT_HOME=folder), transaction.atomic():
        yield load(folder, now=NOW)
        transaction.set_rollback(True)


@pytest.fixture
def loaded(sign_ins, db, folder, settings):
    settings.FOCALPOINT_HOME = folder
    return sign_ins


@pytest.fixture
def kenya(loaded) -> Situation:
    return Situation.objects.get(title__startswith=KENYA)


def own_fact(item: Item) -> facts.FoundFact:
    """The fact that a script gives itself, with its public source, from which an item was filed."""
    own = {name: fact for each in map(script.read, script.NAMES) for name, fact in each.facts.items()}
    return next(facts.own_fact(name, each) for name, each in own.items() if each.source and each.text in item.text)


def browser(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def test_there_are_two_people_a_role_and_no_other_name(loaded):
    names = {f"{role}-{number}" for role in Role.values for number in (1, 2)}
    assert set(User.objects.filter(demonstration=True).values_list("username", flat=True)) == names
    assert {each.name for each in loaded} == names
    assert not User.objects.exclude(first_name="", last_name="", email="").exists()
    bodies = set(User.objects.filter(role=Role.LIAISON).values_list("body", flat=True))
    assert len(bodies) == 2
    assert bodies <= {each.id for each in catalogue().bodies.bodies}


def test_each_person_has_a_random_password_of_its_own(loaded):
    assert len({each.password for each in loaded}) == len(loaded)
    assert loaded[0].name == "analyst-1"
    for each in loaded[:2]:
        assert User.objects.get(username=each.name).check_password(each.password)


def test_renewed_passwords_replace_the_old_ones(loaded):
    renewed = people.renew_all(at=NOW)
    assert [each.name for each in renewed] == [each.name for each in loaded]
    assert not {each.password for each in renewed} & {each.password for each in loaded}
    user = User.objects.get(username="head-1")
    assert user.check_password(next(each.password for each in renewed if each.name == "head-1"))


def test_the_trail_of_it_is_whole_and_runs_forward(loaded):
    assert list(breaks(links(), {})) == []
    rows = list(Event.objects.order_by("number").values_list("at", flat=True))
    assert len(rows) > 100
    assert rows == sorted(rows)


def test_every_stage_was_passed(kenya):
    verbs = set(Event.objects.values_list("verb", flat=True))
    passed = {"item.filed", "source.registered", "item.graded", "situation.opened", "item.linked", "scope.tested"}
    passed |= {"assessment.started", "judgement.recorded", "dissent.recorded", "option.considered", "submission.made"}
    passed |= {"submission.returned", "submission.signed", "decision.taken"}
    assert passed | {"transmission.acknowledged", "transmission.answered"} <= verbs
    sent = Transmission.objects.get(decision__submission__assessment__situation=kenya)
    assert (sent.body, sent.answered_at is not None) == ("AU-PSC", True)
    assert Dissent.objects.filter(assessment__situation=kenya).count() == 1


def test_all_of_kenya_happened_in_its_own_time(kenya):
    times = [kenya.opened_at, *Custody.objects.filter(item__links__situation=kenya).values_list("at", flat=True)]
    times += Decision.objects.filter(submission__assessment__situation=kenya).values_list("at", flat=True)
    assert dt.datetime(2008, 1, 1, tzinfo=dt.UTC) < min(times)
    assert max(times) < dt.datetime(2008, 3, 1, tzinfo=dt.UTC)


def test_fourteen_factors_are_answered_with_evidence_behind_each_present(kenya):
    factors = Factor.objects.filter(assessment__situation=kenya)
    assert factors.count() == 14
    assert {each.value for each in factors} == {"present", "absent", "unknown"}
    assert not factors.filter(note="").exists()
    assert not factors.filter(value="present", evidence=None).exists()


def test_the_likelihood_was_recorded_and_no_figure_shown(kenya):
    judgement = Assessment.objects.get(situation=kenya).judgements.get()
    assert judgement.recorded_at < Submission.objects.get(assessment__situation=kenya).signed_at
    assert judgement.release_shown_at is None


def test_every_pillar_was_considered_and_nothing_new_as_well(kenya):
    paper = Assessment.objects.get(situation=kenya).paper
    assert set(paper.options.values_list("pillar", flat=True)) == {"I", "II", "III"}
    assert paper.no_new_measure
    assert paper.options.filter(status="rejected").exclude(reason="").count() == 2


def test_each_situation_has_measures_of_its_own_that_the_public_record_knows_in_its_case(loaded):
    papers = {
        each.assessment.situation.title[:6]: each for each in Paper.objects.select_related("assessment__situation")
    }
    proposed = {
        name: set(each.options.filter(status="proposed").values_list("measure", flat=True))
        for name, each in papers.items()
    }
    taken = {each.id: {one.measure for one in each.measures} for each in catalogue().cases.cases}
    assert proposed["Timor-"] == {"ME028", "ME026", "ME098"} <= taken["CS20"]
    assert proposed["North "] == {"ME007", "ME028", "ME026", "ME035"} <= taken["CS19"]
    assert {"ME028", "ME062"} <= proposed["Guinea"] & taken["CS22"]
    assert len({frozenset(each) for each in proposed.values()}) == len(proposed)
    assert papers["Guinea"].options.get(status="withdrawn").measure == "ME065"


def test_everything_says_that_it_is_reconstructed(loaded):
    assert not Situation.objects.exclude(reconstruction=True).exists()
    assert not Situation.objects.exclude(title__contains="(reconstruction)").exists()
    for item in Item.objects.all():
        assert item.title.endswith("(reconstruction)")
        assert "Reconstruction for training" in item.text
    assert "Reconstruction" in str(Assessment.objects.get(situation__title__startswith=KENYA).frozen)
    for sent in Transmission.objects.all():
        assert "econstruction" in str(sent.copy)
        assert "this reconstruction" in sent.asked
    answers = Transmission.objects.exclude(answer="").values_list("answer", flat=True)
    assert ["written for this reconstruction" in each for each in answers] == [True]
    assert {each.reason.split(":")[0] for each in Decision.objects.all()} == {"Reconstruction"}


def test_each_fact_is_the_catalogue_s_with_its_flag_and_grade(loaded):
    grades = {"true": 2, "partly": 3, "recalled": 6}
    for item in Item.objects.exclude(credibility=None):
        named = re.search(r"Entry (\S+) of", item.how_obtained)
        fact = facts.find_fact(named[1]) if named else own_fact(item)
        assert item.text.startswith(fact.text)
        assert facts.flag(fact) in item.text
        assert item.credibility == grades[fact.checked]
    recalled = Source.objects.get(label__contains="recalled").items
    assert recalled.exists()
    assert not recalled.exclude(credibility=6).exists()


def test_the_facts_named_in_the_files_are_in_the_catalogue():
    for name in script.NAMES:
        text = (script.FOLDER / f"{name}.yaml").read_text()
        for fact in set(re.findall(r"fact: (CS\d+\.\w+)", text)):
            assert facts.find_fact(fact).text
        assert script.read(name).case == yaml.safe_load(text).get("case", "")


@pytest.mark.parametrize("given", [{}, {"source": "A report", "fictitious": True}])
def test_a_fact_of_a_script_has_a_public_source_or_is_called_fictitious_and_never_both(given):
    with pytest.raises(ValueError, match="names its public source"):
        script.OwnFact(text="It happened.", **given)
    assert facts.own_fact("x", script.OwnFact(text="It happened.", fictitious=True)).text == "Fictitious. It happened."


def test_two_accounts_of_one_event_contradict_each_other_each_with_its_acts_count_and_source(loaded):
    linked = Item.objects.filter(links__situation__title__startswith="Guinea", event__low__isnull=False)
    counts = {each.source.independence_group: (each.event.low, each.event.best) for each in linked}
    assert counts == {"guinea": (156, None), "authorities": (57, 57)}
    assert {act for each in linked for act in each.event.acts} == {"c.a", "c.g"}
    said = Assessment.objects.get(situation__title__startswith="Guinea").gaps
    assert "57" in said
    assert "156" in said


def test_one_item_has_its_entry_as_a_file(loaded):
    item = Item.objects.get(originals__isnull=False)
    page = browser("analyst-2").get(reverse("item", args=[item.ref])).content.decode()
    assert "entry-CS22-t3.txt" in page


def test_where_the_items_say_too_little_the_scope_test_says_so_and_a_task_is_given(loaded):
    burundi = Situation.objects.get(title__startswith="Burundi")
    assert burundi.scope_tests.get().outcome == "insufficient_information"
    task = burundi.collection_tasks.get()
    assert (task.owner.username, task.closed_at) == ("analyst-1", None)
    assert task.due_on > NOW.date()
    assert task.what in browser("analyst-1").get(reverse("situations")).content.decode()


def test_what_is_outside_of_the_mandate_is_referred_to_the_body_that_deals_with_it(loaded):
    storm = Situation.objects.get(title__startswith="Mozambique")
    assert storm.scope_tests.get().outcome == "out_of_scope_refer"
    sent = Transmission.objects.get(situation=storm)
    assert (sent.body, sent.decision, sent.acknowledged_at is not None) == ("OCHA", None, True)


def test_no_screen_is_empty_and_marking_holds(loaded, kenya):
    analyst, other = browser("analyst-1"), browser("analyst-2")
    for name in ("items", "situations", "sources", "submissions", "transmissions"):
        assert analyst.get(reverse(name)).status_code == 200
    assert "Burundi 2015" in analyst.get(reverse("situations")).content.decode()
    assert "Burundi 2015" not in other.get(reverse("situations")).content.decode()
    assert "North Macedonia 2001" in browser("reviewer-2").get(reverse("submissions")).content.decode()
    assert "Timor-Leste 1999" in browser("principal-2").get(reverse("submissions")).content.decode()
    assert "reconstruction" in analyst.get(reverse("situation", args=[kenya.ref])).content.decode()
    sent = Transmission.objects.get(body="AU-PSC")
    assert browser("liaison-1").get(reverse("transmission", args=[sent.ref])).status_code == 200
    assert browser("liaison-2").get(reverse("transmission", args=[sent.ref])).status_code == 404


@pytest.mark.parametrize(
    ("role", "waits"),
    [("reviewer", "North Macedonia 2001"), ("head", "North Macedonia 2001"), ("principal", "Timor-Leste 1999")],
)
def test_each_step_has_something_that_waits_for_both_people_of_its_role(loaded, role, waits):
    for number in (1, 2):
        user = User.objects.get(username=f"{role}-{number}")
        assert badges.of_submissions(user) == 1
        assert waits in browser(user.username).get(home_page(user)).content.decode()


def test_each_liaison_finds_what_was_sent_to_the_body_and_the_second_is_asked_to_answer(loaded):
    first, second = (User.objects.get(username=f"liaison-{number}") for number in (1, 2))
    assert (badges.of_transmissions(first), badges.of_transmissions(second)) == (0, 1)
    for user, title in ((first, KENYA), (second, "Guinea 2009")):
        assert title in browser(user.username).get(home_page(user)).content.decode()


def test_no_list_that_somebody_may_open_is_empty(loaded):
    for user in User.objects.filter(demonstration=True).exclude(role__in=[Role.ADMINISTRATOR, Role.PEER]):
        for name, label, roles in LINE:
            if user.role in roles and name not in {"report", "watch", "trail", "comparisons"}:
                page = browser(user.username).get(reverse(name))
                assert page.context["page"].paginator.count, (user.username, str(label))


def test_an_answer_is_asked_for_after_the_sending_and_by_the_day_that_was_decided(loaded):
    for sent in Transmission.objects.all():
        assert sent.answer_due_on > sent.sent_at.date()
        assert sent.decision is None or sent.decision.on == sent.answer_due_on
        assert sent.answered_at is None or sent.answered_at.date() <= sent.answer_due_on


def test_a_reporter_holds_own_items_alone_at_a_marking_the_clearance_covers(loaded):
    for reporter in User.objects.filter(role=Role.REPORTER):
        items = reporter.filed_items.all()
        assert items.exists()
        assert not [each for each in items if not covers(reporter.clearance, each.tlp)]


def test_the_banner_stands_on_every_page_of_a_demonstration_and_on_no_other(loaded, settings, tmp_path):
    analyst = browser("analyst-1")
    addresses = [reverse(name) for name in ("situations", "items", "account_logout", "mfa_index")]
    for address in [*addresses, "/nothing/"]:
        assert "Demonstration." in pages.read(analyst.get(address).content).text
    assert "Demonstration." in pages.read(Client().get("/sign-in/").content).text
    settings.FOCALPOINT_HOME = tmp_path
    for address in [*addresses, "/nothing/"]:
        assert "Demonstration." not in pages.read(analyst.get(address).content).text


def test_a_home_in_which_somebody_works_is_not_filled(loaded, folder):
    with pytest.raises(NotEmpty):
        load(folder, now=NOW)


def test_the_marker_is_there_before_anything_else(loaded, folder):
    assert home.is_demo(folder)
    assert "focalpoint.desk.demo.context.demonstration" in str(active.TEMPLATES)
