"""The page of who a source is: sealed by the office, read for a time by one custodian whom another one let."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from focalpoint.desk.compartments import identity_actions, queries
from focalpoint.desk.compartments.forms import AnswerIdentityForm, AskIdentityForm, ReadIdentityForm, SealForm
from focalpoint.desk.compartments.models import IdentityRequest
from focalpoint.desk.concurrency.forms import ActForm, act
from focalpoint.desk.intake.models import Source
from focalpoint.desk.intake.queries import sources
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.people.queries import is_small_office, readers
from focalpoint.desk.web.render import render


@requires(Permission.IDENTITY_SEAL, Permission.IDENTITY_ASK)
@require_GET
def source_identity(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what is sealed of a source, and, while a reading is open, to its reader what it says."""
    return _shown(request, _source(request, ref))


@requires(Permission.IDENTITY_SEAL)
@require_POST
def seal_identity(request: HttpRequest, ref: str) -> HttpResponse:
    """Seal who a source is."""
    found, form = _source(request, ref), SealForm(request.POST)

    def do(by: User) -> None:
        identity_actions.seal_identity(source=found, text=form.cleaned_data["text"], by=by, at=timezone.now())

    return _sent(request, found, form, do) or _shown(request, found, seal_form=form)


@requires(Permission.IDENTITY_ASK)
@require_POST
def ask_identity(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask another custodian to open who a source is."""
    found, form = _source(request, ref), AskIdentityForm(request.POST)

    def do(by: User) -> None:
        identity_actions.ask_identity(source=found, reason=form.cleaned_data["reason"], by=by, at=timezone.now())

    return _sent(request, found, form, do) or _shown(request, found, ask_form=form)


@requires(Permission.IDENTITY_GRANT)
@require_POST
def answer_identity(request: HttpRequest, ref: str) -> HttpResponse:
    """Grant or refuse another custodian's request."""
    found, form = _source(request, ref), AnswerIdentityForm(request.POST)

    def do(by: User) -> None:
        given = {name: form.cleaned_data[name] for name in ("granted", "answer")}
        asked = _asked(found, form.cleaned_data["asked"])
        identity_actions.answer_identity(asked=asked, **given, by=by, at=timezone.now())

    return _sent(request, found, form, do) or _shown(request, found, answer_form=form)


@requires(Permission.IDENTITY_READ)
@require_POST
def read_identity(request: HttpRequest, ref: str) -> HttpResponse:
    """Begin the reading that was granted."""
    found, form = _source(request, ref), ReadIdentityForm(request.POST)

    def do(by: User) -> None:
        identity_actions.open_identity(asked=_asked(found, form.cleaned_data["asked"]), by=by, at=timezone.now())

    return _sent(request, found, form, do) or _shown(request, found, read_form=form)


def _source(request: HttpRequest, ref: str) -> Source:
    """Return a source the reader may see; anything else does not exist."""
    return get_object_or_404(sources(person(request)), ref=ref)


def _asked(found: Source, ref: str) -> IdentityRequest:
    asked = next((each for each in queries.identity_requests(found) if each.ref == ref), None)
    if asked is None:
        raise Http404
    return asked


def _sent(request: HttpRequest, found: Source, form: ActForm, do: Callable[[User], None]) -> HttpResponse | None:
    by = person(request)

    def acted() -> str:
        do(by)
        return reverse("source_identity", args=[found.ref])

    return act(request, form, acted, by=by.ref)


def _shown(request: HttpRequest, found: Source, **given: ActForm) -> HttpResponse:
    """Render the page with the forms that the reader may use."""
    by, at = person(request), timezone.now()
    asks = has_permission(by, Permission.IDENTITY_ASK)
    requests = list(queries.identity_requests(found)) if asks else []
    mine = next((each for each in requests if each.by_id == by.pk), None)
    context: dict[str, Any] = {
        "source": found,
        "sealed": found.identities.select_related("by"),
        "requests": [each for each in requests if not _may_answer(by, each)],
        "others": [each for each in _custodians(found) if each.pk != by.pk] if asks else [],
        "seal_form": given.get("seal_form", SealForm()) if has_permission(by, Permission.IDENTITY_SEAL) else None,
        "ask_form": given.get("ask_form", AskIdentityForm()) if asks else None,
        "answers": [(each, _answer_form(each, given)) for each in requests if _may_answer(by, each)],
        "read_form": None,
        "me": by,
        "asks_outside": asks and is_small_office(),
        "refused": next((form for form in given.values() if form.non_field_errors()), None),
    }
    if mine and identity_actions.is_open(mine, at):
        context["read"] = identity_actions.read_identity(asked=mine, by=by, at=at)
        context["until"] = mine.opened_at + identity_actions.READING if mine.opened_at else None
    elif mine and mine.opened_at is None and identity_actions.is_granted(mine, at):
        context["read_form"] = ReadIdentityForm(initial={"asked": mine.ref})
    return render(request, "compartments/identity.html", context, shows=[found], refused=bool(given))


def _may_answer(by: User, asked: IdentityRequest) -> bool:
    return asked.granted is None and has_permission(by, Permission.IDENTITY_GRANT, asked)


def _answer_form(asked: IdentityRequest, given: dict[str, ActForm]) -> ActForm:
    """Return the form to answer a request; the one that was sent keeps its text."""
    sent = given.get("answer_form")
    if sent is not None and sent.data.get("asked") == asked.ref:
        return sent
    return AnswerIdentityForm(initial={"asked": asked.ref})


def _custodians(found: Source) -> list[User]:
    """Return the custodians who may see a source."""
    members = set(found.members.values_list("pk", flat=True))
    return readers(Permission.IDENTITY_GRANT, marks=found.marks, members=members)
