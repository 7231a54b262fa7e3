"""Filing a speech, rating it by two people apart, reconciling them, and rating it again. One trail event each.

An event says which step was taken and never what was found: the second rater may read the trail.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from focalpoint.desk.concurrency.revisions import lock_row
from focalpoint.desk.design.substance import problem_of_reason
from focalpoint.desk.intake.actions import ensure_readable
from focalpoint.desk.intake.models import Item
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.situations.actions import ensure_not_submitted
from focalpoint.desk.situations.incitement.archive import checked_hash, ensure_said
from focalpoint.desk.situations.incitement.parts import PARTS, is_reported
from focalpoint.desk.situations.incitement.ratings import Result, Step, results
from focalpoint.desk.situations.models import RatedPart, Rating, Round, Speech
from focalpoint.desk.situations.states import ensure_live
from focalpoint.desk.trail.actions import Ids, record
from focalpoint.reference.errors import FocalpointError


class RatingProblem(FocalpointError):
    """Parts of a rating that cannot be kept; ``found`` has what is wrong, by part."""

    def __init__(self, found: Mapping[str, str | Promise]) -> None:
        self.found = found
        said = "; ".join(f"{PARTS[name].label}: {problem}" for name, problem in found.items())
        super().__init__(_("Some parts need more."), todo=said)


class NotYourStep(FocalpointError):
    """A step that is not to be taken now, or not by this person."""


@dataclass(frozen=True)
class Rated:
    """The level that a person gives one part, why, and the items behind it."""

    part: str
    level: str
    reason: str
    items: Sequence[Item] = ()


@transaction.atomic
def file_speech(*, speech: Speech, by: User, at: dt.datetime) -> Speech:
    """File a speech or text that is to be rated by two people.

    Raises
    ------
    NotSaid : neither words nor an item of the situation, or a day that is still to come.
    BadHash : what is given is no SHA-256, or not that of the file that the item holds.
    """
    require(by, Permission.SPEECH_FILE)
    ensure_live(speech.situation)
    ensure_not_submitted(speech.situation)
    ensure_said(speech, at=at)
    if speech.item:
        ensure_readable(speech.item)
    speech.archive_sha256 = checked_hash(speech, by=by, at=at)
    speech.filed_by, speech.filed_at = by, at
    speech.save(force_insert=True)
    Round.objects.create(speech=speech, number=1, opened_by=by, opened_at=at)
    _record("speech.filed", speech, [speech], by=by, at=at)
    return speech


@transaction.atomic
def rate_speech(*, speech: Speech, parts: Sequence[Rated], by: User, at: dt.datetime) -> Rating:
    """Rate every part of both tests, apart from the other rater; the first one and the second one each do it once.

    Raises
    ------
    NotYourStep : this person has rated it, two people have, or it was set aside.
    RatingProblem : a part lacks its level, its reason or its evidence, or two reasons are the same.
    """
    require(by, Permission.SPEECH_RATE)
    current = _held(speech)
    if current.is_done or any(each.by_id == by.pk for each in current.ratings.values()):
        raise NotYourStep(
            _("You have rated this speech, or two people have."), todo=_("Have it rated again if there is reason to.")
        )
    _ensure_sound(parts, wanted=list(PARTS), others=[speech.words])
    step = Step.SECOND if current.ratings else Step.FIRST
    return _keep(speech, Rating(round=current.round, step=step), parts, by=by, at=at)


@transaction.atomic
def reconcile_ratings(*, speech: Speech, parts: Sequence[Rated], by: User, at: dt.datetime) -> Rating:
    """Give each part in which two people differ the level that it is reconciled to, with the reason.

    Raises
    ------
    NotYourStep : two people have not rated it yet, they do not differ, or they were reconciled.
    RatingProblem : a part lacks its level or its reason.
    """
    require(by, Permission.SPEECH_RATE)
    current = _held(speech)
    if not current.is_done or Step.RECONCILED in current.ratings or not current.differing:
        raise NotYourStep(_("There is nothing to reconcile."), todo=_("Open the page of the speech again."))
    _ensure_sound(parts, wanted=current.differing, needs_evidence=False)
    return _keep(speech, Rating(round=current.round, step=Step.RECONCILED), parts, by=by, at=at)


@transaction.atomic
def rate_again(*, speech: Speech, reason: str, by: User, at: dt.datetime) -> Round:
    """Open another round for a reason, such as a better translation; the one before counts until two have rated.

    Raises
    ------
    NotYourStep : the present round is not done, or the speech was set aside.
    """
    require(by, Permission.SPEECH_FILE)
    current = _held(speech)
    if not current.is_done:
        raise NotYourStep(_("Two people have not rated it yet."), todo=_("Rate it first."))
    following = {"number": current.round.number + 1, "reason": reason, "opened_by": by, "opened_at": at}
    opened = Round.objects.create(speech=speech, **following)
    _record("speech.reopened", speech, [speech], by=by, at=at)
    return opened


@transaction.atomic
def set_speech_aside(*, speech: Speech, reason: str, by: User, at: dt.datetime) -> None:
    """Take a speech that was filed by mistake out of the test; it is kept, with the reason.

    Raises
    ------
    NotYourStep : it was set aside already.
    """
    require(by, Permission.SPEECH_FILE)
    _held(speech)
    speech.set_aside_reason, speech.set_aside_by, speech.set_aside_at = reason, by, at
    speech.save(update_fields=["set_aside_reason", "set_aside_by", "set_aside_at"])
    _record("speech.set-aside", speech, [speech], by=by, at=at)


def _held(speech: Speech) -> Result:
    """Hold a speech until the transaction ends, and return its newest round."""
    ensure_live(speech.situation)
    lock_row(speech)
    ensure_not_submitted(speech.situation)
    if speech.set_aside_at:
        raise NotYourStep(_("This speech was set aside."), todo=_("File it again if it belongs to the test."))
    return results(speech)[0]


def _ensure_sound(
    parts: Sequence[Rated], *, wanted: Sequence[str], others: Sequence[str] = (), needs_evidence: bool = True
) -> None:
    if found := problems(parts, wanted=wanted, others=others, needs_evidence=needs_evidence):
        raise RatingProblem(found)


def problems(
    parts: Sequence[Rated], *, wanted: Sequence[str], others: Sequence[str] = (), needs_evidence: bool = True
) -> dict[str, str | Promise]:
    """Return what is wrong with a rating, by part; ``others`` are texts that no reason may copy."""
    given, reasons = {each.part: each for each in parts if each.part in wanted}, [text for text in others if text]
    found: dict[str, str | Promise] = {}
    for name in wanted:
        each = given.get(name) or Rated(name, "", "")
        if each.level not in dict(PARTS[name].levels):
            found[name] = _("Choose a level; “not known” is one.")
        elif problem := problem_of_reason(each.reason, reasons):
            found[name] = problem
        elif needs_evidence and is_reported(each.level) and not each.items:
            found[name] = _("Name the evidence: the reference of an item that is linked to this situation.")
        reasons.append(each.reason)
    return found


def _keep(speech: Speech, rating: Rating, parts: Sequence[Rated], *, by: User, at: dt.datetime) -> Rating:
    ensure_readable(*dict.fromkeys(item for each in parts for item in each.items))
    rating.by, rating.at = by, at
    rating.save(force_insert=True)
    for each in parts:
        row = RatedPart.objects.create(rating=rating, part=each.part, level=each.level, reason=each.reason)
        row.evidence.set(each.items)
    _record("speech.rated", speech, [rating], by=by, at=at, step=rating.step)
    return rating


def _record(
    verb: str, speech: Speech, after: Sequence[Speech | Rating], *, by: User, at: dt.datetime, **ids: str
) -> None:
    known: Ids = {"situation": speech.situation.ref, **ids}
    record(by=by.ref, at=at, verb=verb, subject=speech.ref, ids=known, after=after)
