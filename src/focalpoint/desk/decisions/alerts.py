"""Filing an urgent alert in one act: a situation where there is none, one judgement, one request, to a reviewer.

A message says that it waits: to those who can sign it, then to those who can decide on it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.assessments.models import Judgement
from focalpoint.desk.decisions import queries
from focalpoint.desk.decisions.actions import submit
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.workflow import NotNow
from focalpoint.desk.intake.models import Item
from focalpoint.desk.options import actions as opting
from focalpoint.desk.options.models import Option
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.situations import actions as situating
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.trail.actions import Ids, record
from focalpoint.desk.trail.actors import SystemActor


@dataclass(frozen=True)
class Alert:
    """What one form says: a judgement and an option, unsaved, and the items that the judgement rests on."""

    judgement: Judgement
    request: Option
    sources: Sequence[Item]


@transaction.atomic
def file_alert(*, situation: Situation, alert: Alert, by: User, at: dt.datetime) -> Submission:
    """File an urgent alert as the next version of a situation's assessment; a draft of another version is not touched.

    Raises
    ------
    NotReady : something is missing that even an alert needs, or the request has to go the full way.
    NotNow : no reviewer sees the situation; nothing was written.
    """
    require(by, Permission.ASSESSMENT_START)
    draft = assessing.start(situation=situation, by=by, at=at)
    alert.judgement.assessment = draft
    assessing.record_judgement(judgement=alert.judgement, evidence=alert.sources, revision=draft.revision, by=by, at=at)
    paper = opting.start(assessment=draft, by=by, at=at)
    alert.request.paper = paper
    opting.consider(option=alert.request, revision=paper.revision, by=by, at=at)
    sent = submit(assessment=draft, revision=draft.revision, is_urgent=True, by=by, at=at)
    if not queries.possible_signers(sent).exists():
        raise NotNow(
            _("No reviewer can see this situation."),
            todo=_("Add a reviewer to its members, or choose another marking, then file the alert."),
        )
    return sent


@transaction.atomic
def open_with_alert(
    *, situation: Situation, iso3s: list[str], item: Item, alert: Alert, by: User, at: dt.datetime
) -> Submission:
    """Open a situation from an item and file an urgent alert in it; both or neither.

    Raises
    ------
    Overlap : a live situation of the country, which the opener sees, and no reason for a second one.
    """
    require(by, Permission.SITUATION_OPEN)
    opened = situating.open_situation(situation=situation, iso3s=iso3s, item=item, by=by, at=at)
    return file_alert(situation=opened, alert=alert, by=by, at=at)


@transaction.atomic
def announce(*, submission: Submission, by: SystemActor, at: dt.datetime) -> None:
    """Send those who have the next step on an urgent alert a message that one waits, which says nothing else.

    What the trail keeps of it is undone where the message cannot be sent, so that it can be tried again.
    """
    require(by, Permission.WORK_DELIVER)
    people = [each for each in queries.possible_next(submission) if each.email]
    if not (people and settings.DEFAULT_FROM_EMAIL):
        return
    ids: Ids = {"people": [each.ref for each in people]}
    record(by=by.ref, at=at, verb="alert.announced", subject=submission.ref, ids=ids)
    address = f"{settings.FOCALPOINT_ADDRESS}{reverse('submissions')}"
    text = _("An urgent alert waits for you: %(address)s") % {"address": address}
    EmailMessage(_("An urgent alert waits"), text, bcc=[each.email for each in people]).send()
