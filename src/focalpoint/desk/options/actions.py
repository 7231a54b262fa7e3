"""Writing options papers. One trail event each, in the same transaction."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoint.desk.assessments.actions import ensure_writable
from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.concurrency.revisions import Stale, advance
from focalpoint.desk.design.substance import FEW, problem_of_reason
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.refs import new_ref
from focalpoint.desk.options.models import Option, Paper
from focalpoint.desk.options.problems import problems
from focalpoint.desk.options.queries import citable
from focalpoint.desk.options.readings import keep_reading
from focalpoint.desk.options.rules import measure
from focalpoint.desk.options.safeguards import SAFEGUARDS, Records, cited, reasons_in, stem_of
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.trail.actions import Ids, record
from focalpoint.reference.errors import FocalpointError


class NotInThisPillar(FocalpointError):
    """A measure in a pillar where the catalogue does not have it."""


class NotSubstantial(FocalpointError):
    """A record of a safeguard or a reason that says nothing, or copies another one."""


class NotProposed(FocalpointError):
    """A withdrawal of what is not proposed, or is no longer."""


@transaction.atomic
def start(*, assessment: Assessment, by: User, at: dt.datetime) -> Paper:
    """Start the options paper of an assessment; an assessment has one."""
    require(by, Permission.PAPER_WRITE, assessment)
    ensure_writable(assessment)
    paper, new = Paper.objects.get_or_create(assessment=assessment, defaults={"ref": new_ref(), "created_at": at})
    if new:
        ids: Ids = {"assessment": assessment.ref}
        record(by=by.ref, at=at, verb="paper.saved", subject=paper.ref, ids=ids, after=[paper])
    return paper


@transaction.atomic
def consider(*, option: Option, revision: int, by: User, at: dt.datetime) -> Option:
    """Consider a measure under a pillar, proposed or rejected with a reason.

    Considering it again replaces it, but leaves what was withdrawn.
    """
    require(by, Permission.PAPER_WRITE, option.paper.assessment)
    paper = option.paper
    ensure_writable(paper.assessment)
    if option.pillar not in measure(option.measure).pillars:
        raise NotInThisPillar(_("This measure is not in that pillar."), todo=_("Choose it under one of its own."))
    option.records = _with_places(option.records)
    _ensure_substance(option)
    items = _evidence(option)
    advance(paper, revision=revision)
    replaced = Option.objects.current().filter(paper=paper, measure=option.measure, pillar=option.pillar)
    option.written = _written(option.records, replaced.first(), by, at)
    replaced.delete()
    option.save(force_insert=True)
    option.evidence.set(items)
    ids = {"measure": option.measure, "pillar": option.pillar, "status": option.status}
    record(by=by.ref, at=at, verb="option.considered", subject=paper.ref, ids=ids, after=[paper])
    return option


@transaction.atomic
def withdraw(*, option: Option, reason: str, revision: int, by: User, at: dt.datetime) -> Option:
    """Withdraw a proposal with a reason; what was proposed can be read on, and the measure can be proposed again."""
    require(by, Permission.PAPER_WRITE, option.paper.assessment)
    paper = option.paper
    ensure_writable(paper.assessment)
    if problem := problem_of_reason(reason, fewest=FEW):
        raise NotSubstantial(_("This gives no reason."), todo=str(problem))
    advance(paper, revision=revision)
    changes = {"withdrawal_reason": reason, "withdrawn_by": by, "withdrawn_at": at, "status": Option.Status.WITHDRAWN}
    proposed = Option.objects.filter(pk=option.pk, status=Option.Status.PROPOSED)
    if not proposed.update(**changes):
        raise NotProposed(_("This measure is not proposed."), todo=_("Open the paper again to see what it proposes."))
    option.refresh_from_db()
    ids: Ids = {"measure": option.measure, "pillar": option.pillar, "status": option.status}
    record(by=by.ref, at=at, verb="option.withdrawn", subject=paper.ref, ids=ids, after=[paper])
    return option


def _with_places(records: Records) -> Records:
    """Return records with an empty place for evidence they do not name: without it they read as ones of before."""
    return {
        name: {part.name: "" for part in SAFEGUARDS[name].asked(given) if part.kind == "evidence"} | given
        for name, given in records.items()
    }


def _evidence(option: Option) -> list[Item]:
    """Return the items that the records cite.

    Raises
    ------
    NotSubstantial : one of them is no item of the situation that the author may read, or it was withdrawn.
    """
    refs = cited(option.records)
    found = list(citable(option.paper).filter(ref__in=refs)) if refs else []
    if refs.difference(item.ref for item in found):
        raise NotSubstantial(
            _("An item that a safeguard rests on cannot be cited."),
            todo=_("Choose items of this situation that you may read and that are not withdrawn."),
        )
    return found


def _written(records: Records, before: Option | None, by: User, at: dt.datetime) -> dict[str, dict[str, str]]:
    """Return who wrote each criterion or record, and when; one that reads as before keeps its author and day."""
    found: dict[str, dict[str, str]] = {}
    earlier = before.records if before else {}
    for name, given in records.items():
        for part in SAFEGUARDS[name].asked(given):
            stem = stem_of(SAFEGUARDS[name], part)
            found.setdefault(stem, before.written.get(stem, {}) if before else {})
            if not found[stem] or given.get(part.name) != earlier.get(name, {}).get(part.name):
                found[stem] = {"by": by.ref, "at": at.isoformat()}
    return found


def _ensure_substance(option: Option) -> None:
    """Refuse a record that was begun and says nothing, or has words that stand elsewhere in the paper."""
    reasons = [*_reasons(option.paper, besides=option), option.paper.no_new_measure]
    reasons += [option.reason, option.cost_or_risk, option.indicator]
    for name, given in option.records.items():
        if found := problems(SAFEGUARDS[name], given, reasons):
            part = next(each for each in SAFEGUARDS[name].parts if each.name in found)
            raise NotSubstantial(
                _("%(safeguard)s, %(part)s.") % {"safeguard": SAFEGUARDS[name].label, "part": part.label},
                todo=str(found[part.name]),
            )
        reasons += reasons_in({name: given})


def _reasons(paper: Paper, *, besides: Option | None = None) -> list[str]:
    """Return the reasons that the options of a paper give now; of ``besides`` another version is being saved."""
    options = Option.objects.current().filter(paper=paper)
    if besides is not None:
        options = options.exclude(measure=besides.measure, pillar=besides.pillar)
    return [text for each in options for text in (*reasons_in(each.records), each.reason, each.cost_or_risk)]


@transaction.atomic
def confirm_reading(*, option: Option, shown: int, by: User, at: dt.datetime) -> None:
    """Record that a second person has read the safeguards of an option as they are; a change of the option voids it.

    Raises
    ------
    NothingToRead : the option has no safeguard.
    Stale : the option was changed since it was ``shown``, which made another row of it.
    """
    require(by, Permission.SAFEGUARD_READ, option.paper.assessment)
    ensure_writable(option.paper.assessment)
    if option.pk != shown:
        raise Stale(_("The safeguards were changed since you opened this page."), todo=_("Read them again below."))
    if keep_reading(option, by=by, at=at):
        ids: Ids = {"measure": option.measure, "pillar": option.pillar}
        record(by=by.ref, at=at, verb="safeguards.read", subject=option.paper.ref, ids=ids, after=[option.paper])


@transaction.atomic
def save_no_new_measure(*, paper: Paper, text: str, revision: int, by: User, at: dt.datetime) -> None:
    """Say what "no new measure" is expected to cost."""
    require(by, Permission.PAPER_WRITE, paper.assessment)
    ensure_writable(paper.assessment)
    if problem := problem_of_reason(text, _reasons(paper), fewest=FEW):
        raise NotSubstantial(_("This does not say what no new measure is expected to cost."), todo=str(problem))
    advance(paper, revision=revision, no_new_measure=text)
    ids: Ids = {"revision": paper.revision}
    record(by=by.ref, at=at, verb="paper.saved", subject=paper.ref, ids=ids, after=[paper])
