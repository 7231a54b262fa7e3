"""The second person outside of a small office: the link that an author makes, and the one page that it opens."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from focalpoint.desk.concurrency.forms import RevisedForm, act, is_done, send_again
from focalpoint.desk.decisions import outside_actions, queries
from focalpoint.desk.decisions.forms import ConfirmOutsideForm, OutsideForm
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.note import compose, withdrawn
from focalpoint.desk.decisions.note.digest import NoteDigest, compose_whole
from focalpoint.desk.decisions.views.submission import show_page, visible_submission
from focalpoint.desk.documents import html
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.outsider import Outsider
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.web.render import render


@requires(Permission.OUTSIDE_ASK)
@require_POST
def ask_outside(request: HttpRequest, ref: str) -> HttpResponse:
    """Make the link for a person outside, and show it this once."""
    by, found, form = person(request), visible_submission(request, ref), OutsideForm(request.POST)
    made: list[str] = []

    def do() -> None:
        who = {"name": form.cleaned_data["outside_name"], "capacity": form.cleaned_data["outside_capacity"]}
        revision = form.cleaned_data["revision"]
        made.append(outside_actions.ask_outside(submission=found, **who, revision=revision, by=by, at=timezone.now()))

    if not is_done(form, do):
        return show_page(request, found, outside_form=form)
    link = request.build_absolute_uri(reverse("outside", args=made))
    return render(request, "decisions/outside_link.html", {"submission": found, "link": link}, shows=[found])


@requires(Permission.OUTSIDE_ASK)
@require_POST
def take_back_link(request: HttpRequest, ref: str) -> HttpResponse:
    """Take back the link."""
    by, found, form = person(request), visible_submission(request, ref), RevisedForm(request.POST)

    def do() -> str:
        revision = form.cleaned_data["revision"]
        outside_actions.take_back_link(submission=found, revision=revision, by=by, at=timezone.now())
        return reverse("submission", args=[found.ref])

    return act(request, form, do, by=by.ref) or show_page(request, found, take_back_form=form)


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def outside(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the one text of a link to the person it was made for, and take the answer."""
    by, now = Outsider.of(secret), timezone.now()
    found = get_object_or_404(queries.waiting_outside(by, at=now))
    note = compose_whole(found, language=get_language() or "en", on=office_day(now))
    read = NoteDigest.of(note)
    form = ConfirmOutsideForm(request.POST or None, initial=read.fields())
    if request.method == "POST" and is_done(form, lambda: _answer(found, form, by)):
        return render(request, "decisions/outside_done.html", {"submission": found})
    if form.is_bound:
        send_again(form, **{name: str(value) for name, value in read.fields().items()})
    shown = withdrawn.redacted_note(compose.draft(note), found.assessment)
    context = {"submission": found, "form": form, "note": html.write(shown, level=2)}
    return render(request, "decisions/outside.html", context, shows=[found], refused=bool(form.errors))


def _answer(found: Submission, form: forms.Form, by: Outsider) -> None:
    given = form.cleaned_data
    if given["answer"] == "no":
        outside_actions.refuse_outside(submission=found, reason=given["reason"], by=by, at=timezone.now())
        return
    read = NoteDigest(digest=given["digest"], language=given["language"], on=given["on"])
    outside_actions.confirm_outside(submission=found, read=read, by=by, at=timezone.now())
