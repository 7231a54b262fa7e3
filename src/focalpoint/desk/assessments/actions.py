"""Writing assessments. One trail event each, in the same transaction; a signed one is never written again."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from focalpoint.desk.assessments.models import Assessment, Dissent, Factor, Judgement
from focalpoint.desk.assessments.queries import release_chance
from focalpoint.desk.concurrency.revisions import Stale, advance, lock_row
from focalpoint.desk.intake.actions import ensure_readable
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.refs import new_ref
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.states import ensure_live
from focalpoint.desk.trail.actions import Ids, record
from focalpoint.doctrine import catalogue
from focalpoint.doctrine.stamps import stamp
from focalpoint.reference.errors import FocalpointError

TEXTS = (
    "summary",
    "obligation",
    "capacity",
    "will",
    "conduct",
    "assumptions",
    "alternatives",
    "gaps",
    "interest_declared",
    "expires_on",
)
FIGURE = (  # what is kept of the release's figure next to a judgement: the answer, and what was asked
    *("release", "release_chance", "release_shown_at", "release_iso3", "release_threshold", "release_window"),
    *("release_data_to", "release_first", "release_last"),
)
WRITABLE = (Assessment.State.DRAFT, Assessment.State.RETURNED)


class Frozen(FocalpointError):
    """An assessment that is with the reviewer or signed."""


class NoEvidence(FocalpointError):
    """A factor said to be present with nothing behind it."""


class ShownBefore(FocalpointError):
    """A second figure next to one judgement: only the first one is shown."""


class NotRecordedFirst(FocalpointError):
    """The release's figure was asked for before a likelihood was recorded, or where no release speaks of the place."""


@transaction.atomic
def start(*, situation: Situation, by: User, at: dt.datetime) -> Assessment:
    """Start the next version; all fourteen factors begin as unknown."""
    require(by, Permission.ASSESSMENT_START)
    ensure_live(situation)
    last = situation.assessments.aggregate(last=Max("version"))["last"] or 0
    version, digest = stamp("framework")
    draft = Assessment.objects.create(
        ref=new_ref(),
        situation=situation,
        version=last + 1,
        author=by,
        catalogue=version,
        catalogue_hash=digest,
        created_at=at,
    )
    Factor.objects.bulk_create([Factor(assessment=draft, factor=each.id) for each in catalogue().framework.factors])
    ids: Ids = {"situation": situation.ref}
    record(by=by.ref, at=at, verb="assessment.started", subject=draft.ref, ids=ids, after=[draft])
    return draft


@transaction.atomic
def save_texts(*, assessment: Assessment, texts: dict[str, Any], revision: int, by: User, at: dt.datetime) -> None:
    """Save the running texts of a draft: those of ``TEXTS`` that are given."""
    require(by, Permission.ASSESSMENT_WRITE, assessment)
    ensure_writable(assessment)
    advance(assessment, revision=revision, **{name: texts[name] for name in TEXTS if name in texts})
    ids: Ids = {"revision": assessment.revision}
    record(by=by.ref, at=at, verb="assessment.saved", subject=assessment.ref, ids=ids, after=[assessment])


@transaction.atomic
def set_factor(
    *,
    assessment: Assessment,
    factor: str,
    value: str,
    note: str,
    evidence: list[Item],
    revision: int,
    by: User,
    at: dt.datetime,
) -> None:
    """Answer one factor. An item whose consent was withdrawn may remain cited, and supports nothing any more.

    Raises
    ------
    NoEvidence : present, and no item that can be read is behind it.
    Withdrawn : the giver of an item that was not cited before withdrew consent.
    Stale : this factor was saved since ``revision`` of the assessment was shown.
    """
    require(by, Permission.ASSESSMENT_WRITE, assessment)
    ensure_writable(assessment)
    row = assessment.factors.get(factor=factor)
    cited = set(row.evidence.values_list("pk", flat=True))
    ensure_readable(*(item for item in evidence if item.pk not in cited))
    if value == Factor.Value.PRESENT and all(item.consent_withdrawn_at for item in evidence):
        raise NoEvidence(
            _("A factor is present only with evidence behind it."), todo=_("Name an item, or say unknown.")
        )
    _hold_factor(assessment, row, revision)
    row.value, row.note, row.changed_in = value, note, assessment.revision
    row.save()
    row.evidence.set(evidence)
    ids: Ids = {"factor": factor, "value": value, "evidence": [item.ref for item in evidence]}
    record(by=by.ref, at=at, verb="assessment.saved", subject=assessment.ref, ids=ids, after=[assessment])


