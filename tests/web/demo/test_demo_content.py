"""The demonstration: people of every role, and Kenya 2007-08 through every stage by the actions that people use."""

import datetime as dt
import re

import pytest
import yaml
from django.conf import settings as active
from django.db import transaction
from django.db.models import F
from django.test import Client, override_settings
from django.urls import reverse

import pages
from focalpoint.desk.assessments.models import Assessment, Dissent, Factor, Judgement
from focalpoint.desk.decisions.models import Decision, Submission, Transmission
from focalpoint.desk.decisions.note.signed import signed_note
from focalpoint.desk.decisions.note.withdrawn import redacted_note
from focalpoint.desk.demo import facts, home, people, script
from focalpoint.desk.demo.load import NotEmpty, load
from focalpoint.desk.intake.models import Custody, Item, Source
from focalpoint.desk.marking.rule import covers
from focalpoint.desk.options.models import Paper
from focalpoint.desk.people.home_page import home_page
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.site import badges
from focalpoint.desk.site.navigation import LINE
from focalpoint.desk.situations.incitement.ratings import reached_speeches
from focalpoint.desk.situations.models import ScopeTest, Situation, Speech
from focalpoint.desk.situations.scope_outcome import outcome_of
from focalpoint.desk.trail.chain import breaks
from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.queries import links
from focalpoint.desk.watch.models import Chance, Release
from focalpoint.doctrine import catalogue

NOW = dt.datetime(2026, 7, 2, 12, tzinfo=dt.UTC)
KENYA = "Kenya 2007-08"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def sign_ins(django_db_setup, django_db_blocker, folder):
    """The demonstration, loaded once for this file and undone after it."""
    with django_db_blocker.unblock(), override_settings(FOCALPOINT_HOME=folder), transaction.atomic():
        release_of_invented_figures()
        yield load(folder, now=NOW)
        transaction.set_rollback(True)


def release_of_invented_figures() -> None:
    """A release that speaks of one State, for one question."""
    months = {"origin": 557, "first": 558, "last": 571, "known_at": NOW, "created": NOW, "imported_at": NOW}
    made = Release.objects.create(id="r-invented", content="0" * 64, revised_data=False, embedded=False, **months)
    Chance.objects.create(release=made, iso3="SDN", threshold=1000, first=558, window=6, value=0.61)


@pytest.fixture
def loaded(sign_ins, db, folder, settings):
    settings.FOCALPOINT_HOME = folder
    return sign_ins


@pytest.fixture
def kenya(loaded) -> Situation:
    return Situation.objects.get(title__startswith=KENYA)


def own_fact(item: Item) -> facts.FoundFact:
    """The fact that a script gives itself, with its public source, from which an item was filed."""
    own = [pair for each in map(script.read, script.NAMES) for pair in each.facts.items()]
    return next(facts.own_fact(name, each) for name, each in own if each.source and each.text in item.text)


def first_version(situation: Situation) -> Assessment:
    return Assessment.objects.get(situation=situation, version=1)


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
    assert max(times) < dt.datetime(2009, 1, 1, tzinfo=dt.UTC)


def test_fourteen_factors_are_answered_with_evidence_behind_each_present(kenya):
    factors = Factor.objects.filter(assessment=first_version(kenya))
    assert factors.count() == 14
    assert {each.value for each in factors} == {"present", "absent", "unknown"}
    assert not factors.filter(note="").exists()
    assert not factors.filter(value="present", evidence=None).exists()


def test_the_likelihood_was_recorded_and_no_figure_shown(kenya):
    judgement = first_version(kenya).judgements.get()
    assert judgement.recorded_at < Submission.objects.get(assessment=first_version(kenya)).signed_at
    assert judgement.release_shown_at is None


def test_every_pillar_was_considered_and_nothing_new_as_well(kenya):
    paper = first_version(kenya).paper
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
    for item in Item.objects.filter(consent_withdrawn_at=None):
        assert item.title.endswith("(reconstruction)")
        assert "Reconstruction for training" in item.text
    assert "Reconstruction" in str(Assessment.objects.get(situation__title__startswith=KENYA, version=1).frozen)
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
    recalled = Item.objects.filter(source__in=Source.objects.filter(independence_group="catalogue"))
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
    assert counts == {"groups": (157, None), "authorities": (57, 57)}
    assert {act for each in linked for act in each.event.acts} == {"c.a", "c.g"}
    said = Assessment.objects.get(situation__title__startswith="Guinea").gaps
    assert "57" in said
    assert "157" in said


