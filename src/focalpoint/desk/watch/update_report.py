"""What a page says of the last update of the data: how it ended, what it changed, what failed and what is missing."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from focalpoint.desk.design.likelihood import percent
from focalpoint.desk.design.templatetags.figures import month_name
from focalpoint.desk.watch import updates
from focalpoint.desk.watch.updates import Changes, Look, Status
from focalpoint.reference.calendar import parse_month
from focalpoint.reference.countries import state

SHOWN = 5


@dataclass(frozen=True)
class LastUpdate:
    """The last update as a page shows it; ``at`` is None when there was none."""

    state: str
    at: dt.datetime | None = None
    sentences: tuple[str | Promise, ...] = ()
    failed: tuple[Look, ...] = ()
    problem: str = ""


def last_update(home: Path, now: dt.datetime) -> LastUpdate:
    """Read the last update of a home."""
    last = updates.read(home)
    if last is None:
        return LastUpdate("never")
    how = updates.state(home, now)
    return LastUpdate(
        state="offline" if last.offline else how,
        at=dt.datetime.fromisoformat(last.ended or last.started),
        sentences=tuple(_sentences(last)),
        failed=() if last.offline else tuple(look for look in last.looks if look.problem),
        problem=last.problem,
    )


def _sentences(last: Status) -> list[str]:
    """Say what was missing and what the new release changed."""
    said = list[str]()
    if last.missing:
        months = _(", ").join(month_name(parse_month(month)) for month in last.missing)
        said.append(_("No file covers these months: %(months)s. The forecast starts before them.") % {"months": months})
    return said + (_of_release(last.changes) if last.changes else [])


def _of_release(changes: Changes) -> list[str]:
    said = [_("Data to %(month)s.") % {"month": month_name(parse_month(changes.data_to))}]
    if changes.moved:
        moved = {"state": state(changes.moved.iso3).name, "before": percent(changes.moved.before)}
        moved["after"] = percent(changes.moved.after)
        said.append(_("Largest change: %(state)s, from %(before)s\u00a0%% to %(after)s\u00a0%%.") % moved)
    return [*said, *_surprising(changes.surprises)]


def _surprising(found: tuple[str, ...]) -> list[str]:
    """Name the first few of the States that are new among the surprises; none says nothing."""
    if not found:
        return []
    words = {"number": len(found), "names": _(", ").join(state(iso3).name for iso3 in found[:SHOWN])}
    if len(found) > SHOWN:
        return [_("%(number)s new surprises, among them: %(names)s.") % words]
    return [ngettext("One new surprise: %(names)s.", "%(number)s new surprises: %(names)s.", len(found)) % words]
