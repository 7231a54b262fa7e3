"""Pages of speeches: filing one, rating it apart from the other rater, reconciling, rating it again."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from focalpoint.desk.concurrency.forms import ActForm, act
from focalpoint.desk.intake.models import Item
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.situations import queries
from focalpoint.desk.situations.incitement import actions
from focalpoint.desk.situations.incitement.forms import (
    AgainForm,
    RatingForm,
    ReconcileForm,
    SetAsideForm,
    SpeechForm,
)
from focalpoint.desk.situations.incitement.ratings import Step, results, speeches_of
from focalpoint.desk.situations.incitement.shown import ShownSpeech, shown_speech
from focalpoint.desk.situations.models import Situation, Speech
from focalpoint.desk.situations.states import LIVE
from focalpoint.desk.situations.views import visible_situation
from focalpoint.desk.web.render import render


@requires(Permission.SPEECH_FILE)
@require_http_methods(["GET", "POST"])
def file_speech(request: HttpRequest, ref: str) -> HttpResponse:
    """File a speech or text that could be incitement."""
    by, found = person(request), visible_situation(request, ref)
    linked = queries.evidence(by, found).filter(consent_withdrawn_at=None)
    form = SpeechForm(request.POST or None)
    form.fields["item"].queryset = linked  # type: ignore[attr-defined]  # a ModelChoiceField

    def do() -> str:
        speech = form.speech()
        speech.situation = found
        actions.file_speech(speech=speech, by=by, at=timezone.now())
        return reverse("speech", args=[found.ref, speech.ref])

    context = {"situation": found, "form": form}
    return act(request, form, do, by=by.ref) or render(
        request, "situations/file_speech.html", context, shows=[found, *linked], refused=bool(form.errors)
    )


@requires(Permission.SITUATION_READ)
@require_GET
def speech(request: HttpRequest, ref: str, speech: str) -> HttpResponse:
    """Show a speech with its ratings: one's own, and all once two people have rated."""
    found = visible_situation(request, ref)
    return _page(request, found, _speech(found, speech))


@requires(Permission.SPEECH_RATE)
@require_POST
def rate_speech(request: HttpRequest, ref: str, speech: str) -> HttpResponse:
    """Rate a speech."""
    found = visible_situation(request, ref)
    mine = _speech(found, speech)
    form = RatingForm(request.POST, linked=_linked(request, found), others=[mine.words])
    return _done(request, found, mine, form, lambda: _rated(actions.rate_speech, mine, form, request))


@requires(Permission.SPEECH_RATE)
@require_POST
def reconcile_speech(request: HttpRequest, ref: str, speech: str) -> HttpResponse:
    """Reconcile the two ratings of a speech."""
    found = visible_situation(request, ref)
    mine = _speech(found, speech)
    current = results(mine)[0]
    form = ReconcileForm(request.POST, wanted=current.differing if current.is_done else [])
    return _done(request, found, mine, form, lambda: _rated(actions.reconcile_ratings, mine, form, request))


@requires(Permission.SPEECH_FILE)
@require_POST
def rate_again(request: HttpRequest, ref: str, speech: str) -> HttpResponse:
    """Have a speech rated again."""
    by, found = person(request), visible_situation(request, ref)
    mine, form = _speech(found, speech), AgainForm(request.POST)

    def do() -> None:
        actions.rate_again(speech=mine, reason=form.cleaned_data["again_reason"], by=by, at=timezone.now())

    return _done(request, found, mine, form, do)


@requires(Permission.SPEECH_FILE)
@require_POST
def set_speech_aside(request: HttpRequest, ref: str, speech: str) -> HttpResponse:
    """Set a speech aside."""
    by, found = person(request), visible_situation(request, ref)
    mine, form = _speech(found, speech), SetAsideForm(request.POST)

    def do() -> None:
        actions.set_speech_aside(speech=mine, reason=form.cleaned_data["aside_reason"], by=by, at=timezone.now())

    return _done(request, found, mine, form, do)


def _rated(action: Callable[..., Any], mine: Speech, form: RatingForm, request: HttpRequest) -> None:
    action(speech=mine, parts=form.rated, by=person(request), at=timezone.now())


def _done(request: HttpRequest, found: Situation, mine: Speech, form: ActForm, do: Callable[[], None]) -> HttpResponse:
    """Act, and lead back to the page of the speech; a form that is refused is shown there."""

    def acted() -> str:
        do()
        return reverse("speech", args=[found.ref, mine.ref])

    return act(request, form, acted, by=person(request).ref) or _page(request, found, mine, form)


def _speech(found: Situation, ref: str) -> Speech:
    """Return a speech of a situation; anything else does not exist."""
    speech = next((each for each in speeches_of(found) if each.ref == ref), None)
    if speech is None:
        raise Http404
    return speech


def _linked(request: HttpRequest, found: Situation) -> list[Item]:
    return list(queries.evidence(person(request), found).filter(consent_withdrawn_at=None))


def _page(request: HttpRequest, found: Situation, mine: Speech, given: ActForm | None = None) -> HttpResponse:
    linked = _linked(request, found)
    shown = shown_speech(mine, person(request), linked)
    context = {"situation": found, "shown": shown, "speech": mine, "linked": linked, **_forms(request, shown, given)}
    shows = [found, *linked]
    return render(request, "situations/speech.html", context, shows=shows, refused=bool(given and given.errors))


def _forms(request: HttpRequest, shown: ShownSpeech, given: ActForm | None) -> dict[str, ActForm | None]:
    """Return the forms that the reader may use now, each as it was sent where it was."""
    by, current = person(request), shown.newest.result
    is_live = shown.speech.situation.state in LIVE
    rates, files = (is_live and has_permission(by, each) for each in (Permission.SPEECH_RATE, Permission.SPEECH_FILE))
    is_open = shown.speech.set_aside_at is None
    differing = current.differing if current.is_done and Step.RECONCILED not in current.ratings else []
    offered: dict[str, tuple[bool, type[ActForm], dict[str, Any]]] = {
        "rating_form": (rates and shown.may_rate, RatingForm, {}),
        "reconcile_form": (rates and is_open and bool(differing), ReconcileForm, {"wanted": differing}),
        "again_form": (files and is_open and current.is_done, AgainForm, {}),
        "aside_form": (files and is_open, SetAsideForm, {}),
    }
    return {
        name: (given if type(given) is kind else kind(**more)) if may else None
        for name, (may, kind, more) in offered.items()
    }
