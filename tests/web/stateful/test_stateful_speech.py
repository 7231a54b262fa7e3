"""A machine that files, rates, reconciles and rates again at random, right and wrong, next to a plain model of it."""

import dataclasses

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule
from hypothesis.stateful import run_state_machine_as_test as run

import speeches
import walk
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.situations.incitement import actions as inciting
from focalpoint.desk.situations.incitement.parts import PARTS
from focalpoint.desk.situations.incitement.ratings import counted_result, reached_speeches, results, speeches_of
from focalpoint.desk.situations.incitement.shown import shown_speech
from focalpoint.desk.situations.models import Speech
from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.states import differences
from focalpoint.reference.errors import FocalpointError

RATERS = ("analyst", "second", "head")
WHO = st.sampled_from([*RATERS, "analyst", "second", "reviewer", "principal"])
LEVELS = st.sampled_from([speeches.HIGH, speeches.LOW, speeches.HIGH | {"rabat.extent": "low"}])


@dataclasses.dataclass
class Turn:
    """A round in the model: who gave which levels, and what they were reconciled to."""

    given: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)
    agreed: dict[str, str] = dataclasses.field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        return len(self.given) == 2

    @property
    def differing(self) -> list[str]:
        one, other = self.given.values()
        return [name for name in PARTS if one[name] != other[name]]

    @property
    def reaches(self) -> bool:
        """The rule once more: a call that is direct, or likely harm; all else is met in every rating here."""
        ratings = [each | self.agreed for each in self.given.values()]
        return all(each["call.direct"] == "met" or each["rabat.likelihood"] == "high" for each in ratings)


@dataclasses.dataclass
class Filed:
    """A speech in the model."""

    turns: list[Turn] = dataclasses.field(default_factory=lambda: [Turn()])
    is_aside: bool = False

    @property
    def counts(self) -> Turn | None:
        done = [each for each in self.turns if each.is_done]
        return done[-1] if done and not self.is_aside else None


