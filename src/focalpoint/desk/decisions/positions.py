"""Positions known: who supports, blocks or pledged what, and what is on an agenda, each with its source and day.

They are shown where the principal decides; nothing of them is in a copy.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoint.desk.decisions.models import Position
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
    NotNow : its day is still to come, or the catalogue does not know the body.
    """
    require(by, Permission.POSITION_RECORD, position.situation)
    ensure_live(position.situation)
    if position.on > office_day(at):
        raise NotNow(_("That day is still to come."), todo=_("Give the day on which the position was taken."))
    if position.body and position.body not in bodies.ways():
        raise NotNow(_("The catalogue does not know this body."), todo=_("Choose a body of the list."))
    position.ref, position.by, position.at = new_ref(), by, at
    position.save(force_insert=True)
    ids: Ids = {"situation": position.situation.ref, "kind": position.kind}
    record(by=by.ref, at=at, verb="position.recorded", subject=position.ref, ids=ids, after=[position])
    return position
