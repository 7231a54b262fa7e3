"""Tasks to find something out: given out and answered on the page of their situation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from focalpoint.desk.concurrency.forms import act
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.situations import collecting
from focalpoint.desk.situations.forms import TaskResultForm
from focalpoint.desk.situations.models import CollectionTask
from focalpoint.desk.situations.views import show_situation, task_form, visible_situation


@requires(Permission.COLLECTION_OPEN)
@require_POST
def open_task(request: HttpRequest, ref: str) -> HttpResponse:
    """Give out a task to find something out."""
    by, found = person(request), visible_situation(request, ref)
    form = task_form(found, by, request.POST)
    if form is None:
        raise Http404

    def do() -> str:
        names = ("what", "from_whom", "due_on", "owner", "unsafe")
        task = CollectionTask(situation=found, **{name: form.cleaned_data[name] for name in names})
        collecting.open_task(task=task, by=by, at=timezone.now())
        return f"{reverse('situation', args=[found.ref])}#collect"

    return act(request, form, do, by=by.ref) or show_situation(request, found, task_form=form)


@requires(Permission.COLLECTION_CLOSE)
@require_POST
def close_task(request: HttpRequest, ref: str, task: str) -> HttpResponse:
    """Say what came of a task."""
    by, found = person(request), visible_situation(request, ref)
    mine = get_object_or_404(found.collection_tasks, ref=task)
    form = TaskResultForm(request.POST)

    def do() -> str:
        collecting.close_task(task=mine, **_given(form), by=by, at=timezone.now())
        return f"{reverse('situation', args=[found.ref])}#collect"

    return act(request, form, do, by=by.ref) or show_situation(request, found, result_form=form)


def _given(form: TaskResultForm) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in ("outcome", "result")}
