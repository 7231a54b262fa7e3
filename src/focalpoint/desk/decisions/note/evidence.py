"""The evidence of a note: the fourteen factors with their reasons, and the items with their two grades."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from focalpoint.desk.assessments.models import Assessment, Factor
from focalpoint.desk.documents.blocks import Block, Cite, Heading, Listing, Point, Reason, Run, Table, say
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.refs import short_ref
from focalpoint.desk.marking.rule import covers
from focalpoint.desk.options.queries import items_of_safeguards
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.situations.models import Situation
from focalpoint.doctrine import catalogue

LONG = 45  # words of a reason that a row holds; a longer one follows in full under the table


def evidence_section(assessment: Assessment) -> list[Block]:
    """Show the fourteen factors, why each is answered so, and the evidence behind them and behind the safeguards."""
    factors = list(assessment.factors.prefetch_related("evidence__source__reliabilities"))
    unknown = [each for each in factors if each.value == Factor.Value.UNKNOWN]
    said = [each for each in factors if each not in unknown or each.note.strip() or each.evidence.all()]
    cited = {item.pk: item for factor in factors for item in factor.evidence.all()}
    behind = items_of_safeguards(assessment).prefetch_related("source__reliabilities")
    cited |= {item.pk: item for item in behind if item.pk not in cited}
    points = graded_points(cited.values(), assessment.situation)
    return [
        Heading(text=_("On what ground")),
        *_unknown(unknown),
        *([_factor_table(said, assessment.catalogue)] if said else []),
        *_long_reasons(factors),
        *(_evidence(points) if points else []),
    ]


def _unknown(factors: list[Factor]) -> list[Block]:
    """Say in one sentence which factors are unknown; only what is said of one needs a row."""
    if not factors:
        return [say(_("None of fourteen risk factors is unknown."))]
    which = ", ".join(each.factor for each in factors)
    words = {"unknown": len(factors), "which": which}
    return [say(_("%(unknown)d of fourteen risk factors are unknown: %(which)s.") % words)]


def _evidence(points: tuple[Point, ...]) -> list[Block]:
    """List the evidence and explain its two grades."""
    grades = _(
        "Two separate grades: source A (completely reliable) to E (unreliable), F cannot be judged; item 1 (confirmed) "
        "to 5 (improbable), 6 cannot be judged."
    )
    return [say(Run(text=_("Evidence. "), strong=True), grades, numbered=False), Listing(points=points)]


def _factor_table(factors: list[Factor], version: str) -> Table:
    """Return the factors, as the catalogue of their time names them, with answers, reasons and evidence.

    A long reason is shortened and ends with an ellipsis.
    """
    names = {each.id: each.name for each in catalogue(version).framework.factors}
    rows = tuple(
        (each.factor, names[each.factor], str(each.get_value_display()), _reason(each, _short(each.note)), _cites(each))
        for each in factors
    )
    return Table(
        caption=_("Risk factors"),
        head=("", _("Factor"), _("Answer"), _("Why"), _("Evidence")),
        rows=rows,
        widths=(4, 14, 7, 24, 8),
        keys=tuple(each.factor for each in factors),
    )


def _reason(factor: Factor, text: str) -> Reason:
    """Return a factor's reason with the evidence it rests on."""
    return Reason(text=text, rests_on=tuple(item.ref for item in factor.evidence.all()))


def _short(reason: str) -> str:
    return Truncator(reason.strip()).words(LONG, truncate=" …") or "–"


def _long_reasons(factors: list[Factor]) -> list[Block]:
    """Return a table of the reasons that are too long for the first table."""
    long = [each for each in factors if _short(each.note) not in (each.note.strip(), "–")]
    if not long:
        return []
    rows = tuple((each.factor, _reason(each, each.note.strip())) for each in long)
    keys = tuple(each.factor for each in long)
    return [Table(caption=_("Why, in full"), head=("", _("Why")), rows=rows, widths=(4, 53), keys=keys)]


def _cites(factor: Factor) -> tuple[Cite, ...]:
    return tuple(Cite(ref=item.ref) for item in factor.evidence.all())


def graded_points(items: Iterable[Item], situation: Situation) -> tuple[Point, ...]:
    """Return a point with the two grades for each item."""
    return tuple(Point(key=item.ref, text=_graded(item, situation)) for item in items)


def _graded(item: Item, situation: Situation) -> str:
    """Return one item with its two grades; its title only where the note's marking covers the item's."""
    if item.consent_withdrawn_at is not None:
        day = date_format(office_day(item.consent_withdrawn_at))
        return _("%(ref)s: consent was withdrawn on %(day)s; its words are destroyed") % {
            "ref": short_ref(item.ref),
            "day": day,
        }
    words = {
        "ref": short_ref(item.ref),
        "title": item.title if may_name(item, situation) else _("marked more strictly than this note"),
        "source": reliability_of(item),
        "item": item.credibility or "–",
        "status": item.get_status_display(),
    }
    if item.status == Item.Status.PROVISIONAL:
        return _("%(ref)s: %(title)s (source %(source)s, item %(item)s)") % words
    return _("%(ref)s: %(title)s (source %(source)s, item %(item)s, %(status)s)") % words


def may_name(item: Item, situation: Situation) -> bool:
    """Whether everyone who reads a situation's note may read an item's title."""
    return covers(situation.tlp, item.tlp) and not item.is_for_members


def reliability_of(item: Item) -> str:
    """Return the newest grade of an item's source for its subject, from rows already read; "–" when there is none."""
    graded = item.source.reliabilities.all() if item.source else []
    return next((each.grade for each in graded if each.subject.lower() == item.subject.lower()), "–")
