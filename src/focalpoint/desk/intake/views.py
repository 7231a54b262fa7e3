"""Pages of intake: report an event, its receipt, items, an item, sources, originals, withdrawal of consent."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from focalpoint.desk.design.paging import page_of
from focalpoint.desk.intake import actions, queries
from focalpoint.desk.intake.cited import cited
from focalpoint.desk.intake.forms import CredibilityForm, NameSourceForm, ReportForm, SourceForm
from focalpoint.desk.intake.models import Event, Item, Source
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.queries import highest
from focalpoint.desk.people.access import may, person, roles
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.trail.forms import ActForm, RevisedForm, act
from focalpoint.desk.trail.reads import note
from focalpoint.reference.countries import state

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
FILERS = (Role.REPORTER, Role.ANALYST, Role.HEAD)
GRADERS = (Role.ANALYST, Role.HEAD)
SETTING = ("source", "credibility")  # of the two grades, the one that is being set
OFFERED = 200  # newest items to choose from on the page; any that may be seen can be named


@roles(*FILERS)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """File one event, with a file, from a phone."""
    by = person(request)
    form = ReportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        done = act(request, form, lambda: _filed(form, by), by=by.ref)
        if done:
            return done
    return render(request, "intake/report.html", {"form": form, "marking": Tlp.AMBER}, status=_status(form))


def _filed(form: ReportForm, by: User) -> str:
    """File what the form says and return where it can be read."""
    given = form.cleaned_data
    at = timezone.now()
    event = Event(**{name: given[name] for name in EVENT_FIELDS})
    # A title is quoted in signed notes, which outlive a withdrawal of consent: no word of the reporter stands in it.
    when = date_format(given["happened_on"]) if given["happened_on"] else _("date not known")
    title = _("Report from %(country)s, %(when)s") % {"country": state(given["iso3"]).name, "when": when}
    item = Item(title=title, obtained_on=at.date(), **{name: given[name] for name in CONSENT})
    files = [actions.Attachment(given["file"].name, given["file"].read())] if given["file"] else []
    actions.file_item(item=item, event=event, attachments=files, by=by, at=at)
    return reverse("receipt", args=[item.ref])


@roles(*FILERS)
@require_GET
def receipt(request: HttpRequest, ref: str) -> HttpResponse:
    """Tell whoever filed an item that it arrived and what happens next; nothing of what it says stands here."""
    by = person(request)
    found = get_object_or_404(queries.items(by), ref=ref, created_by=by)
    note(request, found.ref)
    context = {"item": found, "files": found.originals.count(), "marking": Tlp(found.tlp)}
    return render(request, "intake/receipt.html", context)


@roles(*FILERS, Role.REVIEWER, Role.PRINCIPAL, Role.CUSTODIAN)
@require_GET
def items(request: HttpRequest) -> HttpResponse:
    """List the items a reader may see."""
    shown = page_of(request, queries.items(person(request)).select_related("event", "source"))
    note(request, *(item.ref for item in shown))
    return render(request, "intake/items.html", {"page": shown, "marking": _strictest(list(shown))})


@require_GET
def item(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one item."""
    return _item(request, _visible(request, ref))


@require_POST
def name_source(request: HttpRequest, ref: str) -> HttpResponse:
    """Say from which source an item comes."""
    by, found = person(request), _visible(request, ref, GRADERS)
    form = _source_form(by, found, request.POST)

    def do() -> None:
        given = {name: form.cleaned_data[name] for name in ("source", "subject", "revision")}
        actions.name_source(item=found, **given, by=by, at=timezone.now())

    return _sent(request, found, form, do) or _item(request, found, source_form=form)


