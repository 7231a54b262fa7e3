"""The page of an options paper, composed once for each of its views."""

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from focalpoint.desk.assessments.actions import WRITABLE
from focalpoint.desk.concurrency.forms import ActForm, RevisedForm
from focalpoint.desk.concurrency.revisions import renew_revision
from focalpoint.desk.options import queries
from focalpoint.desk.options.columns import columns, described
from focalpoint.desk.options.forms import FIELDS, ConsiderForm, CostForm, ReadingForm, WithdrawForm
from focalpoint.desk.options.models import Option, Paper
from focalpoint.desk.options.prefill import indicators, prefilled
from focalpoint.desk.options.rules import Finding
from focalpoint.desk.people.access import person
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.people.queries import is_small_office
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.web.render import render
from focalpoint.doctrine import catalogue


def visible(request: HttpRequest, ref: str) -> Paper:
    """Return a paper the reader may see; anything else does not exist."""
    found = queries.papers(person(request)).prefetch_related(Prefetch("options", queries.options_with_readings()))
    return get_object_or_404(found, ref=ref)


def is_writer(found: Paper, by: User) -> bool:
    """Whether a reader is the author of a paper that is still a draft."""
    return found.assessment.author_id == by.pk and found.assessment.state in WRITABLE


def current(found: Paper, pillar: str, measure: str) -> Option | None:
    """Return what a paper says now of a measure under a pillar."""
    same = (pillar, measure)
    return next((each for each in found.current_options if (each.pillar, each.measure) == same), None)


def consider_form(found: Paper, pillar: str, measure: str, data: Any = None) -> ConsiderForm:
    """Return the form for a measure under a pillar, filled with what was said of it before."""
    known = next((each for each in catalogue().measures.measures if each.id == measure), None)
    if known is None or pillar not in known.pillars:
        raise Http404
    state = queries.state_is_alleged(found.assessment.situation)
    before = current(found, pillar, measure)
    if before:
        initial = {name: getattr(before, name) for name in FIELDS} | _recorded(before)
    else:
        initial = prefilled(measure, queries.present_factors(found), on=office_day(timezone.now()))
    initial["revision"] = found.revision
    items = queries.citable(found)
    return ConsiderForm(data, measure=measure, pillar=pillar, state_is_alleged=state, items=items, initial=initial)


def _recorded(option: Option) -> dict[str, str | list[str]]:
    """Return the records of an option as the fields of its form; items are chosen one by one."""
    return {
        f"{name}-{part}": text.split() if part.endswith("_on") else text
        for name, record in option.records.items()
        for part, text in record.items()
    }


def show_page(
    request: HttpRequest,
    found: Paper,
    consider: ConsiderForm | None = None,
    cost: CostForm | None = None,
    chosen: tuple[str, str] | None = None,
    reading: ReadingForm | None = None,
    withdraw: WithdrawForm | None = None,
) -> HttpResponse:
    """Render the paper with the forms its author may use; a form that was sent keeps its text."""
    wrong = any(form.errors for form in (consider, cost, reading, withdraw) if form)
    if wrong:
        found = visible(request, found.ref)  # what others saved meanwhile is above what was kept
        _renew(found, consider, cost, withdraw)
    writes = is_writer(found, person(request))
    said = queries.held_to_the_rules(found)
    initial = {"no_new_measure": found.no_new_measure, "revision": found.revision}
    context = {
        "paper": found,
        "situation": found.assessment.situation,
        "columns": columns(found, said),
        "comparable": any(each.status == Option.Status.PROPOSED for each in found.current_options),
        "readable": queries.readable_evidence(person(request), found),
        "lacks": _lacks(said),
        "no_cost": [each for each in said if each.rule == "no_new_measure_is_always_there"],
        "consider_form": consider,
        "watched": indicators(queries.present_factors(found)) if consider else [],
        "chosen": (Option.Pillar(chosen[0]), described(chosen[1])) if chosen else None,
        "cost_form": cost or (CostForm(initial=initial) if writes else None),
        "withdraw_form": withdraw,
        "writes": writes,
        "reading_refused": reading,
        "asks_outside": writes and is_small_office(),
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
