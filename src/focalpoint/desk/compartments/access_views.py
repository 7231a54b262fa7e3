"""The list of what waits for a second person: lower markings, identities of sources, overlaps of situations."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from focalpoint.desk.compartments import overlap_actions, queries
from focalpoint.desk.compartments.addresses import page_of
from focalpoint.desk.compartments.forms import OverlapForm
from focalpoint.desk.concurrency.forms import act
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.models import Marked
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.web.render import render


@requires(Permission.MARKING_GRANT, Permission.IDENTITY_GRANT)
@require_GET
def access(request: HttpRequest) -> HttpResponse:
    """List the requests that wait for this reader."""
    return _page(request)


@requires(Permission.OVERLAP_ANSWER)
@require_POST
def answer_overlap(request: HttpRequest) -> HttpResponse:
    """Say what two situations of one country are."""
    by, form = person(request), OverlapForm(request.POST)

    def do() -> str:
        given = form.cleaned_data
        named = {"from_situation__ref": given["first"], "to_situation__ref": given["second"]}
        pair = queries.overlaps_for(by).filter(**named).first()
        if pair is None:
            raise Http404
        words = {name: given[name] for name in ("outcome", "reason")}
        both = {"first": pair.from_situation, "second": pair.to_situation}
        overlap_actions.answer_overlap(**both, **words, by=by, at=timezone.now())
        return reverse("access")

    return act(request, form, do, by=by.ref) or _page(request, form)


def _page(request: HttpRequest, sent: OverlapForm | None = None) -> HttpResponse:
    """Render the list; a form that was refused keeps its text."""
    by = person(request)
    waiting, identities = list(queries.waiting_for(by)), list(queries.identity_requests_for(by))
    pairs = [(each.from_situation, each.to_situation) for each in queries.overlaps_for(by)]
    shown: list[Marked] = [*(each.subject for each in waiting), *(each.source for each in identities)]
    shown += [each for pair in pairs for each in pair]
    context: dict[str, Any] = {
        "rows": [{"change": each, "subject": each.subject, "page": page_of(each.subject)} for each in waiting],
        "identities": identities,
        "pairs": [(first, second, _form(first.ref, second.ref, sent)) for first, second in pairs],
        "grants_markings": has_permission(by, Permission.MARKING_GRANT),
        "grants_identities": has_permission(by, Permission.IDENTITY_GRANT),
        "answers_overlaps": has_permission(by, Permission.OVERLAP_ANSWER),
    }
    return render(
        request, "compartments/requests.html", context, shows=shown, at_least=Tlp.GREEN, refused=sent is not None
    )


def _form(first: str, second: str, sent: OverlapForm | None) -> OverlapForm:
    if sent is not None and (sent.data.get("first"), sent.data.get("second")) == (first, second):
        return sent
    return OverlapForm(initial={"first": first, "second": second})
