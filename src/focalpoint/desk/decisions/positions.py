"""Positions known: who supports, blocks or pledged what, and what is on an agenda, each with its source and day.

They are shown where the principal decides; nothing of them is in a copy.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoint.desk.concurrency.revisions import lock_row
from focalpoint.desk.decisions.models import Position
from focalpoint.desk.decisions.queries import AGENDA
from focalpoint.desk.decisions.transmission import bodies
from focalpoint.desk.decisions.workflow import NotNow
from focalpoint.desk.marking.refs import new_ref
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.situations.states import ensure_live
from focalpoint.desk.trail.actions import Ids, record


@transaction.atomic
def record_position(*, position: Position, by: User, at: dt.datetime) -> Position:
    """Record a position on a situation, in general or before one body.

    Raises
    ------
    NotNow : its day is still to come, the catalogue does not know the body, or an agenda is of no body.
    """
    require(by, Permission.POSITION_RECORD, position.situation)
    ensure_live(position.situation)
    _keep(position, by, at)
    ids: Ids = {"situation": position.situation.ref, "kind": position.kind}
    record(by=by.ref, at=at, verb="position.recorded", subject=position.ref, ids=ids, after=[position])
    return position


@transaction.atomic
def withdraw_position(
    *, position: Position, reason: str, instead: Position | None = None, by: User, at: dt.datetime
) -> None:
    """Withdraw a position that does not hold, perhaps for another one ``instead``; both stay to be read.

    Raises
    ------
    NotNow : it is withdrawn already, or what holds instead cannot be recorded.
    """
    require(by, Permission.POSITION_RECORD, position.situation)
    ensure_live(position.situation)
    lock_row(position)
    position.refresh_from_db()
    if position.withdrawn_at:
        raise NotNow(_("This position is withdrawn already."), todo=_("Record what holds now."))
    position.withdrawn_by, position.withdrawn_at, position.withdrawn_reason = by, at, reason.strip()
    position.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    ids: Ids = {"situation": position.situation.ref}
    if instead is not None:
        instead.situation, instead.corrects = position.situation, position
        ids = {**ids, "instead": _keep(instead, by, at).ref}
    written = [position, instead] if instead else [position]
    record(by=by.ref, at=at, verb="position.withdrawn", subject=position.ref, ids=ids, after=written)


def _keep(position: Position, by: User, at: dt.datetime) -> Position:
    if position.on > office_day(at):
        raise NotNow(_("That day is still to come."), todo=_("Give the day on which the position was taken."))
    if position.body and position.body not in bodies.ways():
        raise NotNow(_("The catalogue does not know this body."), todo=_("Choose a body of the list."))
    if position.kind in AGENDA and not position.body:
        raise NotNow(_("An agenda is that of one body."), todo=_("Choose the body whose agenda it is."))
    position.ref, position.by, position.at = new_ref(), by, at
    position.save(force_insert=True)
    return position
