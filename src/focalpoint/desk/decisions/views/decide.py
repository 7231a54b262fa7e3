"""The principal decides, and sends further copies under a decision that was taken."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from focalpoint.desk.concurrency.forms import act, send_again
from focalpoint.desk.concurrency.revisions import Stale
from focalpoint.desk.decisions import actions
from focalpoint.desk.decisions.choices import FURTHER, also_of, decide_form, route_of, transmit_form
from focalpoint.desk.decisions.forms import DecideForm, SendForm, TransmitForm, WayForm
from focalpoint.desk.decisions.models import Decision, Reservation, Submission
from focalpoint.desk.decisions.views.submission import show_page, visible_submission
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.people.zones import office_day
from focalpoint.reference.errors import FocalpointError


@requires(Permission.DECISION_TAKE)
@require_POST
def decide(request: HttpRequest, ref: str, choice: str) -> HttpResponse:
    """Decide on a submission."""
    by, found = person(request), visible_submission(request, ref)
    chosen = [*request.POST.getlist("also"), request.POST.get("body", "")]
    form = decide_form(found, choice, chosen, on=office_day(timezone.now()), data=request.POST)
    if form is None:
        raise Http404
    if _asks_to_see(request, form):
        return _copy_page(request, found, choice, form, by)
    done = act(request, form, lambda: _decide(found, choice, form, by), by=by.ref)
    if done is None and isinstance(form, SendForm) and isinstance(form.refused, Stale):
        return _copy_page(request, found, choice, form, by)
    return done or show_page(request, found, choice=choice, decide_form=form)


def _decide(found: Submission, choice: str, form: DecideForm, by: User) -> str:
    given = form.cleaned_data
    texts = {"choice": choice, "reason": given["reason"], "on": given["on"], "route": route_of(given)}
    texts |= {"also": also_of(form), "others": given.get("others", "")}
    actions.decide(submission=found, **texts, revision=given["revision"], by=by, at=timezone.now())
    return reverse("submission", args=[found.ref])


@requires(Permission.DECISION_TAKE)
@require_POST
def transmit(request: HttpRequest, ref: str) -> HttpResponse:
    """Send a further copy under a decision that was taken."""
    by, found = person(request), visible_submission(request, ref)
    form = transmit_form(found, request.POST.get("body", ""), on=office_day(timezone.now()), data=request.POST)
    taken = getattr(found, "decision", None)
    if form is None or taken is None:
        raise Http404
    if _asks_to_see(request, form):
        return _copy_page(request, found, FURTHER, form, by)
    done = act(request, form, lambda: _transmit(taken, form, by), by=by.ref)
    if done is None and isinstance(form.refused, Stale):
        return _copy_page(request, found, FURTHER, form, by)
    return done or show_page(request, found, choice=FURTHER, further_form=form)


def _asks_to_see(request: HttpRequest, form: DecideForm | TransmitForm) -> bool:
    """Whether a form that sends a copy is right, and its writer has not read that copy yet, or wants to again."""
    if not isinstance(form, WayForm) or not form.is_valid():
        return False
    return "show" in request.POST or not all(each.cleaned_data["reserved"] for each in (*form.together, form))


def _copy_page(
    request: HttpRequest, found: Submission, choice: str, form: DecideForm | TransmitForm, by: User
) -> HttpResponse:
    """Show the copy that would leave, above the form that records the decision; what was written is kept."""
    kept: dict[str, Any] = {"further_form" if choice == FURTHER else "decide_form": form}
    parts: list[WayForm] = [*form.together, form] if isinstance(form, WayForm) else []
    try:
        shown = [_shown(found, choice, part, by) for part in parts]
    except FocalpointError as error:
        form.add_error(None, ValidationError(f"{error.message} {error.todo}", code=error.code))
        send_again(form)
        return show_page(request, found, choice, **kept)
    for part, each in zip(parts, shown, strict=True):
        send_again(part, **{part.add_prefix("reserved"): each.ref})
    return show_page(request, found, choice, shown, **kept)


def _shown(found: Submission, choice: str, form: WayForm, by: User) -> Reservation:
    route = route_of(form.cleaned_data)
    if route is None:
        raise Http404
    return actions.show_copy(submission=found, choice=choice, route=route, by=by, at=timezone.now())


def _transmit(taken: Decision, form: TransmitForm, by: User) -> str:
    route = route_of(form.cleaned_data)
    if route is None:
        raise Http404
    sent = actions.transmit(decision=taken, route=route, by=by, at=timezone.now())
    return reverse("transmission", args=[sent.ref])
