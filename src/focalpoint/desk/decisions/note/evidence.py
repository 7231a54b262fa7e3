"""On what ground a note stands: the fourteen factors with their reasons, and the evidence with its two grades."""

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from focalpoint.desk.assessments.models import Assessment, Factor
from focalpoint.desk.documents.blocks import Block, Heading, Listing, Run, Table, say
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.queries import covers
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.situations.models import Situation
from focalpoint.doctrine import catalogue

SIGNS = 6  # of an item's reference, as a note cites it
LONG = 45  # words of a reason that a row holds; a longer one stands whole under the table
WHY = 3  # the column of the reasons


def evidence_section(assessment: Assessment) -> list[Block]:
    """Show the fourteen factors, why each is answered so, and the evidence behind it."""
    factors = list(assessment.factors.prefetch_related("evidence__source__reliabilities"))
    unknown = sum(each.value == Factor.Value.UNKNOWN for each in factors)
    cited = {item.pk: item for factor in factors for item in factor.evidence.all()}
    points = tuple(_graded(item, assessment.situation) for item in cited.values())
    return [
        Heading(text=_("On what ground")),
        say(_("%(unknown)d of fourteen risk factors are unknown.") % {"unknown": unknown}),
        _table(factors),
        *_whole(factors),
        *(_evidence(points) if points else []),
    ]


def _evidence(points: tuple[str, ...]) -> list[Block]:
    """List the evidence, and say what its two grades are."""
    grades = _(
        "Grades apart: source A (completely reliable) to E (unreliable), F cannot be judged; item 1 (confirmed) to "
        "5 (improbable), 6 cannot be judged."
    )
    return [say(Run(text=_("Evidence. "), strong=True), grades, numbered=False), Listing(points=points)]


def _table(factors: list[Factor]) -> Table:
    """Set the factors in a table, reasons beside answers; a long reason is shortened with a sign that there is more."""
    names = {each.id: each.name for each in catalogue().framework.factors}
    rows = tuple(
        (each.factor, names[each.factor], str(each.get_value_display()), _short(each.note), _cites(each))
        for each in factors
    )
    return Table(
        caption=_("Risk factors"),
        head=("", _("Factor"), _("Answer"), _("Why"), _("Evidence")),
        rows=rows,
        widths=(4, 14, 7, 24, 8),
        keys=tuple(each.factor for each in factors),
        withholds=WHY,
    )


def _short(why: str) -> str:
    return Truncator(why.strip()).words(LONG, truncate=" …") or "–"


def _whole(factors: list[Factor]) -> list[Block]:
    """Give the long reasons in full."""
    long = [each for each in factors if _short(each.note) not in (each.note.strip(), "–")]
    if not long:
        return []
    rows = tuple((each.factor, each.note.strip()) for each in long)
    keys = tuple(each.factor for each in long)
    return [Table(caption=_("Why, in full"), head=("", _("Why")), rows=rows, widths=(4, 53), keys=keys, withholds=1)]


def _cites(factor: Factor) -> str:
    """Name the items behind a factor by the beginnings of their references."""
    return ", ".join(item.ref[:SIGNS] for item in factor.evidence.all()) or "–"


def _graded(item: Item, situation: Situation) -> str:
    """Write one item with its two grades, set apart; its title only where the note's marking covers the item's."""
    if item.consent_withdrawn_at is not None:
        day = date_format(office_day(item.consent_withdrawn_at))
        return _("%(ref)s: consent was withdrawn on %(day)s; its words are destroyed") % {
            "ref": item.ref[:SIGNS],
            "day": day,
        }
    return _("%(ref)s: %(title)s (source %(source)s, item %(item)s)") % {
        "ref": item.ref[:SIGNS],
        "title": item.title if may_name(item, situation) else _("marked more strictly than this note"),
        "source": reliability_of(item),
        "item": item.credibility or "–",
    }


def may_name(item: Item, situation: Situation) -> bool:
    """Tell whether everyone who reads a situation's note may read an item's title."""
    return covers(situation.tlp, item.tlp) and not item.need_to_know and item.tlp != Tlp.RED


def reliability_of(item: Item) -> str:
    """Return the newest grade of an item's source for its subject, from rows already read; "–" when there is none."""
    graded = item.source.reliabilities.all() if item.source else []
    return next((each.grade for each in graded if each.subject.lower() == item.subject.lower()), "–")
