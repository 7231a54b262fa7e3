"""The scope test in a note: its outcome, the rule that gives it, and each answer with the evidence behind it."""

from django.utils.translation import gettext as _

from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.decisions.note.speeches import speeches_section
from focalpoint.desk.documents.blocks import Block, Cell, Cite, Reason, Run, Table, say
from focalpoint.desk.situations.models import ScopeFinding, ScopeTest
from focalpoint.desk.situations.scope_grid import crime_names, rows
from focalpoint.desk.situations.scope_outcome import derived_now
from focalpoint.desk.situations.scope_rules import Derived


def scope_section(test: ScopeTest, assessment: Assessment) -> list[Block]:
    """Say the outcome and how it follows; a test of before there were rules has its outcome and reason alone."""
    found = list(test.findings.prefetch_related("evidence", "against"))
    derived = derived_now(test, assessment, found)
    outcome = derived.outcome if derived and not test.override_reason else test.outcome
    stated = say(_("Scope test: "), Run(text=str(ScopeTest.Outcome(outcome).label), strong=True, footnote=test.reason))
    derivation = _derivation(test, derived) if derived else []
    return [stated, *derivation, *_findings(found), *speeches_section(test.situation)]


def _derivation(test: ScopeTest, derived: Derived) -> list[Block]:
    """Say which rule gives the outcome, the crimes that would fit, and why another outcome was chosen."""
    given = _("By rule %(rule)s of the scope test: %(outcome)s. %(why)s") % {
        "rule": derived.rule,
        "outcome": ScopeTest.Outcome(derived.outcome).label,
        "why": derived.why,
    }
    lines: list[Block] = [say(given)]
    if derived.crimes:
        names = ", ".join(crime_names()[crime] for crime in derived.crimes)
        lines.append(say(_("The alleged acts would fit: %(crimes)s. No crime is declared.") % {"crimes": names}))
    if test.override_reason:
        lines.append(say(Run(text=_("Another outcome was chosen. "), strong=True), test.override_reason))
    return lines


def _findings(found: list[ScopeFinding]) -> list[Block]:
    """Show what is known of each act and element that was looked at."""
    if not found:
        return []
    has_against = any(each.against.all() for each in found)
    head = (_("Act or element"), _("What is known"), _("Note"), _("Evidence"))
    return [
        Table(
            caption=_("Answers of the scope test"),
            head=(*head[:3], _("Evidence against"), head[3]) if has_against else head,
            rows=tuple(_row(each, has_against=has_against) for each in found),
            widths=(20, 12, 12, 6, 6) if has_against else (22, 12, 12, 6),
            keys=tuple(each.row for each in found),
        )
    ]


def _row(each: ScopeFinding, *, has_against: bool) -> tuple[Cell, ...]:
    row = rows()[each.row]
    known = str(dict(row.answers)[each.known])
    kind = str(dict(row.kinds).get(each.kind, ""))
    refs, against = (tuple(item.ref for item in items.all()) for items in (each.evidence, each.against))
    said = Reason(text="; ".join(filter(None, (kind, each.note))) or "–", rests_on=tuple(dict.fromkeys(refs + against)))
    cited = [tuple(Cite(ref=ref) for ref in found) for found in ((against, refs) if has_against else (refs,))]
    return (str(row.text), known, said, *cited)
