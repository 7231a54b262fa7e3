"""The page of the interests declared in a situation, and what is sent from it and from the pages that show them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from focalpoint.desk.concurrency.forms import ActForm, act
from focalpoint.desk.interests import actions, queries
from focalpoint.desk.interests.forms import AnswerForm, DeclareForm
from focalpoint.desk.interests.models import Declaration
from focalpoint.desk.interests.panel import interest_panel
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.queries import situations
from focalpoint.desk.web.render import render


@requires(Permission.SITUATION_READ)
@require_GET
def interests(request: HttpRequest, ref: str) -> HttpResponse:
    """Show every declaration in a situation."""
    return _shown(request, _visible(request, ref))


@requires(Permission.INTEREST_DECLARE)
@require_POST
def declare(request: HttpRequest, ref: str) -> HttpResponse:
    """Declare interests, or none."""
    by, found, form = person(request), _visible(request, ref), DeclareForm(request.POST)

    def do() -> str:
        actions.declare(situation=found, **form.words(), by=by, at=timezone.now())
        return _back(form, found)

    return act(request, form, do, by=by.ref) or _shown(request, found, given=form)


@requires(Permission.INTEREST_ANSWER)
@require_POST
def answer_interest(request: HttpRequest, ref: str, declaration: str) -> HttpResponse:
    """Answer what another person declared."""
    by, found, form = person(request), _visible(request, ref), AnswerForm(request.POST)
    asked = get_object_or_404(queries.declarations(by), situation=found, ref=declaration)

    def do() -> str:
        words = {name: form.cleaned_data[name] for name in ("answer", "reason")}
        actions.answer_interest(declaration=asked, **words, by=by, at=timezone.now())
        return _back(form, found)

    return act(request, form, do, by=by.ref) or _shown(request, found, about=asked, given=form)


def _visible(request: HttpRequest, ref: str) -> Situation:
    return get_object_or_404(situations(person(request)), ref=ref)


def _back(form: ActForm, found: Situation) -> str:
    """Return the page that was left; an address elsewhere is not followed."""
    back: str = form.cleaned_data["back"]
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_ours else reverse("interests", args=[found.ref])


def _shown(
    request: HttpRequest, found: Situation, *, about: Declaration | None = None, given: ActForm | None = None
) -> HttpResponse:
    by = person(request)
    back = request.POST.get("back", "")
    context = {
        "situation": found,
        "interests": interest_panel(found, by, back=back, about=about, given=given),
        "history": queries.declarations(by).filter(situation=found),
    }
    return render(request, "interests/interests.html", context, shows=[found], refused=bool(given and given.errors))
