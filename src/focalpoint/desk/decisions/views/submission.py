"""One submission: the reviewer's desk, the principal's desk, and what was decided."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from focalpoint.desk.concurrency.forms import RevisedForm, act, send_again
from focalpoint.desk.concurrency.revisions import Stale, renew_revision
from focalpoint.desk.decisions import actions, queries
from focalpoint.desk.decisions.choices import FURTHER, decide_form, transmit_form
from focalpoint.desk.decisions.forms import DecideForm, OutsideForm, ReturnForm, SignForm, TelephoneForm, TransmitForm
from focalpoint.desk.decisions.models import Reservation, Submission
from focalpoint.desk.decisions.note.digest import NoteDigest
from focalpoint.desk.decisions.submission.choice_panel import ChoicePanel
from focalpoint.desk.decisions.submission.page import SubmissionPage
from focalpoint.desk.decisions.transmission.drafts import compose_draft
from focalpoint.desk.decisions.workflow import is_turn_of
from focalpoint.desk.interests.panel import interest_panel
from focalpoint.desk.options.queries import options_with_readings
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.people.queries import is_small_office
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.web.render import render


@requires(Permission.SUBMISSION_READ)
@require_GET
def submission(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a submission with the acts that are the reader's now."""
    found = visible_submission(request, ref)
    choice, chosen, on = request.GET.get("choice", ""), request.GET.getlist("body"), office_day(timezone.now())
    draft = compose_draft(request.GET.get("draft", ""), found.assessment, request.GET.get("state", ""), on)
    form = decide_form(found, choice, chosen, on=on, draft=draft) if is_turn_of(found, person(request)) else None
    further = transmit_form(found, chosen[-1] if chosen else "", on=on, draft=draft) if choice == FURTHER else None
    return show_page(request, found, choice=choice, decide_form=form, further_form=further)


@requires(Permission.SUBMISSION_RETURN)
@require_POST
def send_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Return a submission to its author with reasons."""
    by, found = person(request), visible_submission(request, ref)
    form = ReturnForm(request.POST)
    done = act(request, form, lambda: _sent_back(found, form, by), by=by.ref)
    return done or show_page(request, found, return_form=form)


def _sent_back(found: Submission, form: ReturnForm, by: User) -> str:
    given = form.cleaned_data
    actions.send_back(submission=found, reason=given["reason"], revision=given["revision"], by=by, at=timezone.now())
    return reverse("submission", args=[found.ref])


@requires(Permission.SUBMISSION_SIGN)
@require_POST
def sign(request: HttpRequest, ref: str) -> HttpResponse:
    """Sign a submission."""
    by, found = person(request), visible_submission(request, ref)
    form = SignForm(request.POST)
    return act(request, form, lambda: _signed(found, form, by), by=by.ref) or show_page(request, found, sign_form=form)


def _signed(found: Submission, form: SignForm, by: User) -> str:
    given = form.cleaned_data
    read = NoteDigest(digest=given["digest"], language=given["language"], on=given["on"])
    actions.sign(submission=found, read=read, revision=given["revision"], by=by, at=timezone.now())
    return reverse("submission", args=[found.ref])


@requires(Permission.SUBMISSION_TELEPHONE)
@require_POST
def sign_by_telephone(request: HttpRequest, ref: str) -> HttpResponse:
    """Record that a reviewer signed an urgent alert by telephone."""
    by, found = person(request), visible_submission(request, ref)
    form = TelephoneForm(request.POST)
    form.offer(queries.possible_signers(found).exclude(pk=by.pk))

    def do() -> str:
        given = form.cleaned_data
        read = NoteDigest(digest=given["digest"], language=given["language"], on=given["on"])
        words = {"reviewer": given["reviewer"], "read": read, "revision": given["revision"]}
        actions.sign_by_telephone(submission=found, **words, by=by, at=timezone.now())
        return reverse("submission", args=[found.ref])

    return act(request, form, do, by=by.ref) or show_page(request, found, telephone_form=form)


@requires(Permission.SUBMISSION_SIGN)
@require_POST
def confirm_signature(request: HttpRequest, ref: str) -> HttpResponse:
    """Confirm a signature that was given by telephone."""
    by, found = person(request), visible_submission(request, ref)
    form = RevisedForm(request.POST)

    def do() -> str:
        revision = form.cleaned_data["revision"]
        actions.confirm_signature(submission=found, revision=revision, by=by, at=timezone.now())
        return reverse("submission", args=[found.ref])

    return act(request, form, do, by=by.ref) or show_page(request, found, confirm_form=form)


def visible_submission(request: HttpRequest, ref: str) -> Submission:
    """Return a submission that the reader may see; any other is answered as one that does not exist."""
    found = queries.submissions(person(request)).select_related(
        "submitted_by", "assessment__reviewer", "decision__by", "telephone_by"
    )
    options = Prefetch("paper__options", options_with_readings())
    consulted = ("assessment__consultations__sayings", "assessment__consultations__option")
    parts = found.prefetch_related(options, "decision__transmissions", "assessment__factors", *consulted)
    return get_object_or_404(parts, ref=ref)


def show_page(
    request: HttpRequest,
    found: Submission,
    choice: str = "",
    shown: Sequence[Reservation] = (),
    **sent: Any,
) -> HttpResponse:
    """Render the page as the reader's role needs it; a form that was sent keeps its text.

    Parameters
    ----------
    choice : what the principal is choosing.
    shown : the copies that the principal reads before deciding, one for each body.
    sent : by its name on the page, the form that was sent, or the fresh ones of a choice.
    """
    forms = [form for form in sent.values() if form is not None and form.is_bound]
    if forms:
        found = visible_submission(request, found.ref)  # its state now, above what was kept
    for form in forms:
        if isinstance(form, RevisedForm) and "revision" in form.fields:
            renew_revision(form, found.revision)
    page = SubmissionPage(found, reader=person(request), at=timezone.now(), language=get_language() or "en")
    context: dict[str, Any] = {"page": page, "submission": found, "situation": found.assessment.situation}
    context["interests"] = interest_panel(
        found.assessment.situation, page.reader, back=reverse("submission", args=[found.ref]), known=page.declared
    )
    if page.as_principal:
        context["panel"] = ChoicePanel(page, choice, _choice_form(sent, page), shown)
    else:
        waiting = ReturnForm(initial={"revision": found.revision}) if page.reviewing else None
        context |= {
            "return_form": sent.get("return_form") or waiting,
            "sign_form": _sign_form(sent.get("sign_form"), page),
        }
        context |= {"telephone_form": _telephone_form(sent.get("telephone_form"), page)}
        context |= {"confirm_form": sent.get("confirm_form") or _confirm_form(page)}
        context |= _outside_forms(sent, page)
    template = "decisions/principal.html" if page.as_principal else "decisions/reviewer.html"
    refused = any(form.errors for form in forms)
    return render(request, template, context, shows=[found], refused=refused)


def _choice_form(sent: dict[str, Any], page: SubmissionPage) -> DecideForm | TransmitForm | None:
    """Return the form of the principal's choice, or of a further copy where one may be sent."""
    form: DecideForm | TransmitForm | None = sent.get("decide_form")
    return form or (sent.get("further_form") if page.may_send else None)


