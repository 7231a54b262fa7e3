"""Pages for what went wrong that say more than Django's own would."""

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from focalpoint.desk.site import authorship, held


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token does not fit: hold it, unless another site sent it or it signs somebody in."""
    if held.foreign(request) or request.path.startswith(reverse("account_login")) or not held.values(request):
        return render(request, "403_csrf.html", status=403)
    return authorship.answer(request) or held.held(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what the desk does not understand; what Django itself refused stays unexplained to strangers."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "400.html", {"reason": reason}, status=400)
