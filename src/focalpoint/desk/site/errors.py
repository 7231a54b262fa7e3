"""Pages for what went wrong that say more than Django's own would."""

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what the desk does not understand; what Django itself refused stays unexplained to strangers."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "400.html", {"reason": reason}, status=400)
