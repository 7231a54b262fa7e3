"""Report an event from a phone, and the receipt for it."""

from typing import Any

from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.concurrency.forms import act
from focalpoint.desk.intake import actions, preview, queries
from focalpoint.desk.intake.forms import ReportForm
from focalpoint.desk.intake.models import Event, Item
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.web.render import render
from focalpoint.reference.countries import unit

EVENT_FIELDS = (
    "what",
    "iso3",
    "area",
    "area_precision",
    "happened_on",
    "date_precision",
    "actor",
    "actor_kind",
    "victims",
    "low",
    "best",
    "high",
    "acts",
    "how_known",
    "pseudonym",
)
CONSENT = ("consent_desk", "consent_bodies", "consent_public")


@requires(Permission.ITEM_FILE)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """File one event, with a file, from a phone."""
    by = person(request)
    form = ReportForm(request.POST or None, request.FILES or None)
    done = act(request, form, lambda: _filed(form, by), by=by.ref)
    if done:
        return done
    return render(request, "intake/report.html", {"form": form}, at_least=Tlp.AMBER, refused=bool(form.errors))


def _filed(form: ReportForm, by: User) -> str:
    """File what the form says and return where it can be read."""
    given = form.cleaned_data
    at = timezone.now()
    event = Event(**{name: given[name] for name in EVENT_FIELDS})
    # A title is quoted in signed notes, which outlive a withdrawal of consent: of what the reporter wrote it
    # has the country alone, which is kept; the month is that of the filing.
    said = {"country": unit(given["iso3"]).name, "month": date_format(at, "F Y")}
    title = _("Report from %(country)s, filed in %(month)s") % said
    item = Item(title=title, obtained_on=office_day(at), **{name: given[name] for name in CONSENT})
    files = [actions.Attachment(given["file"].name, _bytes(given["file"]))] if given["file"] else []
    actions.file_item(item=item, event=event, attachments=files, by=by, at=at)
    return reverse("receipt", args=[item.ref])


def _bytes(file: Any) -> bytes:
    """Return all bytes of a file that was sent, whatever was read of it before."""
    file.seek(0)
    return bytes(file.read())


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