@require_POST
def grade(request: HttpRequest, ref: str) -> HttpResponse:
    """Set the credibility of an item."""
    by, found = person(request), _visible(request, ref, GRADERS)
    form = _credibility_form(by, found, request.POST)

    def do() -> None:
        given = {name: form.cleaned_data[name] for name in ("credibility", "reason", "revision")}
        confirmed = list(form.cleaned_data["confirmed_by"])
        actions.grade_item(item=found, **given, confirmed_by=confirmed, by=by, at=timezone.now())

    return _sent(request, found, form, do) or _item(request, found, credibility_form=form)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Say what a withdrawal of consent destroys and what stays, and withdraw it: by whoever filed it, or the custodian.

    What arrives without the revision that this page hands out was not confirmed here, and only shows the page.
    """
    by = person(request)
    found = get_object_or_404(queries.withdrawable(by), ref=ref)
    sent = request.method == "POST"
    form = RevisedForm(request.POST if sent else None, initial={"revision": found.revision})

    def do() -> None:
        actions.withdraw_consent(item=found, revision=form.cleaned_data["revision"], by=by, at=timezone.now())

    done = _sent(request, found, form, do) if sent else None
    if done or found.consent_withdrawn_at is not None:
        return done or redirect("item", ref=found.ref)
    if sent:
        form.renew(found.revision)
    note(request, found.ref)
    counts = {"files": found.originals.count(), "told": hasattr(found, "event")}
    context = {"item": found, "form": form, "marking": Tlp(found.tlp), **counts}
    return render(request, "intake/withdraw.html", context, status=422 if sent else 200)


def _sent(request: HttpRequest, found: Item, form: RevisedForm, do: Callable[[], None]) -> HttpResponse | None:
    """Run what a form asks of an item and lead back to the item; None when it is refused.

    Its text is kept; only who was told that somebody else was faster gets the newest revision to save over.
    """
    if not form.is_valid():
        return None

    def acted() -> str:
        do()
        return reverse("item", args=[found.ref])

    done = act(request, form, acted, by=person(request).ref)
    if done is None:
        found.refresh_from_db()
        form.renew(found.revision)
    return done


@require_GET
def original(request: HttpRequest, ref: str, address: str) -> HttpResponse:
    """Give out an original as a download that no browser shows or runs; that it was read is in custody and trail."""
    found = get_object_or_404(_visible(request, ref).originals, address=address, key__isnull=False)
    data = actions.read_original(original=found, by=person(request), at=timezone.now())
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{found.address[:12]}.bin"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@roles(*GRADERS, Role.REVIEWER, Role.CUSTODIAN)
@require_http_methods(["GET", "POST"])
def sources(request: HttpRequest) -> HttpResponse:
    """List the sources a reader may see, and register one."""
    by = person(request)
    form = SourceForm(request.POST or None)
    if request.method == "POST" and may(by, *GRADERS) and form.is_valid():
        done = act(request, form, lambda: _registered(form.cleaned_data, by), by=by.ref)
        if done:
            return done
    shown = page_of(request, queries.sources(by).prefetch_related("reliabilities"))
    note(request, *(source.ref for source in shown))
    context = {"page": shown, "form": form if may(by, *GRADERS) else None, "marking": _strictest(list(shown))}
    return render(request, "intake/sources.html", context, status=_status(form))


def _registered(given: dict[str, Any], by: User) -> str:
    names = ("label", "kind", "independence_group", "tlp")
    source = Source(**{name: given[name] for name in names})
    graded = {name: given[name] for name in ("subject", "grade", "reason")}
    actions.register_source(source=source, **graded, by=by, at=timezone.now())
    return reverse("sources")


def _visible(request: HttpRequest, ref: str, allowed: tuple[Role, ...] = ()) -> Item:
    """Return an item the reader may see (and, with roles, may act on); anything else does not exist."""
    by = person(request)
    if allowed and by.role not in allowed:
        raise Http404
    return get_object_or_404(queries.items(by).select_related("event", "source", "created_by"), ref=ref)


def _item(request: HttpRequest, found: Item, **given: ActForm) -> HttpResponse:
    """Render an item's page, with the forms its reader may use; a form that was sent keeps its text."""
    by = person(request)
    note(request, found.ref)
    setting = next((name for name in SETTING if given.get(f"{name}_form")), request.GET.get("set", ""))
    source = found.source if found.source and queries.sources(by).filter(pk=found.source.pk).exists() else None
    reliability = queries.reliability(source, found.subject) if source else None
    linked = cited(by, found)
    context: dict[str, Any] = {
        "item": found,
        "event": getattr(found, "event", None),
        "originals": found.originals.all(),
        "custody": found.custody.select_related("by"),
        "cited": linked,
        "confirmed_by": queries.items(by).filter(confirms=found),
        "source": source,
        "reliability": reliability,
        "desk": by.role != Role.REPORTER,
        "grading": may(by, *GRADERS) and found.consent_withdrawn_at is None,
        "setting": setting,
        "source_form": given.get("source_form") or _source_form(by, found),
        "credibility_form": given.get("credibility_form") or _credibility_form(by, found),
        "refused": next(iter(given.values()), None),
        "may_withdraw": queries.withdrawable(by).filter(pk=found.pk).exists(),
        "marking": highest(found.tlp, *(each.tlp for each in linked)),
    }
    wrong = any(form.errors for form in given.values())
    return render(request, "intake/item.html", context, status=422 if wrong else 200)


def _source_form(by: User, found: Item, data: Any = None) -> NameSourceForm:
    form = NameSourceForm(data, initial={"revision": found.revision})
    form.fields["source"].queryset = queries.sources(by)  # type: ignore[attr-defined]  # a ModelChoiceField
    return form


def _credibility_form(by: User, found: Item, data: Any = None) -> CredibilityForm:
    form = CredibilityForm(data, initial={"revision": found.revision})
    others = queries.items(by).exclude(pk=found.pk).filter(consent_withdrawn_at=None)
    offered = others[:OFFERED] if data is None else others
    form.fields["confirmed_by"].queryset = offered  # type: ignore[attr-defined]  # a ModelMultipleChoiceField
    return form


def _strictest(shown: list[Any]) -> Tlp:
    """Return the marking of a list: the strictest on it, and no less than the desk's own."""
    return highest(Tlp.GREEN, *(each.tlp for each in shown))


def _status(form: ActForm) -> int:
    """Answer a form that is sent back to its writer as 422."""
    return 422 if form.is_bound and form.errors else 200