def _sign_form(form: SignForm | None, page: SubmissionPage) -> SignForm | None:
    """Return the form that signs what this page shows; one sent too late signs what is shown now."""
    if form is None:
        return (
            SignForm(initial={"revision": page.submission.revision, **page.read.fields()}) if page.reviewing else None
        )
    if isinstance(form.refused, Stale):
        send_again(form, **{name: str(value) for name, value in page.read.fields().items()})
    return form


def _telephone_form(form: TelephoneForm | None, page: SubmissionPage) -> TelephoneForm | None:
    """Return the form that records a signature by telephone on the note that this page shows."""
    if form is not None and form.is_bound:
        return form
    if not (page.submission.is_urgent and page.submission.state == Submission.State.SUBMITTED):
        return None
    if not has_permission(page.reader, Permission.SUBMISSION_TELEPHONE):
        return None
    fresh = TelephoneForm(initial={"revision": page.submission.revision, **page.read.fields()})
    fresh.offer(queries.possible_signers(page.submission).exclude(pk=page.reader.pk))
    return fresh


def _confirm_form(page: SubmissionPage) -> RevisedForm | None:
    """Return the form that confirms the reader's own signature by telephone, while it waits."""
    found = page.submission
    waits = found.telephone_by_id and not found.confirmed_at and found.assessment.reviewer_id == page.reader.pk
    return RevisedForm(initial={"revision": found.revision}) if waits else None


def _outside_forms(sent: dict[str, Any], page: SubmissionPage) -> dict[str, Any]:
    """Return the form that names a person outside, in a small office, or the one that takes the link back."""
    found = page.submission
    may = has_permission(page.reader, Permission.OUTSIDE_ASK, found)
    if not may or found.state != Submission.State.SUBMITTED:
        return {}
    if found.outside_name:
        return {"take_back_form": RevisedForm(initial={"revision": found.revision})}
    asks = is_small_office() or "outside_form" in sent
    fresh = OutsideForm(initial={"revision": found.revision}) if asks else None
    return {"outside_form": sent.get("outside_form") or fresh}
