"""Situations as Watch shows them next to a State: only what the reader may see."""

from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.queries import LIVE, situations
from focalpoint.desk.watch.state_panels import Beside, Found


def beside(user: User, iso3: str = "") -> Beside:
    """Return the situations of one State, closed ones too; of every State the live ones alone. One query at most."""
    rows = situations(user).exclude(state=Situation.State.MERGED)
    rows = rows.filter(places__iso3=iso3) if iso3 else rows.filter(state__in=LIVE)
    places: dict[str, list[Found]] = {}
    for code, ref, title, state, tlp in rows.values_list("places__iso3", "ref", "title", "state", "tlp"):
        places.setdefault(code, []).append(Found(ref, title, Situation.State(state).label, state in LIVE, tlp))
    reads, opens = (has_permission(user, each) for each in (Permission.SITUATION_READ, Permission.SITUATION_OPEN))
    return Beside(places, may_read=reads, may_open=opens)
