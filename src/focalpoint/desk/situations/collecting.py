"""What has to be found out about a situation: tasks of one person each, which a scope test without an answer opens."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from focalpoint.desk.concurrency.revisions import lock_row
from focalpoint.desk.marking.refs import new_ref
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission, require
from focalpoint.desk.people.queries import holders
from focalpoint.desk.people.zones import ensure_not_passed
from focalpoint.desk.situations.models import CollectionTask, Situation
from focalpoint.desk.situations.queries import situations
from focalpoint.desk.situations.states import ensure_live
from focalpoint.desk.trail.actions import Ids, record
from focalpoint.reference.errors import FocalpointError


class NotATask(FocalpointError):
    """A task that cannot be given or answered as it was asked."""


@transaction.atomic
def open_task(*, task: CollectionTask, by: User, at: dt.datetime) -> CollectionTask:
    """Give a person the task to find something out, by a day, with what makes it unsafe to ask.

    Raises
    ------
    NotATask : its owner may not see the situation, or its day has passed.
    NotLive : the situation is closed or merged.
    """
    require(by, Permission.COLLECTION_OPEN, task.situation)
    ensure_live(task.situation)
    if not possible_owners(task.situation).filter(pk=task.owner_id).exists():
        raise NotATask(_("This person may not see the situation."), todo=_("Choose another owner."))
    ensure_not_passed(task.due_on, at, refusal=NotATask)
    task.ref, task.opened_by, task.opened_at = new_ref(), by, at
    task.save(force_insert=True)
    ids: Ids = {"situation": task.situation.ref, "owner": task.owner.ref}
    record(by=by.ref, at=at, verb="collection.opened", subject=task.ref, ids=ids, after=[task])
    return task


@transaction.atomic
def close_task(*, task: CollectionTask, outcome: str, result: str, by: User, at: dt.datetime) -> None:
    """Say what was found out, or why it could not be; only the owner does, once.

    Raises
    ------
    NotATask : it is closed already.
    """
    require(by, Permission.COLLECTION_CLOSE, task)
    lock_row(task)
    closed = {"outcome": outcome, "result": result, "closed_at": at}
    if not CollectionTask.objects.filter(pk=task.pk, closed_at=None).update(**closed):
        raise NotATask(_("This task is closed already."), todo=_("Open another one."))
    task.refresh_from_db()
    ids: Ids = {"situation": task.situation.ref, "outcome": outcome}
    record(by=by.ref, at=at, verb="collection.closed", subject=task.ref, ids=ids, after=[task])


def possible_owners(situation: Situation) -> QuerySet[User]:
    """Return the accounts that may find something out for a situation: they see it and may close a task."""
    found = holders(Permission.COLLECTION_CLOSE)
    return found.filter(pk__in=[each.pk for each in found if situations(each).filter(pk=situation.pk).exists()])


def open_tasks(user: User) -> QuerySet[CollectionTask]:
    """Return the open tasks of a person in situations that this person may see, the one due first on top."""
    if not has_permission(user, Permission.COLLECTION_CLOSE):
        return CollectionTask.objects.none()
    mine = CollectionTask.objects.filter(owner=user, closed_at=None, situation__in=situations(user))
    return mine.select_related("situation").order_by("due_on", "pk")
