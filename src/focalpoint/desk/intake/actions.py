"""Writing sources, items, grades and custody. One trail event each, in the same transaction."""

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import puremagic
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from focalpoint.desk.concurrency.revisions import advance, lock_row
from focalpoint.desk.intake import duplicates, erasure, originals, preview, quota
from focalpoint.desk.intake.actors import ActorKind
from focalpoint.desk.intake.models import Custody, Event, Item, Original, Precision, Reliability, Source
from focalpoint.desk.marking.rule import covers
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.trail.actions import Ids, record
from focalpoint.desk.trail.actors import SystemActor
from focalpoint.desk.trail.digests import name_of
from focalpoint.desk.trail.keys import destroy_share
from focalpoint.reference.errors import FocalpointError

LARGEST = originals.LARGEST
# What a reporter wrote, as it reads once consent is withdrawn. The country is kept, so that even-hand figures still
# count the report; day, place, numbers, acts and names could each lead back to the reporter.
ERASED: dict[str, Any] = {
    "what": "–",
    "acts": [],
    "actor": "",
    "actor_kind": ActorKind.UNKNOWN,
    "victims": "",
    "low": None,
    "best": None,
    "high": None,
    "area": "",
    "area_precision": Precision.UNKNOWN,
    "happened_on": None,
    "date_precision": Precision.UNKNOWN,
    "how_known": Event.Known.UNKNOWN,
    "pseudonym": "",
}
# The same of the item. Its grade is kept as history, the reason may repeat what was reported; its source is unlinked.
UNTOLD: dict[str, Any] = {
    "title": "–",
    "text": "",
    "how_obtained": "",
    "credibility_reason": "",
    "status_reason": "",
    "source": None,
    "subject": "",
    "words": "",
    "consent_desk": False,
    "consent_bodies": False,
    "consent_public": False,
}


class TooLarge(FocalpointError):
    """A file over the limit."""


class EmptyFile(FocalpointError):
    """A file that holds nothing, as phones hand in when a picture could not be read."""


class AboveClearance(FocalpointError):
    """A marking above the clearance of the person who sets it."""


class Withdrawn(FocalpointError):
    """Something was asked of an item whose giver withdrew consent."""


@dataclasses.dataclass(frozen=True)
class Attachment:
    """A file as handed in: the name its sender gave it, which is kept and never used as a path, and its bytes."""

    name: str
    data: bytes


def file_item(*, item: Item, event: Event | None, attachments: list[Attachment], by: User, at: dt.datetime) -> Item:
    """File an item that was filled in from a form, with what happened and the files attached.

    Who files what is for members alone is its first member.

    No address of the sender's device is among the fields, and none is kept. When anything fails, nothing is kept:
    neither rows nor sealed files.

    Raises
    ------
    TooLarge : a file over the limit.
    EmptyFile : a file without a byte in it.
    NoRoom : the files of this person, or of all, fill their room.
    """
    require(by, Permission.ITEM_FILE)
    for each in attachments:
        ensure_keepable(each)
    quota.ensure_room(sum(len(each.data) for each in attachments), by=by)
    sealed: list[originals.Stored] = []
    try:
        sealed.extend(originals.put(_home(), each.data) for each in attachments)
        return _file(item, event, list(zip(attachments, sealed, strict=True)), by, at)
    except BaseException:
        _remove([stored.blob for stored in sealed])
        raise


