"""The receipt for a report."""

from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import resolve
from django.views.decorators.http import require_GET

from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.intake import preview, queries
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.web.render import render


@requires(Permission.ITEM_FILE)
@require_GET
def receipt(request: HttpRequest, ref: str) -> HttpResponse:
    """Confirm to the person who filed an item that it arrived, with its files; the page shows nothing of its text."""
    by = person(request)
    found = get_object_or_404(queries.items(by), ref=ref, created_by=by)
    others = [resolve(each).kwargs["ref"] for each in idempotency.others(request.path, by=by.ref)]
    alike = list(queries.alike(by, found).filter(created_by=by)[:5])
    kept = found.originals.filter(key__isnull=False)
    files = [model_to_dict(each) | {"shown": preview.way(each.kind) is preview.Way.PICTURE} for each in kept]
    context = {"item": found, "files": files, "others": others, "alike": [each.ref for each in alike]}
    return render(request, "intake/receipt.html", context, shows=[found, *alike])
