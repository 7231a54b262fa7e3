"""One submission: the reviewer's desk, the principal's desk, and what was decided."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from focalpoint.desk.concurrency.forms import act, send_again
from focalpoint.desk.concurrency.revisions import Stale, renew_revision
from focalpoint.desk.decisions import actions, queries
from focalpoint.desk.decisions.forms import DecideForm, ReturnForm, SendForm, SignForm
from focalpoint.desk.decisions.models import Decision, Submission
from focalpoint.desk.decisions.note import brief, compose, digest, withdrawn
from focalpoint.desk.decisions.note.signed import signed_note
from focalpoint.desk.decisions.submission import clocks
from focalpoint.desk.decisions.transmission import bodies
from focalpoint.desk.decisions.transmission.copy import Route
from focalpoint.desk.decisions.views.queue import is_turn_of
from focalpoint.desk.documents import html
from focalpoint.desk.documents.blocks import Document
from focalpoint.desk.options.columns import Column, columns
from focalpoint.desk.options.models import Option
from focalpoint.desk.options.queries import held_to_the_rules
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.web.render import render

CHOICE = Decision.Choice
SENDS = (CHOICE.ACT, CHOICE.REFER)
CHOICES = {
    CHOICE.ACT: {"button": _("Act"), "says": _("choose the body, form and date"), "date": _("Answer asked for by")},
    CHOICE.REFER: {"button": _("Refer"), "says": _("to another body to decide"), "date": _("Answer asked for by")},
    CHOICE.WATCH: {"button": _("Watch until"), "says": _("a date, then look again"), "date": _("Watch until")},
    CHOICE.REFUSE: {"button": _("Refuse"), "says": _("with the reason"), "date": _("Takes effect on")},
}


@requires(Permission.SUBMISSION_READ)
@require_GET
def submission(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a submission to whoever may see it, with the acts that are the reader's now."""
    found = _visible(request, ref)
    choice = request.GET.get("choice", "")
    form = None
    if choice in CHOICES and is_turn_of(found, person(request)):
        form = _decide_form(found, choice, request.GET.get("body", ""))
    return _page(request, found, choice=choice, decide_form=form)


@requires(Permission.SUBMISSION_RETURN)
@require_POST
def send_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Return a submission to its author with reasons."""
    by, found = person(request), _visible(request, ref)
    form = ReturnForm(request.POST)
    return act(request, form, lambda: _sent_back(found, form, by), by=by.ref) or _page(request, found, return_form=form)


def _sent_back(found: Submission, form: ReturnForm, by: User) -> str:
    given = form.cleaned_data
    actions.send_back(submission=found, reason=given["reason"], revision=given["revision"], by=by, at=timezone.now())
    return reverse("submission", args=[found.ref])


@requires(Permission.SUBMISSION_SIGN)
@require_POST
def sign(request: HttpRequest, ref: str) -> HttpResponse:
    """Sign a submission."""
    by, found = person(request), _visible(request, ref)
    form = SignForm(request.POST)
    return act(request, form, lambda: _signed(found, form, by), by=by.ref) or _page(request, found, sign_form=form)


def _signed(found: Submission, form: SignForm, by: User) -> str:
    given = form.cleaned_data
    read = digest.NoteDigest(digest=given["digest"], language=given["language"], on=given["on"])
    actions.sign(submission=found, read=read, revision=given["revision"], by=by, at=timezone.now())
    return reverse("submission", args=[found.ref])


@requires(Permission.DECISION_TAKE)
@require_POST
def decide(request: HttpRequest, ref: str, choice: str) -> HttpResponse:
    """Decide on a submission."""
    by, found = person(request), _visible(request, ref)
    if choice not in CHOICES:
        raise Http404
    form = _decide_form(found, choice, request.POST.get("body", ""), request.POST)
    if form is None:
        raise Http404
    done = act(request, form, lambda: _decided(found, choice, form, by), by=by.ref)
    return done or _page(request, found, choice=choice, decide_form=form)


def _decided(found: Submission, choice: str, form: DecideForm, by: User) -> str:
    given = form.cleaned_data
    actions.decide(
        submission=found,
        choice=choice,
        reason=given["reason"],
        on=given["on"],
        route=_route(given),
        revision=given["revision"],
        by=by,
        at=timezone.now(),
    )
    return reverse("submission", args=[found.ref])


def _route(given: dict[str, Any]) -> Route | None:
    """Return the way a decision goes; None when no body was named."""
    if not given["body"]:
        return None
    names = ("body", "asked", "entry_point", "conveyor", "legal_basis", "form")
    said = {name: given.get(name, "") for name in names}
    return Route(**said, answer_due_on=given["on"], options=tuple(given.get("options", ())))


def _decide_form(found: Submission, choice: str, body: str, data: Any = None) -> DecideForm | None:
    """Return the form of a choice; None while a decision that leaves the house has no body yet."""
    initial: dict[str, Any] = {"revision": found.revision}
    if choice in SENDS:
        way = bodies.ways().get(body)
        if way is None:
            return None
        initial |= {"body": body, "legal_basis": way.body.trigger[:300]}
        form: DecideForm = _send_form(found, way, data, initial)
    else:
        form = DecideForm(data, initial=initial)
    form.dated(CHOICES[CHOICE(choice)]["date"], _today())
    return form


def _send_form(found: Submission, way: bodies.Way, data: Any, initial: dict[str, Any]) -> SendForm:
    """Return the form of what leaves, with the body's ways in and the paper's proposals to choose from."""
    form = SendForm(data, initial=initial)
    form.offer(way, [each for each in found.paper.options.all() if each.status == Option.Status.PROPOSED])
    return form


def _today() -> dt.date:
    return office_day(timezone.now())


def _visible(request: HttpRequest, ref: str) -> Submission:
    """Return a submission the reader may see; anything else does not exist."""
    found = queries.submissions(person(request)).select_related("submitted_by", "assessment__reviewer", "decision__by")
    return get_object_or_404(found.prefetch_related("paper__options", "decision__transmissions"), ref=ref)


def _page(
    request: HttpRequest,
    found: Submission,
    *,
    choice: str = "",
    decide_form: DecideForm | None = None,
    return_form: ReturnForm | None = None,
    sign_form: SignForm | None = None,
) -> HttpResponse:
    """Render the page as the reader's role needs it; a form that was sent keeps its text."""
    by, at = person(request), timezone.now()
    sent_forms = [form for form in (decide_form, return_form, sign_form) if form is not None and form.is_bound]
    if sent_forms:
        found = _visible(request, found.ref)  # where it stands now, above what was kept
        for form in sent_forms:
            renew_revision(form, found.revision)
    yours = is_turn_of(found, by)
    reviewing = yours and found.state == Submission.State.SUBMITTED
    stands = _stands(found)
    context: dict[str, Any] = {
        "submission": found,
        "situation": found.assessment.situation,
        "clock": clocks.of_submission(found, at),
        "stale": clocks.stale(found.assessment, office_day(at)),
        "yours": yours,
        "own": by.pk in found.author_ids,
        "return_form": return_form or (ReturnForm(initial={"revision": found.revision}) if reviewing else None),
        "sign_form": _sign_form(sign_form, found, stands) if reviewing or sign_form else None,
        **_decision(found, by),
    }
    as_principal = found.state in queries.ONCE_SIGNED and has_permission(by, Permission.DECISION_PREPARE)
    if as_principal:
        context |= _principal(found, stands, choice, decide_form)
    else:
        context["whole"] = html.write(_note(found, stands))
    template = "decisions/principal.html" if as_principal else "decisions/reviewer.html"
    return render(request, template, context, shows=[found], refused=bool(sent_forms))


