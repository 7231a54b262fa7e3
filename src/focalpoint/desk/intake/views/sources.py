"""Sources: the list, and registering one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from focalpoint.desk.concurrency.forms import act
from focalpoint.desk.design.table import Table
from focalpoint.desk.intake import actions, queries
from focalpoint.desk.intake.forms import SourceForm, offer_markings
from focalpoint.desk.intake.models import Source
from focalpoint.desk.intake.tables import SOURCES, SourceFilters
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.web.render import render


@requires(Permission.SOURCE_LIST)
@require_http_methods(["GET", "POST"])
def sources(request: HttpRequest) -> HttpResponse:
    """List the sources a reader may see, and register one."""
    by = person(request)
    form = SourceForm(request.POST or None)
    offer_markings(form, by.clearance)
    registers = has_permission(by, Permission.SOURCE_REGISTER)
    if registers and form.is_valid() and not form.ask_about(queries.namesakes(by, form.cleaned_data["label"])):
        done = act(request, form, lambda: _registered(form.cleaned_data, by), by=by.ref)
        if done:
            return done
    table = Table(request, queries.sources(by).prefetch_related("reliabilities"), SOURCES, SourceFilters)
    every = [*table.page, *form.namesakes]
    context = {"table": table, "page": table.page, "form": form if registers else None}
    wrong = bool(form.errors)
    return render(request, "intake/sources.html", context, shows=every, at_least=Tlp.GREEN, refused=wrong)


def _registered(given: dict[str, Any], by: User) -> str:
    names = ("label", "kind", "independence_group", "tlp")
    source = Source(**{name: given[name] for name in names})
    graded = {name: given[name] for name in ("subject", "grade", "reason")}
    actions.register_source(source=source, **graded, by=by, at=timezone.now())
    return reverse("sources")
