"""The principal decides, and sends further copies under a decision that was taken."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from focalpoint.desk.concurrency.forms import act
from focalpoint.desk.decisions import actions
from focalpoint.desk.decisions.choices import FURTHER, decide_form, route_of, transmit_form
from focalpoint.desk.decisions.forms import DecideForm, SendForm
from focalpoint.desk.decisions.models import Decision, Submission
from focalpoint.desk.decisions.views.submission import show_page, visible_submission
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.people.zones import office_day


@requires(Permission.DECISION_TAKE)
@require_POST
def decide(request: HttpRequest, ref: str, choice: str) -> HttpResponse:
    """Decide on a submission."""
    by, found = person(request), visible_submission(request, ref)
    form = decide_form(found, choice, request.POST.get("body", ""), on=office_day(timezone.now()), data=request.POST)
    if form is None:
        raise Http404
    done = act(request, form, lambda: _decide(found, choice, form, by), by=by.ref)
    return done or show_page(request, found, choice=choice, decide_form=form)


def _decide(found: Submission, choice: str, form: DecideForm, by: User) -> str:
    given = form.cleaned_data
    texts = {"choice": choice, "reason": given["reason"], "on": given["on"], "route": route_of(given)}
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
    done = act(request, form, lambda: _transmit(taken, form, by), by=by.ref)
    return done or show_page(request, found, choice=FURTHER, further_form=form)


def _transmit(taken: Decision, form: SendForm, by: User) -> str:
    route = route_of(form.cleaned_data)
    if route is None:
        raise Http404
    sent = actions.transmit(decision=taken, route=route, by=by, at=timezone.now())
    return reverse("transmission", args=[sent.ref])