class Speeches(RuleBasedStateMachine):
    """One situation. ``did`` holds each act to one event when it is done, and none when it is refused."""

    filed = Bundle("filed")

    def __init__(self) -> None:
        super().__init__()
        self.model: dict[str, Filed] = {}
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    @initialize(target=filed)
    def begin(self):
        everyone = walk.cast()
        self.people = {
            "analyst": everyone.analyst,
            "head": everyone.head,
            "reviewer": everyone.reviewer,
            "principal": everyone.principal,
            "second": walk.person(Role.ANALYST, "second"),
        }
        self.item = walk.filed(everyone.analyst)
        self.situation = walk.opened(everyone.analyst, self.item)
        return multiple()

    def did(self, act, *, expected: bool, verb: str) -> bool:
        before = Event.objects.filter(verb=verb).count()
        try:
            with transaction.atomic():
                act()
        except FocalpointError:
            done = False
        else:
            done = True
        assert done is expected
        assert Event.objects.filter(verb=verb).count() == before + done
        return done

    @rule(target=filed, by=WHO)
    def file(self, by):
        found: list[Speech] = []

        def act() -> None:
            found.append(speeches.filed(self.people[by], self.situation))

        if self.did(act, expected=by in RATERS, verb="speech.filed"):
            self.model[found[0].ref] = Filed()
            return found[0]
        return multiple()

    @rule(speech=filed, by=WHO, levels=LEVELS)
    def rate(self, speech, by, levels):
        known = self.model[speech.ref]
        turn = known.turns[-1]
        allowed = by in RATERS and not known.is_aside and not turn.is_done and by not in turn.given

        def act() -> None:
            speeches.rated(speech, self.people[by], levels, self.item)

        if self.did(act, expected=allowed, verb="speech.rated"):
            turn.given[by] = levels

    @rule(speech=filed, by=WHO, level=st.sampled_from(["high", "low"]))
    def reconcile(self, speech, by, level):
        known = self.model[speech.ref]
        turn = known.turns[-1]
        differing = turn.differing if turn.is_done else []
        allowed = by in RATERS and not known.is_aside and bool(differing) and not turn.agreed
        agreed = {name: "not_met" if name.startswith("call.") else level for name in differing}
        found = speeches.parts(agreed, self.item, of="Both")

        def act() -> None:
            inciting.reconcile_ratings(speech=speech, parts=found, by=self.people[by], at=walk.AT)

        if self.did(act, expected=allowed, verb="speech.rated"):
            turn.agreed = agreed

    @rule(speech=filed, by=WHO)
    def again(self, speech, by):
        known = self.model[speech.ref]
        allowed = by in RATERS and not known.is_aside and known.turns[-1].is_done

        def act() -> None:
            inciting.rate_again(speech=speech, reason="A better translation.", by=self.people[by], at=walk.AT)

        if self.did(act, expected=allowed, verb="speech.reopened"):
            known.turns.append(Turn())

    @rule(speech=filed, by=st.sampled_from(["principal", "reviewer", "reviewer", "head"]))
    def set_aside(self, speech, by):
        known = self.model[speech.ref]
        allowed = by in RATERS and not known.is_aside

        def act() -> None:
            inciting.set_speech_aside(speech=speech, reason="Filed twice.", by=self.people[by], at=walk.AT)

        if self.did(act, expected=allowed, verb="speech.set-aside"):
            known.is_aside = True

    @invariant()
    def what_counts_is_what_the_model_says(self):
        if not self.model:
            return
        found = speeches_of(self.situation)
        assert {each.ref for each in found} == set(self.model)
        for each in found:
            known = self.model[each.ref]
            counted = counted_result(each)
            assert (counted is not None) is (known.counts is not None)
            if counted and known.counts:
                assert counted.is_reached is known.counts.reaches
                assert len(results(each)) == len(known.turns)
        reached = {ref for ref, known in self.model.items() if known.counts and known.counts.reaches}
        assert {each.ref for each in reached_speeches(self.situation)} == reached

    @invariant()
    def a_round_that_is_not_done_shows_each_person_the_own_answers_alone(self):
        for each in speeches_of(self.situation) if self.model else []:
            given = self.model[each.ref].turns[-1].given
            for name, user in self.people.items():
                self.sees_own_alone(each, name, user, given)

    def sees_own_alone(self, speech: Speech, name: str, user: User, given: dict[str, dict[str, str]]) -> None:
        newest = shown_speech(speech, user, [self.item]).newest
        raters = {rating.by.username for rating in newest.raters if rating.step != "reconciled"}
        assert raters == (set(given) if len(given) == 2 else set(given) & {name})

    def teardown(self):
        if self.model:
            assert list(differences()) == []
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)


@pytest.fixture
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.mark.django_db
@pytest.mark.parametrize("runs", [8, pytest.param(60, marks=pytest.mark.long)])
def test_whoever_rates_in_whatever_order_the_rules_hold(home, runs):
    few = {"max_examples": runs, "stateful_step_count": 15, "deadline": None}
    run(Speeches, settings=settings(**few, suppress_health_check=list(HealthCheck)))


@pytest.mark.django_db
def test_the_machine_itself_can_walk_to_the_far_end(home):
    """So that the run above cannot pass by being refused everything."""
    desk = Speeches()
    desk.begin()
    speech = desk.file("analyst")
    desk.rate(speech, "analyst", speeches.HIGH)
    desk.rate(speech, "second", speeches.LOW)
    desk.reconcile(speech, "head", "high")
    assert desk.model[speech.ref].turns[0].reaches
    desk.again(speech, "head")
    desk.rate(speech, "head", speeches.LOW)
    desk.what_counts_is_what_the_model_says()
    desk.rate(speech, "second", speeches.LOW)
    assert not desk.model[speech.ref].turns[1].reaches
    desk.what_counts_is_what_the_model_says()
    desk.a_round_that_is_not_done_shows_each_person_the_own_answers_alone()
    desk.set_aside(speech, "head")
    desk.what_counts_is_what_the_model_says()
    desk.teardown()
