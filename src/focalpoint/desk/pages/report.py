"""Report an event: from a phone, or in the office with a marking and perhaps for a situation."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from focalpoint.desk.concurrency.forms import act
from focalpoint.desk.intake import actions, quota
from focalpoint.desk.intake.forms import OfficeReportForm, ReportForm
from focalpoint.desk.intake.models import Event, Item
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.situations.actions import link_item
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.queries import situations
from focalpoint.desk.web.render import render
from focalpoint.reference.countries import unit
from focalpoint.reference.errors import FocalpointError

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
MARKS = ("tlp", "need_to_know")


class NoSuchSituation(FocalpointError):
    """A report for a situation that its writer does not see, or not any more."""


@requires(Permission.ITEM_FILE)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """File one event, with a file; who reads items in the office marks it too, and may file it for a situation."""
    by = person(request)
    situation = _situation(request, by)
    form = _form(request, by, situation)
    done = act(request, form, lambda: _filed(request, form, by, situation), by=by.ref)
    if done:
        return done
    context = {"form": form, "situation": situation, "own": quota.room_of(by).percent}
    context["all"] = quota.room_of(None).percent
    shown = [situation] if situation else []
    wrong = bool(form.errors)
    return render(request, "intake/report.html", context, shows=shown, at_least=Tlp.AMBER, refused=wrong)


def _situation(request: HttpRequest, by: User) -> Situation | None:
    """Return the situation that the address names; what is hidden is answered as what does not exist."""
    ref = request.GET.get("situation", "")
    found = situations(by).filter(ref=ref).first() if ref and "\0" not in ref else None
    if ref and found is None and request.method == "GET":
        raise Http404
    return found


def _form(request: HttpRequest, by: User, situation: Situation | None) -> ReportForm:
    """Return the form of a reporter, or of the office, which begins at the marking of the situation."""
    given: tuple[Any, Any] = (request.POST or None, request.FILES or None)
    if not has_permission(by, Permission.ITEM_READ):
        return ReportForm(*given)
    form = OfficeReportForm(*given)
    form.begin(situation, clearance=by.clearance)
    return form


def _filed(request: HttpRequest, form: ReportForm, by: User, situation: Situation | None) -> str:
    """File what the form says and return where it can be read.

    Raises
    ------
    NoSuchSituation : the address names one that the writer does not see: filed without it, others could read it.
    """
    if request.GET.get("situation") and situation is None:
        raise NoSuchSituation(
            _("The situation that this report is for cannot be found."),
            todo=_("Copy what you wrote, and open the report from the page of the situation again."),
        )
    given = form.cleaned_data
    at = timezone.now()
    quota.ensure_not_too_many(by=by, at=at)
    event = Event(**{name: given[name] for name in EVENT_FIELDS})
    # A title is quoted in signed notes, which outlive a withdrawal of consent: of what the reporter wrote it
    # has the country alone, which is kept; the month is that of the filing.
    said = {"country": unit(given["iso3"]).name, "month": date_format(at, "F Y")}
    title = _("Report from %(country)s, filed in %(month)s") % said
    marks = {name: given[name] for name in MARKS if name in given}
    item = Item(title=title, obtained_on=office_day(at), **{name: given[name] for name in CONSENT}, **marks)
    files = [actions.Attachment(given["file"].name, _bytes(given["file"]))] if given["file"] else []
    actions.file_item(item=item, event=event, attachments=files, by=by, at=at)
    if situation is not None:
        link_item(situation=situation, item=item, closes=item.is_for_members, inherits=True, by=by, at=at)
    return reverse("receipt", args=[item.ref])


def _bytes(file: Any) -> bytes:
    """Return all bytes of a file that was sent, whatever was read of it before."""
    file.seek(0)
    return bytes(file.read())
