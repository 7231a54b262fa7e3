"""The frame of every page: the navigation, which shows only what exists and what the reader may open."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.people.models import Role, User
from focalpoint.desk.site.badges import COUNTS
from focalpoint.desk.watch.queries import FORECAST

Page = tuple[str, str | Promise, frozenset[Role]]
EVERYBODY = frozenset(Role)
DESK = frozenset({Role.ANALYST, Role.REVIEWER, Role.HEAD, Role.PRINCIPAL})
# A liaison sees what was sent to the body, and a reporter what the reporter filed; neither is shown the rest.
INSIDE = EVERYBODY - {Role.LIAISON, Role.REPORTER}

LINE: tuple[Page, ...] = (
    ("report", _("Report"), frozenset({Role.REPORTER, Role.ANALYST, Role.HEAD})),
    ("watch", _("Watch"), INSIDE),
    ("items", _("Items"), DESK | {Role.REPORTER, Role.CUSTODIAN}),
    ("comparisons", _("Comparisons"), frozenset({Role.CUSTODIAN})),
    ("situations", _("Situations"), DESK),
    ("submissions", _("Submissions"), DESK | {Role.AIDE}),
    ("decisions", _("Decisions"), DESK | {Role.AIDE}),
    ("transmissions", _("Transmissions"), DESK | {Role.AIDE, Role.LIAISON}),
    ("trail", _("Trail"), frozenset({Role.OVERSEER})),
)
SHELF: tuple[Page, ...] = (
    ("sources", _("Sources"), frozenset({Role.ANALYST, Role.REVIEWER, Role.HEAD, Role.CUSTODIAN})),
    ("accounts", _("Accounts"), frozenset({Role.ADMINISTRATOR})),
    ("scorecard", _("Scorecard"), EVERYBODY),
    ("releases", _("Releases"), INSIDE),
    ("method", _("Method"), EVERYBODY),
    ("newer", _("Update data"), INSIDE),
)
# The word of the setting that opens a page, where it is not the page's own name.
OPENED_BY = {"watch": FORECAST, "releases": FORECAST}
# A page that stands under another in the navigation.
UNDER = {
    "country": "watch",
    "truth": "scorecard",
    **dict.fromkeys(("item", "receipt", "withdraw", "shown"), "items"),
    "source": "sources",
    "situation": "situations",
    "open_situation": "situations",
    "scope": "situations",
    "assessment": "situations",
    "paper": "situations",
    "submission": "submissions",
    "transmission": "transmissions",
}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the two lists of the navigation, the entry of this page marked, and its name for where they are folded."""
    here = (request.resolver_match.url_name or "") if request.resolver_match else ""
    user = getattr(request, "user", None)
    reader = user if isinstance(user, User) else None
    line, shelf = _entries(LINE, reader, here), _entries(SHELF, reader, here)
    current = next((each["label"] for each in (*line, *shelf) if each["current"]), "")
    is_open = FORECAST in settings.FOCALPOINT_PUBLIC_PAGES
    finds = reader.role in INSIDE if reader else is_open
    return {"line": line, "shelf": shelf, "current": current, "finds": finds}


def _entries(pages: tuple[Page, ...], reader: User | None, here: str) -> list[dict[str, Any]]:
    """Return the entries a reader may open; without a sign-in, the pages that this installation opens to everybody.

    ``waits`` counts only when the page prints it: what has no navigation asks the database nothing.
    """
    return [
        {"address": reverse(name), "label": label, "current": name == UNDER.get(here, here)}
        | ({"waits": partial(COUNTS[name], reader)} if reader and name in COUNTS else {})
        for name, label, roles in pages
        if (reader.role in roles if reader else OPENED_BY.get(name, name) in settings.FOCALPOINT_PUBLIC_PAGES)
    ]
