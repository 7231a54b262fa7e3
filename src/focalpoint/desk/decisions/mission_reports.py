"""Signing the report of a mission, and sending it to each of its recipients. One trail event each."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoint.desk.concurrency.revisions import Stale, lock_row
from focalpoint.desk.decisions import integrity
from focalpoint.desk.decisions.models import Transmission
from focalpoint.desk.decisions.note.digest import KEPT, NoteDigest
from focalpoint.desk.decisions.transmission import rules
from focalpoint.desk.decisions.transmission.conveying import keep_sent
from focalpoint.desk.decisions.transmission.copy import Route
from focalpoint.desk.decisions.transmission.mission_report import compose_report, compose_report_copy, passed_items
from focalpoint.desk.decisions.transmission.referral import read_mark
from focalpoint.desk.decisions.workflow import NotNow
from focalpoint.desk.marking.refs import new_ref
from focalpoint.desk.missions.models import Mission, Report
from focalpoint.desk.missions.queries import findings, newest
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.people.zones import ensure_not_passed, office_day
from focalpoint.desk.situations.states import ensure_live
from focalpoint.desk.trail.actions import Ids, record


@transaction.atomic
def sign_report(*, mission: Mission, read: NoteDigest, by: User, at: dt.datetime) -> Report:
    """Sign the report that was read as the next version; no one signs a report with own findings.

    Raises
    ------
    NotNow : the mission was withdrawn, or has no finding.
    Stale : it reads otherwise now, or was read more than a day ago.
    """
    require(by, Permission.MISSION_SIGN, mission)
    ensure_live(mission.situation)
    lock_row(mission)
    if mission.withdrawn_at or not newest(findings(mission)):
        raise NotNow(_("This mission has no finding to report."), todo=_("Enter its findings first."))
    report = compose_report(mission, language=read.language, on=read.on)
    if report.digest() != read.digest or not dt.timedelta(0) <= office_day(at) - read.on <= KEPT:
        raise Stale(_("What you read has changed since."), todo=_("Read it again below, then sign."))
    kept = Report.objects.create(
        ref=new_ref(),
        mission=mission,
        version=mission.reports.count() + 1,
        frozen=report.model_dump(mode="json"),
        frozen_hash=read.digest,
        signed_by=by,
        signed_at=at,
    )
    ids: Ids = {"mission": mission.ref, "version": kept.version, "note": kept.frozen_hash}
    record(by=by.ref, at=at, verb="mission.report-signed", subject=kept.ref, ids=ids, after=[kept])
    return kept


@transaction.atomic
def send_report(*, report: Report, route: Route, mark: str, by: User, at: dt.datetime) -> Transmission:
    """Send the copy of a signed report that was read to one recipient, each with its own marking, day and answer.

    Raises
    ------
    NotNow : a newer version was signed, the mission was withdrawn, or the day of the answer has passed.
    Stale : the copy that was read has lapsed, or reads otherwise now.
    """
    require(by, Permission.MISSION_SEND, report.mission.situation)
    ensure_live(report.mission.situation)
    mission = report.mission
    lock_row(mission)
    if mission.withdrawn_at or mission.reports.last() != report:
        raise NotNow(_("This is not the report that holds now."), todo=_("Open its page again."))
    ensure_not_passed(route.answer_due_on, at, refusal=NotNow)
    rules.ensure_holds(route)
    ref, digest, _language = read_mark(mark, by=by.ref)
    passed = passed_items(mission)
    copy = compose_report_copy(report, route, {item.ref for item in passed}, ref=ref, on=office_day(at))
    if copy.digest() != digest:
        raise Stale(_("The copy reads otherwise than the one you read."), todo=_("Read it again, then send it."))
    sent = keep_sent(mission.situation, route, copy, ref=ref, report=report, passed=passed, by=by, at=at)
    ids: Ids = {"mission": mission.ref, "body": sent.body, "sent": integrity.of_sent(sent)}
    record(by=by.ref, at=at, verb="mission.report-sent", subject=sent.ref, ids=ids, after=[sent])
    return sent
