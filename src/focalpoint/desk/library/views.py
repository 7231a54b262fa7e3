"""Pages of the catalogue: its entries and corrections, and one entry as any version has it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from focalpoint.desk.concurrency.forms import act
from focalpoint.desk.library import actions, queries
from focalpoint.desk.library.fields import KINDS, as_text, correctable, find_entry, label_of, name_of
from focalpoint.desk.library.forms import AnswerForm, CorrectForm, WithdrawForm
from focalpoint.desk.library.models import Correction
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.web.render import render
from focalpoint.doctrine import Catalogue, Entry, UnknownVersion, office, versions
from focalpoint.doctrine import catalogue as open_catalogue

SHOWN = 50  # corrections on the first page


@requires(Permission.CATALOGUE_READ)
@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show the entries of one kind, and what was corrected."""
    opened = open_catalogue()
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in KINDS else KINDS[0]
    asked = request.GET.get("find", "").casefold()
    found = [each for each in opened.entries(kind) if asked in f"{each.id} {each.record.heading}".casefold()]
    context = {
        "version": opened.version,
        "kinds": KINDS,
        "kind": kind,
        "find": request.GET.get("find", ""),
        "entries": [(name_of(each), each) for each in found],
        "corrections": queries.corrections()[:SHOWN],
    }
    return render(request, "library/catalogue.html", context)


@requires(Permission.CATALOGUE_READ)
@require_GET
def catalogue_entry(request: HttpRequest, entry: str) -> HttpResponse:
    """Show an entry as it reads now, or in the version that is asked for; with ``?field=`` the form of a correction."""
    by, opened = person(request), _opened(request)
    found, field = _found(opened, entry), request.GET.get("field", "")
    may_correct = has_permission(by, Permission.CATALOGUE_CORRECT) and field in correctable(found.record)
    form = CorrectForm.of(found.record, field) if may_correct else None
    return _page(request, opened, found, field=field, correct_form=form)


@requires(Permission.CATALOGUE_CORRECT)
@require_POST
def correct_entry(request: HttpRequest, entry: str, field: str) -> HttpResponse:
    """Ask for a correction of one field of an entry."""
    by, opened = person(request), open_catalogue()
    found = _found(opened, entry)
    if field not in correctable(found.record):
        raise Http404
    form = CorrectForm.of(found.record, field, request.POST)

    def do() -> str:
        given = {name: form.cleaned_data[name] for name in ("text", "reason", "source", "on")}
        actions.ask_correction(entry=entry, field=field, **given, by=by, at=timezone.now())
        return reverse("catalogue_entry", args=[entry])

    return act(request, form, do, by=by.ref) or _page(request, opened, found, field=field, correct_form=form)


@requires(Permission.CATALOGUE_CONFIRM)
@require_POST
def answer_correction(request: HttpRequest, ref: str) -> HttpResponse:
    """Confirm or refuse a correction."""
    by, correction = person(request), get_object_or_404(queries.corrections(), ref=ref)
    form = AnswerForm(request.POST)

    def do() -> str:
        given = {"confirms": form.cleaned_data["answer"] == "confirm", "answer": form.cleaned_data["why"]}
        actions.answer_correction(correction=correction, **given, by=by, at=timezone.now())
        return reverse("catalogue_entry", args=[correction.entry])

    return act(request, form, do, by=by.ref) or _refused(request, correction, answer_form=form)


@requires(Permission.CATALOGUE_CORRECT)
@require_POST
def withdraw_correction(request: HttpRequest, ref: str) -> HttpResponse:
    """Withdraw a correction that is in force."""
    by, correction = person(request), get_object_or_404(queries.corrections(), ref=ref)
    form = WithdrawForm(request.POST)

    def do() -> str:
        reason = form.cleaned_data["why"]
        actions.withdraw_correction(correction=correction, reason=reason, by=by, at=timezone.now())
        return reverse("catalogue_entry", args=[correction.entry])

    return act(request, form, do, by=by.ref) or _refused(request, correction, withdraw_form=form)


def _refused(request: HttpRequest, correction: Correction, **forms: Any) -> HttpResponse:
    opened = open_catalogue()
    return _page(request, opened, _found(opened, correction.entry), about=correction.pk, **forms)


def _opened(request: HttpRequest) -> Catalogue:
    """Return the version that an address asks for; the newest one where it names none."""
    try:
        return open_catalogue(request.GET.get("version") or None)
    except UnknownVersion:
        raise Http404 from None


def _found(opened: Catalogue, name: str) -> Entry:
    found = find_entry(opened, name)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, opened: Catalogue, found: Entry, about: int = 0, **forms: Any) -> HttpResponse:
    """Render an entry with the forms that its reader may use; a form that was sent keeps its text."""
    by, name = person(request), name_of(found)
    is_newest = opened.version == open_catalogue().version
    may_correct = is_newest and has_permission(by, Permission.CATALOGUE_CORRECT)
    history = [_row(each, by, forms if each.pk == about else {}) for each in queries.corrections(name)]
    waiting = {each["row"].field for each in history if each["row"].state == queries.STATES.WAITING}
    record = found.record
    names = [each for each in type(record).model_fields if each != "id"]
    context = {
        "entry": found,
        "name": name,
        "version": opened.version,
        "is_newest": is_newest,
        "versions": [*versions(), *_office_versions()],
        "rows": [
            {
                "name": each,
                "label": label_of(each),
                "text": as_text(getattr(record, each)),
                "corrects": may_correct and each in correctable(record) and each not in waiting,
            }
            for each in names
        ],
        "history": history,
        "field": (field := forms.pop("field", "")),
        "field_label": label_of(field),
        "correct_form": forms.pop("correct_form", None),
    }
    refused = any(form.errors for form in (*forms.values(), context["correct_form"]) if form)
    return render(request, "library/entry.html", context, refused=refused)


def _office_versions() -> list[str]:
    return [office.joined(versions()[-1], number + 1) for number in range(office.newest())]


def _row(each: Correction, by: User, sent: dict[str, Any]) -> dict[str, Any]:
    """Return a correction with what its reader can do about it."""
    answers = each.state == queries.STATES.WAITING and has_permission(by, Permission.CATALOGUE_CONFIRM, each)
    withdraws = each.state == queries.STATES.IN_FORCE and has_permission(by, Permission.CATALOGUE_CORRECT)
    return {
        "row": each,
        "label": label_of(each.field),
        "before": as_text(each.before),
        "after": as_text(each.after),
        "answer_form": sent.get("answer_form") or (AnswerForm() if answers else None),
        "withdraw_form": sent.get("withdraw_form") or (WithdrawForm() if withdraws else None),
    }
