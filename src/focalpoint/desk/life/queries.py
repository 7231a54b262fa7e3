"""What keeps a situation open, what it leaves open, and with which others it can be merged."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoint.desk.decisions.models import Decision, Submission, Transmission
from focalpoint.desk.decisions.queries import submissions, transmissions
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.people.queries import holders, readers
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.queries import situations
from focalpoint.desk.situations.states import LIVE

WAITING = (Submission.State.SUBMITTED, Submission.State.SIGNED)


@dataclass(frozen=True)
class Hold:
    """One thing that keeps a situation from being closed or merged, and what to do about it."""

    says: str
    todo: str


def holds(situation: Situation, *, by: User, at: dt.datetime) -> list[Hold]:
    """Return what keeps a situation open: submissions that wait, and clocks of decisions that run.

    Of what the person may not see it is said that something waits, and no more.
    """
    on = office_day(at)
    waiting = Submission.objects.filter(assessment__situation=situation, state__in=WAITING)
    unanswered = _unanswered(situation).filter(answer_due_on__gte=on)
    seen, seen_copies = waiting.filter(pk__in=submissions(by)), unanswered.filter(pk__in=transmissions(by))
    found = [_waiting(each) for each in seen] + _watched(situation, on) + [_asked(each) for each in seen_copies]
    if waiting.count() > len(seen) or unanswered.count() > len(seen_copies):
        hidden = _("Something of this situation that you cannot see waits.")
        found.append(Hold(hidden, _("Ask the head of office.")))
    return found


def left_open(situation: Situation, *, by: User, at: dt.datetime) -> list[str]:
    """Return what a closed situation would leave open, as far as a person sees it; it keeps no one from closing."""
    found = [
        _('The task "%(what)s" is open; %(owner)s has it until %(day)s.')
        % {"what": each.what, "owner": each.owner.get_username(), "day": date_format(each.due_on)}
        for each in situation.collection_tasks.filter(closed_at=None).select_related("owner")
    ]
    returned = submissions(by).filter(assessment__situation=situation, state=Submission.State.RETURNED)
    found += [_("%(number)s was returned and not sent again.") % {"number": each} for each in returned]
    late = _unanswered(situation).filter(answer_due_on__lt=office_day(at), pk__in=transmissions(by))
    return found + [
        _("%(body)s has not answered by %(day)s.") % {"body": each.body, "day": date_format(each.answer_due_on)}
        for each in late
    ]


def mergeable(by: User, situation: Situation) -> QuerySet[Situation]:
    """Return the live situations that one can be merged into and that a person sees, those of a same country first."""
    places = list(situation.places.values_list("iso3", flat=True))
    near = Situation.objects.filter(places__iso3__in=places)
    order = Case(When(pk__in=near, then=Value(0)), default=Value(1), output_field=IntegerField())
    others = situations(by).filter(state__in=LIVE).exclude(pk=situation.pk)
    return others.order_by(order, "-opened_at", "-pk")


def possible_new_owners(situation: Situation) -> QuerySet[User]:
    """Return the accounts that a situation can be handed to: they see it and may open one."""
    members = set(situation.members.values_list("pk", flat=True))
    seeing = readers(Permission.SITUATION_OPEN, marks=situation.marks, members=members)
    able = [each.pk for each in seeing if each.pk != situation.owner_id]
    return holders(Permission.SITUATION_OPEN).filter(pk__in=able)


def _unanswered(situation: Situation) -> QuerySet[Transmission]:
    of = Q(decision__submission__assessment__situation=situation) | Q(situation=situation)
    return Transmission.objects.filter(of, recalled_at=None, answered_at=None).order_by("answer_due_on", "pk")


def _waiting(submission: Submission) -> Hold:
    words = {"number": submission, "state": submission.get_state_display()}
    todo = _("Have it returned to its author or decided first.")
    return Hold(_("The submission %(number)s is %(state)s.") % words, todo)


def _watched(situation: Situation, on: dt.date) -> list[Hold]:
    """Return the clock of the newest decision, where it is to watch until a day that has not passed."""
    of = Decision.objects.filter(submission__assessment__situation=situation).select_related("submission")
    newest = of.order_by("-at", "-pk").first()
    if newest is None or newest.choice != Decision.Choice.WATCH or newest.on < on:
        return []
    words = {"number": newest.submission, "day": date_format(newest.on)}
    says = _("The decision on %(number)s is to watch until %(day)s.") % words
    return [Hold(says, _("Wait for that day, or submit a newer assessment for another decision."))]


def _asked(sent: Transmission) -> Hold:
    words = {"body": sent.body, "day": date_format(sent.answer_due_on)}
    says = _("The answer of %(body)s is due on %(day)s.") % words
    return Hold(says, _("Wait for the answer, or record what the body did."))
