"""The note to the principal: what is judged, how sure, on what ground, what can be done, who disagrees."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoint.desk.assessments.models import Assessment, Factor, Judgement
from focalpoint.desk.assessments.released import sentence
from focalpoint.desk.documents.blocks import (
    Band,
    Block,
    Document,
    Heading,
    Listing,
    Quote,
    Run,
    Table,
    Yardstick,
    say,
)
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.queries import covers
from focalpoint.desk.options.models import Option, Paper
from focalpoint.desk.options.rules import PILLARS, measure
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.queries import scope
from focalpoint.doctrine import catalogue, yardsticks

YARDSTICK = "ICD203"


def compose(assessment: Assessment, paper: Paper, *, number: int, language: str, on: dt.date) -> Document:
    """Compose the whole note; what is signed is this text, and a correction is a new version."""
    situation = assessment.situation
    return Document(
        title=situation.title,
        subtitle=_("Note to the principal: assessment and options"),
        reference=f"S-{number} · v{assessment.version}",
        marking=situation.tlp,
        classification=situation.get_classification_display() if situation.classification else "",
        language=language,
        date=on,
        blocks=tuple(
            [*_place(situation), *_judged(assessment, on), *_ground(assessment), *_options(paper), *_rest(assessment)]
        ),
    )


def draft(assessment: Assessment, paper: Paper, *, number: int, language: str, on: dt.date) -> Document:
    """Compose the note as it would be signed now, and say that it is a draft."""
    whole = compose(assessment, paper, number=number, language=language, on=on)
    return whole.model_copy(update={"subtitle": _("Draft, not signed: %s") % whole.subtitle})


def current(assessment: Assessment, paper: Paper, *, number: int, language: str, on: dt.date) -> Document:
    """Return the note as it was signed, or the draft of it."""
    if assessment.frozen:
        return Document.model_validate(assessment.frozen)
    return draft(assessment, paper, number=number, language=language, on=on)


def word(likelihood: int) -> str:
    """Return the yardstick's words for a likelihood in per cent."""
    return " / ".join(_bands()[_marked(likelihood)].words)


def _bands() -> tuple[yardsticks.Band, ...]:
    """Return the bands of the installation's yardstick."""
    return next(each for each in catalogue().yardsticks.likelihood if each.id == YARDSTICK).bands


def _marked(likelihood: int) -> int:
    """Return the place of the band a likelihood falls in; the lower one on a shared edge."""
    return next(place for place, band in enumerate(_bands()) if band.low <= likelihood <= band.high)


def _place(situation: Situation) -> list[Block]:
    """Say what the note is about, and what the scope test said."""
    test = scope(situation)
    lines: list[Block] = []
    if situation.reconstruction:
        lines.append(say(Run(text=_("Reconstruction from public sources, for training."), strong=True), numbered=False))
    lines.append(Heading(text=_("Situation")))
    lines.append(say(_("Populations at risk: %s.") % (situation.populations or _("not known"))))
    if situation.areas:
        lines.append(say(_("Areas: %s.") % situation.areas))
    if test:
        lines.append(
            say(_("Scope test: "), Run(text=str(test.get_outcome_display()), strong=True, footnote=test.reason))
        )
    return lines


def _judged(assessment: Assessment, on: dt.date) -> list[Block]:
    """State each judgement: likelihood on the yardstick in one sentence, confidence in another."""
    lines: list[Block] = [Heading(text=_("What is judged"))]
    if assessment.summary:
        lines.append(say(assessment.summary))
    for each in assessment.judgements.all():
        lines += _judgement(each, on)
    return lines


def _judgement(each: Judgement, on: dt.date) -> list[Block]:
    """State one judgement."""
    names = [Band(word=" / ".join(band.words), low=band.low, high=band.high) for band in _bands()]
    stated = Run(text=f"{word(each.likelihood)} ({each.likelihood} %)", strong=True, footnote=sentence(each, on=on))
    return [
        say(stated, f": {each.event} ({each.place}; {each.group}; {window(each)})."),
        Yardstick(caption=_("Likelihood"), bands=tuple(names), marked=_marked(each.likelihood)),
        say(
            _("Confidence: "), Run(text=str(each.get_confidence_display()), strong=True), f". {each.confidence_reason}"
        ),
        say(_("What would change this judgement: "), each.would_change),
    ]


