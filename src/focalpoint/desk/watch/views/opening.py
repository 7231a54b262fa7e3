"""What every page of a release needs: the release, the one before it, and whether its window is over."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from focalpoint.desk.watch import queries
from focalpoint.desk.watch.models import Release
from focalpoint.desk.watch.sentences import months
from focalpoint.reference.calendar import month_of_day


def opened(request: HttpRequest, *, id: str = "", page: str = "") -> tuple[Release | None, Release | None]:  # noqa: A002 - the field's name
    """Return the release a reader asks for and the one before it; (None, None) when there is none at all yet."""
    release, before = queries.chosen(user=request.user, id=id, page=page)
    if id and release is None:
        raise Http404
    return release, before


def about(release: Release | None) -> dict[str, Any]:
    """Return what the frame says about a release."""
    if release is None:
        return {"release": None}
    today = month_of_day(timezone.now().date())
    return {"release": release, "over": today > release.last, "window_text": months(release.first, release.last)}
