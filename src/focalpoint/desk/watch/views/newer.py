"""Newer data: what the last update brought, the button that starts one, and the commands that do the same."""

import shlex
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from focalpoint.desk.people.access import person
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.watch import actions, update_report
from focalpoint.desk.watch.opening import about, opened
from focalpoint.desk.watch.updates import AlreadyRunning
from focalpoint.desk.web.render import render
from focalpoint.reference.places import DEFAULT_HOME


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Say what the last update brought and how the next one is started."""
    release, _before = opened(request)
    last = update_report.last_update(Path(settings.FOCALPOINT_HOME), timezone.now())
    own = {
        "over": False,
        "newer": "",
        "home": _home_to_name(),
        "last": last,
        "starts": has_permission(request.user, Permission.DATA_UPDATE),
    }
    return render(request, "watch/newer.html", about(release) | own)


@require_POST
def update(request: HttpRequest) -> HttpResponse:
    """Start an update and return to the page, which says that one is running, or was running already."""
    try:
        actions.start_update(by=person(request), at=timezone.now())
    except AlreadyRunning:
        said = _("An update is already running. Wait until it is done; this page shows how far it is.")
        messages.warning(request, said)
    return redirect("newer")


def _home_to_name() -> str:
    """Return where the desk keeps its data, when the commands would not find it by themselves."""
    here, home = Path.cwd(), Path(settings.FOCALPOINT_HOME)
    named = home.relative_to(here) if home.is_relative_to(here) else home
    return "" if str(named) == DEFAULT_HOME else shlex.quote(str(named))
