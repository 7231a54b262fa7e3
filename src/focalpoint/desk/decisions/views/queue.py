"""The queue with its clocks, what was decided, and the step that puts a submission into the queue."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from focalpoint.desk.assessments.actions import WRITABLE
from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.assessments.queries import assessments
from focalpoint.desk.concurrency.forms import RevisedForm, act, send_again
from focalpoint.desk.concurrency.revisions import renew_revision
from focalpoint.desk.decisions import actions, queries
from focalpoint.desk.decisions.forms import AgainForm
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.note import withdrawn
from focalpoint.desk.decisions.submission import alert, clocks
from focalpoint.desk.decisions.submission.completeness import parts
from focalpoint.desk.decisions.submission.fingerprint import fingerprint
from focalpoint.desk.decisions.submission.interests import open_steps
from focalpoint.desk.decisions.tables import DECIDED, QUEUE, DecidedFilters, QueueFilters
from focalpoint.desk.decisions.transmission.bodies import name
from focalpoint.desk.decisions.workflow import OPEN, is_turn_of
from focalpoint.desk.design.table import Table
from focalpoint.desk.interests.panel import interest_panel
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.options.models import Paper
from focalpoint.desk.options.queries import paper_of
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.web.render import render

STATES = Submission.State


@requires(Permission.SUBMISSION_READ)
@require_GET
def submissions(request: HttpRequest) -> HttpResponse:
    """Show what waits, due first."""
    found = queries.submissions(person(request))
    owed = [_owed(each, steps, timezone.now()) for each in alert.owing(found) if (steps := open_steps(each))]
    return _list(request, found.filter(state__in=OPEN), decided=False, owed=owed)


@requires(Permission.SUBMISSION_READ)
@require_GET
def decisions(request: HttpRequest) -> HttpResponse:
    """Show what was decided, newest first."""
    found = queries.submissions(person(request)).filter(state=STATES.DECIDED)
    found = found.select_related("decision__by").prefetch_related("decision__transmissions")
    return _list(request, found.order_by("-decision__at", "-id"), decided=True)


def _list(
    request: HttpRequest, found: QuerySet[Submission], *, decided: bool, owed: Sequence[dict[str, Any]] = ()
) -> HttpResponse:
    by, at = person(request), timezone.now()
    slim = found.defer("assessment__frozen", "paper__frozen")  # whole notes: no row shows one
    table = Table(request, slim, *((DECIDED, DecidedFilters) if decided else (QUEUE, QueueFilters)))
    shown = table.page
    touched = withdrawn.affected_assessments(each.assessment_id for each in shown)
    rows = [
        {
            "submission": each,
            "clock": clocks.of_submission(each, at),
            "yours": is_turn_of(each, by),
            "withdrawn": each.assessment_id in touched,
            "stale": clocks.stale(each.assessment, office_day(at)),
        }
        | (_outcome(each, at) if decided else {})
        for each in shown
    ]
    context = {
        "page": shown,
        "table": table,
        "rows": rows,
        "decided": decided,
        "owed": owed,
        "overdue": 0 if decided else queries.overdue(by, at).count(),
    }
    shows = [*shown, *(each["submission"] for each in owed)]
    return render(request, "decisions/submissions.html", context, shows=shows, at_least=Tlp.GREEN)


def _owed(each: Submission, steps: list[str], at: dt.datetime) -> dict[str, Any]:
    """Return what an urgent alert still owes, in words, and until when."""
    due_at = alert.due_at(each)
    return {
        "submission": each,
        "steps": alert.names_of(steps),
        "due_at": due_at,
        "is_late": due_at < at,
    }


def _outcome(each: Submission, at: Any) -> dict[str, Any]:
    """Return what was decided and each copy that was sent, the first one first, with the clock of its answer."""
    on = office_day(at)
    copies = sorted(each.decision.transmissions.all(), key=lambda sent: (sent.sent_at, sent.pk))
    sent = [{"row": one, "body": name(one.body), "clock": clocks.of_transmission(one, on)} for one in copies]
    return {"decided": clocks.decided(each.decision), "sent": sent}


@requires(Permission.SUBMISSION_MAKE)
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, ref: str) -> HttpResponse:
    """Submit an assessment with its options paper, or say everything that is in the way."""
    by = person(request)
    found = get_object_or_404(assessments(by), ref=ref)
    paper = paper_of(by, found)
    unchanged = _unchanged(found, paper, by)
    form = AgainForm(request.POST or None, initial={"revision": found.revision, "as_it_is": unchanged})
    if request.method == "POST" and form.is_valid() and (form.cleaned_data["as_it_is"] or not unchanged):
        done = act(request, form, lambda: _submitted(found, form, by), by=by.ref)
        if done:
            return done
        found.refresh_from_db()
        renew_revision(form, found.revision)
    elif request.method == "POST":
        send_again(form, as_it_is="on")
    missing = parts(found, paper, on=office_day(timezone.now()))
    context = {
        "unchanged": unchanged,
        "interests": interest_panel(found.situation, by, back=reverse("submit", args=[found.ref])),
        "assessment": found,
        "paper": paper,
        "lacks": [each.text for each in missing],
        "alert_lacks": alert.blocking_parts(missing, found, paper),
        "skipped": alert.names_of(alert.skipped_steps(missing)),
        "open": found.state in WRITABLE and has_permission(by, Permission.SUBMISSION_MAKE, found),
        "form": form,
    }
    return render(request, "decisions/submit.html", context, shows=[found], refused=request.method == "POST")


def _unchanged(found: Assessment, paper: Paper | None, by: User) -> bool:
    """Whether a returned assessment is unchanged since it was returned."""
    returned = queries.submissions(by).filter(assessment=found, state=STATES.RETURNED).first()
    return returned is not None and paper is not None and returned.returned_as == fingerprint(found, paper)


def _submitted(found: Assessment, form: RevisedForm, by: User) -> str:
    given = {"revision": form.cleaned_data["revision"], "is_urgent": form.cleaned_data["is_urgent"]}
    made = actions.submit(assessment=found, **given, by=by, at=timezone.now())
    return reverse("submission", args=[made.ref])
