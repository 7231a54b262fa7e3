"""Pages of situations: the list, one situation, opening one, the scope test."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from focalpoint.desk.concurrency.forms import ActForm, act
from focalpoint.desk.design.table import Table
from focalpoint.desk.intake.forms import offer, offer_markings
from focalpoint.desk.intake.models import Item
from focalpoint.desk.intake.queries import items, matching
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.models import Marked
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.situations import actions, queries
from focalpoint.desk.situations.collecting import open_tasks, possible_owners
from focalpoint.desk.situations.forms import LinkForm, OpenForm, TaskForm, TaskResultForm
from focalpoint.desk.situations.incitement.ratings import speeches_of
from focalpoint.desk.situations.incitement.shown import shown_speech
from focalpoint.desk.situations.life_shown import life_of
from focalpoint.desk.situations.models import ScopeTest, Situation
from focalpoint.desk.situations.scope_form import ScopeForm
from focalpoint.desk.situations.scope_grid import crime_names
from focalpoint.desk.situations.scope_outcome import newest_factors
from focalpoint.desk.situations.scope_shown import shown_test
from focalpoint.desk.situations.states import LIVE
from focalpoint.desk.situations.table import COLUMNS, SituationFilters
from focalpoint.desk.web.render import render

CHANGES_ACCESS = (Permission.MARKING_CHANGE, Permission.MARKING_GRANT)
OFFERED = 20  # items to choose from on the page, the newest that match; any that may be seen can be linked


@requires(Permission.SITUATION_READ)
@require_GET
def situations(request: HttpRequest) -> HttpResponse:
    """List the situations a reader may see."""
    by = person(request)
    rows = queries.situations(by).select_related("owner").prefetch_related("places")
    table = Table(request, rows, COLUMNS, SituationFilters)
    shown = table.page
    weakened = list(queries.with_withdrawn_evidence(by))
    tasks = list(open_tasks(by))
    context = {
        "page": shown,
        "table": table,
        "may_open": has_permission(by, Permission.SITUATION_OPEN),
        "weakened": weakened,
        "withdrawn": queries.withdrawn(by, shown),
        "my_tasks": tasks,
    }
    return render(
        request,
        "situations/situations.html",
        context,
        shows=[*shown, *weakened, *(each.situation for each in tasks)],
        at_least=Tlp.GREEN,
    )


@requires(Permission.SITUATION_READ)
@require_GET
def situation(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one situation."""
    return show_situation(request, visible_situation(request, ref))


@requires(Permission.SITUATION_OPEN)
@require_http_methods(["GET", "POST"])
def open_situation(request: HttpRequest) -> HttpResponse:
    """Open a situation, from an item, from a country in Watch, or from nothing."""
    by = person(request)
    item = _named(by, request.GET.get("item", ""))
    country = item.event.iso3 if item and hasattr(item, "event") else request.GET.get("country", "")
    form = OpenForm(request.POST or None, initial={"iso3s": [country] if country else []}, item=item, opener=by)
    offer_markings(form, by.clearance)
    overlap: list[Situation] = []
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            try:
                given = {"iso3s": form.cleaned_data["iso3s"], "closes": bool(form.cleaned_data.get("closes"))}
                opened = actions.open_situation(
                    situation=form.situation(), item=item, **given, by=by, at=timezone.now()
                )
            except actions.Overlap as found:
                overlap.extend(found.found)
                raise
            return reverse("situation", args=[opened.ref])

        done = act(request, form, do, by=by.ref)
        if done:
            return done
    shown: list[Marked] = [*([item] if item else []), *overlap]
    context = {"form": form, "item": item, "overlap": overlap}
    wrong = bool(form.errors)
    return render(request, "situations/open.html", context, shows=shown, at_least=Tlp.AMBER, refused=wrong)


def _named(by: User, ref: str) -> Item | None:
    """Return the item that an address names; None when there is none that can be read, or none in sight."""
    if "\0" in ref:  # no reference holds it, and not every database can be asked for it
        raise Http404
    return items(by).filter(consent_withdrawn_at=None, ref=ref).select_related("event").first()


@requires(Permission.SITUATION_SCOPE)
@require_http_methods(["GET", "POST"])
def scope(request: HttpRequest, ref: str) -> HttpResponse:
    """Run the scope test of a situation; earlier ones are kept."""
    by, found = person(request), visible_situation(request, ref)
    linked = list(queries.evidence(by, found).filter(consent_withdrawn_at=None))
    form = ScopeForm(request.POST or None, linked=linked, last=queries.scope(found))
    checking = "check" in request.POST
    done = None if checking else act(request, form, lambda: _tested(found, form, by), by=by.ref)
    if done:
        return done
    derived = form.derived(found) if request.method == "POST" and form.is_valid() else None
    names = crime_names()
    context = {
        "situation": found,
        "form": form,
        "linked": linked,
        "derived": derived,
        "derived_outcome": ScopeTest.Outcome(derived.outcome).label if derived else "",
        "crimes": [names[crime] for crime in derived.crimes] if derived else [],
        "factors": sorted(newest_factors(found)),
    }
    refused = bool(form.errors) and not checking
    return render(request, "situations/scope.html", context, shows=[found, *linked], refused=refused)


