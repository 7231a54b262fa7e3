"""The fast lane: an urgent alert is one judgement and one request; each step that it skips is named and due later."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.submission.completeness import Part
from focalpoint.desk.options.models import Option, Paper
from focalpoint.desk.options.rules import asked_for, is_coercive, measure
from focalpoint.desk.options.safeguards import COST, DECIDER
from focalpoint.doctrine import catalogue

DECIDE_WITHIN = dt.timedelta(hours=1)
MADE_GOOD_WITHIN = dt.timedelta(hours=72)
INTERESTS = "interests"
SOON = ("immediate", "days")
STEPS: dict[str, str | Promise] = {
    "scope": _lazy("scope test"),
    "change": _lazy("what would change the judgement"),
    "summary": _lazy("summary"),
    "gaps": _lazy("what is not known"),
    INTERESTS: _lazy("declaration of interests"),
    "local": _lazy("view of a local partner"),
    "expiry": _lazy("day on which the assessment expires"),
    "pillars": _lazy("options considered in each pillar"),
    "cost": _lazy("expected cost of no new measure"),
    "risk": _lazy("cost and risk of the request"),
    "signature": _lazy("confirmation of the signature by telephone"),
}


def skipped_steps(missing: Collection[Part]) -> list[str]:
    """Return the steps, by their keys, among what a draft is missing, that an alert may go without."""
    found = {each.step for each in missing}
    return [step for step in STEPS if step in found]


def blocking_parts(missing: Collection[Part], assessment: Assessment, paper: Paper | None) -> list[str]:
    """Return what even an urgent alert cannot go without, of what a draft is missing and of its one request."""
    found = [each.text for each in missing if not each.step]
    if not assessment.situation.links.exists():
        found.append(_("An alert rests on a source: link at least one item to the situation."))
    return [*found, *_request(paper)]


def _request(paper: Paper | None) -> list[str]:
    """Say what is wrong with the one request of an alert: it may need nothing that only the Council can give."""
    proposed = list(paper.options.filter(status=Option.Status.PROPOSED)) if paper else []
    if paper and len(proposed) != 1:
        return [_("An alert makes one request: propose one measure. This paper proposes %(n)d.") % {"n": len(proposed)}]
    said = _("%(measure)s: what coerces, or may need the Council, does not go with an urgent alert.")
    return [said % {"measure": measure(each.measure).name} for each in proposed if _needs_the_full_way(each)]


def _needs_the_full_way(option: Option) -> bool:
    return is_coercive(option) or measure(option.measure).sc_authorization != "no"


def possible_requests(*, state_is_alleged: bool) -> list[Option]:
    """Return what an alert can ask for: measures with an effect within days, that no safeguard has to go before."""
    found = [
        Option(measure=each.id, pillar=pillar)
        for each in catalogue().measures.measures
        if each.typical_time_to_effect in SOON
        for pillar in each.pillars
    ]
    return [
        each
        for each in found
        if not _needs_the_full_way(each) and asked_for(each.measure, each.pillar, state_is_alleged) == [COST, DECIDER]
    ]


def names_of(steps: list[str]) -> list[str]:
    """Return steps in words, in the language of the reader."""
    return [str(STEPS[each]) for each in steps if each in STEPS]


def owed_steps(submission: Submission) -> list[str]:
    """Return what an alert still owes, by the keys of the steps, when no later submission made it good."""
    by_telephone = submission.telephone_by_id is not None and submission.confirmed_at is None
    return [*submission.skipped, *(["signature"] if by_telephone else [])]


def due_at(submission: Submission) -> dt.datetime:
    """Return when what an alert owes is due; one that skipped nothing owes the confirmation of its signature."""
    return submission.owed_by or (submission.signed_at or submission.submitted_at) + MADE_GOOD_WITHIN


def owing(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Return the alerts among submissions that owe a step: skipped and not made good by a later, full submission of
    the situation, or signed by telephone and not confirmed.
    """
    later = Submission.objects.filter(
        assessment__situation=OuterRef("assessment__situation"), number__gt=OuterRef("number"), is_urgent=False
    ).exclude(state=Submission.State.RETURNED)
    skipped = Q(owed_by__isnull=False) & ~Exists(later)
    unconfirmed = Q(telephone_by__isnull=False, confirmed_at=None)
    return submissions.filter(skipped | unconfirmed).order_by("submitted_at", "pk")
