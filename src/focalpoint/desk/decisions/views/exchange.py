"""What a liaison says about a copy, and what the office records for a body without an account."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from focalpoint.desk.concurrency.forms import ActForm, act
from focalpoint.desk.decisions import exchange, forms
from focalpoint.desk.decisions.exchange import Said
from focalpoint.desk.decisions.models import Transmission
from focalpoint.desk.decisions.transmission.letters import download_name
from focalpoint.desk.decisions.views.transmissions import show_page, visible_transmission
from focalpoint.desk.intake.actions import Attachment
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.web.files import BYTES, File, send_recorded

Do = Callable[[Transmission, dict[str, Any], dict[str, Any]], object]


@requires(Permission.TRANSMISSION_ANSWER)
@require_POST
def acknowledge(request: HttpRequest, ref: str) -> HttpResponse:
    """Acknowledge that the copy arrived."""

    def do(sent: Transmission, given: dict[str, Any], who: dict[str, Any]) -> None:
        exchange.acknowledge(transmission=sent, **who)

    return _say(request, ref, "acknowledge_form", ActForm(request.POST), do)


@requires(Permission.TRANSMISSION_ANSWER)
@require_POST
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    """Answer for the body."""

    def do(sent: Transmission, given: dict[str, Any], who: dict[str, Any]) -> None:
        exchange.answer(transmission=sent, text=given["answer"], letter=_letter(given), **who)

    return _say(request, ref, "answer_form", forms.AnswerForm(request.POST, request.FILES), do)


@requires(Permission.TRANSMISSION_ANSWER)
@require_POST
def answer_in_part(request: HttpRequest, ref: str) -> HttpResponse:
    """Answer for the body in part."""

    def do(sent: Transmission, given: dict[str, Any], who: dict[str, Any]) -> None:
        exchange.answer_in_part(transmission=sent, text=given["answer"], letter=_letter(given), **who)

    return _say(request, ref, "answer_form", forms.AnswerForm(request.POST, request.FILES), do)


@requires(Permission.TRANSMISSION_ANSWER)
@require_POST
def ask_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask the office a question."""

    def do(sent: Transmission, given: dict[str, Any], who: dict[str, Any]) -> None:
        exchange.ask_back(transmission=sent, text=given["question"], **who)

    return _say(request, ref, "question_form", forms.QuestionForm(request.POST), do)


@requires(Permission.TRANSMISSION_RECORD)
@require_POST
def reply(request: HttpRequest, ref: str) -> HttpResponse:
    """Reply to the question of the body."""

    def do(sent: Transmission, given: dict[str, Any], who: dict[str, Any]) -> None:
        said = Said("reply", given["text"], office_day(who["at"]), given["means"], _letter(given))
        exchange.reply(transmission=sent, said=said, **who)

    return _say(request, ref, "reply_form", forms.ReplyForm(request.POST, request.FILES), do)


@requires(Permission.TRANSMISSION_RECORD)
@require_POST
def record_for_body(request: HttpRequest, ref: str) -> HttpResponse:
    """Record what a body without an account did."""

    def do(sent: Transmission, given: dict[str, Any], who: dict[str, Any]) -> None:
        said = Said(given["kind"], given["text"], given["on"], given["means"], _letter(given))
        exchange.record_for_body(transmission=sent, said=said, **who)

    return _say(request, ref, "record_form", forms.RecordForm(request.POST, request.FILES), do)


@requires(Permission.TRANSMISSION_RECORD)
@require_POST
def withdraw_record(request: HttpRequest, ref: str, message: str) -> HttpResponse:
    """Withdraw what was recorded wrongly."""

    def do(sent: Transmission, given: dict[str, Any], who: dict[str, Any]) -> None:
        found = get_object_or_404(sent.messages, ref=message)
        exchange.withdraw_record(message=found, reason=given["reason"], **who)

    return _say(request, ref, "withdraw_form", forms.WithdrawRecordForm(request.POST), do)


@requires(Permission.TRANSMISSION_RECALL)
@require_POST
def recall(request: HttpRequest, ref: str) -> HttpResponse:
    """Recall a copy before its body sees it."""

    def do(sent: Transmission, given: dict[str, Any], who: dict[str, Any]) -> None:
        exchange.recall(transmission=sent, reason=given["reason"], **who)

    return _say(request, ref, "recall_form", forms.RecallForm(request.POST), do)


@requires(Permission.TRANSMISSION_READ, Permission.TRANSMISSION_RECEIVE)
@require_GET
def letter(request: HttpRequest, ref: str, message: str) -> HttpResponse:
    """Give out the letter of a message as a download; that it was read is on record."""
    found = get_object_or_404(visible_transmission(request, ref).messages, ref=message)
    if found.letter_key is None:
        raise Http404
    data = exchange.read_letter(message=found, by=person(request), at=timezone.now())
    return send_recorded(File(download_name(found), BYTES, data))


def _say(request: HttpRequest, ref: str, name: str, form: ActForm, do: Do) -> HttpResponse:
    """Run what a form on the page of a transmission asks, and come back to that page."""
    by, found = person(request), visible_transmission(request, ref)

    def run() -> str:
        do(found, form.cleaned_data, {"by": by, "at": timezone.now()})
        return reverse("transmission", args=[found.ref])

    done = act(request, form, run, by=by.ref)
    if done is None:
        found.refresh_from_db()
    return done or show_page(request, found, **{name: form})


def _letter(given: dict[str, Any]) -> Attachment | None:
    """Return the letter that was sent with a form, all of its bytes."""
    file = given.get("letter")
    if not file:
        return None
    file.seek(0)
    return Attachment(file.name, bytes(file.read()))
