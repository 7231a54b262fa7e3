"""Situations as Watch shows them next to a State: only what the reader may see."""

from django.contrib.auth.models import AnonymousUser

from focalpoint.desk.people.access import is_person
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.queries import situations
from focalpoint.desk.situations.states import LIVE
from focalpoint.desk.watch.state_panels import Found, StateSituations


def situations_by_state(user: User | AnonymousUser, iso3: str = "") -> StateSituations:
    """Return the situations of one State, closed ones too; of every State the live ones alone. One query at most."""
    if not is_person(user):
        return StateSituations({})
    rows = situations(user).exclude(state=Situation.State.MERGED)
    rows = rows.filter(places__iso3=iso3) if iso3 else rows.filter(state__in=LIVE)
    places: dict[str, list[Found]] = {}
    for code, ref, title, state, tlp in rows.values_list("places__iso3", "ref", "title", "state", "tlp"):
        places.setdefault(code, []).append(Found(ref, title, Situation.State(state).label, state in LIVE, tlp))
    reads, opens = (has_permission(user, each) for each in (Permission.SITUATION_READ, Permission.SITUATION_OPEN))
    return StateSituations(places, may_read=reads, may_open=opens)
