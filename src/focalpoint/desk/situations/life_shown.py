"""What the page of a situation shows of its life: who closed or merged it and why, and what was merged into it."""

from typing import Any

from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.queries import situations
from focalpoint.desk.situations.states import LIVE


def life_of(found: Situation, by: User) -> dict[str, Any]:
    """Return the parts of the page; of other situations those that the reader may see."""
    merged_in = list(situations(by).filter(merged_into=found))
    into = situations(by).filter(pk=found.merged_into_id).first() if found.merged_into_id else None
    return {
        "is_live": found.state in LIVE,
        "life_changes": list(found.life_changes.select_related("by", "owner")),
        "merged_into": into,
        "merged_in": merged_in,
        "changes_life": has_permission(by, Permission.SITUATION_CHANGE_STATE),
        "others": [*merged_in, *([into] if into else [])],
    }
