"""What a submission still lacks, in sentences for its author. An empty list means it can go."""

import datetime as dt
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from focalpoint.desk.assessments.models import Assessment, Factor
from focalpoint.desk.consultations.queries import missing_local_view
from focalpoint.desk.decisions.note import withdrawn
from focalpoint.desk.design.likelihood import band
from focalpoint.desk.design.substance import problem_of_reason
from focalpoint.desk.interests.queries import declared, problem
from focalpoint.desk.options.models import Option, Paper
from focalpoint.desk.options.queries import held_to_the_rules
from focalpoint.desk.options.rules import is_coercive, measure
from focalpoint.desk.situations.models import ScopeTest
from focalpoint.desk.situations.queries import scope
from focalpoint.desk.situations.scope_outcome import outcome_of

MANIFEST = {
    "obligation": _lazy("obligation"),
    "capacity": _lazy("capacity"),
    "will": _lazy("will"),
    "conduct": _lazy("conduct"),
}
UNLIKELY = band(0.3).step  # the place of "unlikely" among the words


class Part(NamedTuple):
    """Something that is missing; ``step`` is the step of the full way that an urgent alert may go without."""

    text: str
    step: str = ""


def parts(assessment: Assessment, paper: Paper | None, *, on: dt.date) -> list[Part]:
    """Return everything that is missing between a draft and its submission, each with the step it belongs to."""
    return [*_assessment(assessment, on), *_paper(paper), *map(Part, _coercion(assessment, paper))]


def _assessment(assessment: Assessment, on: dt.date) -> list[Part]:
    found = _scope(assessment)
    if not assessment.judgements.exists():
        found.append(Part(_("There is no judgement.")))
    if assessment.judgements.filter(would_change="").exists():
        found.append(Part(_("What would change a judgement was not said."), "change"))
    found += map(Part, _factors(assessment))
    if not assessment.summary.strip():
        found.append(Part(_("There is no summary."), "summary"))
    if not assessment.gaps.strip():
        found.append(Part(_("What is not known was not said."), "gaps"))
    mine = declared(assessment.situation).get(assessment.author_id)
    if mine is None or mine.is_recused:
        found.append(Part(problem({mine.by_id: mine} if mine else {}, assessment.author), "interests"))
    if lacking := missing_local_view(assessment, on=on):
        found.append(Part(lacking, "local"))
    if assessment.expires_on is None or assessment.expires_on <= on:
        found.append(Part(_("The assessment needs a day on which it expires, after today."), "expiry"))
    return found


def _scope(assessment: Assessment) -> list[Part]:
    """Say that the test was not run, or that by it this is for others to deal with."""
    test = scope(assessment.situation)
    if test is None:
        return [Part(_("The situation has no scope test."), "scope")]
    if not test.derived:
        text = _("The scope test was recorded under earlier rules, with no answers behind it: run it again.")
        return [Part(text, "scope")]
    if outcome_of(test, assessment) == ScopeTest.Outcome.REFER:
        return [Part(_("The scope test says that this is for others to deal with: refer it, or run the test again."))]
    return []


def _factors(assessment: Assessment) -> list[str]:
    """Say which answers are on nothing: present without evidence, absent without a reason."""
    found = []
    uncited = assessment.factors.filter(value=Factor.Value.PRESENT, evidence=None).values_list("factor", flat=True)
    if uncited:
        found.append(_("No evidence is cited for: %(factors)s.") % {"factors": ", ".join(uncited)})
    unsupported = withdrawn.unsupported_factors(assessment)
    if unsupported:
        said = _("Consent was withdrawn for all evidence of: %(factors)s.")
        found.append(said % {"factors": ", ".join(unsupported)})
    claimed = assessment.factors.filter(value=Factor.Value.ABSENT, evidence=None, note="")
    if claimed:
        names = ", ".join(each.factor for each in claimed)
        found.append(_("Absent is a claim; say why, or choose unknown: %(factors)s.") % {"factors": names})
    return found


def _paper(paper: Paper | None) -> list[Part]:
    if paper is None:
        return [Part(_("There is no options paper: an assessment never goes without one."))]
    return [
        Part(f"{each.heading}: {each.text}" if each.heading else str(each.text), _step_of(each.rule))
        for each in held_to_the_rules(paper)
    ]


def _step_of(rule: str) -> str:
    """Return the step of a rule that speaks of the whole paper; what it says of one proposal cannot wait."""
    steps = {"every_pillar_is_considered": "pillars", "no_new_measure_is_always_there": "cost"}
    steps["a_proposal_says_what_it_costs_and_risks"] = "risk"
    return steps.get(rule.partition(":")[0], "")


def _coercion(assessment: Assessment, paper: Paper | None) -> list[str]:
    """Say what coercion under pillar III lacks: the four parts of manifest failure, and a judgement that carries it."""
    options = paper.options.filter(status=Option.Status.PROPOSED) if paper else []
    coercive = [each for each in options if is_coercive(each)]
    if not coercive:
        return []
    likely = any(band(each.likelihood / 100).step > UNLIKELY for each in assessment.judgements.all())
    unsupported = [] if likely else [each for each in coercive if problem_of_reason(each.reason)]
    said = _("%(measure)s: no judgement is above “unlikely”. Say in its reason why it is proposed all the same.")
    return [*_manifest_failure(assessment), *(said % {"measure": measure(each.measure).name} for each in unsupported)]


def _manifest_failure(assessment: Assessment) -> list[str]:
    """Say which parts of the reasoning on manifest failure say nothing, or the same as another part."""
    texts = {name: getattr(assessment, name) for name in MANIFEST}
    others = {name: [text for other, text in texts.items() if other != name] for name in texts}
    empty = [str(MANIFEST[name]) for name, text in texts.items() if problem_of_reason(text, others[name])]
    said = _("Coercive measures need the reasoning on manifest failure, in sentences: %(parts)s.")
    return [said % {"parts": ", ".join(empty)}] if empty else []
