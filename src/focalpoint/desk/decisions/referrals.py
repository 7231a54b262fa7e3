"""Referring a situation that the scope test found outside of the mandate to the body that deals with it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoint.desk.concurrency.revisions import Stale
from focalpoint.desk.decisions import integrity
from focalpoint.desk.decisions.models import Transmission
from focalpoint.desk.decisions.transmission.conveying import keep_sent
from focalpoint.desk.decisions.transmission.copy import Route
from focalpoint.desk.decisions.transmission.referral import compose_letter, read_mark
from focalpoint.desk.decisions.workflow import NotNow
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.people.zones import ensure_not_passed, office_day
from focalpoint.desk.situations.models import ScopeTest, Situation
from focalpoint.desk.situations.queries import scope
from focalpoint.desk.situations.states import ensure_live
from focalpoint.desk.trail.actions import Ids, record


@transaction.atomic
def refer(*, situation: Situation, route: Route, mark: str, by: User, at: dt.datetime) -> Transmission:
    """Send the letter that was read to the body which the scope test names.

    Raises
    ------
    NotNow : the newest scope test refers nothing, or names another body; the day of the answer has passed.
    Stale : the letter that was read has lapsed, or reads otherwise now.
    """
    require(by, Permission.SITUATION_REFER, situation)
    ensure_live(situation)
    test = ensure_referred(situation, route.body)
    ensure_not_passed(route.answer_due_on, at, refusal=NotNow)
    ref, digest, language = read_mark(mark, by=by.ref)
    letter = compose_letter(test, route, ref=ref, language=language, on=office_day(at))
    if letter.digest() != digest:
        raise Stale(_("The letter reads otherwise than the one you read."), todo=_("Read it again, then send it."))
    sent = keep_sent(situation, route, letter, ref=ref, by=by, at=at)
    ids: Ids = {"situation": situation.ref, "body": sent.body, "sent": integrity.of_sent(sent)}
    record(by=by.ref, at=at, verb="transmission.referred", subject=sent.ref, ids=ids, after=[sent])
    return sent


def ensure_referred(situation: Situation, body: str) -> ScopeTest:
    """Return the newest scope test of a situation, which refers it to a body.

    Raises
    ------
    NotNow : it refers nothing, or to another body.
    """
    test = scope(situation)
    if test is None or test.outcome != ScopeTest.Outcome.REFER or test.refer_to != body:
        raise NotNow(_("The newest scope test does not refer this to that body."), todo=_("Open the situation again."))
    return test
