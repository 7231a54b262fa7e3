"""A scope test as the page of its situation shows it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from focalpoint.desk.intake.models import Item
from focalpoint.desk.situations.models import PERPETRATOR, ScopeTest
from focalpoint.desk.situations.scope_grid import rows
from focalpoint.desk.situations.scope_outcome import derived_now, outcome_of
from focalpoint.desk.situations.scope_rules import Derived
from focalpoint.doctrine import catalogue


@dataclass(frozen=True)
class ShownFinding:
    """One answer, with those items for it and against it that the reader may see."""

    text: str
    known: str
    note: str
    items: list[Item]
    against: list[Item]


@dataclass(frozen=True)
class ShownTest:
    """A test with its outcome of now, how it follows, and its answers."""

    test: ScopeTest
    outcome: str
    is_unclear: bool
    derived: Derived | None
    derived_outcome: str
    findings: list[ShownFinding]
    answers: list[tuple[str, str]]


def shown_test(test: ScopeTest, assessment: Any, evidence: Collection[Item]) -> ShownTest:
    """Return a test by the factors of an assessment that the reader may see, with the reader's evidence alone."""
    derived = derived_now(test, assessment)
    seen = {item.pk: item for item in evidence}
    outcome = ScopeTest.Outcome(outcome_of(test, assessment))
    questions = {each.id: each.text for each in catalogue(test.catalogue).crimes.questions}
    return ShownTest(
        test=test,
        outcome=str(outcome.label),
        is_unclear=outcome == ScopeTest.Outcome.INSUFFICIENT,
        derived=derived,
        derived_outcome=str(ScopeTest.Outcome(derived.outcome).label) if derived else "",
        findings=[
            ShownFinding(
                text=str(rows()[each.row].text),
                known=str(dict(rows()[each.row].answers)[each.known]),
                note="; ".join(filter(None, (str(dict(rows()[each.row].kinds).get(each.kind, "")), each.note))),
                items=[seen[item.pk] for item in each.evidence.all() if item.pk in seen],
                against=[seen[item.pk] for item in each.against.all() if item.pk in seen],
            )
            for each in test.findings.all()
        ],
        answers=[(questions.get(name, name), text) for name, text in _answers(test).items()],
    )


def _answers(test: ScopeTest) -> dict[str, str]:
    """Return the answers to the questions in their order, those of an earlier test in its own words."""
    answers = {**test.answers, PERPETRATOR: test.get_perpetrator_display() or test.answers.get(PERPETRATOR, "")}
    return {name: answers[name] for name in sorted(answers) if answers[name]}
