"""The frame of every page: the navigation, which shows only what exists and what the reader may open."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

LINE = (("watch", _("Watch")),)
SHELF = (
    ("scorecard", _("Scorecard")),
    ("releases", _("Releases")),
    ("method", _("Method")),
    ("newer", _("Newer data")),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the two lists of the navigation, the entry of this page marked."""
    user = getattr(request, "user", None)
    here = request.resolver_match.url_name if request.resolver_match else ""

    def entries(pages: tuple[tuple[str, Any], ...]) -> list[dict[str, Any]]:
        inside = bool(user and user.is_authenticated)
        open_to_reader = [each for each in pages if inside or each[0] in settings.FOCALPOINT_PUBLIC_PAGES]
        return [
            {"address": reverse(name), "label": label, "current": name == here or (name, here) == ("watch", "country")}
            for name, label in open_to_reader
        ]

    return {"line": entries(LINE), "shelf": entries(SHELF)}
