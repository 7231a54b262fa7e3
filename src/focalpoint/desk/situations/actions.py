"""Writing situations. One trail event each, in the same transaction."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from focalpoint.desk.design.status import span_of
from focalpoint.desk.intake.actions import ensure_covered, ensure_readable
from focalpoint.desk.intake.models import Custody, Item
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.situations import compartment
from focalpoint.desk.situations.models import Link, OverlapAnswer, Place, ScopeFinding, ScopeTest, Situation
from focalpoint.desk.situations.queries import overlapping, situations
from focalpoint.desk.situations.scope_grid import rows
from focalpoint.desk.situations.scope_outcome import counted_speeches, newest_factors
from focalpoint.desk.situations.scope_rules import WORDS, Answer, derive, problems
from focalpoint.desk.situations.states import ensure_live
from focalpoint.desk.trail.actions import Ids, record
from focalpoint.doctrine.stamps import stamp
from focalpoint.reference.countries import former_members
from focalpoint.reference.errors import FocalpointError
from focalpoint.reference.units import within


class Overlap(FocalpointError):
    """Live situations that the opener may see already concern the same country; ``found`` lists them."""

    def __init__(self, found: list[Situation]) -> None:
        self.found = found
        super().__init__(
            "A live situation already concerns this country.", todo="Work there, or say why a second one is needed."
        )


class WithTheReviewer(FocalpointError):
    """A scope test while the newest assessment waits for a signature that would cover it."""


class NothingToOpen(FocalpointError):
    """A situation without a country."""


class ScopeProblem(FocalpointError):
    """Answers of a scope test that cannot be kept; ``found`` has what is wrong, by row."""

    def __init__(self, found: Mapping[str, str | Promise]) -> None:
        self.found = found
        said = "; ".join(f"{rows()[name].text}: {problem}" for name, problem in found.items())
        super().__init__(_("Some answers need more."), todo=said)


class NoOverrideReason(FocalpointError):
    """Another outcome than the derived one, without a reason."""


class NoAddressee(FocalpointError):
    """An outcome that refers the situation to no one."""


@dataclass(frozen=True)
class Finding:
    """What is known of one row of a scope test, the items behind it, and those that speak against it."""

    row: str
    known: str
    kind: str = ""
    note: str = ""
    items: Sequence[Item] = ()
    against: Sequence[Item] = ()

    @property
    def answer(self) -> Answer:
        """The answer as the rules read it."""
        return Answer(self.known, self.kind, self.note, len(self.items))


@transaction.atomic
def open_situation(
    *,
    situation: Situation,
    iso3s: list[str],
    item: Item | None = None,
    closes: bool = False,
    by: User,
    at: dt.datetime,
) -> Situation:
    """Open a situation in one or more countries, perhaps from an item, which ``closes`` where the situation is closed.

    One that overlaps a live situation which the opener may see needs a reason. One that overlaps a situation which
    the opener may not see is opened as if there were none, on every page; who may see both finds them together.

    Raises
    ------
    NothingToOpen : no country, or a State that was not yet or no more on the day as of which it is written.
    Overlap : visible overlapping situations and no reason.
    Withdrawn : the item's giver withdrew consent.
    AboveClearance : a marking that the opener could not read.
    """
    require(by, Permission.SITUATION_OPEN)
    ensure_covered(situation.tlp, by)
    if not iso3s:
        raise NothingToOpen(_("A situation concerns at least one country."), todo=_("Choose a country."))
    _ensure_existed(iso3s, situation.as_of, at)
    if item is not None:
        ensure_readable(item)
    others = list(overlapping(iso3s))
    seen = set(situations(by).filter(pk__in=[each.pk for each in others]).values_list("pk", flat=True))
    if seen and not situation.overlap_reason.strip():
        raise Overlap([each for each in others if each.pk in seen])
    situation.opened_by, situation.owner, situation.opened_at = by, by, at
    situation.save(force_insert=True)
    situation.members.add(by)
    situation.overlaps.set(others)
    OverlapAnswer.objects.bulk_create(_answer(each, situation) for each in others if each.pk in seen)
    Place.objects.bulk_create([Place(situation=situation, iso3=iso3) for iso3 in dict.fromkeys(iso3s)])
    ids: dict[str, Any] = {"overlaps": [each.ref for each in others], "item": item.ref if item else 0}
    written: list[Model] = [situation]
    if item is not None:
        link = Link.objects.create(situation=situation, item=item, by=by, at=at)
        if closes and _closed(link):
            ids["closed"] = 1
            written.append(item)
    event = record(by=by.ref, at=at, verb="situation.opened", subject=situation.ref, ids=ids, after=written)
    if item is not None:
        Custody.objects.create(item=item, step=Custody.Step.LINKED, by=by, at=at, trail=event.number)
    return situation


def _ensure_existed(iso3s: list[str], as_of: dt.date | None, at: dt.datetime) -> None:
    """Hold the day of a reconstruction to the past, and former States to a day on which they were."""
    if as_of and as_of > office_day(at):
        raise NothingToOpen(_("A reconstruction is as of a day of the past."), todo=_("Choose an earlier day."))
    for each in former_members():
        if each.code in iso3s and not (as_of and within(as_of, each.start, each.end)):
            words = {"name": _(each.name), "span": span_of(each)}
            raise NothingToOpen(
                _("%(name)s was a State from %(span)s.") % words,
                todo=_("Say as of which of these days it is written, or choose the State of today."),
            )


def _answer(other: Situation, opened: Situation) -> OverlapAnswer:
    """Return the answer of an opener who sees the other situation."""
    given = {"reason": opened.overlap_reason, "by": opened.opened_by, "at": opened.opened_at}
    return OverlapAnswer(first=other, second=opened, outcome=OverlapAnswer.Outcome.APART, **given)


@transaction.atomic
def link_item(
    *, situation: Situation, item: Item, closes: bool = False, inherits: bool = False, by: User, at: dt.datetime
) -> None:
    """Link an item to a situation; linking it twice changes nothing and leaves no second event.

    Where the situation is for its members alone and the item is not, ``closes`` says that the item shall be too. An
    item that was filed for the situation ``inherits`` its members also where it is for members by its own marking.

    Raises
    ------
    Withdrawn : the item's giver withdrew consent, and it was not linked before.
    NotLive : the situation is closed or merged.
    """
    require(by, Permission.SITUATION_LINK)
    if Link.objects.filter(situation=situation, item=item).exists():
        return
    ensure_live(situation)
    ensure_readable(item)
    link, new = Link.objects.get_or_create(situation=situation, item=item, defaults={"by": by, "at": at})
    if new:
        closed = closes and _closed(link, inherits=inherits)
        ids: Ids = {"item": item.ref} | ({"closed": 1} if closed else {})
        written = [situation, *([item] if closed else [])]
        event = record(by=by.ref, at=at, verb="item.linked", subject=situation.ref, ids=ids, after=written)
        Custody.objects.create(item=item, step=Custody.Step.LINKED, by=by, at=at, trail=event.number)


def _closed(link: Link, *, inherits: bool = False) -> bool:
    """Close an open item that was linked to a closed situation; say whether that was done."""
    if not (inherits and link.situation.is_for_members) and not compartment.is_asked(link.situation, link.item):
        return False
    compartment.close(link.item, link.situation)
    link.closed = True
    link.save(update_fields=["closed"])
    return True


@transaction.atomic
def run_scope_test(*, test: ScopeTest, findings: Sequence[Finding] = (), by: User, at: dt.datetime) -> ScopeTest:
    """Keep the answers of a scope test and the outcome that follows, with the catalogue they were given under.

    The outcome is derived; another one, given in ``test.outcome``, needs ``test.override_reason``.

    Raises
    ------
    NotLive : the situation is closed or merged.
    WithTheReviewer : the newest assessment was submitted, and its reviewer reads the present test.
    ScopeProblem : an answer lacks its evidence or its kind, or contradicts another one.
    NoOverrideReason : another outcome than the derived one, without a reason in a few words.
    NoAddressee : the outcome is to refer, and to no body.
    """
    require(by, Permission.SITUATION_SCOPE)
    ensure_live(test.situation)
    ensure_not_submitted(test.situation)
    _ensure_rated_apart(findings)
    _derive_outcome(test, findings)
    test.catalogue, test.catalogue_hash = stamp("crimes")
    test.by, test.at = by, at
    test.save(force_insert=True)
    kept = [_keep(test, each) for each in findings]
    ids = {"outcome": test.outcome, "derived": test.derived, "catalogue": test.catalogue_hash}
    record(by=by.ref, at=at, verb="scope.tested", subject=test.situation.ref, ids=ids, after=[test.situation, *kept])
    return test


def ensure_not_submitted(situation: Situation) -> None:
    """Refuse a change of the scope test while the reviewer reads what rests on it."""
    newest = situation.assessments.order_by("-version").values_list("state", flat=True).first()
    if newest == "submitted":
        raise WithTheReviewer(
            _("An assessment of this situation is with the reviewer, and the scope test is part of what is signed."),
            todo=_("Run the test once it was signed or returned."),
        )


def _ensure_rated_apart(findings: Sequence[Finding]) -> None:
    """Refuse what one person alone says of incitement: that nothing is known or reported, and no more."""
    alone = [each.row for each in findings if rows()[each.row].crime == "incitement" and each.answer.is_reported]
    if alone:
        said = _("Public speech is rated by two people apart: file the speech on the page of the situation.")
        raise ScopeProblem(dict.fromkeys(alone, said))


def _keep(test: ScopeTest, each: Finding) -> ScopeFinding:
    row = ScopeFinding.objects.create(test=test, row=each.row, known=each.known, kind=each.kind, note=each.note)
    row.evidence.set(each.items)
    row.against.set(each.against)
    return row


def _derive_outcome(test: ScopeTest, findings: Sequence[Finding]) -> None:
    """Set the derived outcome of a test, and hold another one to its reason."""
    for each in findings:
        ensure_readable(*each.items, *each.against)
    answers = {each.row: each.answer for each in findings}
    if found := problems(answers):
        raise ScopeProblem(found)
    stage, factors = str(test.answers.get("Q9", "")), newest_factors(test.situation)
    known: dict[str, Any] = {"stage": stage, "is_contested": test.is_contested, "factors": factors}
    test.derived = derive(answers, **known, is_incited=bool(counted_speeches(test.situation))).outcome
    test.outcome = test.outcome or test.derived
    if test.outcome == test.derived:
        test.override_reason = ""
    elif len(set(test.override_reason.lower().split())) < WORDS:
        raise NoOverrideReason(
            _("Another outcome than the derived one needs a reason."),
            todo=_("Say in a sentence why the rules lead to the wrong outcome here."),
        )
    if test.outcome == ScopeTest.Outcome.REFER and not test.refer_to:
        raise NoAddressee(_("This is for others to deal with."), todo=_("Choose the body to refer it to."))
