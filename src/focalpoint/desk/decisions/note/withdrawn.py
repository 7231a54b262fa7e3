"""Consent that was withdrawn after a text was fixed, for evidence that the text rests on.

A signed note and a copy that was sent are not changed, and their digests hold. A notice is shown above them, and the
words of what was withdrawn are redacted. The notice to a body names only the items that the body was given.
"""

import json
import re
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from focalpoint.desk.assessments.models import Assessment, Factor
from focalpoint.desk.assessments.queries import without_evidence
from focalpoint.desk.decisions.models import Transmission
from focalpoint.desk.decisions.note.redaction import redact
from focalpoint.desk.documents.blocks import Document
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.refs import ALPHABET, LENGTH, short_ref
from focalpoint.desk.options.models import Option
from focalpoint.desk.options.queries import items_behind
from focalpoint.desk.people.zones import office_day

REF = re.compile(rf"\b[{ALPHABET}]{{{LENGTH}}}\b")
WITHDRAWN = Q(consent_withdrawn_at__isnull=False)


def redacted_note(document: Document, assessment: Assessment) -> Document:
    """Return a note with the notice of withdrawals, in the note's language; a signed one is redacted.

    A draft needs no redaction: it is composed of what is in force.
    """
    if not rests_on_withdrawn(assessment):
        return document
    readable = set(_items_within(assessment).exclude(WITHDRAWN).values_list("ref", flat=True))
    with translation.override(document.language):
        shown = redact(document, readable) if assessment.frozen else document
        return shown.model_copy(update={"notice": withdrawal_notice(assessment)})


def redacted_copy(document: Document, sent: Transmission) -> Document:
    """Return a copy, redacted and with the notice of withdrawals for items whose words it passed on."""
    if not sent.passed.filter(WITHDRAWN).exists():
        return document
    readable = set(sent.passed.exclude(WITHDRAWN).values_list("ref", flat=True))
    with translation.override(document.language):
        return redact(document, readable).model_copy(update={"notice": notice_to_body(sent)})


def rests_on_withdrawn(assessment: Assessment) -> bool:
    """Whether consent was withdrawn for something behind an assessment."""
    return _withdrawn_items(assessment).exists()


def _withdrawn_items(assessment: Assessment) -> QuerySet[Item]:
    """Return the items behind an assessment whose giver has withdrawn consent since, the first withdrawal on top."""
    return _items_within(assessment).filter(WITHDRAWN).order_by("consent_withdrawn_at", "pk")


def _items_within(assessment: Assessment) -> QuerySet[Item]:
    """Return the items that an assessment rests on; of a signed one, every item that its text names.

    The text holds more than the factors and options cite: scope test, ratings of speeches, findings of missions. What
    it rested on is what was signed, whatever was changed since.
    """
    behind = items_behind(assessment)
    if not assessment.frozen:
        return behind
    named = set(REF.findall(json.dumps(assessment.frozen)))
    return Item.objects.filter(Q(ref__in=named) | Q(pk__in=behind.values("pk")))


def withdrawal_notice(assessment: Assessment) -> str:
    """Return for how many items of an assessment consent was withdrawn, when, and which factors lost their evidence."""
    items = list(_withdrawn_items(assessment))
    if not items:
        return ""
    counted = ngettext(
        "consent for %(count)d item behind it was withdrawn on %(days)s.",
        "consent for %(count)d items behind it was withdrawn on %(days)s.",
        len(items),
    ) % {"count": len(items), "days": _days(items)}
    return " ".join([f"{_lead(assessment, items)} {counted}", *_factors(assessment)])


def notice_to_body(sent: Transmission) -> str:
    """Return for which items of a copy consent was withdrawn, and what the reader of the copy must do."""
    items = list(sent.passed.filter(WITHDRAWN).order_by("consent_withdrawn_at", "pk"))
    if not items:
        return ""
    notice = ngettext(
        "Since this was sent: consent for %(count)d item of it (%(refs)s) was withdrawn on %(days)s. "
        "Do not use it any more, do not pass it on, and erase its words where you keep them.",
        "Since this was sent: consent for %(count)d items of it (%(refs)s) was withdrawn on %(days)s. "
        "Do not use them any more, do not pass them on, and erase their words where you keep them.",
        len(items),
    )
    refs = ", ".join(short_ref(item.ref) for item in items)
    return notice % {"count": len(items), "refs": refs, "days": _days(items)}


def affected_assessments(assessments: Iterable[int]) -> set[int]:
    """Return which assessments rest on an item whose consent was withdrawn; one query for a whole page."""
    gone = Item.objects.filter(WITHDRAWN)
    proposed = Option.objects.filter(status=Option.Status.PROPOSED, evidence__in=gone)
    cited = Q(factors__evidence__in=gone) | Q(judgements__evidence__in=gone) | Q(paper__options__in=proposed)
    return set(Assessment.objects.filter(cited, pk__in=assessments).values_list("pk", flat=True))


def recalled_transmissions(sent: Iterable[int]) -> set[int]:
    """Return which transmissions passed on an item whose consent was withdrawn; one query for a whole page."""
    rows = Transmission.objects.filter(pk__in=sent, passed__consent_withdrawn_at__isnull=False)
    return set(rows.values_list("pk", flat=True))


def unsupported_factors(assessment: Assessment) -> list[str]:
    """Return the factors said to be present that have nothing but withdrawn evidence behind them."""
    cited = assessment.factors.filter(factor__in=without_evidence(assessment), evidence__isnull=False)
    return list(cited.distinct().values_list("factor", flat=True))


def _supported(assessment: Assessment) -> QuerySet[Factor, int]:
    """Return the factors that rest on at least one item that was not withdrawn."""
    found = Factor.objects.filter(assessment=assessment, evidence__isnull=False, evidence__consent_withdrawn_at=None)
    return found.values_list("pk", flat=True)


def _factors(assessment: Assessment) -> list[str]:
    """Return which factors lost evidence, and whether other evidence supports them."""
    lost = assessment.factors.filter(evidence__consent_withdrawn_at__isnull=False).distinct()
    supported = set(_supported(assessment))
    kept = [each.factor for each in lost if each.pk in supported]
    empty = [each.factor for each in lost if each.pk not in supported]
    sentences = [_("%(factors)s: no other evidence supports it.") % {"factors": ", ".join(empty)}] if empty else []
    return sentences + ([_("%(factors)s: other evidence supports it.") % {"factors": ", ".join(kept)}] if kept else [])


def _lead(assessment: Assessment, items: list[Item]) -> str:
    """Return how the notice begins: for a draft, and for a text signed before or after the withdrawal."""
    if assessment.state != Assessment.State.SIGNED or assessment.reviewed_at is None:
        return _("Since this was written:")
    days = [item.consent_withdrawn_at for item in items if item.consent_withdrawn_at]
    return _("Since this was signed:") if max(days) >= assessment.reviewed_at else _("Before this was signed:")


def _days(items: list[Item]) -> str:
    """List the days on which consent was withdrawn, each once."""
    days = dict.fromkeys(office_day(item.consent_withdrawn_at) for item in items if item.consent_withdrawn_at)
    return get_text_list([date_format(each) for each in days], _("and"))
