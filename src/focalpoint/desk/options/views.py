"""Pages of the options paper."""

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from focalpoint.desk.assessments.actions import WRITABLE
from focalpoint.desk.assessments.queries import assessments
from focalpoint.desk.concurrency.forms import ActForm, RevisedForm, act
from focalpoint.desk.concurrency.revisions import renew_revision
from focalpoint.desk.options import actions, queries
from focalpoint.desk.options.columns import columns, described
from focalpoint.desk.options.forms import FIELDS, ConsiderForm, CostForm, ReadingForm
from focalpoint.desk.options.models import Option, Paper
from focalpoint.desk.options.rules import Finding
from focalpoint.desk.options.search import hits, search
from focalpoint.desk.options.search_form import SearchForm
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
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
    """Show the paper; with ``?pillar=&measure=`` its author considers that measure."""
    found = _visible(request, ref)
    pillar, measure = request.GET.get("pillar", ""), request.GET.get("measure", "")
    form = None
    if measure and _writes(found, person(request)):
        form = _consider_form(found, pillar, measure)
    return _page(request, found, consider=form, chosen=(pillar, measure) if form else None)


@requires(Permission.SITUATION_READ)
@require_GET
def measures(request: HttpRequest, ref: str) -> HttpResponse:
    """Find measures of the catalogue for a paper; the author of the paper opens one from here."""
    found = _visible(request, ref)
    present = queries.present_factors(found)
    form = SearchForm(request.GET, present=present)
    considered = {(each.pillar, each.measure): each.get_status_display() for each in found.options.all()}
    context = {
        "paper": found,
        "situation": found.assessment.situation,
        "form": form,
        "hits": hits(search(form.wanted(), present), present, considered),
        "total": len(catalogue().measures.measures),
        "writes": _writes(found, person(request)),
    }
    return render(request, "options/measures.html", context, shows=[found])


@requires(Permission.PAPER_WRITE)
@require_POST
def consider(request: HttpRequest, ref: str, pillar: str, measure: str) -> HttpResponse:
    """Consider a measure under a pillar."""
    by, found = person(request), _visible(request, ref)
    form = _consider_form(found, pillar, measure, request.POST)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in FIELDS if name in form.cleaned_data}
        option = Option(paper=found, measure=measure, pillar=pillar, records=form.records(), **given)
        done = act(request, form, lambda: _considered(option, form, by), by=by.ref)
        if done:
            return done
    return _page(request, found, consider=form, chosen=(pillar, measure))


def _considered(option: Option, form: ConsiderForm, by: User) -> str:
    actions.consider(option=option, revision=form.cleaned_data["revision"], by=by, at=timezone.now())
    return reverse("paper", args=[option.paper.ref])


@requires(Permission.SAFEGUARD_READ)
@require_POST
def confirm_reading(request: HttpRequest, ref: str, pillar: str, measure: str) -> HttpResponse:
    """Record that a second person has read the safeguards of an option."""
    by, found = person(request), _visible(request, ref)
    option = get_object_or_404(found.options, pillar=pillar, measure=measure)
    form = ReadingForm(request.POST)

    def do() -> str:
        shown = form.cleaned_data["shown"]
        actions.confirm_reading(option=option, shown=shown, by=by, at=timezone.now())
        return reverse("paper", args=[found.ref])

    return act(request, form, do, by=by.ref) or _page(request, found, reading=form)


@requires(Permission.PAPER_WRITE)
@require_POST
def no_new_measure(request: HttpRequest, ref: str) -> HttpResponse:
    """Say what "no new measure" is expected to cost."""
    by, found = person(request), _visible(request, ref)
    form = CostForm(request.POST)
    return act(request, form, lambda: _costed(found, form, by), by=by.ref) or _page(request, found, cost=form)


def _costed(found: Paper, form: CostForm, by: User) -> str:
    given = form.cleaned_data
    actions.save_no_new_measure(
        paper=found, text=given["no_new_measure"], revision=given["revision"], by=by, at=timezone.now()
    )
    return reverse("paper", args=[found.ref])


def _visible(request: HttpRequest, ref: str) -> Paper:
    """Return a paper the reader may see; anything else does not exist."""
    found = queries.papers(person(request)).prefetch_related(Prefetch("options", queries.options_with_readings()))
    return get_object_or_404(found, ref=ref)


def _writes(found: Paper, by: User) -> bool:
    """Whether a reader is the author of a paper that is still a draft."""
    return found.assessment.author_id == by.pk and found.assessment.state in WRITABLE


def _consider_form(found: Paper, pillar: str, measure: str, data: Any = None) -> ConsiderForm:
    """Return the form for a measure under a pillar, filled with what was said of it before."""
    known = next((each for each in catalogue().measures.measures if each.id == measure), None)
    if known is None or pillar not in known.pillars:
        raise Http404
    state = queries.state_is_alleged(found.assessment.situation)
    before = next((one for one in found.options.all() if (one.measure, one.pillar) == (measure, pillar)), None)
    initial = {name: getattr(before, name) for name in FIELDS} if before else {}
    initial |= _recorded(before) if before else {}
    initial.setdefault("decider", known.decided_by)
    initial["revision"] = found.revision
    return ConsiderForm(data, measure=measure, pillar=pillar, state_is_alleged=state, initial=initial)


def _recorded(option: Option) -> dict[str, str]:
    """Return the records of an option as the fields of its form."""
    return {f"{name}-{part}": text for name, record in option.records.items() for part, text in record.items()}


def _page(
    request: HttpRequest,
    found: Paper,
    consider: ConsiderForm | None = None,
    cost: CostForm | None = None,
    chosen: tuple[str, str] | None = None,
    reading: ReadingForm | None = None,
) -> HttpResponse:
    """Render the paper with the forms its author may use; a form that was sent keeps its text."""
    wrong = any(form.errors for form in (consider, cost, reading) if form)
    if wrong:
        found = _visible(request, found.ref)  # what others saved meanwhile is above what was kept
        _renew(found, consider, cost)
    writes = _writes(found, person(request))
    said = queries.held_to_the_rules(found)
    initial = {"no_new_measure": found.no_new_measure, "revision": found.revision}
    context = {
        "paper": found,
        "situation": found.assessment.situation,
        "columns": columns(found, said),
        "lacks": _lacks(said),
        "no_cost": [each for each in said if each.rule == "no_new_measure_is_always_there"],
        "consider_form": consider,
        "chosen": (Option.Pillar(chosen[0]), described(chosen[1])) if chosen else None,
        "cost_form": cost or (CostForm(initial=initial) if writes else None),
        "writes": writes,
        "reading_refused": reading,
        "reading_form": ActForm()
        if has_permission(person(request), Permission.SAFEGUARD_READ, found.assessment)
        else None,
    }
    return render(request, "options/paper.html", context, shows=[found], refused=wrong)


def _lacks(said: list[Finding]) -> list[tuple[str, str]]:
    """Return where something is lacking, each place once with its name: what is lacking is said there."""
    places = {
        (f"pillar-{each.pillar}", each.heading) if each.pillar else ("none", _("No new measure")): None for each in said
    }
    return list(places)


def _renew(found: Paper, *forms: RevisedForm | None) -> None:
    """Let what was kept be saved over what is saved now, after a look."""
    for form in forms:
        if form is not None and form.is_bound:
            renew_revision(form, found.revision)
