"""One source: its grades by subject, each with its history, and a new grade for an old subject or a new one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from focalpoint.desk.concurrency.forms import act
from focalpoint.desk.intake import actions, queries
from focalpoint.desk.intake.forms import GradeSourceForm
from focalpoint.desk.intake.models import Source
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.web.render import render

SEES_IDENTITY = (Permission.IDENTITY_SEAL, Permission.IDENTITY_ASK)  # whether one is sealed, not what it says


@requires(Permission.SOURCE_LIST)
@require_GET
def source(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a source with all its grades."""
    return _page(request, _visible(request, ref), GradeSourceForm())


@requires(Permission.SOURCE_GRADE)
@require_POST
def grade_source(request: HttpRequest, ref: str) -> HttpResponse:
    """Grade a source for a subject; earlier grades are kept as its history."""
    by, found = person(request), _visible(request, ref)
    form = GradeSourceForm(request.POST)

    def do() -> str:
        given = {name: form.cleaned_data[name] for name in ("subject", "grade", "reason")}
        actions.grade_source(source=found, **given, by=by, at=timezone.now())
        return reverse("source", args=[found.ref])

    return act(request, form, do, by=by.ref) or _page(request, found, form)


def _visible(request: HttpRequest, ref: str) -> Source:
    """Return a source the reader may see; anything else does not exist."""
    return get_object_or_404(queries.sources(person(request)), ref=ref)


def _page(request: HttpRequest, found: Source, form: GradeSourceForm) -> HttpResponse:
    context = {
        "source": found,
        "grades": found.reliabilities.select_related("by"),
        "sees_identity": any(has_permission(person(request), each) for each in SEES_IDENTITY),
        "form": form if has_permission(person(request), Permission.SOURCE_GRADE) else None,
    }
    return render(request, "intake/source.html", context, shows=[found], refused=bool(form.errors))
