"""The room's own work: what was done a month ago is forgotten."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.tasks import actions
from focalpoint.desk.tasks.jobs import Job

KEPT = dt.timedelta(days=30)


def forget_done(*, key: str, at: dt.datetime) -> None:
    """Delete the rows of work that was done long ago."""
    actions.forget_done(before=at - KEPT)


JOBS = (
    Job("forget-done", _("Delete the rows of work that was done a month ago"), forget_done, every=dt.timedelta(days=1)),
)