def test_one_item_has_its_entry_as_a_file(loaded):
    item = Item.objects.get(originals__name="count-of-the-dead.txt")
    page = browser("analyst-2").get(reverse("item", args=[item.ref])).content.decode()
    assert "count-of-the-dead.txt" in page


def test_where_the_items_say_too_little_the_scope_test_says_so_and_a_task_is_given(loaded):
    burundi = Situation.objects.get(title__startswith="Burundi 2015")
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


def test_each_decision_and_each_outcome_of_the_scope_test_is_there_once_at_least(loaded):
    assert set(Decision.objects.values_list("choice", flat=True)) == set(Decision.Choice.values)
    tests = ScopeTest.objects.all()
    shown = {outcome_of(each, each.situation.assessments.order_by("-version").first()) for each in tests}
    assert shown == set(ScopeTest.Outcome.values)


def test_a_speech_is_rated_by_two_people_and_leaders_are_reminded_of_what_binds_them(loaded):
    speech = Speech.objects.get()
    assert (speech.speaker, reached_speeches(speech.situation)) == ("President of the Senate", [speech])
    first, second = speech.rounds.get().ratings.all()
    assert {first.by.username, second.by.username} == {"analyst-2", "head-1"}
    sent = Transmission.objects.get(body="STATE")
    assert sent.addressee.endswith("Burundi")
    assert "Genocide" in sent.obligations


def test_a_forecast_is_shown_after_the_judgement_that_it_stands_beside(loaded):
    judgement = Judgement.objects.exclude(release_shown_at=None).get()
    assert judgement.recorded_at < judgement.release_shown_at
    assert (judgement.likelihood, judgement.release_chance) == (75, 0.61)
    page = browser("principal-1").get(reverse("submission", args=[judgement.assessment.submission.ref]))
    assert "61 %" in pages.read(page.content).text


def test_what_its_giver_withdrew_is_in_no_text_and_the_signed_note_says_so(loaded):
    item = Item.objects.exclude(consent_withdrawn_at=None).get()
    assert (item.text, item.originals.get().key, item.originals.get().name) == ("", None, "")
    assessment = Assessment.objects.get(situation=item.links.get().situation)
    assert assessment.reviewed_at < item.consent_withdrawn_at
    note = str(redacted_note(signed_note(assessment), assessment))
    assert "consent was withdrawn" in note
    assert "turned back at a post" not in note


def test_counts_differ_from_lowest_to_highest_and_each_has_its_source(loaded):
    counted = Item.objects.filter(event__high__isnull=False, event__low__lt=F("event__high"))
    counts = {each.source.independence_group: (each.event.low, each.event.best, each.event.high) for each in counted}
    assert counts["ucdp"] in {(1781, 1792, 3237), (1627, 2316, 2387)}


def test_each_situation_that_was_assessed_rests_on_sources_that_are_independent_of_each_other(loaded):
    for situation in Situation.objects.filter(assessments__isnull=False).distinct():
        groups = Item.objects.filter(links__situation=situation, source__isnull=False)
        assert groups.values("source__independence_group").distinct().count() > 1, situation.title


def test_kenya_after_the_answer_is_assessed_again_refused_monitored_and_closed_with_what_was_learnt(kenya):
    assert Decision.objects.get(submission__assessment=kenya.assessments.get(version=2)).choice == "refuse"
    closed, monitored = kenya.life_changes.all()
    assert (kenya.state, monitored.act, closed.act) == ("closed", "monitor", "close")
    assert "independent count" in closed.learnt
    page = pages.read(browser("analyst-1").get(reverse("situation", args=[kenya.ref])).content).text
    assert "(opened on 2 January 2008)" in page
    assert "nobody has the task to find out" not in page


def test_a_source_that_several_situations_use_is_registered_once(loaded):
    labels = list(Source.objects.values_list("label", flat=True))
    assert len(labels) == len(set(labels))


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
