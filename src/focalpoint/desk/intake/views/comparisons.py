"""What a custodian compares: credibilities of 1 that wait, and what looks like one account or one source."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from focalpoint.desk.concurrency.forms import ActForm, act
from focalpoint.desk.intake import duplicates, grading, queries
from focalpoint.desk.intake.forms import AnswerGradingForm, SettleForm
from focalpoint.desk.intake.models import Grading
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.models import Marked
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.web.render import render


@requires(Permission.GRADING_ANSWER)
@require_GET
def comparisons(request: HttpRequest) -> HttpResponse:
    """List what waits for this custodian."""
    return _page(request)


@requires(Permission.GRADING_ANSWER)
@require_POST
def answer_grading(request: HttpRequest, ref: str) -> HttpResponse:
    """Answer whether an item is confirmed by an independent source."""
    by = person(request)
    found = next((each for each in queries.waiting(by) if each.item.ref == ref), None)
    form = AnswerGradingForm(request.POST)

    def do() -> str:
        if found is None:
            raise Http404
        given = {name: form.cleaned_data[name] for name in ("granted", "answer")}
        grading.answer_grading(grading=found, **given, by=by, at=timezone.now())
        return reverse("comparisons")

    return act(request, form, do, by=by.ref) or _page(request, **{ref: form})


@requires(Permission.REPEAT_SETTLE)
@require_POST
def settle_repeat(request: HttpRequest, number: int) -> HttpResponse:
    """Say whether two that look like one are one."""
    by = person(request)
    found = next((each for each in queries.to_compare(by) if each.pk == number), None)
    form = SettleForm(request.POST)

    def do() -> str:
        if found is None:
            raise Http404
        grading.settle_repeat(repeat=found, same=form.cleaned_data["same"], by=by, at=timezone.now())
        return reverse("comparisons")

    return act(request, form, do, by=by.ref) or _page(request, **{str(number): form})


def _page(request: HttpRequest, **given: ActForm) -> HttpResponse:
    """Render the page; a form that was refused keeps its text."""
    by = person(request)
    waiting, open_ = queries.waiting(by), queries.to_compare(by)
    refs = {ref for each in open_ for ref in (each.first, each.second)}
    by_ref: dict[str, Marked] = {each.ref: each for each in queries.items(by).filter(ref__in=refs)}
    by_ref |= {each.ref: each for each in queries.sources(by).filter(ref__in=refs)}
    gradings = [_row(each, by, given.get(each.item.ref)) for each in waiting]
    pairs = [
        {"repeat": each, "first": by_ref[each.first], "second": by_ref[each.second]}
        | {"form": given.get(str(each.pk)) or SettleForm()}
        for each in open_
    ]
    items = [other for row in gradings for other in (row["grading"].item, *row["others"])]
    shown = [*items, *by_ref.values()]
    context = {"gradings": gradings, "pairs": pairs}
    wrong = any(form.errors for form in given.values())
    return render(request, "intake/comparisons.html", context, shows=shown, at_least=Tlp.GREEN, refused=wrong)


def _row(found: Grading, by: User, form: ActForm | None) -> dict[str, Any]:
    """Return one grade that waits, with what confirms it and what speaks against that."""
    others = list(found.confirmed_by.all())
    known = set(queries.sources(by).values_list("pk", flat=True))
    signs = {str(sign) for other in others for sign in duplicates.doubts(found.item, other, known)}
    return {"grading": found, "others": others, "signs": sorted(signs), "form": form or AnswerGradingForm()}
