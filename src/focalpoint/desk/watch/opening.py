"""What every page of a release needs: the release, the one before it, and what its frame says of its age."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from focalpoint.desk.watch import queries
from focalpoint.desk.watch.models import Release
from focalpoint.desk.watch.publication_calendar import newer_sentence
from focalpoint.desk.watch.sentences import months
from focalpoint.reference.calendar import month_of_day


def opened(
    request: HttpRequest,
    *,
    id: str = "",  # noqa: A002 - the field's name
    page: str = queries.FORECAST,
) -> tuple[Release | None, Release | None]:
    """Return the release a reader asks for and the one before it; (None, None) when there is none at all yet."""
    release, before = queries.chosen(user=request.user, id=id, page=page)
    if id and release is None:
        raise Http404
    return release, before


def this_month() -> int:
    """Return the month it is, as a month number, at the edge where a clock is allowed."""
    return month_of_day(timezone.now().date())


def about(release: Release | None) -> dict[str, Any]:
    """Return what the frame says about a release: its data, whether its window is over, and what is newer."""
    if release is None:
        return {"release": None}
    today = this_month()
    said = {"release": release, "over": today > release.last, "window_text": months(release.first, release.last)}
    return said | {"newer": newer_sentence(release.origin, release.data, today)}
