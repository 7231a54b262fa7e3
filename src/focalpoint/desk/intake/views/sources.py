"""Sources: the list, and registering one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from focalpoint.desk.concurrency.forms import act
from focalpoint.desk.design.paging import page_of
from focalpoint.desk.intake import actions, queries
from focalpoint.desk.intake.forms import SourceForm, offer_markings
from focalpoint.desk.intake.models import Source
from focalpoint.desk.intake.views.items import GRADERS, strictest
from focalpoint.desk.people.access import may, person, roles
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.trail.reads import log_read


@roles(*GRADERS, Role.REVIEWER, Role.CUSTODIAN)
@require_http_methods(["GET", "POST"])
def sources(request: HttpRequest) -> HttpResponse:
    """List the sources a reader may see, and register one."""
    by = person(request)
    form = SourceForm(request.POST or None)
    offer_markings(form, by.clearance)
    if may(by, *GRADERS) and form.is_valid() and not form.ask_about(queries.namesakes(by, form.cleaned_data["label"])):
        done = act(request, form, lambda: _registered(form.cleaned_data, by), by=by.ref)
        if done:
            return done
    shown = page_of(request, queries.sources(by).prefetch_related("reliabilities"))
    every = [*shown, *form.namesakes]
    log_read(request, *(source.ref for source in every))
    context = {"page": shown, "form": form if may(by, *GRADERS) else None, "marking": strictest(every)}
    return render(request, "intake/sources.html", context, status=422 if form.errors else 200)


def _registered(given: dict[str, Any], by: User) -> str:
    names = ("label", "kind", "independence_group", "tlp")
    source = Source(**{name: given[name] for name in names})
    graded = {name: given[name] for name in ("subject", "grade", "reason")}
    actions.register_source(source=source, **graded, by=by, at=timezone.now())
    return reverse("sources")
