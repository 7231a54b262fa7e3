"""Where each role's work waits: the page that a sign-in leads to when no other was asked for."""

from django.urls import reverse

from focalpoint.desk.people.models import Role, User

ENTRANCE = "watch"
PAGE = {
    Role.REPORTER: "report",
    Role.ANALYST: "watch",
    Role.REVIEWER: "submissions",
    Role.HEAD: "submissions",
    Role.PRINCIPAL: "submissions",
    Role.AIDE: "submissions",
    Role.LIAISON: "transmissions",
    Role.OVERSEER: "trail",
    Role.CUSTODIAN: "items",
}


def home_page(user: User) -> str:
    """Return the address of a user's first page; a role whose work has no page here yet begins at Watch."""
    return reverse(PAGE.get(Role(user.role), ENTRANCE))