def _tested(found: Situation, form: ScopeForm, by: User) -> str:
    test = form.test()
    test.situation = found
    actions.run_scope_test(test=test, findings=form.findings, by=by, at=timezone.now())
    return reverse("situation", args=[found.ref])


@requires(Permission.SITUATION_LINK)
@require_POST
def link(request: HttpRequest, ref: str) -> HttpResponse:
    """Link an item to a situation."""
    by, found = person(request), visible_situation(request, ref)
    form = _link_form(by, found, request.POST)
    return act(request, form, lambda: _linked(found, form, by), by=by.ref) or show_situation(
        request, found, link_form=form
    )


def _linked(found: Situation, form: LinkForm, by: User) -> str:
    given = {"item": form.cleaned_data["item"], "closes": bool(form.cleaned_data.get("closes"))}
    actions.link_item(situation=found, **given, by=by, at=timezone.now())
    return reverse("situation", args=[found.ref])


def visible_situation(request: HttpRequest, ref: str) -> Situation:
    """Return a situation the reader may see; anything else does not exist."""
    return get_object_or_404(queries.situations(person(request)).select_related("owner"), ref=ref)


def show_situation(request: HttpRequest, found: Situation, **given: ActForm) -> HttpResponse:
    """Render a situation with the forms its reader may use."""
    by, find = person(request), request.GET.get("find", "")
    evidence = list(queries.evidence(by, found).select_related("event"))
    drafts = {} if has_permission(by, Permission.DRAFT_READ) else {"state": "signed"}
    assessments = list(found.assessments.filter(queries.kept_seen_by(by), **drafts).select_related("author"))
    newest = assessments[0] if assessments else None
    seen = list(queries.visible_overlaps(by, found))
    life = life_of(found, by)
    writing = life["is_live"] and has_permission(by, Permission.SITUATION_LINK)
    link_form = given.get("link_form") or _link_form(by, found)
    offered = _offered(link_form, find) if writing else []
    shown: list[Marked] = [found, *evidence, *seen, *offered, *life["others"]]
    context: dict[str, Any] = {
        **life,
        "situation": found,
        "places": found.places.all(),
        "evidence": evidence,
        "withdrawn": [each for each in evidence if each.consent_withdrawn_at],
        "tests": [
            shown_test(test, newest, evidence)
            for test in found.scope_tests.prefetch_related("findings__evidence", "findings__against")
        ],
        "speeches": [shown_speech(each, by, evidence) for each in speeches_of(found)],
        "assessments": assessments,
        "overlaps": seen,
        "members": found.members.order_by("username"),
        "writing": writing,
        "find": find,
        "link_form": link_form,
        "may_refer": life["is_live"] and has_permission(by, Permission.SITUATION_REFER),
        "missions": list(found.missions.filter(withdrawn_at=None)),
        "tasks": list(found.collection_tasks.select_related("owner")),
        "reader": by,
        "task_form": given.get("task_form") or task_form(found, by),
        "result_form": given.get("result_form") or TaskResultForm(),
        "changes_access": any(has_permission(by, each) for each in CHANGES_ACCESS),
        "start_form": ActForm(),
    }
    wrong = any(form.errors for form in given.values())
    return render(request, "situations/situation.html", context, shows=shown, refused=wrong)


def _link_form(by: User, found: Situation, data: Any = None) -> LinkForm:
    form = LinkForm(data, situation=found)
    others = items(by).filter(consent_withdrawn_at=None).exclude(links__situation=found)
    form.fields["item"].queryset = others  # type: ignore[attr-defined]  # its class
    return form


def _offered(form: ActForm, find: str) -> list[Marked]:
    """Fill the choices of items to link, and return what they offer."""
    rows = form.fields["item"].queryset  # type: ignore[attr-defined]  # a ModelChoiceField
    return offer(form, "item", matching(rows, find).only("ref", "title", "tlp")[:OFFERED])


def task_form(found: Situation, by: User, data: Any = None) -> TaskForm | None:
    """Return the form that gives out a task; None for a reader who may not, and where the situation has ended."""
    if found.state not in LIVE or not has_permission(by, Permission.COLLECTION_OPEN):
        return None
    form = TaskForm(data, initial={"owner": by.ref})
    form.fields["owner"].queryset = possible_owners(found)  # type: ignore[attr-defined]  # a ModelChoiceField
    return form
