"""A situation outside of the mandate goes to the body that deals with it: the letter is read, then sent."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from focalpoint.desk.concurrency.forms import act, send_again
from focalpoint.desk.concurrency.revisions import Stale
from focalpoint.desk.decisions import queries, referrals
from focalpoint.desk.decisions.choices import CHOICE, CHOICES, route_of
from focalpoint.desk.decisions.forms import ReferForm
from focalpoint.desk.decisions.note.signed import sealed
from focalpoint.desk.decisions.submission import clocks
from focalpoint.desk.decisions.transmission import bodies
from focalpoint.desk.decisions.transmission.exchange_page import bodies_with_an_account
from focalpoint.desk.decisions.transmission.referral import compose_letter, mark_shown
from focalpoint.desk.documents import html
from focalpoint.desk.marking.refs import new_ref
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.situations.models import ScopeTest, Situation
from focalpoint.desk.situations.queries import scope, situations
from focalpoint.desk.web.render import render


@requires(Permission.SITUATION_REFER)
@require_http_methods(["GET", "POST"])
def refer(request: HttpRequest, ref: str) -> HttpResponse:
    """Read the letter that refers a situation, then send it."""
    by = person(request)
    found = get_object_or_404(situations(by), ref=ref)
    test = scope(found)
    form = _form(request, test)
    if form is None or test is None or not form.is_bound:
        return _page(request, found, test, form)
    if form.is_valid() and ("show" in request.POST or not form.cleaned_data["reserved"]):
        return _letter_page(request, found, test, form)
    done = act(request, form, lambda: _referred(found, form, by), by=by.ref)
    if done is None and isinstance(form.refused, Stale):
        return _letter_page(request, found, test, form)
    return done or _page(request, found, test, form)


def _form(request: HttpRequest, test: ScopeTest | None) -> ReferForm | None:
    """Return the form of a referral; None where the newest scope test refers nothing."""
    way = bodies.ways().get(test.refer_to) if test and test.outcome == ScopeTest.Outcome.REFER else None
    if way is None:
        return None
    form = ReferForm(request.POST or None, initial={"body": way.body.id})
    form.offer(way, [])
    form.dated(CHOICES[CHOICE.REFER]["date"], office_day(timezone.now()))
    return form


def _referred(found: Situation, form: ReferForm, by: User) -> str:
    given = form.cleaned_data
    route = route_of(given)
    if route is None:
        raise ValidationError("A form of a referral names its body.")
    sent = referrals.refer(situation=found, route=route, mark=given["reserved"], by=by, at=timezone.now())
    return reverse("transmission", args=[sent.ref])


def _letter_page(request: HttpRequest, found: Situation, test: ScopeTest, form: ReferForm) -> HttpResponse:
    """Show the letter above the form that sends it; what was written is kept."""
    by, ref, route = person(request), new_ref(), route_of(form.cleaned_data)
    if route is None:
        return _page(request, found, test, form)
    language, on = get_language() or "en", office_day(timezone.now())
    letter = compose_letter(test, route, ref=ref, language=language, on=on)
    send_again(form, reserved=mark_shown(letter, ref, by=by.ref))
    return _page(request, found, test, form, letter=html.write(sealed(letter), level=2))


def _page(
    request: HttpRequest, found: Situation, test: ScopeTest | None, form: ReferForm | None, **more: Any
) -> HttpResponse:
    by, on = person(request), office_day(timezone.now())
    sent = [(each, clocks.of_transmission(each, on)) for each in queries.transmissions(by).filter(situation=found)]
    way = bodies.ways().get(test.refer_to) if test and form else None
    context = {
        "situation": found,
        "test": test,
        "form": form,
        "way": way,
        "has_account": bool(way and way.body.id in bodies_with_an_account()),
        "sent": sent,
        **more,
    }
    refused = form is not None and form.is_bound and bool(form.errors)
    return render(request, "decisions/refer.html", context, shows=[found], refused=refused)
