"""The copy that leaves the office: what is asked of a body, and what that body needs to know of the signed note.

First comes what was decided, what is asked, on what legal basis, in what form, conveyed by whom, and by which day an
answer is asked for. Of the note, only a part that may leave is in the copy: situation, judgements, factors and
evidence, reasoning and limits; of the options, those proposals that the principal chose for this body. The principal's
reason, rejected options, the cost of no new measure, declared interests, and the words and authors of dissents are not
in it (that there was a dissent is). An item whose source did not consent is withheld, with its reference and with
the reason of each factor that rests on it; that some evidence is withheld is said once. The principal reads the
author's other words before they leave.
"""

import dataclasses
import datetime as dt
import itertools
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.decisions.models import Decision, Transmission
from focalpoint.desk.decisions.note.compose import as_sentence, is_key
from focalpoint.desk.decisions.note.evidence import may_name
from focalpoint.desk.decisions.note.interests import declared_in_copy
from focalpoint.desk.decisions.note.signed import signed_note
from focalpoint.desk.decisions.transmission import bodies
from focalpoint.desk.decisions.transmission.drafts import LEADERS
from focalpoint.desk.documents.blocks import (
    Block,
    Cell,
    Document,
    Heading,
    Listing,
    Paragraph,
    Point,
    Quote,
    Reason,
    Run,
    Table,
    paragraphs,
    say,
)
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.refs import short_ref
from focalpoint.desk.marking.rule import highest
from focalpoint.desk.options.queries import items_behind
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.situations.models import Situation
from focalpoint.reference.countries import unit

SOME_WITHHELD = gettext_lazy("Some evidence is not passed on.")
LONGEST_QUOTE = 2_000  # characters of what one reporter wrote
REASON_WITHHELD = gettext_lazy("not passed on")


@dataclasses.dataclass(frozen=True)
class Route:
    """How a decision leaves the office: to which body, what is asked, the entry point, the conveyor, the legal basis.

    ``options`` are the proposals that are sent with it, each by pillar and measure. ``reserved`` is the reference of
    the copy that was shown before; what is sent must read the same. ``tlp`` is the marking of this copy, where it is
    stricter than that of the situation. A message is for an ``addressee`` and quotes ``obligations``; sent ``alone``
    it has nothing of the assessment. ``quiet`` is the plan of a quiet action, which is not in the copy.
    """

    body: str
    asked: str
    entry_point: str
    conveyor: str
    legal_basis: str
    form: str
    answer_due_on: dt.date
    options: tuple[str, ...] = ()
    reserved: str = ""
    tlp: str = ""
    addressee: str = ""
    obligations: str = ""
    alone: bool = False
    quiet: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def is_message(self) -> bool:
        """Whether it goes without the assessment, as always to the State concerned."""
        return self.alone or self.body == LEADERS


def compose_copy(decision: Decision, route: Route, passed: Collection[str], *, symbol: str, on: dt.date) -> Document:
    """Return the copy for a body.

    Parameters
    ----------
    decision : to act or to refer.
    route : to whom it goes, and with which options.
    passed : references of the items that the body may be given; nothing that rests on another item is in the copy.
    symbol : by which the body quotes it; it does not show how many other transmissions there are.
    on : the day it is sent.
    """
    assessment = decision.submission.assessment
    note = signed_note(assessment)
    with translation.override(note.language):
        lead, rest = _split_at_first_heading([block for block in note.blocks if block.may_leave])
        shown = [] if route.is_message else rest
        body = [part for block in shown for part in passed_part(block, passed, route.options)]
        blocks = (
            *lead,
            *_cover(decision, route, symbol, on),
            *_without_empty_headings(body),
            *_words_of_sources(assessment, _cited(body)),
            *(_about_message(assessment) if route.is_message else _about(decision, note)),
        )
        to = _("To %(body)s") % {"body": _receiver(route)}
        own: dict[str, Any] = {"reference": symbol, "subtitle": to, "date": on, **letterhead()}
        own |= {"title": _subject(assessment.situation)} if route.is_message else {}
        own |= {"marking": highest(note.marking, route.tlp)} if route.tlp else {}
    return note.model_copy(update={**own, "blocks": blocks})


def is_withheld(item: Item) -> bool:
    """Whether an item's source did not consent that it is passed to a body, or withdrew consent."""
    return not item.consent_bodies or item.consent_withdrawn_at is not None


