"""The frame of every page: the navigation, which shows only what exists and what the reader may open."""

from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.site.badges import COUNTS, Waiting, waiting_submissions
from focalpoint.desk.watch.queries import FORECAST

Page = tuple[str, str | Promise, tuple[Permission, ...]]  # any one of the permissions shows the entry

LINE: tuple[Page, ...] = (
    ("report", _("Report"), (Permission.ITEM_FILE,)),
    ("watch", _("Watch"), (Permission.FORECAST_READ,)),
    ("items", _("Items"), (Permission.ITEM_READ, Permission.ITEM_READ_OWN)),
    ("comparisons", _("Comparisons"), (Permission.GRADING_ANSWER,)),
    ("situations", _("Situations"), (Permission.SITUATION_READ,)),
    ("access", _("Access"), (Permission.MARKING_GRANT, Permission.IDENTITY_GRANT)),
    ("submissions", _("Submissions"), (Permission.SUBMISSION_READ,)),
    ("decisions", _("Decisions"), (Permission.SUBMISSION_READ,)),
    ("transmissions", _("Transmissions"), (Permission.TRANSMISSION_READ, Permission.TRANSMISSION_RECEIVE)),
    ("trail", _("Trail"), (Permission.TRAIL_READ,)),
)
SHELF: tuple[Page, ...] = (
    ("sources", _("Sources"), (Permission.SOURCE_LIST,)),
    ("catalogue", _("Catalogue"), (Permission.CATALOGUE_READ,)),
    ("accounts", _("Accounts"), (Permission.ACCOUNT_READ,)),
    ("roles", _("Roles"), (Permission.ROLE_READ,)),
    ("scorecard", _("Scorecard"), (Permission.RECORD_READ,)),
    ("releases", _("Releases"), (Permission.FORECAST_READ,)),
    ("method", _("Method"), (Permission.RECORD_READ,)),
    ("newer", _("Update data"), (Permission.FORECAST_READ,)),
)
# The word of the setting that opens a page, where it is not the page's own name.
OPENED_BY = {"watch": FORECAST, "releases": FORECAST}
# A page that is under another in the navigation.
UNDER = {
    "country": "watch",
    "truth": "scorecard",
    **dict.fromkeys(("item", "receipt", "withdraw", "shown"), "items"),
    **dict.fromkeys(("item_access", "situation_access"), "access"),
    **dict.fromkeys(("source", "source_identity"), "sources"),
    "catalogue_entry": "catalogue",
    "situation": "situations",
    "open_situation": "situations",
    "scope": "situations",
    "assessment": "situations",
    **dict.fromkeys(("paper", "measures", "compare_options"), "situations"),
    **dict.fromkeys(("role", "define_role", "roles_of_account"), "roles"),
    "office_mode": "accounts",
    "submission": "submissions",
    "transmission": "transmissions",
}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the two lists of the navigation, the entry of this page marked, and its name for where they are folded.

    What waits of submissions is asked for once: the badge shows their number, a notice the urgent alerts among them.
    """
    here = (request.resolver_match.url_name or "") if request.resolver_match else ""
    user = getattr(request, "user", None)
    reader = user if isinstance(user, User) else None
    line, shelf = _entries(LINE, reader, here), _entries(SHELF, reader, here)
    waiting = cache(lambda: waiting_submissions(reader) if reader else Waiting())
    for each in line:
        if each["name"] == "submissions" and reader:
            each["waits"] = lambda: waiting().number
    current = next((each["label"] for each in (*line, *shelf) if each["current"]), "")
    is_open = FORECAST in settings.FOCALPOINT_PUBLIC_PAGES
    finds = has_permission(reader, Permission.FORECAST_READ) if reader else is_open
    return {"line": line, "shelf": shelf, "current": current, "finds": finds, "waiting": waiting}


def _entries(pages: tuple[Page, ...], reader: User | None, here: str) -> list[dict[str, Any]]:
    """Return the entries a reader may open; without a sign-in, the pages that this installation opens to everybody.

    ``waits`` counts only when the page prints it: what has no navigation asks the database nothing.
    """
    return [
        {"name": name, "address": reverse(name), "label": label, "current": name == UNDER.get(here, here)}
        | ({"waits": partial(COUNTS[name], reader)} if reader and name in COUNTS else {})
        for name, label, permissions in pages
        if (
            any(has_permission(reader, each) for each in permissions)
            if reader
            else OPENED_BY.get(name, name) in settings.FOCALPOINT_PUBLIC_PAGES
        )
    ]
