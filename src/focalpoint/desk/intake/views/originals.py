"""Originals: given out as they were handed in, or shown without being opened."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from focalpoint.desk.intake import actions, archive, preview
from focalpoint.desk.intake.filenames import download_name
from focalpoint.desk.intake.models import Original
from focalpoint.desk.intake.preview import NoPreview, NotYet, Way
from focalpoint.desk.intake.visible_item import visible_item
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.refs import short_ref
from focalpoint.desk.people.access import person
from focalpoint.desk.web.files import BYTES, ZIP, File, send_later, send_picture, send_recorded
from focalpoint.desk.web.limits import limit_files
from focalpoint.desk.web.render import render


@require_GET
def original(request: HttpRequest, ref: str, address: str) -> HttpResponse:
    """Give out an original as a download that no browser shows or runs; that it was read is in custody and trail."""
    found = _original(request, ref, address)
    return send_recorded(File(download_name(found), BYTES, _read(request, found)))


@require_GET
@limit_files
def all_originals(request: HttpRequest, ref: str) -> HttpResponse:
    """Give out every original of an item in one archive, with a list of which is which; each reading is on record."""
    item = visible_item(request, ref)
    found = list(item.originals.filter(key__isnull=False).select_related("item"))
    if not found:
        raise Http404
    data = archive.archive([(each, _read(request, each)) for each in found])
    return send_recorded(File(f"{short_ref(item.ref)}_originals.zip", ZIP, data))


@require_GET
def show(request: HttpRequest, ref: str, address: str) -> HttpResponse:
    """Show what an original shows without being opened; that it was read is in custody and trail."""
    found, by = _original(request, ref, address), person(request)
    way = preview.way(found.kind)
    context: dict[str, object] = {"original": found, "item": found.item, "way": way.value}
    is_recorded = False

    def read() -> bytes:
        nonlocal is_recorded
        is_recorded = True
        return _read(request, found)

    try:
        if way is Way.TEXT:
            context["text"] = preview.text(read())
        elif way is Way.WORDS:
            context["text"] = preview.words(found.blob, by=by.ref, read=read)
        elif way is Way.PICTURE:
            preview.ensure_possible(way, found.blob, by=by.ref)
    except NoPreview as error:
        context |= {"way": Way.NONE.value, "error": error, "is_preparing": isinstance(error, NotYet)}
    shows, least = [] if is_recorded else [found.item], Tlp(found.item.tlp)
    return render(request, "intake/original.html", context, shows=shows, at_least=least)


@require_GET
def picture(request: HttpRequest, ref: str, address: str) -> HttpResponse:
    """Give out a picture drawn again; 202 while it is being drawn; 404 for what is none or cannot be drawn."""
    found, by = _original(request, ref, address), person(request)
    if preview.way(found.kind) is not Way.PICTURE:
        return send_picture(b"", "image/jpeg")
    try:
        data = preview.drawn(Way.PICTURE, found.blob, by=by.ref, read=lambda: _read(request, found))
    except NotYet:
        return send_later()
    except NoPreview:
        data = b""
    return send_picture(data, "image/jpeg")


def _original(request: HttpRequest, ref: str, address: str) -> Original:
    """Return an original that can still be read, of an item the reader may see; anything else does not exist."""
    return get_object_or_404(visible_item(request, ref).originals, address=address, key__isnull=False)


def _read(request: HttpRequest, found: Original) -> bytes:
    """Read an original: one step of custody, one row of the trail."""
    return actions.read_original(original=found, by=person(request), at=timezone.now())
