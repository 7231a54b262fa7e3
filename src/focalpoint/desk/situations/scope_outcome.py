"""The outcome of a scope test as it is now: its findings with the risk factors of an assessment."""

from collections.abc import Iterable
from typing import Any

from focalpoint.desk.situations.incitement.ratings import reached_speeches
from focalpoint.desk.situations.models import ScopeFinding, ScopeTest, Situation, Speech
from focalpoint.desk.situations.scope_rules import Answer, Derived, derive


def answers_of(findings: Iterable[ScopeFinding]) -> dict[str, Answer]:
    """Return the answers that count: one whose evidence was all withdrawn is not known any more."""
    found = {}
    for each in findings:
        items = [item for item in each.evidence.all() if item.consent_withdrawn_at is None]
        answer = Answer(each.known, each.kind, each.note, len(items))
        if items or not answer.is_reported:
            found[each.row] = answer
    return found


def newest_factors(situation: Situation) -> set[str]:
    """Return the factors that the newest assessment of a situation holds for present."""
    return present_factors(situation.assessments.order_by("-version").first())


def present_factors(assessment: Any) -> set[str]:
    """Return the factors that an assessment holds for present; none where there is no assessment."""
    return {each.factor for each in assessment.factors.all() if each.value == "present"} if assessment else set()


def derived_now(test: ScopeTest, assessment: Any, findings: Iterable[ScopeFinding] | None = None) -> Derived | None:
    """Return what the rules give of a test with the factors of an assessment; None of a test of before the rules.

    ``findings`` are those of the test, where they were read already.
    """
    if not test.derived:
        return None
    return derive(
        answers_of(test.findings.prefetch_related("evidence") if findings is None else findings),
        stage=str(test.answers.get("Q9", "")),
        is_contested=test.is_contested,
        factors=present_factors(assessment),
        is_incited=bool(counted_speeches(test.situation, assessment)),
    )


def counted_speeches(situation: Situation, assessment: Any = None) -> list[Speech]:
    """Return the speeches that reach the threshold of incitement by two ratings; for what was signed, by then."""
    is_signed = assessment is not None and assessment.state == "signed"
    return reached_speeches(situation, until=assessment.reviewed_at if is_signed else None)


def outcome_of(test: ScopeTest, assessment: Any) -> str:
    """Return the outcome that counts: the one chosen with a reason, else what the rules give now."""
    derived = None if test.override_reason else derived_now(test, assessment)
    return derived.outcome if derived else test.outcome
