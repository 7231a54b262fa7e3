"""One item: its grades, its source, the situations that cite it, and the withdrawal of consent."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from focalpoint.desk.concurrency.forms import ActForm, RevisedForm, act
from focalpoint.desk.concurrency.revisions import renew_revision
from focalpoint.desk.intake import actions, grading, queries
from focalpoint.desk.intake.forms import CredibilityForm, NameSourceForm, StatusForm, offer
from focalpoint.desk.intake.models import Item
from focalpoint.desk.intake.visible_item import visible_item
from focalpoint.desk.marking.models import Marked
from focalpoint.desk.pages.citing_situations import Cited, cited
from focalpoint.desk.people.access import person
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.web.render import render

SETTING = ("source", "credibility", "status")  # what is being set
CHANGES_ACCESS = (Permission.MARKING_CHANGE, Permission.MARKING_GRANT)
OFFERED = 20  # items to choose from on the page, the newest that match; any that may be seen can be named


@require_GET
def item(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one item."""
    return _item(request, visible_item(request, ref))


@require_POST
def name_source(request: HttpRequest, ref: str) -> HttpResponse:
    """Say from which source an item comes."""
    by, found = person(request), visible_item(request, ref, Permission.ITEM_NAME_SOURCE)
    form = _source_form(by, found, request.POST)

    def do() -> None:
        given = {name: form.cleaned_data[name] for name in ("source", "subject", "revision")}
        actions.name_source(item=found, **given, by=by, at=timezone.now())

    return _sent(request, found, form, do) or _item(request, found, source_form=form)


@require_POST
def grade(request: HttpRequest, ref: str) -> HttpResponse:
    """Set the credibility of an item."""
    by, found = person(request), visible_item(request, ref, Permission.ITEM_GRADE)
    form = _credibility_form(by, found, request.POST)

    def do() -> None:
        given = {name: form.cleaned_data[name] for name in ("credibility", "reason", "despite", "revision")}
        confirmed = list(form.cleaned_data["confirmed_by"])
        grading.grade_item(item=found, **given, confirmed_by=confirmed, by=by, at=timezone.now())

    return _sent(request, found, form, do) or _item(request, found, credibility_form=form)


@require_POST
def set_status(request: HttpRequest, ref: str) -> HttpResponse:
    """Say that an item is confirmed or refuted."""
    by, found = person(request), visible_item(request, ref, Permission.ITEM_SET_STATUS)
    form = StatusForm(request.POST)

    def do() -> None:
        given = {name: form.cleaned_data[name] for name in ("status", "reason", "revision")}
        grading.set_status(item=found, **given, by=by, at=timezone.now())

    return _sent(request, found, form, do) or _item(request, found, status_form=form)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Say what a withdrawal of consent destroys and what it keeps, and withdraw it: by its filer or the custodian.

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
    counts = {"files": found.originals.count(), "reported": hasattr(found, "event")}
    context = {"item": found, "form": form, **counts}
    return render(request, "intake/withdraw.html", context, shows=[found], refused=sent)


def _sent(request: HttpRequest, found: Item, form: RevisedForm, do: Callable[[], None]) -> HttpResponse | None:
    """Run what a form asks of an item and lead back to the item; None when it is refused.

    Its text is kept; only a person who saw that another was faster gets the newest revision to save over.
    """

    def acted() -> str:
        do()
        return reverse("item", args=[found.ref])

    done = act(request, form, acted, by=person(request).ref)
    if done is None:
        found.refresh_from_db()
        renew_revision(form, found.revision)
    return done


def _item(request: HttpRequest, found: Item, **given: ActForm) -> HttpResponse:
    """Render an item's page, with the forms its reader may use; a form that was sent keeps its text."""
    by = person(request)
    desk = has_permission(by, Permission.ITEM_READ)
    setting = next((name for name in SETTING if given.get(f"{name}_form")), request.GET.get("set", ""))
    source = found.source if found.source and queries.sources(by).filter(pk=found.source.pk).exists() else None
    reliability = queries.reliability(source, found.subject) if source else None
    linked, find = cited(by, found), request.GET.get("find", "")
    writing = has_permission(by, Permission.ITEM_GRADE) and found.consent_withdrawn_at is None
    choosing = {"source": given.get("source_form") or _source_form(by, found)}
    choosing["credibility"] = given.get("credibility_form") or _credibility_form(by, found)
    offered = _offered(choosing, setting, find) if writing else []
    alike = list(queries.alike(by, found)[:OFFERED])
    shown: list[Cited | Marked] = [found, *linked, *offered, *alike]
    context: dict[str, Any] = {
        "item": found,
        "event": getattr(found, "event", None),
        "originals": found.originals.all(),
        "custody": queries.custody(found, by, [each.ref for each in linked]),
        "numbered": has_permission(
            by, Permission.CUSTODY_NUMBER
        ),  # how much is done on the desk is not everybody's to count
        "cited": linked,
        "alike": alike,
        "gradings": found.gradings.select_related("by", "answered_by") if desk else [],
        "confirmed_by": queries.items(by).filter(confirms=found),
        "source": source,
        "reliability": reliability,
        "desk": desk,
        "grading": writing,
        "setting": setting,
        "find": find,
        "source_form": choosing["source"],
        "credibility_form": choosing["credibility"],
        "status_form": given.get("status_form") or StatusForm(initial={"revision": found.revision}),
        "refused": next(iter(given.values()), None),
        "changes_access": desk and any(has_permission(by, each) for each in CHANGES_ACCESS),
        "may_withdraw": queries.withdrawable(by).filter(pk=found.pk).exists(),
    }
    wrong = any(form.errors for form in given.values())
    return render(request, "intake/item.html", context, shows=shown, refused=wrong)


def _source_form(by: User, found: Item, data: Any = None) -> NameSourceForm:
    form = NameSourceForm(data, initial={"revision": found.revision})
    form.fields["source"].queryset = queries.sources(by)  # type: ignore[attr-defined]  # a ModelChoiceField
    return form


def _credibility_form(by: User, found: Item, data: Any = None) -> CredibilityForm:
    form = CredibilityForm(data, initial={"revision": found.revision})
    others = queries.items(by).exclude(pk=found.pk).filter(consent_withdrawn_at=None)
    form.fields["confirmed_by"].queryset = others  # type: ignore[attr-defined]  # a ModelMultipleChoiceField
    return form


def _offered(choosing: dict[str, ActForm], setting: str, find: str) -> list[Marked]:
    """Fill the choices of the form that is shown, if one is, and return what it offers."""
    if setting not in choosing:
        return []
    form, name = choosing[setting], "source" if setting == "source" else "confirmed_by"
    rows = form.fields[name].queryset  # type: ignore[attr-defined]  # a field of rows
    return offer(form, name, rows if setting == "source" else queries.matching(rows, find)[:OFFERED])