def passed_items(assessment: Assessment) -> list[Item]:
    """Return the items of an assessment that a body may be given."""
    return [item for item in items_behind(assessment) if not is_withheld(item)]


def _cover(decision: Decision, route: Route, symbol: str, on: dt.date) -> Iterator[Block]:
    """Yield what was decided and what is asked, which come before anything else."""
    taken = {"day": date_format(on), "body": _receiver(route)}
    refer = _("The principal of this office decided on %(day)s to refer this situation to: %(body)s.")
    act = _("The principal of this office decided on %(day)s to act, and turns to: %(body)s.")
    yield Heading(text=_("What was decided, and what is asked"))
    yield say((refer if decision.choice == Decision.Choice.REFER else act) % taken)
    asked = _("What is asked: ") if route.addressee else _("What is asked of this body: ")
    yield say(Run(text=asked, strong=True), route.asked.strip())
    yield say(Run(text=_("Legal basis: "), strong=True), as_sentence(route.legal_basis))
    form = _("%(form)s; entry point: %(entry)s; conveyed by: %(conveyor)s") % {
        "form": Transmission.Form(route.form).label,
        "entry": route.entry_point,
        "conveyor": route.conveyor,
    }
    yield say(Run(text=_("Form: "), strong=True), as_sentence(form))
    due = _("An answer is asked for by %(day)s.") % {"day": date_format(route.answer_due_on)}
    yield say(Run(text=due, strong=True), " ", _("Please quote %(symbol)s.") % {"symbol": symbol})
    if route.obligations.strip():
        yield Heading(text=_("What binds the addressee"))
        yield from (say(part) for part in paragraphs(route.obligations.strip()))


def _receiver(route: Route) -> str:
    """Return for whom a copy is: a body, or the addressee of a message and the body that is its channel."""
    if not route.addressee.strip() or route.body == LEADERS:
        return route.addressee.strip() or bodies.name(route.body)
    words = {"addressee": route.addressee.strip(), "body": bodies.name(route.body)}
    return _("%(addressee)s, through: %(body)s") % words


def _subject(situation: Situation) -> str:
    """Return what a message is about; the title of the situation is the office's own."""
    states = ", ".join(sorted(_(unit(each.iso3).name) for each in situation.places.all()))
    return _("Protection of populations: %(states)s") % {"states": states}


def _about_message(assessment: Assessment) -> list[Paragraph | Heading]:
    """Return who sends a message; what is in the office's note, and who dissented, is not for its addressee."""
    return [Heading(text=_("About this copy")), say(_sender(assessment))]