def window(each: Judgement) -> str:
    """Write a judgement's window."""
    return f"{date_format(each.window_from)} – {date_format(each.window_to)}"


def _ground(assessment: Assessment) -> list[Block]:
    """Show the fourteen factors with the evidence behind each that is present."""
    names = {each.id: each.name for each in catalogue().framework.factors}
    rows, cited = [], {}
    for factor in assessment.factors.prefetch_related("evidence__source__reliabilities"):
        items = list(factor.evidence.all())
        cited.update({item.pk: item for item in items})
        rows.append((factor.factor, names[factor.factor], str(factor.get_value_display()), _cites(items)))
    unknown = [row[2] for row in rows].count(str(Factor.Value.UNKNOWN.label))
    points = tuple(_graded(item, assessment.situation) for item in cited.values())
    return [
        Heading(text=_("On what ground")),
        say(_("%(unknown)d of fourteen risk factors are unknown.") % {"unknown": unknown}),
        Table(caption=_("Risk factors"), head=("", _("Factor"), _("Answer"), _("Evidence")), rows=tuple(rows)),
        *([Listing(points=points)] if points else []),
    ]


def _cites(items: list[Item]) -> str:
    """Name the items behind a factor by the ends of their references."""
    return ", ".join(item.ref[:6] for item in items) or "–"


def _graded(item: Item, situation: Situation) -> str:
    """Write one item with its two grades, set apart; its title only where the note's marking covers the item's."""
    grade = reliability_of(item)
    return _("%(ref)s: %(title)s (source %(source)s, item %(item)s)") % {
        "ref": item.ref[:6],
        "title": item.title if may_name(item, situation) else _("marked more strictly than this note"),
        "source": grade,
        "item": item.credibility or "–",
    }


def may_name(item: Item, situation: Situation) -> bool:
    """Tell whether everyone who reads a situation's note may read an item's title."""
    return covers(situation.tlp, item.tlp) and not item.need_to_know and item.tlp != Tlp.RED


def reliability_of(item: Item) -> str:
    """Return the newest grade of an item's source for its subject, from rows already read; "–" when there is none."""
    graded = item.source.reliabilities.all() if item.source else []
    return next((each.grade for each in graded if each.subject.lower() == item.subject.lower()), "–")


def _options(paper: Paper) -> list[Block]:
    """Show what was considered in each pillar, without order among them, and the cost of no new measure."""
    lines: list[Block] = [
        Heading(text=_("Options")),
        say(_("The pillars stand side by side; there is no order among them.")),
    ]
    for pillar in PILLARS:
        rows = tuple(_row(option) for option in paper.options.filter(pillar=pillar))
        head = (_("Measure"), _("Status"), _("Owner"), _("Due"), _("Watch"))
        lines.append(Table(caption=str(Option.Pillar(pillar).label), head=head, rows=rows))
    lines.append(say(Run(text=_("No new measure: "), strong=True), paper.no_new_measure))
    return lines


def _row(option: Option) -> tuple[str, ...]:
    """Write one option as a row."""
    due = date_format(option.due_on) if option.due_on else "–"
    status = str(option.get_status_display())
    if option.reason:
        status += f": {option.reason}"
    return (measure(option.measure).name, status, option.owner or "–", due, option.indicator or "–")


def _rest(assessment: Assessment) -> list[Block]:
    """Add the manifest-failure reasoning, gaps, assumptions, alternatives, and every dissent in its author's words."""
    parts = [
        (_("Manifest failure: obligation"), assessment.obligation),
        (_("Manifest failure: capacity"), assessment.capacity),
        (_("Manifest failure: will"), assessment.will),
        (_("Manifest failure: conduct"), assessment.conduct),
        (_("What is not known"), assessment.gaps),
        (_("Assumptions"), assessment.assumptions),
        (_("Alternatives considered"), assessment.alternatives),
        (_("Interests declared"), assessment.interest_declared),
    ]
    lines: list[Block] = [Heading(text=_("Reasoning and limits"))]
    lines += [say(Run(text=f"{name}: ", strong=True), text) for name, text in parts if text]
    for each in assessment.dissents.select_related("by"):
        lines.append(Quote(text=each.text, by=_("Dissent of a colleague, %s") % date_format(each.at.date())))
    return lines
