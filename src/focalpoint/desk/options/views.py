"""Pages of the options paper."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from focalpoint.desk.assessments.queries import assessments
from focalpoint.desk.concurrency.forms import ActForm, act
from focalpoint.desk.options import actions, comparison, queries
from focalpoint.desk.options.columns import columns
from focalpoint.desk.options.forms import FIELDS, ConsiderForm, CostForm, ReadingForm, WithdrawForm
from focalpoint.desk.options.models import Option, Paper
from focalpoint.desk.options.paper_page import consider_form, current, is_writer, show_page, visible
from focalpoint.desk.options.search import hits, search
from focalpoint.desk.options.search_form import SearchForm
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.web.render import render
from focalpoint.doctrine import catalogue


@requires(Permission.PAPER_WRITE)
@require_POST
def start(request: HttpRequest, ref: str) -> HttpResponse:
    """Start the options paper of an assessment, or open the one it has."""
    by = person(request)
    found = get_object_or_404(assessments(by), ref=ref)
    own = queries.paper_of(by, found)
    if own is not None:
        return HttpResponseRedirect(reverse("paper", args=[own.ref]))
    form = ActForm(request.POST)
    done = act(request, form, lambda: _started(found, by), by=by.ref)
    if done:
        return done
    context = {"assessment": found, "form": form}
    return render(request, "options/start.html", context, shows=[found], refused=True)


def _started(found: Any, by: User) -> str:
    return reverse("paper", args=[actions.start(assessment=found, by=by, at=timezone.now()).ref])


@requires(Permission.SITUATION_READ)
@require_GET
def paper(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the paper; with ``?pillar=&measure=`` its author considers that measure, or withdraws it."""
    found = visible(request, ref)
    pillar, measure = chosen = request.GET.get("pillar", ""), request.GET.get("measure", "")
    if not measure or not is_writer(found, person(request)):
        return show_page(request, found)
    if request.GET.get("withdraw") and current(found, pillar, measure):
        form = WithdrawForm(initial={"revision": found.revision})
        return show_page(request, found, withdraw=form, chosen=chosen)
    return show_page(request, found, consider=consider_form(found, pillar, measure), chosen=chosen)


@requires(Permission.SITUATION_READ)
@require_GET
def measures(request: HttpRequest, ref: str) -> HttpResponse:
    """Find measures of the catalogue for a paper; the author of the paper opens one from here."""
    found = visible(request, ref)
    present = queries.present_factors(found)
    form = SearchForm(request.GET, present=present)
    considered = {(each.pillar, each.measure): each.get_status_display() for each in found.current_options}
    context = {
        "paper": found,
        "situation": found.assessment.situation,
        "form": form,
        "hits": hits(search(form.wanted(), present), present, considered),
        "total": len(catalogue().measures.measures),
        "writes": is_writer(found, person(request)),
    }
    return render(request, "options/measures.html", context, shows=[found])


@requires(Permission.SITUATION_READ)
@require_GET
def compare(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what is proposed side by side."""
    found = visible(request, ref)
    side_by_side = comparison.compare(found, columns(found, queries.held_to_the_rules(found)))
    context = {"paper": found, "situation": found.assessment.situation, "comparison": side_by_side}
    return render(request, "options/compare.html", context, shows=[found])


@requires(Permission.PAPER_WRITE)
@require_POST
def consider(request: HttpRequest, ref: str, pillar: str, measure: str) -> HttpResponse:
    """Consider a measure under a pillar."""
    by, found = person(request), visible(request, ref)
    form = consider_form(found, pillar, measure, request.POST)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in FIELDS if name in form.cleaned_data}
        option = Option(paper=found, measure=measure, pillar=pillar, records=form.records(), **given)
        done = act(request, form, lambda: _considered(option, form, by), by=by.ref)
        if done:
            return done
    return show_page(request, found, consider=form, chosen=(pillar, measure))


def _considered(option: Option, form: ConsiderForm, by: User) -> str:
    actions.consider(option=option, revision=form.cleaned_data["revision"], by=by, at=timezone.now())
    return reverse("paper", args=[option.paper.ref])


@requires(Permission.PAPER_WRITE)
@require_POST
def withdraw(request: HttpRequest, ref: str, pillar: str, measure: str) -> HttpResponse:
    """Withdraw a proposal with a reason."""
    by, found = person(request), visible(request, ref)
    option = found.options.filter(pillar=pillar, measure=measure).last()  # sent twice, it is withdrawn already
    if option is None:
        raise Http404
    form = WithdrawForm(request.POST)

    def do() -> str:
        reason, revision = form.cleaned_data["withdrawal_reason"], form.cleaned_data["revision"]
        actions.withdraw(option=option, reason=reason, revision=revision, by=by, at=timezone.now())
        return reverse("paper", args=[found.ref])

    return act(request, form, do, by=by.ref) or show_page(request, found, withdraw=form, chosen=(pillar, measure))


@requires(Permission.SAFEGUARD_READ)
@require_POST
def confirm_reading(request: HttpRequest, ref: str, pillar: str, measure: str) -> HttpResponse:
    """Record that a second person has read the safeguards of an option."""
    by, found = person(request), visible(request, ref)
    option = get_object_or_404(found.options.current(), pillar=pillar, measure=measure)
    form = ReadingForm(request.POST)

    def do() -> str:
        shown = form.cleaned_data["shown"]
        actions.confirm_reading(option=option, shown=shown, by=by, at=timezone.now())
        return reverse("paper", args=[found.ref])

    return act(request, form, do, by=by.ref) or show_page(request, found, reading=form)


@requires(Permission.PAPER_WRITE)
@require_POST
def no_new_measure(request: HttpRequest, ref: str) -> HttpResponse:
    """Say what "no new measure" is expected to cost."""
    by, found = person(request), visible(request, ref)
    form = CostForm(request.POST)
    return act(request, form, lambda: _costed(found, form, by), by=by.ref) or show_page(request, found, cost=form)


def _costed(found: Paper, form: CostForm, by: User) -> str:
    given = form.cleaned_data
    actions.save_no_new_measure(
        paper=found, text=given["no_new_measure"], revision=given["revision"], by=by, at=timezone.now()
    )
    return reverse("paper", args=[found.ref])
