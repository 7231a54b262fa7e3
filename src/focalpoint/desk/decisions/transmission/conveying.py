"""What leaves under no decision, kept as it was sent: a letter of referral, or the report of a mission."""

import datetime as dt
from collections.abc import Collection

from django.conf import settings

from focalpoint.desk.decisions.models import Transmission
from focalpoint.desk.decisions.transmission.copy import Route
from focalpoint.desk.documents.blocks import Document
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.rule import highest
from focalpoint.desk.missions.models import Report
from focalpoint.desk.people.models import User
from focalpoint.desk.situations.models import Situation


def keep_sent(
    situation: Situation,
    route: Route,
    letter: Document,
    *,
    ref: str,
    report: Report | None = None,
    passed: Collection[Item] = (),
    by: User,
    at: dt.datetime,
) -> Transmission:
    """Keep a document that goes to a body, at the stricter marking, with the members of its situation."""
    sent = Transmission.objects.create(
        ref=ref,
        situation=situation,
        report=report,
        body=route.body,
        asked=route.asked.strip(),
        entry_point=route.entry_point,
        conveyor=route.conveyor,
        legal_basis=route.legal_basis,
        form=route.form,
        copy=letter.model_dump(mode="json"),
        copy_hash=letter.digest(),
        sent_by=by,
        sent_at=at,
        leaves_at=at + dt.timedelta(minutes=settings.FOCALPOINT_RECALL_MINUTES),
        answer_due_on=route.answer_due_on,
        tlp=highest(situation.tlp, letter.marking),
        need_to_know=situation.need_to_know,
    )
    sent.members.set(situation.members.all())
    sent.passed.set(passed)
    return sent
