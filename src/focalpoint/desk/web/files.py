"""The one way in which a file, or data for a program, leaves the desk: as a download, kept by no browser."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import content_disposition_header

from focalpoint.desk.web.reads import log_export

PDF = "application/pdf"
PNG = "image/png"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
ZIP = "application/zip"
JSON = "application/json"
BYTES = "application/octet-stream"


@dataclass(frozen=True)
class File:
    """A file: its name, its type and its bytes."""

    name: str
    content_type: str
    content: bytes


def send_export(request: HttpRequest, file: File, *refs: str) -> HttpResponse:
    """Give a file out, with an event that names the objects or releases with these ids, which it holds."""
    log_export(request, *refs)
    return send_recorded(file)


def send_recorded(file: File) -> HttpResponse:
    """Give out a file whose reading an action has put into the trail already."""
    answer = _private(HttpResponse(file.content, content_type=file.content_type))
    answer["Content-Disposition"] = content_disposition_header(True, file.name)
    return answer


def send_picture(content: bytes, content_type: str) -> HttpResponse:
    """Show a picture whose reading an action has put into the trail already; 404 where there is none."""
    return _private(HttpResponse(content, content_type=content_type, status=200 if content else 404))


def send_later() -> HttpResponse:
    """Say that a picture is being prepared: a script of the page asks for it again."""
    answer = _private(HttpResponse(status=202))
    answer["Retry-After"] = "2"
    return answer


def send_data(data: dict[str, Any]) -> HttpResponse:
    """Send a script of the desk's own pages what is open to every reader of the page."""
    return JsonResponse(data)


def send_line(line: str, *, status: int) -> HttpResponse:
    """Send one line of plain text that no cache keeps: to what watches the machine, or where no page can be made."""
    answer = HttpResponse(f"{line}\n", content_type="text/plain", status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _private(answer: HttpResponse) -> HttpResponse:
    """Let no cache keep an answer, and no browser guess what it is."""
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
