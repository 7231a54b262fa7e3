"""Background work of accounts."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.people import expiry
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.tasks.jobs import Job
from focalpoint.desk.trail.actors import SystemActor


def delete_expired(*, key: str, at: dt.datetime) -> None:
    """Delete what is over by now."""
    require(SystemActor.CLOCK, Permission.WORK_EXPIRE)
    expiry.forget(at)


JOBS = (
    Job(
        "delete-expired",
        _("Delete expired sign-ins, and the marks of forms sent more than a week ago"),
        delete_expired,
        every=dt.timedelta(hours=1),
    ),
)
