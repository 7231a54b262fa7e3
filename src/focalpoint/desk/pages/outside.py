"""The second person outside of a small office: the link that is made to one act, and the one page that it opens."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from focalpoint.desk.compartments.outside import IDENTITY, MARKING
from focalpoint.desk.concurrency.forms import ActForm, act, is_done, send_again
from focalpoint.desk.decisions.forms import ConfirmOutsideForm, OutsideForm
from focalpoint.desk.design.fields import reason_words
from focalpoint.desk.options.outside import SAFEGUARD
from focalpoint.desk.people import outside_actions, queries
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.outsider import Kind, NotShared, Outsider
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.web.render import render
from focalpoint.desk.web.shown import Under

KINDS: dict[str, Kind] = {each.name: each for each in (SAFEGUARD, MARKING, IDENTITY)}


class NameForm(OutsideForm):
    """Who is the second person outside of the office."""

    revision = None  # type: ignore[assignment]  # so a form leaves a field out


class AnswerForm(ConfirmOutsideForm):
    """The answer of a person outside to what was read."""

    language = on = None  # type: ignore[assignment]  # so a form leaves fields out
    reason = reason_words(_("Reason of the answer"))


@requires(Permission.OUTSIDE_ASK)
@require_http_methods(["GET", "POST"])
def ask_second_outside(request: HttpRequest, name: str, ref: str) -> HttpResponse:
    """Show what a person outside would read of an act, make the link, and show it this once."""
    by, kind = person(request), KINDS.get(name)
    found = kind.find(ref) if kind else None
    if kind is None or found is None or not has_permission(by, Permission.OUTSIDE_ASK, found):
        raise Http404
    form, made = NameForm(request.POST or None), list[str]()

    def do() -> None:
        who = {"name": form.cleaned_data["outside_name"], "capacity": form.cleaned_data["outside_capacity"]}
        made.append(outside_actions.ask_second_outside(kind=kind, act=found, **who, by=by, at=timezone.now()))

    done = request.method == "POST" and is_done(form, do)
    waiting = queries.open_links().filter(kind=kind.name, subject=ref).first()
    context: dict[str, Any] = {"form": form, "waiting": waiting, "back": kind.page(found), "token": ActForm()}
    try:
        question = kind.shared_question(found)
    except NotShared as error:
        return render(request, "site/ask_outside.html", context | {"kept": error}, shows=[Under(ref)], refused=True)
    context |= {"question": question, "answers": queries.outside_answers(kind.name, ref)}
    context["link"] = request.build_absolute_uri(reverse("second_outside", args=made)) if done else ""
    shown = [Under(kind.ref_of(found), question.tlp)]
    return render(request, "site/ask_outside.html", context, shows=shown, refused=bool(form.errors))


@requires(Permission.OUTSIDE_ASK)
@require_POST
def take_back_second(request: HttpRequest, ref: str) -> HttpResponse:
    """Take back the link."""
    by, form = person(request), ActForm(request.POST)
    link = get_object_or_404(queries.open_links(), ref=ref, by=by)

    def do() -> str:
        outside_actions.take_back_second(link=link, by=by, at=timezone.now())
        return reverse("ask_second_outside", args=[link.kind, link.subject])

    done = act(request, form, do, by=by.ref)
    return done or HttpResponseRedirect(reverse("ask_second_outside", args=[link.kind, link.subject]))


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def second_outside(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the one act of a link to the person it was made for, and take the answer."""
    by, now = Outsider.of(secret), timezone.now()
    link = get_object_or_404(queries.open_links(), key=by.key, until__gt=now)
    kind = KINDS[link.kind]
    found = kind.find(link.subject)
    if found is None:
        raise Http404
    try:
        question = kind.shared_question(found)
    except NotShared:
        raise Http404 from None
    form = AnswerForm(request.POST or None, initial={"digest": question.digest})

    def do() -> None:
        given = {"is_confirmed": form.cleaned_data["answer"] == "yes", "answer": form.cleaned_data["reason"]}
        given |= {"digest": form.cleaned_data["digest"], "by": by, "at": now}
        outside_actions.answer_second(kind=kind, link=link, **given)

    shown = [Under(link.ref, question.tlp)]
    if request.method == "POST" and is_done(form, do):
        return render(request, "decisions/outside_done.html", {}, shows=shown)
    if form.is_bound:
        send_again(form, digest=question.digest)
    context = {"outside": link, "form": form, "question": question}
    return render(request, "site/second_outside.html", context, shows=shown, refused=bool(form.errors))
