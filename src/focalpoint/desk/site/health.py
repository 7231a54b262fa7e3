"""Whether this process answers and the machine lets it work: two addresses for monitoring, without any content."""

import logging
import os
import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from focalpoint.desk.intake.originals import FOLDER
from focalpoint.desk.web.files import send_line
from focalpoint.reference.trouble import Trouble, trouble

ROOM = 5_000_000  # bytes that must be free: below it a report with a picture does not fit
logger = logging.getLogger(__name__)


@login_not_required
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Say that this process answers."""
    return send_line("live", status=200)


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether what is sent now can be kept; why not is in the log alone."""
    found = look()
    if found:
        logger.error("Not ready: %s", found.value)
    return send_line("not ready" if found else "ready", status=503 if found else 200)


def look() -> Trouble | None:
    """Return what keeps this machine from keeping what is sent; None where nothing does."""
    home = Path(settings.FOCALPOINT_HOME)
    try:
        if shutil.disk_usage(home).free < ROOM:
            return Trouble.FULL
        with transaction.atomic(), connection.cursor() as cursor:  # takes the right to write where one begins with it
            cursor.execute("SELECT 1")
    except Exception as error:  # noqa: BLE001 - one of the edges where whatever went wrong is put into words
        return trouble(error) or Trouble.AWAY
    folders = (home, home / FOLDER, Path(str(connection.settings_dict["NAME"])))
    return None if all(os.access(each, os.W_OK) for each in folders if each.exists()) else Trouble.READ_ONLY
