"""Reading options papers: those of the assessments that a reader may see."""

from django.db.models import Q, QuerySet

from focalpoint.desk.assessments.models import Assessment, Factor
from focalpoint.desk.assessments.queries import assessments, cited_items
from focalpoint.desk.intake.actors import OF_THE_STATE
from focalpoint.desk.intake.models import Item
from focalpoint.desk.intake.queries import items
from focalpoint.desk.options.models import Option, Paper
from focalpoint.desk.options.rules import Finding, findings
from focalpoint.desk.options.safeguards import cited
from focalpoint.desk.people.models import User
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.queries import evidence, scope


def papers(user: User) -> QuerySet[Paper]:
    """Return the papers a user may see."""
    found = Paper.objects.filter(assessment__in=assessments(user))
    return found.select_related("assessment__situation", "assessment__author")


def options_with_readings() -> QuerySet[Option]:
    """Return options with who read their safeguards, for a prefetch of a paper that was found."""
    return Option.objects.select_related("reading__by", "withdrawn_by")


def paper_of(user: User, assessment: Assessment) -> Paper | None:
    """Return the paper of an assessment; None when it has none that a user may see."""
    return papers(user).filter(assessment=assessment).first()


def held_to_the_rules(paper: Paper) -> list[Finding]:
    """Return what the rules say of a paper as it is."""
    state, lost = state_is_alleged(paper.assessment.situation), lost_evidence(paper)
    return findings(paper.current_options, paper.no_new_measure, state_is_alleged_perpetrator=state, lost=lost)


def citable(paper: Paper) -> QuerySet[Item]:
    """Return the items that a safeguard may rest on: of the situation, seen by the paper's author, not withdrawn."""
    found = evidence(paper.assessment.author, paper.assessment.situation)
    return found.filter(consent_withdrawn_at=None)


def lost_evidence(paper: Paper) -> frozenset[str]:
    """Return the references of the items that the paper's records cite and may not cite any more."""
    refs = {ref for option in paper.current_options for ref in cited(option.records)}
    if not refs:
        return frozenset()
    return frozenset(refs.difference(citable(paper).filter(ref__in=refs).values_list("ref", flat=True)))


def readable_evidence(user: User, paper: Paper) -> frozenset[str]:
    """Return the references of the items that a paper's records cite and that a reader may open."""
    refs = {ref for option in paper.options.all() for ref in cited(option.records)}
    return frozenset(items(user).filter(ref__in=refs).values_list("ref", flat=True)) if refs else frozenset()


def items_of_safeguards(assessment: Assessment) -> QuerySet[Item]:
    """Return the items that the safeguards of what an assessment's paper proposes rest on."""
    proposed = Option.objects.filter(paper__assessment=assessment, status=Option.Status.PROPOSED)
    return Item.objects.filter(cited_in_options__in=proposed).distinct()


def items_behind(assessment: Assessment) -> QuerySet[Item]:
    """Return the items that an assessment itself rests on, and those of the safeguards of what it proposes."""
    own, safeguards = cited_items(assessment), items_of_safeguards(assessment)
    return Item.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=safeguards.values("pk")))


def state_is_alleged(situation: Situation) -> bool:
    """Whether the newest scope test names the State, or forces that it backs, as the alleged perpetrator."""
    return alleged_kind(situation) in OF_THE_STATE


def alleged_kind(situation: Situation) -> str:
    """Return the kind of the alleged perpetrator by the newest scope test; empty where it gives none."""
    test = scope(situation)
    return test.alleged_kind if test else ""


def present_factors(paper: Paper) -> list[str]:
    """Return the risk factors that the assessment of a paper says are present."""
    return list(paper.assessment.factors.filter(value=Factor.Value.PRESENT).values_list("factor", flat=True))
