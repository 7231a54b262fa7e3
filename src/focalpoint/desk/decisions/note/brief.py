"""The principal's screen: what, how sure, what is asked, who disagrees, in numbered paragraphs. The note is longer."""

import datetime as dt

from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from focalpoint.desk.assessments.models import Assessment, Factor, Judgement
from focalpoint.desk.assessments.released import sentence
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.note.compose import window
from focalpoint.desk.decisions.note.signed import signed_note
from focalpoint.desk.decisions.submission import clocks
from focalpoint.desk.design.likelihood import band
from focalpoint.desk.documents.blocks import Block, Document, Heading, Quote, Run, Yardstick, say
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.options.columns import Column
from focalpoint.desk.options.models import Option
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.situations.models import ScopeTest
from focalpoint.desk.situations.scope_outcome import derived_now, outcome_of

SHORT, SHORTER = 90, 60  # words of a text; the whole is in the note


def compose(submission: Submission, columns: list[Column], *, on: dt.date) -> Document:
    """Compose the short note from what was signed, in the language it was signed in, as it reads on a day."""
    with translation.override(_language(submission.assessment)):
        return _composed(submission, columns, on)


def _composed(submission: Submission, columns: list[Column], on: dt.date) -> Document:
    assessment = submission.assessment
    signed = submission.signed_at or submission.submitted_at
    first = [*_stale(assessment, on), *_what(assessment), *_sure(assessment, on), *_ground(assessment)]
    return Document(
        title=assessment.situation.title,
        subtitle=_("In short; the whole note as it was signed stands below."),
        reference=f"S-{submission.number}",
        marking=assessment.situation.tlp,
        classification=Tlp(assessment.situation.tlp).classification,
        language=_language(assessment),
        date=office_day(signed),
        blocks=(*first, *_asked(submission, columns), *_dissents(assessment)),
    )


def _language(assessment: Assessment) -> str:
    """Return the language the note was signed in."""
    return str((assessment.frozen or {}).get("language", "en"))


def _short(text: str, words: int = SHORT) -> str:
    """Shorten a text and leave a sign that there is more."""
    return Truncator(text.strip()).words(words, truncate=" …")


def _stale(assessment: Assessment, on: dt.date) -> list[Block]:
    """Say first that the assessment's day has passed, once it has."""
    said = clocks.stale(assessment, on)
    return [say(Run(text=f"▲ {said}", strong=True), numbered=False)] if said else []


def _what(assessment: Assessment) -> list[Block]:
    return [
        Heading(text=_("What")),
        say(_short(assessment.summary) or _("No summary was written.")),
        say(_("Populations at risk: %(groups)s.") % {"groups": assessment.situation.populations or _("not known")}),
    ]


def _sure(assessment: Assessment, on: dt.date) -> list[Block]:
    judgements = list(assessment.judgements.all())
    words = _signed_words(assessment) or [str(band(each.likelihood / 100).word) for each in judgements]
    stated = [_judgement(each, word, on) for each, word in zip(judgements, words, strict=True)]
    return [Heading(text=_("How sure")), *stated]


def _signed_words(assessment: Assessment) -> list[str]:
    """Return the likelihood of each judgement in the words that were signed, whatever yardstick is in use today."""
    blocks = signed_note(assessment).blocks if assessment.frozen else ()
    return [each.bands[each.marked].word for each in blocks if isinstance(each, Yardstick)]


def _judgement(each: Judgement, word: str, on: dt.date) -> Block:
    """State a judgement in one paragraph: likelihood, confidence, what would change it, what the release showed."""
    return say(
        Run(text=f"{word} ({each.likelihood} %)", strong=True),
        f": {_short(each.event, SHORTER)} ({each.place}; {each.group}; {window(each)}). ",
        Run(text=_("Confidence: %(level)s.") % {"level": each.get_confidence_display()}, strong=True),
        f" {_short(each.confidence_reason, SHORTER)} ",
        Run(text=_("What would change it: ")),
        f"{_short(each.would_change, SHORTER) or _('not said.')} ",
        sentence(each, on=on),
    )


def _ground(assessment: Assessment) -> list[Block]:
    """Say the scope outcome, and how many factors are present and unknown; gaps are said, not hidden."""
    values = [row.value for row in assessment.factors.all()]
    present, unknown = values.count(Factor.Value.PRESENT), values.count(Factor.Value.UNKNOWN)
    test = _tested(assessment)
    said = ngettext(
        "%(present)d of fourteen risk factors is present; unknown: %(unknown)d.",
        "%(present)d of fourteen risk factors are present; unknown: %(unknown)d.",
        present,
    ) % {"present": present, "unknown": unknown}
    outcome = _outcome(test, assessment) if test else _("not run")
    lines: list[Block] = [say(_("Scope test: %(outcome)s. ") % {"outcome": outcome}, said)]
    if assessment.gaps:
        lines.append(say(Run(text=_("Not known: "), strong=True), _short(assessment.gaps, SHORTER)))
    return lines


def _outcome(test: ScopeTest, assessment: Assessment) -> str:
    """Return the outcome that counts for an assessment, and that it was chosen against the rules where it was."""
    outcome = str(ScopeTest.Outcome(outcome_of(test, assessment)).label)
    if not test.override_reason:
        return outcome
    derived = derived_now(test, assessment)
    by_rules = ScopeTest.Outcome(derived.outcome).label if derived else "–"
    return _("%(outcome)s (chosen; by the rules: %(derived)s)") % {"outcome": outcome, "derived": by_rules}


def _tested(assessment: Assessment) -> ScopeTest | None:
    """Return the scope test that was in force when the note was signed; a later one speaks of the next version."""
    found = assessment.situation.scope_tests.all()
    return (found.filter(at__lte=assessment.reviewed_at) if assessment.reviewed_at else found).first()


def _asked(submission: Submission, columns: list[Column]) -> list[Block]:
    """Say what is asked, by when, and who else would have to agree."""
    proposed = [each for column in columns for each in column.options if each.option.status == Option.Status.PROPOSED]
    names = "; ".join(f"{each.measure.entry.name} ({each.option.decider})" for each in proposed)
    said = {"day": date_format(office_day(submission.due_at)), "names": names}
    asked = _("A decision by %(day)s. Proposed, with who can say yes: %(names)s.")
    alone = _("A decision by %(day)s: nothing new is proposed.")
    return [Heading(text=_("What is asked")), say((asked if proposed else alone) % said)]


def _dissents(assessment: Assessment) -> list[Block]:
    """Give each dissent in its author's words; that there is none is said too."""
    lines: list[Block] = [Heading(text=_("Dissent"))]
    found = list(assessment.dissents.all())
    if not found:
        return [*lines, say(_("No dissent was recorded."))]
    by = _("Dissent of a colleague, %(day)s")
    return lines + [Quote(text=_short(each.text), by=by % {"day": date_format(office_day(each.at))}) for each in found]
