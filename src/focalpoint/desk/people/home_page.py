"""Where a person's work waits: the page that a sign-in leads to when no other was asked for."""

from django.urls import reverse

from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission

# The first permission that a person holds names the page; without any, the method is open to all who are signed in.
PAGES: tuple[tuple[Permission, str], ...] = (
    (Permission.SUBMISSION_SIGN, "submissions"),
    (Permission.DECISION_PREPARE, "submissions"),
    (Permission.TRANSMISSION_RECEIVE, "transmissions"),
    (Permission.TRAIL_READ, "trail"),
    (Permission.GRADING_ANSWER, "items"),
    (Permission.FORECAST_READ, "watch"),
    (Permission.ITEM_FILE, "report"),
    # A role that an office defined may give one of these alone.
    (Permission.SITUATION_READ, "situations"),
    (Permission.ITEM_READ, "items"),
    (Permission.SUBMISSION_READ, "submissions"),
    (Permission.TRANSMISSION_READ, "transmissions"),
    (Permission.SOURCE_LIST, "sources"),
)


def home_page(user: User) -> str:
    """Return the address of a user's first page."""
    return reverse(next((page for permission, page in PAGES if has_permission(user, permission)), "method"))
