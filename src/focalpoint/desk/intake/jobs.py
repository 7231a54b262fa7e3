"""Background work of items: what consent no longer covers leaves the disk, whatever held it at that moment."""

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.intake import erasure, originals, withdrawals
from focalpoint.desk.intake.models import Original
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.tasks.jobs import Job
from focalpoint.desk.trail import anchors
from focalpoint.desk.trail.actors import SystemActor
from focalpoint.desk.trail.queries import subject_of


class StillInTheLog(Exception):
    """A reader kept SQLite from emptying its log of writes, which may hold what was erased."""


def erase_withdrawn(*, key: str, at: dt.datetime) -> None:
    """Delete the sealed files of an item whose keys are destroyed, note it in the list, and empty the log of writes.

    The act itself tries both at once; a process that was killed, or a reader, can keep it from that.
    """
    require(SystemActor.CLOCK, Permission.WORK_EXPIRE)
    blobs = Original.objects.filter(item__ref=subject_of(int(key)), key=None).values_list("blob", flat=True)
    for blob in blobs:
        originals.remove(Path(settings.FOCALPOINT_HOME), blob)
    withdrawals.write(Path(settings.FOCALPOINT_HOME) / withdrawals.FILE)
    if not erasure.sweep():
        raise StillInTheLog


def anchor_trail(*, key: str, at: dt.datetime) -> None:
    """Write the day's anchor of the trail and the list of withdrawals to the home, from where copies are carried."""
    require(SystemActor.CLOCK, Permission.WORK_EXPIRE)
    home = Path(settings.FOCALPOINT_HOME)
    withdrawals.write(home / withdrawals.FILE)
    anchors.write(home / anchors.FILE, day=at.date())


JOBS = (
    Job(
        "anchor-trail",
        _("Write the day's anchor of the trail and the list of withdrawals"),
        anchor_trail,
        every=dt.timedelta(days=1),
        is_atomic=False,
    ),
    Job(
        "erase-withdrawn",
        _("Erase what is left on the disk of an item whose consent was withdrawn"),
        erase_withdrawn,
        verbs=("item.consent-withdrawn",),
        is_atomic=False,
    ),
)
