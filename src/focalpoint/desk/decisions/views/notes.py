"""The note as a file, for everyone who may see it; each that leaves is on the record."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from focalpoint.desk.decisions import queries
from focalpoint.desk.decisions.note import withdrawn
from focalpoint.desk.decisions.note.digest import current
from focalpoint.desk.decisions.note.endorsement import endorsed
from focalpoint.desk.decisions.note.signed import digest_shown, sealed, sent_copy
from focalpoint.desk.decisions.transmission.reservations import symbol
from focalpoint.desk.decisions.transmission.sheet import compose_sheet
from focalpoint.desk.documents import pdf, word
from focalpoint.desk.documents.blocks import Document
from focalpoint.desk.documents.checksum import canonical
from focalpoint.desk.documents.stored import read_document
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.trail.actions import record
from focalpoint.desk.web.files import JSON, PDF, PNG, WORD, File, send_picture, send_recorded
from focalpoint.desk.web.limits import limit_files

WRITERS = {"pdf": (pdf.write, PDF), "docx": (word.write, WORD)}


@requires(Permission.SUBMISSION_READ)
@require_GET
@limit_files
def submission(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """Give out a submission's note: as signed, or the draft that says so."""
    found = get_object_or_404(queries.submissions(person(request)), ref=ref)
    on = office_day(timezone.now())
    language = get_language() or "en"
    whole = current(found, language=language, on=on)
    shown = endorsed(withdrawn.redacted_note(whole, found.assessment), found)
    digest = digest_shown(shown, whole, found.assessment.frozen) if found.assessment.frozen else shown.digest()
    return _file(request, shown, kind, digest=digest, subject=found.ref, name=f"S-{found.number}")


@requires(Permission.TRANSMISSION_READ, Permission.TRANSMISSION_RECEIVE)
@require_GET
@limit_files
def transmission(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """Give out a transmitted copy; its name is its symbol, which reveals no other."""
    found = get_object_or_404(queries.transmissions(person(request)), ref=ref)
    whole = sent_copy(found)
    shown = withdrawn.redacted_copy(whole, found)
    digest = digest_shown(shown, whole, found.copy)
    return _file(request, sealed(shown), kind, digest=digest, subject=found.ref, name=symbol(found.ref))


@requires(Permission.DECISION_TAKE)
@require_GET
def shown_copy(request: HttpRequest, ref: str, shown: str) -> HttpResponse:
    """Give out the pages of a copy that the principal reads before deciding, as they would leave."""
    found = get_object_or_404(queries.submissions(person(request)), ref=ref)
    kept = get_object_or_404(found.reservations, ref=shown, by=person(request))
    document = sealed(read_document(kept.copy))
    return _file(request, document, "pdf", digest=kept.digest, subject=found.ref, name=symbol(kept.ref))


@requires(Permission.DECISION_TAKE)
@require_GET
def shown_page(request: HttpRequest, ref: str, shown: str, page: int) -> HttpResponse:
    """Show one page of a copy that the principal reads before deciding; that it was shown is in the trail."""
    found = get_object_or_404(queries.submissions(person(request)), ref=ref)
    kept = get_object_or_404(found.reservations, ref=shown, by=person(request))
    pages = pdf.write_pictures(sealed(read_document(kept.copy)))
    return send_picture(pages[page - 1] if 0 < page <= len(pages) else b"", PNG)


@requires(Permission.TRANSMISSION_READ, Permission.TRANSMISSION_RECEIVE)
@require_GET
def canonical_text(request: HttpRequest, ref: str) -> HttpResponse:
    """Give out the bytes whose SHA-256 is printed on a copy."""
    found = get_object_or_404(queries.transmissions(person(request)), ref=ref)
    shown = withdrawn.redacted_copy(sent_copy(found), found)
    data = canonical(shown.model_dump(mode="json"))
    _record_export(request, "json", digest=shown.digest(), subject=found.ref)
    return send_recorded(File(f"{symbol(found.ref)}.json", JSON, data))


@requires(Permission.TRANSMISSION_READ)
@require_GET
def hand_over_sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """Give out the sheet on which a body without an account signs for the copy that it is handed."""
    found = get_object_or_404(queries.transmissions(person(request)), ref=ref)
    sheet = compose_sheet(found, language=get_language() or "en")
    return _file(request, sheet, "pdf", digest=sheet.digest(), subject=found.ref, name=f"{symbol(found.ref)}-sheet")


def _file(request: HttpRequest, document: Document, kind: str, *, digest: str, subject: str, name: str) -> HttpResponse:
    """Write the file, record that it left, and give it out; when the record fails, nothing leaves."""
    write, content = WRITERS[kind]
    data = write(document)
    _record_export(request, kind, digest=digest, subject=subject)
    return send_recorded(File(f"{name}.{kind}", content, data))


def _record_export(request: HttpRequest, kind: str, *, digest: str, subject: str) -> None:
    with transaction.atomic():
        ids = {"kind": kind, "document": digest}
        record(by=person(request).ref, at=timezone.now(), verb="document.exported", subject=subject, ids=ids)
