"""The brief of a State as PDF; each that leaves is on the record."""

import io

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from pypdf import PdfReader

from focalpoint.desk.documents import pdf
from focalpoint.desk.pages.country import read_state
from focalpoint.desk.watch.brief import ROOMS, brief
from focalpoint.desk.watch.statepage import StatePage
from focalpoint.desk.web.files import PDF, File, send_export
from focalpoint.desk.web.limits import limit_files

PAGES = 2


@require_safe
@limit_files
def as_pdf(request: HttpRequest, iso3: str) -> HttpResponse:
    """Send the brief of a State, two pages, made for this reader on this day."""
    found = read_state(request, iso3)
    file = File(f"{iso3}-brief-{found.release.id}.pdf", PDF, _two_pages(found))
    return send_export(request, file, *(each.ref for each in found.protected), found.release.id, iso3)


def _two_pages(found: StatePage) -> bytes:
    """Write the brief with as much as two pages hold."""
    data = b""
    for room in ROOMS:
        data = pdf.write(brief(found, on=timezone.now().date(), language=get_language() or "en", room=room))
        if len(PdfReader(io.BytesIO(data)).pages) <= PAGES:
            break
    return data