def _split_at_first_heading(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """Return what is shown above everything, such as that this is a reconstruction, and the rest."""
    first = next((place for place, block in enumerate(blocks) if isinstance(block, Heading)), len(blocks))
    return blocks[:first], blocks[first:]


def passed_part(block: Block, passed: Collection[str], options: tuple[str, ...]) -> Iterator[Block]:
    """Yield a block without what rests on withheld items, and without options that were not chosen.

    A table of factors or answers rests on evidence, and its keys are those of no option.
    """
    if isinstance(block, Listing):
        yield from _passed_points(block, passed)
    elif isinstance(block, Table):
        rests = any(isinstance(cell, Reason) for row in block.rows for cell in row)
        kept = [
            (key, tuple(_passed_cell(cell, passed) for cell in row))
            for key, row in zip(block.keys, block.rows, strict=True)
            if key in options or (rests and not is_key(key))
        ]
        if kept:
            keys, rows = zip(*kept, strict=True)
            yield Table(**{**vars(block), "keys": keys, "rows": rows})
    else:
        yield block


def _passed_points(block: Listing, passed: Collection[str]) -> Iterator[Block]:
    """Yield the points on passed items; that others are withheld is said once, without references or number."""
    points = tuple(point for point in block.points if isinstance(point, Point) and point.key in passed)
    if points:
        yield block.model_copy(update={"points": points})
    if len(points) < len(block.points):
        yield say(str(SOME_WITHHELD), numbered=False)


def _passed_cell(cell: Cell, passed: Collection[str]) -> Cell:
    """Return a cell without references to withheld items; a reason that rests on one of them is withheld."""
    if isinstance(cell, Reason):
        rests_on = tuple(ref for ref in cell.rests_on if ref in passed)
        return cell if rests_on == cell.rests_on else Reason(text=str(REASON_WITHHELD), rests_on=rests_on)
    return tuple(cite for cite in cell if cite.ref in passed) if isinstance(cell, tuple) else cell


def _without_empty_headings(blocks: list[Block]) -> list[Block]:
    """Leave out each heading that is followed by no text of its own."""
    ends = Heading(text="")
    pairs = itertools.pairwise([*blocks, ends])
    return [block for block, after in pairs if not (isinstance(block, Heading) and isinstance(after, Heading))]


def letterhead() -> dict[str, str]:
    """Return the office as its settings name it."""
    return {"office": settings.FOCALPOINT_OFFICE, "address": settings.FOCALPOINT_OFFICE_ADDRESS}


def _cited(body: list[Block]) -> set[str]:
    """Return the references of the items that a copy lists: nothing else of an item is in it."""
    listings = [block for block in body if isinstance(block, Listing)]
    return {point.key for block in listings for point in block.points if isinstance(point, Point)}


def _words_of_sources(assessment: Assessment, cited: Collection[str]) -> list[Block]:
    """Return what reporters wrote, in their own words, where they agreed that it goes to a body; no name is given."""
    items = (
        Item.objects.filter(ref__in=cited, event__isnull=False).select_related("event").order_by("obtained_on", "pk")
    )
    said = [(item, item.event.what.strip()) for item in items if may_name(item, assessment.situation)]
    points = tuple(Point(key=item.ref, text=_quoted(item, text)) for item, text in said if text)
    if not points:
        return []
    intro = _("What was reported, as it was written; who wrote it is not said.")
    return [Heading(text=_("In the words of those who reported")), say(intro, numbered=False), Listing(points=points)]


def _quoted(item: Item, text: str) -> str:
    """Return the words of a reporter behind the item's reference; of a long text its beginning, and how much it is."""
    quoted: dict[str, str | int] = {"ref": short_ref(item.ref), "words": text}
    if len(text) <= LONGEST_QUOTE:
        return _("%(ref)s: “%(words)s”") % quoted
    shown = text[:LONGEST_QUOTE].rstrip()
    quoted |= {"words": shown, "shown": len(shown), "all": len(text)}
    return _("%(ref)s: “%(words)s …” (%(shown)d of %(all)d characters)") % quoted


def _about(decision: Decision, note: Document) -> list[Paragraph | Heading]:
    """Return which office, note and people this copy comes from, how to check it, and what is left out."""
    assessment = decision.submission.assessment
    signed = assessment.reviewed_at
    day = date_format(office_day(signed)) if signed else "–"
    dissents = sum(isinstance(block, Quote) for block in note.blocks)
    noted = ngettext(
        "%(count)d colleague dissented; the principal read it.",
        "%(count)d colleagues dissented; the principal read it.",
        dissents,
    ) % {"count": dissents}
    origin = _("From the assessment of this office, version %(version)d, reviewed and signed on %(day)s.") % {
        "version": assessment.version,
        "day": day,
    }
    endorsed = _("Drafted by one person, reviewed and signed by another, decided by the principal: no one else did.")
    if assessment.submission.outside_name:
        endorsed = _(
            "The office was in small-office mode: drafted by one person, read and confirmed by a named person outside "
            "of the office, decided by the principal. The office keeps the name."
        )
    rest = _("The office's own note also holds options that were not proposed and internal notes; they are not sent.")
    return [
        Heading(text=_("About this copy")),
        say(
            " ".join(
                [
                    _sender(assessment),
                    origin,
                    endorsed,
                    rest,
                    declared_in_copy(decision),
                    *([noted] if dissents else []),
                ]
            )
        ),
    ]


def _sender(assessment: Assessment) -> str:
    """Return the office, and by the references that it keeps, who wrote and who reviewed; a name is in no copy."""
    office = settings.FOCALPOINT_OFFICE
    sent = _("Sent by: %(office)s.") % {"office": office} if office else _("The office that sent this gave no name.")
    if assessment.reviewer is None:
        return sent
    people = {"author": short_ref(assessment.author.ref), "reviewer": short_ref(assessment.reviewer.ref)}
    by = _("Written by %(author)s and reviewed by %(reviewer)s, as the office's register of accounts knows them.")
    return f"{sent} {by % people}"