def ensure_keepable(attachment: Attachment) -> None:
    """Refuse a file that is not kept.

    Raises
    ------
    TooLarge : it is over the limit.
    EmptyFile : there is not a byte in it.
    """
    if not attachment.data:
        raise EmptyFile(_("The file is empty."), todo=_("Choose it again, or send the form without it."))
    if len(attachment.data) > LARGEST:
        most = {"most": LARGEST // 1_000_000}
        raise TooLarge(_("The file is larger than %(most)d MB.") % most, todo=_("Send a part of it, or a link."))


@transaction.atomic
def register_source(*, source: Source, subject: str, grade: str, reason: str, by: User, at: dt.datetime) -> Source:
    """Register a source with its first grade for one subject; the person who registers it is its first member.

    Raises
    ------
    AboveClearance : a marking that the person who registers it could not read.
    """
    require(by, Permission.SOURCE_REGISTER)
    ensure_covered(source.tlp, by)
    source.created_by, source.created_at = by, at
    source.save(force_insert=True)
    source.members.add(by)
    Reliability.objects.create(source=source, subject=subject, grade=grade, reason=reason, by=by, at=at)
    duplicates.note_source(source, at=at)
    record(by=by.ref, at=at, verb="source.registered", subject=source.ref, ids={"grade": grade}, after=[source])
    return source


@transaction.atomic
def grade_source(*, source: Source, subject: str, grade: str, reason: str, by: User, at: dt.datetime) -> Reliability:
    """Set the reliability of a source for a subject; earlier grades are kept as its history."""
    require(by, Permission.SOURCE_GRADE)
    found = Reliability.objects.create(source=source, subject=subject, grade=grade, reason=reason, by=by, at=at)
    record(by=by.ref, at=at, verb="source.graded", subject=source.ref, ids={"grade": grade}, after=[source])
    return found


@transaction.atomic
def name_source(*, item: Item, source: Source, subject: str, revision: int, by: User, at: dt.datetime) -> None:
    """Say from which source, and on which subject, an item comes.

    Raises
    ------
    Withdrawn : the giver withdrew consent.
    Stale : another person wrote the item since ``revision`` was shown.
    """
    require(by, Permission.ITEM_NAME_SOURCE)
    ensure_readable(item)
    advance(item, revision=revision, source=source, subject=subject)
    write_custody(item, [Custody.Step.SOURCED], "item.sourced", by, at, {"source": source.ref})


@transaction.atomic
def withdraw_consent(*, item: Item, revision: int, by: User, at: dt.datetime) -> None:
    """Withdraw consent: what was reported and the keys are destroyed for good; custody, links and trail are kept whole.

    Raises
    ------
    Withdrawn : it was withdrawn already.
    Stale : another person wrote the item since ``revision`` was shown.
    """
    require(by, Permission.ITEM_WITHDRAW, item)
    ensure_readable(item)
    advance(item, revision=revision, consent_withdrawn_at=at, **UNTOLD)
    keys = _erase(item, at)
    steps = [Custody.Step.WITHDRAWN, *([Custody.Step.KEY_DESTROYED] if keys else [])]
    write_custody(item, steps, "item.consent-withdrawn", by, at, {"keys": keys})


@transaction.atomic
def erase_again(*, item: Item, withdrawn_at: dt.datetime, by: SystemActor, at: dt.datetime) -> None:
    """Erase what a back-up from before the withdrawal of consent brought back."""
    require(by, Permission.WORK_EXPIRE)
    advance(item, revision=item.revision, consent_withdrawn_at=withdrawn_at, **UNTOLD)
    keys = _erase(item, at)
    record(by=by.ref, at=at, verb="item.erased-again", subject=item.ref, ids={"keys": keys}, after=[item])


def _erase(item: Item, at: dt.datetime) -> int:
    """Destroy what belongs to an item, its sealed files among it; return how many keys were destroyed."""
    blobs = list(item.originals.values_list("blob", flat=True))
    item.originals.update(key=None, key_destroyed_at=at, name="")
    Event.objects.filter(item=item).update(**ERASED)
    item.gradings.update(reason="", despite="", answer="")
    item.markingchange_set.update(reason="–")
    item.markingchange_set.exclude(answer="").update(answer="–")
    item.memberchange_set.update(reason="–")
    destroy_share(name_of(item))
    transaction.on_commit(lambda: _remove(blobs))
    transaction.on_commit(lambda: preview.forget(blobs), robust=True)
    transaction.on_commit(erasure.sweep, robust=True)
    return len(blobs)


def ensure_covered(tlp: str, by: User) -> None:
    """Refuse a marking above the clearance of the person who sets it, who could not read what was just written.

    Raises
    ------
    AboveClearance : it is above.
    """
    if not covers(by.clearance, tlp):
        raise AboveClearance(
            _("This marking is above your clearance; you could not read it yourself."),
            todo=_("Choose one that your clearance covers, or ask a person who is cleared for it."),
        )


def ensure_readable(*items: Item) -> None:
    """Read items again, hold them until the transaction ends, and refuse any whose consent was withdrawn.

    They are held in one order, so that two who hold the same ones never wait for each other.

    Raises
    ------
    Withdrawn : the giver of one of them withdrew consent.
    """
    for item in sorted(items, key=lambda each: each.pk):
        lock_row(item)
        if item.consent_withdrawn_at is not None:
            raise Withdrawn(
                _("Consent for an item was withdrawn; it can no longer be read."),
                todo=_("It cannot be graded, linked or cited any more."),
            )


@transaction.atomic
def read_original(*, original: Original, by: User, at: dt.datetime) -> bytes:
    """Return the bytes of an original; that they were read is in custody and trail."""
    require(by, Permission.ITEM_READ_ORIGINAL, original.item)
    if original.key is None:
        raise Withdrawn(_("The key of this original was destroyed."), todo=_("Its custody log says when."))
    stored = originals.Stored(original.address, original.blob, original.size, bytes(original.key))
    data = originals.get(_home(), stored)
    write_custody(original.item, [Custody.Step.READ], "protected.read", by, at, {"original": original.address})
    return data


@transaction.atomic
def _file(
    item: Item, event: Event | None, files: list[tuple[Attachment, originals.Stored]], by: User, at: dt.datetime
) -> Item:
    """Write the rows of a filed item."""
    item.created_by, item.created_at = by, at
    item.words = duplicates.words_of(event.what if event else "", item.text)
    item.save(force_insert=True)
    if item.is_for_members:
        item.members.add(by)
    if event is not None:
        event.item = item
        event.save(force_insert=True)
    for given, stored in files:
        Original.objects.create(
            item=item,
            name=given.name[-255:],
            kind=_kind(given.data),
            stored_at=at,
            **stored._asdict(),
        )
    duplicates.note_item(item, at=at)
    ids: Ids = {"originals": [stored.address for _file, stored in files]}
    steps = [Custody.Step.RECEIVED, *([Custody.Step.STORED] if files else [])]
    write_custody(item, steps, "item.filed", by, at, ids)
    return item


def _remove(blobs: list[str]) -> None:
    """Delete sealed files that nothing can open any more."""
    for blob in blobs:
        originals.remove(_home(), blob)


def _kind(data: bytes) -> str:
    """Return the media type by content; the name its sender gave says nothing. Text without control bytes is text."""
    try:
        return str(puremagic.from_string(data, mime=True)) or "application/octet-stream"
    except (puremagic.PureError, ValueError):
        pass
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return "application/octet-stream"
    return "text/plain" if text.isprintable() or not any(ord(sign) < 9 for sign in text) else "application/octet-stream"


def write_custody(item: Item, steps: list[Custody.Step], verb: str, by: User, at: dt.datetime, ids: Ids) -> None:
    """Write the trail event of what was done and the custody rows of its steps."""
    written = [] if verb == "protected.read" else [item]
    event = record(by=by.ref, at=at, verb=verb, subject=item.ref, ids=ids, after=written)
    for step in steps:
        Custody.objects.create(item=item, step=step, by=by, at=at, trail=event.number)


def _home() -> Path:
    """Return the folder of this installation."""
    return Path(settings.FOCALPOINT_HOME)
