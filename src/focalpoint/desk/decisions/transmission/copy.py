"""The copy that leaves the office: what is asked of a body, and of the signed note what that body needs to know.

The rule. First comes what was decided, what is asked, on what legal basis, in what form, by whose hand, and by which
day an answer is asked for. Of the note, only a part that says so itself goes (``goes``): situation, judgements, factors
and evidence, reasoning and limits; of the options, those proposals that the principal chose for this body. What stays:
the principal's reason, rejected options, what no new measure would cost, declared interests, and the words and authors
of dissents (that there was one is said). What somebody told on condition that it is not passed on is not passed on, nor
its sign, nor the reason of a factor that rests on it: that some evidence stays is said once. Other words of the
author's are read by whoever decides before they go.
"""

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterator

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.decisions.models import Decision, Transmission
from focalpoint.desk.decisions.note.evidence import SIGNS
from focalpoint.desk.decisions.transmission import bodies
from focalpoint.desk.documents.blocks import Block, Document, Heading, Listing, Paragraph, Quote, Run, Table, say
from focalpoint.desk.intake.models import Item
from focalpoint.desk.people.zones import office_day


@dataclasses.dataclass(frozen=True)
class Route:
    """How a decision leaves the office: to whom, asking what, through which door, by whose hand, on what ground.

    ``options`` are the proposals that go with it, each by pillar and measure.
    """

    body: str
    asked: str
    entry_point: str
    conveyor: str
    legal_basis: str
    form: str
    answer_due_on: dt.date
    options: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Withheld:
    """What stays of the evidence, the signs of items and the factors that rest on them; and which items are passed."""

    items: frozenset[str]
    factors: frozenset[str]
    passed: tuple[Item, ...] = ()


def compose_copy(decision: Decision, route: Route, held: Withheld, *, symbol: str, on: dt.date) -> Document:
    """Return the copy for a body; its symbol tells nothing of how many others there are."""
    assessment = decision.submission.assessment
    note = Document.model_validate(assessment.frozen)
    with translation.override(note.language):
        lead, rest = _at_the_first_heading([block for block in note.blocks if block.goes])
        body = [part for block in rest for part in _without(block, held, route.options)]
        blocks = (*lead, *_cover(decision, route, symbol), *_headed(body), *_about(assessment, note))
        own = {"reference": symbol, "subtitle": _("To %s") % bodies.name(route.body), "date": on}
    return note.model_copy(update={**own, "blocks": blocks})


def is_withheld(item: Item) -> bool:
    """Tell whether an item's giver did not agree that it is passed to a body, or agrees no longer."""
    return not item.consent_bodies or item.consent_withdrawn_at is not None


def withheld_evidence(assessment: Assessment) -> Withheld:
    """Part an assessment's evidence, read once: what stays, with the factors that rest on it, and what is passed."""
    cited = list(Item.objects.filter(cited_in__assessment=assessment).distinct())
    items = [item for item in cited if is_withheld(item)]
    factors = assessment.factors.filter(evidence__in=items).values_list("factor", flat=True)
    signs = frozenset(item.ref[:SIGNS] for item in items)
    return Withheld(signs, frozenset(factors), tuple(item for item in cited if not is_withheld(item)))


def _cover(decision: Decision, route: Route, symbol: str) -> Iterator[Block]:
    """Say what was decided and what is asked, before anything else."""
    said = {"day": date_format(office_day(decision.at)), "body": bodies.name(route.body)}
    refer = _("The principal of this office decided on %(day)s to refer this situation to: %(body)s.")
    act = _("The principal of this office decided on %(day)s to act, and turns to: %(body)s.")
    yield Heading(text=_("What was decided, and what is asked"))
    yield say((refer if decision.choice == Decision.Choice.REFER else act) % said)
    yield say(Run(text=_("What is asked of this body: "), strong=True), route.asked.strip())
    yield say(Run(text=_("Legal basis: "), strong=True), _ended(route.legal_basis))
    form = _("%(form)s; entry point: %(entry)s; conveyed by: %(conveyor)s") % {
        "form": Transmission.Form(route.form).label,
        "entry": route.entry_point,
        "conveyor": route.conveyor,
    }
    yield say(Run(text=_("Form: "), strong=True), _ended(form))
    due = _("An answer is asked for by %s.") % date_format(route.answer_due_on)
    yield say(Run(text=due, strong=True), " ", _("Please quote %s.") % symbol)


def _ended(text: str) -> str:
    """End a line somebody wrote as a sentence ends."""
    return text.strip().rstrip(".") + "."


def _at_the_first_heading(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """Part what must stand above everything, such as that this is a reconstruction, from the rest."""
    first = next((place for place, block in enumerate(blocks) if isinstance(block, Heading)), len(blocks))
    return blocks[:first], blocks[first:]


def _without(block: Block, held: Withheld, options: tuple[str, ...]) -> Iterator[Block]:
    """Give a block without what stays: items, the reasons that rest on them, options nobody chose."""
    if isinstance(block, Listing):
        yield from _points(block, held)
    elif isinstance(block, Table) and block.withholds is not None:
        yield block.model_copy(update={"rows": tuple(_reasons(block, held))})
    elif isinstance(block, Table):
        kept = [(key, row) for key, row in zip(block.keys, block.rows, strict=True) if key in options]
        if kept:
            keys, rows = zip(*kept, strict=True)
            yield block.model_copy(update={"keys": keys, "rows": rows})
    else:
        yield block


def _points(block: Listing, held: Withheld) -> Iterator[Block]:
    """Give the points that go; that some stay is said once, without their signs or number."""
    points = tuple(point for point in block.points if point[:SIGNS] not in held.items)
    if points:
        yield block.model_copy(update={"points": points})
    if len(points) < len(block.points):
        yield say(_("Some evidence stays with the office."), numbered=False)


def _reasons(block: Table, held: Withheld) -> Iterator[tuple[str, ...]]:
    """Give the rows of a table of factors; of one that rests on what stays, neither reason nor signs are told."""
    column = block.withholds or 0
    for key, row in zip(block.keys, block.rows, strict=True):
        reason = _("held by the office") if key in held.factors else row[column]
        yield (*row[:column], reason, *(_signs(cell, held) for cell in row[column + 1 :]))


def _signs(cell: str, held: Withheld) -> str:
    """Give the signs of a row's evidence without those of items that stay."""
    return ", ".join(sign for sign in cell.split(", ") if sign not in held.items) or "–"


def _headed(blocks: list[Block]) -> list[Block]:
    """Leave out a heading that nothing stands under."""
    ends = Heading(text="")
    pairs = itertools.pairwise([*blocks, ends])
    return [block for block, after in pairs if not (isinstance(block, Heading) and isinstance(after, Heading))]


def _about(assessment: Assessment, note: Document) -> list[Paragraph | Heading]:
    """Say what this copy is of, and that something stays."""
    signed = assessment.reviewed_at
    day = date_format(office_day(signed)) if signed else "–"
    dissents = sum(isinstance(block, Quote) for block in note.blocks)
    noted = ngettext(
        "%(count)d colleague dissented; the principal read it.",
        "%(count)d colleagues dissented; the principal read it.",
        dissents,
    ) % {"count": dissents}
    stays = _("The office's note also holds what was not proposed and its internal notes; they stay there.")
    said = [_("From the assessment of this office, version %(version)d, reviewed and signed on %(day)s.")]
    said = [said[0] % {"version": assessment.version, "day": day}, stays, *([noted] if dissents else [])]
    return [Heading(text=_("About this copy")), say(" ".join(said))]