def _stands(found: Submission) -> Document:
    """Return the note as signed, or as it would be signed now."""
    if found.assessment.frozen:
        return signed_note(found.assessment)
    return digest.compose_whole(found, language=get_language() or "en", on=_today())


def _note(found: Submission, stands: Document) -> Document:
    """Return the note as the page shows it: one that is not signed says so."""
    return withdrawn.redacted_note(stands if found.assessment.frozen else compose.draft(stands), found.assessment)


def _sign_form(form: SignForm | None, found: Submission, shown: Document) -> SignForm:
    """Return the form that signs what this page shows; one sent too late signs what is shown now."""
    read = digest.NoteDigest.of(shown).fields()
    if form is None:
        return SignForm(initial={"revision": found.revision, **read})
    if isinstance(form.refused, Stale):
        send_again(form, **{name: str(value) for name, value in read.items()})
    return form


def _decision(found: Submission, by: User) -> dict[str, Any]:
    """Return what was decided and where it went, for those who may see the transmission."""
    taken = getattr(found, "decision", None)
    if taken is None:
        return {"decision": None, "sent": []}
    seen = queries.transmissions(by).filter(decision=taken)
    sent = [
        {"row": each, "body": bodies.name(each.body), "clock": clocks.of_transmission(each, _today())} for each in seen
    ]
    return {"decision": taken, "decision_body": bodies.name(taken.body) if taken.body else "", "sent": sent}


def _principal(found: Submission, stands: Document, choice: str, form: DecideForm | None) -> dict[str, Any]:
    """Return the one screen: the brief, the options, the four choices and the ways to each body."""
    side: list[Column] = columns(found.paper, held_to_the_rules(found.paper))
    chosen = CHOICE(choice) if choice in CHOICES else None
    body = form["body"].value() if form is not None else ""
    asks = found.state == Submission.State.SIGNED or (form is not None and form.is_bound)
    return {
        "brief": html.write(withdrawn.redacted_note(brief.compose(found, side, on=_today()), found.assessment)),
        "whole": html.write(_note(found, stands), level=2),
        "columns": side,
        "paper": found.paper,
        "writes": False,
        "choices": [{"value": key.value, **words} for key, words in CHOICES.items()],
        "chosen": {"value": chosen.value, **CHOICES[chosen]} if chosen and asks else None,
        "sends": chosen in SENDS,
        "decide_form": form,
        "way": bodies.ways().get(str(body or "")),
        "ways": bodies.ways().values(),
        "always": bodies.always(),
    }
