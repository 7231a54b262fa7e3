"""Pages for what went wrong that say more than Django's own would."""

import logging
import sys

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.site import authorship, health
from focalpoint.desk.web import expired_forms
from focalpoint.desk.web.files import send_line
from focalpoint.desk.web.render import render
from focalpoint.reference.trouble import Trouble, trouble

logger = logging.getLogger(__name__)


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token does not fit: hold it, unless another site sent it or it is a sign-in."""
    if (
        expired_forms.is_cross_site(request)
        or request.path.startswith(reverse("account_login"))
        or not expired_forms.values(request)
    ):
        return render(request, "403_csrf.html", status=403)
    return authorship.answer(request) or expired_forms.held(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what the desk does not understand; what Django itself refused is not explained to strangers."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "400.html", {"reason": reason}, status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """Say what the machine could not do and give back what was typed; a fault of the desk's own is said as such."""
    found = trouble(sys.exc_info()[1])
    return stuck(request, found) if found else render(request, "500.html", status=500)


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that there were too many tries; or the true reason, where tries could not be counted."""
    found = health.look()
    return stuck(request, found) if found else render(request, "429.html", status=429)


def stuck(request: HttpRequest, found: Trouble) -> HttpResponse:
    """Answer while the machine cannot keep anything: with the reason, and with what was sent."""
    logger.error(
        "%s Not done: %s %s", found.value, request.method, request.resolver_match and request.resolver_match.route
    )
    sent = request.method == "POST" and not expired_forms.is_cross_site(request) and bool(expired_forms.values(request))
    try:
        if sent and not request.path.startswith(reverse("account_login")):
            answer = authorship.answer(request) or expired_forms.held(request, WORDS[found], status=503)
        else:
            answer = render(request, "503.html", {"reason": WORDS[found], "sent": request.method == "POST"}, status=503)
    except Exception:  # noqa: BLE001 - the page itself may need what is not there
        answer = send_line(found.value, status=503)
    answer.status_code = 503
    answer["Retry-After"] = "60"
    answer["Cache-Control"] = "no-store"
    return answer


WORDS = {
    Trouble.FULL: _("The disk of the machine that serves this desk is full."),
    Trouble.BUSY: _("The database of this desk is busy with something else."),
    Trouble.READ_ONLY: _("The machine that serves this desk cannot write its files."),
    Trouble.AWAY: _("The database of this desk does not answer."),
}