def _hold_factor(assessment: Assessment, row: Factor, revision: int) -> None:
    """Let one factor be written over what its writer saw of it; that another factor was saved meanwhile is no conflict.

    Raises
    ------
    Stale : this factor was saved after ``revision`` of the assessment was shown.
    """
    lock_row(assessment)
    row.refresh_from_db()
    if row.changed_in > revision:
        raise Stale(
            _("Another person saved this factor while you were writing."),
            todo=_("Your text is kept below. Read what changed, then save again."),
        )
    advance(assessment, revision=assessment.revision)


@transaction.atomic
def record_judgement(
    *, judgement: Judgement, revision: int, by: User, at: dt.datetime, evidence: Sequence[Item] = ()
) -> Judgement:
    """Record a judgement with the likelihood its author holds and the items that it rests on.

    The release's figure was not shown yet.

    Raises
    ------
    Withdrawn : the giver of an item withdrew consent.
    """
    require(by, Permission.ASSESSMENT_WRITE, judgement.assessment)
    assessment = judgement.assessment
    ensure_writable(assessment)
    ensure_readable(*evidence)
    advance(assessment, revision=revision)
    judgement.recorded_at = at
    for name in FIGURE:
        setattr(judgement, name, "" if name in ("release", "release_iso3") else None)
    judgement.save(force_insert=True)
    judgement.evidence.set(evidence)
    ids: Ids = {"likelihood": judgement.likelihood}
    if evidence:
        ids = {**ids, "evidence": [each.ref for each in evidence]}
    record(by=by.ref, at=at, verb="judgement.recorded", subject=assessment.ref, ids=ids, after=[assessment])
    return judgement


@transaction.atomic
def show_release(*, judgement: Judgement, iso3: str, threshold: int, window: int, by: User, at: dt.datetime) -> None:
    """Show the release's figure next to a judgement that was recorded, once; which one and when is kept with it."""
    require(by, Permission.ASSESSMENT_WRITE, judgement.assessment)
    ensure_writable(judgement.assessment)
    if judgement.pk is not None:
        judgement.refresh_from_db()
    if judgement.release_shown_at is not None:
        raise ShownBefore(_("The figure was shown with this judgement already."), todo=_("Read it below."))
    found = release_chance(iso3, threshold, window)
    if judgement.pk is None or found is None:
        raise NotRecordedFirst(_("There is no figure to show."), todo=_("Record the judgement first, then ask again."))
    release = found.release
    months = (release.origin, release.first, release.first + window - 1)
    kept = (release.pk, found.value, at, iso3, threshold, window, *months)
    for name, value in zip(FIGURE, kept, strict=True):
        setattr(judgement, name, value)
    judgement.save(update_fields=FIGURE)
    ids: Ids = {"judgement": judgement.pk, "release": found.release_id, "threshold": threshold, "window": window}
    assessment = judgement.assessment
    record(by=by.ref, at=at, verb="release-figure.shown", subject=assessment.ref, ids=ids, after=[assessment])


@transaction.atomic
def dissent(*, assessment: Assessment, text: str, by: User, at: dt.datetime) -> Dissent:
    """Write or rewrite one's own dissent, until the assessment is signed; no one else's can be touched."""
    require(by, Permission.ASSESSMENT_DISSENT)
    ensure_live(assessment.situation)
    lock_row(assessment)
    if assessment.state == Assessment.State.SIGNED:
        raise Frozen(_("This assessment is signed."), todo=_("Write the dissent on the next version."))
    own, _new = Dissent.objects.update_or_create(assessment=assessment, by=by, defaults={"text": text, "at": at})
    record(by=by.ref, at=at, verb="dissent.recorded", subject=assessment.ref, after=[assessment])
    return own


def ensure_writable(assessment: Assessment) -> None:
    """Refuse to write what is not a draft, or belongs to a situation that is closed or merged."""
    ensure_live(assessment.situation)
    lock_row(assessment)
    if assessment.state not in WRITABLE:
        raise Frozen(_("This assessment was submitted or signed."), todo=_("Start the next version."))
