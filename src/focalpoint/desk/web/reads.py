"""Protected reads and exports: a view notes what it shows or gives out, and one event a request lists it."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from focalpoint.desk.trail.actions import record

REFUSED_FORM = 422
_NOTED = "focalpoint_reads"
_VERB = "focalpoint_verb"


def log_read(request: HttpRequest, *refs: str) -> None:
    """Note that this request shows the objects with these references."""
    setattr(request, _NOTED, [*getattr(request, _NOTED, []), *refs])


def log_export(request: HttpRequest, *refs: str) -> None:
    """Note that this request gives rows out of the objects or releases with these ids.

    Who has no account is given what is open to everybody and nothing else: that is no protected read, and a stranger
    cannot make the trail grow by asking again and again.
    """
    if not request.user.is_authenticated:
        return
    setattr(request, _VERB, "rows.exported")
    log_read(request, *refs)


class ProtectedReads:
    """Middleware: after a page was made, write one event that lists what it showed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then record; when the record fails, the page is not given out."""
        response = self.get_response(request)
        noted = list(dict.fromkeys(getattr(request, _NOTED, [])))
        # A form that is sent back is on a page that shows as much as the page it came from.
        if noted and (response.status_code < 300 or response.status_code == REFUSED_FORM):
            with transaction.atomic():
                record(
                    by=getattr(request.user, "ref", "") or "anonymous",
                    at=timezone.now(),
                    verb=getattr(request, _VERB, "protected.read"),
                    subject=noted[0],
                    ids={"also": noted[1:]} if noted[1:] else {},
                )
        return response
