"""What a way out of the office must hold to, before a copy is shown and again before it is sent."""

import datetime as dt
import re
from collections.abc import Collection

from django.utils.translation import gettext as _

from focalpoint.desk.decisions.competence import competent_bodies
from focalpoint.desk.decisions.models import Submission, Transmission
from focalpoint.desk.decisions.transmission.copy import Route
from focalpoint.desk.decisions.transmission.drafts import LEADERS
from focalpoint.desk.decisions.workflow import NotNow
from focalpoint.desk.design.substance import FEW, problem_of_reason

COUNCIL = "SC"
QUIET = ("aim", "ends_on", "test", "next_step")  # what a quiet action has
_ARTICLE_99 = re.compile(r"\bart(icle|\.)?\s*99\b", re.IGNORECASE)
_SECRETARY_GENERAL = re.compile(r"\bSG\b|\bsecretary-general\b", re.IGNORECASE)
_FOR_ANOTHER = re.compile(r"\b(adviser|advisor|representative|envoy|assistant|deputy|under)\b", re.IGNORECASE)


def ensure_holds(route: Route) -> None:
    """Refuse a way that asks for nothing, lacks what a message or a quiet action needs, or misuses Article 99.

    Raises
    ------
    NotNow : says which, and what to do.
    """
    if not route.asked.strip():
        raise NotNow(_("What is asked of the body was not said."), todo=_("Say it in a sentence or two."))
    if route.body == LEADERS and not route.addressee.strip():
        raise NotNow(_("A message to a State needs its addressee."), todo=_("Name the office or function."))
    if route.form == Transmission.Form.QUIET and not all(route.quiet.get(part) for part in QUIET):
        raise NotNow(
            _("A quiet action needs its aim, end date, test and next step."), todo=_("Fill in all four, each in words.")
        )
    if route.body == COUNCIL and _ARTICLE_99.search(route.legal_basis) and not _is_secretary_general(route.conveyor):
        raise NotNow(
            _("Only the Secretary-General may use Article 99."),
            todo=_("Name the Secretary-General as the one who conveys it, or rest it on another basis."),
        )


def is_asked_why_not_others(submission: Submission, used: Collection[str], on: dt.date) -> bool:
    """Whether bodies with competence are left aside, which a decision explains; an urgent alert need not."""
    if submission.is_urgent:
        return False
    near = {each.way.body.id for each in competent_bodies(submission.assessment.situation, on) if each.is_near}
    return bool(near.difference(used))


def ensure_others_explained(submission: Submission, used: Collection[str], why: str, on: dt.date) -> None:
    """Refuse a decision that leaves bodies with competence aside and does not say why.

    Raises
    ------
    NotNow : says what to write.
    """
    if problem_of_reason(why, fewest=FEW) and is_asked_why_not_others(submission, used, on):
        said = _("Other bodies have competence here, and why they are not used was not said.")
        raise NotNow(said, todo=_("Say it once for all of them, in a sentence."))


def _is_secretary_general(conveyor: str) -> bool:
    return bool(_SECRETARY_GENERAL.search(conveyor)) and not _FOR_ANOTHER.search(conveyor)
