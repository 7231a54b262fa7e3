"""What became known since a text was fixed: consent that was withdrawn for what stands behind it.

A signed text and a copy that was sent stay as they were, with their hash; this stands above them wherever they are
shown, and what was withdrawn is no longer told in them. A body is told of items whose words it was given, and of no
other.
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from focalpoint.desk.assessments.models import Assessment, Factor
from focalpoint.desk.assessments.queries import withdrawn_evidence, without_evidence
from focalpoint.desk.decisions.models import Transmission
from focalpoint.desk.decisions.note.evidence import SIGNS
from focalpoint.desk.decisions.note.redaction import find_withdrawn, redact
from focalpoint.desk.documents.blocks import Document
from focalpoint.desk.intake.models import Item
from focalpoint.desk.people.zones import office_day

GONE = Q(consent_withdrawn_at__isnull=False)


def redacted_note(document: Document, assessment: Assessment) -> Document:
    """Return a note with what became known since, in the note's language.

    A signed one no longer tells what was withdrawn; a draft is composed of what stands.
    """
    items = list(withdrawn_evidence(assessment))
    if not items:
        return document
    with translation.override(document.language):
        shown = redact(document, find_withdrawn(assessment, items)) if assessment.frozen else document
        return shown.model_copy(update={"notice": withdrawal_notice(assessment)})


def redacted_copy(document: Document, sent: Transmission) -> Document:
    """Return a copy with what became known since of the items whose words it passed on."""
    items = list(sent.passed.filter(GONE))
    if not items:
        return document
    with translation.override(document.language):
        lost = find_withdrawn(sent.decision.submission.assessment, items)
        return redact(document, lost).model_copy(update={"notice": notice_to_body(sent)})


def withdrawal_notice(assessment: Assessment) -> str:
    """Say for how many items behind an assessment consent was withdrawn, when, and which factors that leaves bare."""
    items = list(withdrawn_evidence(assessment))
    if not items:
        return ""
    counted = ngettext(
        "consent for %(count)d item behind it was withdrawn on %(days)s.",
        "consent for %(count)d items behind it was withdrawn on %(days)s.",
        len(items),
    ) % {"count": len(items), "days": _days(items)}
    return " ".join([f"{_lead(assessment, items)} {counted}", *_factors(assessment)])


def notice_to_body(sent: Transmission) -> str:
    """Say for which items of a copy consent was withdrawn since, and what that asks of its reader."""
    items = list(sent.passed.filter(GONE).order_by("consent_withdrawn_at", "pk"))
    if not items:
        return ""
    said = ngettext(
        "Since this was sent: consent for %(count)d item of it (%(signs)s) was withdrawn on %(days)s. "
        "Use it no more, pass it on to nobody, and erase its words where you keep them.",
        "Since this was sent: consent for %(count)d items of it (%(signs)s) was withdrawn on %(days)s. "
        "Use them no more, pass them on to nobody, and erase their words where you keep them.",
        len(items),
    )
    signs = ", ".join(item.ref[:SIGNS] for item in items)
    return said % {"count": len(items), "signs": signs, "days": _days(items)}


def affected_assessments(assessments: Iterable[int]) -> set[int]:
    """Return which assessments rest on something whose consent was withdrawn; one question for a whole page."""
    rows = Factor.objects.filter(assessment__in=assessments, evidence__consent_withdrawn_at__isnull=False)
    return set(rows.values_list("assessment", flat=True))


def recalled_transmissions(sent: Iterable[int]) -> set[int]:
    """Return which transmissions passed on something whose consent was withdrawn; one question for a whole page."""
    rows = Transmission.objects.filter(pk__in=sent, passed__consent_withdrawn_at__isnull=False)
    return set(rows.values_list("pk", flat=True))


def unsupported_factors(assessment: Assessment) -> list[str]:
    """Return the factors said to be present that have nothing but withdrawn evidence behind them."""
    cited = assessment.factors.filter(factor__in=without_evidence(assessment), evidence__isnull=False)
    return list(cited.distinct().values_list("factor", flat=True))


def _standing(assessment: Assessment) -> QuerySet[Factor, int]:
    """Return the factors that something not withdrawn stands behind."""
    found = Factor.objects.filter(assessment=assessment, evidence__isnull=False, evidence__consent_withdrawn_at=None)
    return found.values_list("pk", flat=True)


def _factors(assessment: Assessment) -> list[str]:
    """Say which factors lost evidence, and whether other evidence stands behind them."""
    lost = assessment.factors.filter(evidence__consent_withdrawn_at__isnull=False).distinct()
    standing = set(_standing(assessment))
    still = [each.factor for each in lost if each.pk in standing]
    bared = [each.factor for each in lost if each.pk not in standing]
    said = [_("%s: nothing else stands behind it.") % ", ".join(bared)] if bared else []
    return said + ([_("%s: other evidence stands behind it.") % ", ".join(still)] if still else [])


def _lead(assessment: Assessment, items: list[Item]) -> str:
    """Begin the sentence as the text stands: a draft, or signed before or after."""
    if assessment.state != Assessment.State.SIGNED or assessment.reviewed_at is None:
        return _("Since this was written:")
    days = [item.consent_withdrawn_at for item in items if item.consent_withdrawn_at]
    return _("Since this was signed:") if max(days) >= assessment.reviewed_at else _("Before this was signed:")


def _days(items: list[Item]) -> str:
    """List the days on which consent was withdrawn, each once."""
    days = dict.fromkeys(office_day(item.consent_withdrawn_at) for item in items if item.consent_withdrawn_at)
    return get_text_list([date_format(each) for each in days], _("and"))
