"""The note to the principal: what is judged, how sure, on what ground, what can be done, who disagrees."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from focalpoint.desk.assessments.models import Assessment, Judgement
from focalpoint.desk.assessments.released import sentence
from focalpoint.desk.decisions.note.evidence import evidence_section, graded_points
from focalpoint.desk.decisions.note.scope import scope_section
from focalpoint.desk.design.likelihood import band, bands
from focalpoint.desk.design.status import status_note
from focalpoint.desk.documents.blocks import (
    Band,
    Block,
    Cell,
    Cite,
    Document,
    Heading,
    Listing,
    Quote,
    Reason,
    Run,
    Table,
    Yardstick,
    let_leave,
    say,
)
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.options.columns import costs_of, safeguards_of
from focalpoint.desk.options.models import Option, Paper
from focalpoint.desk.options.rules import PILLARS, measure
from focalpoint.desk.options.statements import Line
from focalpoint.desk.people.models import User
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.queries import scope
from focalpoint.reference.countries import unit


def compose(
    assessment: Assessment, paper: Paper, *, number: int, language: str, on: dt.date, signer: User | None = None
) -> Document:
    """Compose the whole note; what is signed is this text, and a correction is a new version.

    Each part says whether it may leave the office; the copy for a body takes only those that may.
    """
    situation = assessment.situation
    return Document(
        title=situation.title,
        subtitle=_("Note to the principal: assessment and options"),
        reference=f"S-{number} · v{assessment.version}",
        marking=situation.tlp,
        classification=Tlp(situation.tlp).classification,
        language=language,
        date=on,
        blocks=tuple(
            [
                *let_leave([*_place(assessment), *_judged(assessment, on), *evidence_section(assessment)]),
                *_options(paper, signer),
                *_rest(assessment),
            ]
        ),
    )


def draft(whole: Document) -> Document:
    """Return the note as it would be signed now, and say that it is a draft."""
    return whole.model_copy(update={"subtitle": _("Draft, not signed: %(subtitle)s") % {"subtitle": whole.subtitle}})


def _place(assessment: Assessment) -> list[Block]:
    """Say what the note is about, and what the scope test said."""
    situation = assessment.situation
    test = scope(situation)
    lines: list[Block] = []
    if situation.reconstruction:
        lines.append(say(Run(text=_("Reconstruction from public sources, for training."), strong=True), numbered=False))
    lines.append(Heading(text=_("Situation")))
    names = [_(unit(place.iso3).name) for place in situation.places.all()]
    if names:
        lines.append(say(_("State or territory: %(places)s.") % {"places": get_text_list(sorted(names), _("and"))}))
    lines += _status(situation)
    lines.append(say(_("Populations at risk: %(groups)s.") % {"groups": situation.populations or _("not known")}))
    if situation.areas:
        lines.append(say(_("Areas: %(areas)s.") % {"areas": situation.areas}))
    return lines + (scope_section(test, assessment) if test else [])


def _status(situation: Situation) -> list[Block]:
    """Say on what it rests how a place is named that is no Member State, or was none on the day it is about."""
    codes = sorted(place.iso3 for place in situation.places.all())
    notes = {_(unit(code).name): status_note(code, situation.record_day) for code in codes}
    return [say(_("%(place)s: %(note)s") % {"place": name, "note": note}) for name, note in notes.items() if note]


def _judged(assessment: Assessment, on: dt.date) -> list[Block]:
    """State each judgement: likelihood on the yardstick in one sentence, confidence in another."""
    lines: list[Block] = [Heading(text=_("What is judged"))]
    if assessment.summary:
        lines.append(say(assessment.summary))
    for each in assessment.judgements.prefetch_related("evidence__source__reliabilities"):
        lines += [*_judgement(each, on), *_sources(each)]
    return lines


def _judgement(each: Judgement, on: dt.date) -> list[Block]:
    """State one judgement."""
    held = band(each.likelihood / 100)
    ruler = tuple(Band(word=str(one.word), low=one.low, high=one.high) for one in bands())
    stated = Run(text=f"{held.word} ({each.likelihood} %)", strong=True, footnote=sentence(each, on=on))
    return [
        say(stated, f": {each.event} ({each.place}; {each.group}; {window(each)})."),
        Yardstick(caption=_("Likelihood"), bands=ruler, marked=held.step),
        say(
            _("Confidence: "), Run(text=str(each.get_confidence_display()), strong=True), f". {each.confidence_reason}"
        ),
        say(_("What would change this judgement: "), each.would_change or _("not said.")),
    ]


def _sources(each: Judgement) -> list[Block]:
    """List the items that a judgement rests on, where its author named them."""
    points = graded_points(each.evidence.all(), each.assessment.situation)
    return [say(_("This judgement rests on: "), numbered=False), Listing(points=points)] if points else []


def window(each: Judgement) -> str:
    """Write a judgement's window."""
    return f"{date_format(each.window_from)} – {date_format(each.window_to)}"


def _options(paper: Paper, signer: User | None) -> list[Block]:
    """Show what was considered in each pillar, without order among them, and the cost of no new measure.

    What is proposed may leave the office where a decision asks for it; what was rejected, and why, does not.
    """
    lines: list[Block] = let_leave([Heading(text=_("Options"))])
    lines.append(say(_("The pillars stand side by side; there is no order among them.")))
    for pillar in PILLARS:
        label, options = (
            str(Option.Pillar(pillar).label),
            list(paper.options.filter(pillar=pillar).select_related("reading__by", "withdrawn_by")),
        )
        lines += _proposed(label, [each for each in options if each.status == Option.Status.PROPOSED], signer)
        lines += _rejected(label, [each for each in options if each.status == Option.Status.REJECTED])
        lines += _withdrawn(label, [each for each in options if each.status == Option.Status.WITHDRAWN])
    cost = paper.no_new_measure or _("what it is expected to cost was not said.")
    lines.append(say(Run(text=_("No new measure: "), strong=True), cost))
    return lines


def key(option: Option) -> str:
    """Return what an option is called by where it is chosen: a measure may be in two pillars."""
    return f"{option.pillar}.{option.measure}"


def is_key(text: str) -> bool:
    """Whether a key of a row is that of an option.

    >>> is_key("II.ME028"), is_key("RF8"), is_key("c.h")
    (True, False, False)
    """
    pillar, _dot, name = text.partition(".")
    return pillar in PILLARS and name.startswith("ME")


def _proposed(pillar: str, options: list[Option], signer: User | None) -> list[Block]:
    """Show the proposals of a pillar."""
    if not options:
        return []
    head = (_("Measure"), _("Owner"), _("Decided by"), _("Due"), _("Exit or review"), _("Watch"))
    rows = tuple(_row(option) for option in options)
    keys = tuple(map(key, options))
    table = Table(caption=pillar, head=head, rows=rows, keys=keys, widths=(5, 3, 3, 4, 4, 4))
    leaves = let_leave([table, *_legal_bases(pillar, options), *_safeguards(pillar, options)])
    return [*leaves, *_costs(options), *_readers(options, signer)]


def _legal_bases(pillar: str, options: list[Option]) -> list[Block]:
    """Show on what each proposal of a pillar rests in law, where its author says so."""
    based = [each for each in options if each.legal_basis]
    if not based:
        return []
    rows = tuple((measure(each.measure).name, each.legal_basis) for each in based)
    caption, head = _("%(pillar)s: legal basis") % {"pillar": pillar}, (_("Measure"), _("Legal basis"))
    return [Table(caption=caption, head=head, rows=rows, keys=tuple(map(key, based)), widths=(5, 16))]


def _costs(options: list[Option]) -> list[Block]:
    """Say what each proposal is expected to cost, what not acting costs, and its main risk; it stays in the office."""
    lines: list[Block] = []
    for each in options:
        name = _("Cost and risk of “%(measure)s”. ") % {"measure": measure(each.measure).name}
        said = " ".join(f"{line.label}: {as_sentence(line.text)}" for line in costs_of(each))
        lines += [say(Run(text=name, strong=True), said)] if said else []
    return lines


def as_sentence(text: str) -> str:
    """End a written line with one full stop."""
    return text.strip().rstrip(".") + "."


def _readers(options: list[Option], signer: User | None) -> list[Block]:
    """Say who has read the safeguards of each proposal as a second person, and whether the same person signs.

    It stays in the office.
    """
    lines: list[Block] = []
    for each in options:
        if not each.needs_second_reader:
            continue
        words = {"measure": measure(each.measure).name}
        if reading := getattr(each, "reading", None):
            words |= {"reader": reading.by.known_as, "day": date_format(office_day(reading.at))}
            alone = _("Safeguards of “%(measure)s”: read by %(reader)s on %(day)s.")
            same = _("Safeguards of “%(measure)s”: read by %(reader)s on %(day)s, and signed by the same person.")
            lines.append(say((same if reading.by == signer else alone) % words))
        else:
            lines.append(say(_("Safeguards of “%(measure)s”: read by nobody but their author.") % words))
    return lines


def _safeguards(pillar: str, options: list[Option]) -> list[Block]:
    """Show each safeguard of the proposals of a pillar, part by part, each row under the key of its option.

    Free words rest on the items that are cited for them, so that they are redacted with those.
    """
    rows: list[tuple[Cell, ...]] = []
    keys = []
    for option in options:
        for each in safeguards_of(option):
            lines = each.lines or [Line(_("Recorded under earlier rules"), each.earlier, is_free=False)]
            rows += [_safeguard_row(measure(option.measure).name, f"{each.label}", line) for line in lines]
            keys += [key(option)] * len(lines)
    if not rows:
        return []
    head, widths = [_("Measure"), _("Safeguard"), _("Record"), _("Evidence"), _("Written")], [4, 5, 9, 3, 4]
    if not any(option.written for option in options):
        rows, head, widths = [row[:3] for row in rows], head[:3], [5, 6, 10]
    caption = _("%(pillar)s: safeguards") % {"pillar": pillar}
    return [Table(caption=caption, head=tuple(head), rows=tuple(rows), keys=tuple(keys), widths=tuple(widths))]


def _safeguard_row(name: str, safeguard: str, line: Line) -> tuple[Cell, ...]:
    """Write one part of a safeguard, with the evidence of its words, its author and its day."""
    rests = line.rests_on if line.is_free else ()
    words: Cell = Reason(text=line.text, rests_on=rests) if rests else line.text
    return name, f"{safeguard}: {line.label}", words, tuple(Cite(ref=ref) for ref in rests), line.author


def _row(option: Option) -> tuple[str, ...]:
    """Write one proposal as a row."""
    due, leave = (_on_one_line(each) if each else "–" for each in (option.due_on, option.exit_or_review_on))
    return (
        measure(option.measure).name,
        option.owner or "–",
        option.decider or "–",
        due,
        leave,
        option.indicator or "–",
    )


def _on_one_line(day: dt.date) -> str:
    """Write a day so that no narrow column breaks it."""
    return date_format(day).replace(" ", "\N{NO-BREAK SPACE}")


def _rejected(pillar: str, options: list[Option]) -> list[Block]:
    """Show what was considered in a pillar and rejected, with the reasons."""
    if not options:
        return []
    rows = tuple((measure(option.measure).name, option.reason) for option in options)
    caption = _("%(pillar)s: considered and rejected") % {"pillar": pillar}
    return [Table(caption=caption, head=(_("Measure"), _("Reason")), rows=rows, widths=(5, 16))]


def _withdrawn(pillar: str, options: list[Option]) -> list[Block]:
    """Show what was proposed in a pillar and withdrawn before this note, by whom, when and why."""
    if not options:
        return []
    rows = tuple((measure(each.measure).name, each.withdrawal_reason, _withdrawal(each)) for each in options)
    caption = _("%(pillar)s: proposed and withdrawn") % {"pillar": pillar}
    return [Table(caption=caption, head=(_("Measure"), _("Reason"), _("Withdrawn")), rows=rows, widths=(5, 11, 5))]


def _withdrawal(option: Option) -> str:
    """Say who withdrew an option, and when."""
    if not (option.withdrawn_by and option.withdrawn_at):
        return "–"
    day = date_format(office_day(option.withdrawn_at))
    return _("by %(name)s on %(day)s") % {"name": option.withdrawn_by.get_username(), "day": day}


def _rest(assessment: Assessment) -> list[Block]:
    """Add the manifest-failure reasoning, gaps, assumptions, alternatives; then interests and dissents."""
    parts = [
        (_("Manifest failure: obligation"), assessment.obligation),
        (_("Manifest failure: capacity"), assessment.capacity),
        (_("Manifest failure: will"), assessment.will),
        (_("Manifest failure: conduct"), assessment.conduct),
        (_("What is not known"), assessment.gaps),
        (_("Assumptions"), assessment.assumptions),
        (_("Alternatives considered"), assessment.alternatives),
    ]
    lines: list[Block] = [Heading(text=_("Reasoning and limits"))]
    lines += [say(Run(text=f"{name}: ", strong=True), text) for name, text in parts if text]
    lines = let_leave(lines)
    if assessment.interest_declared:
        lines.append(say(Run(text=_("Interests of the person who asked: "), strong=True), assessment.interest_declared))
    for each in assessment.dissents.order_by("at", "pk"):
        by = _("Dissent of a colleague, %(day)s") % {"day": date_format(office_day(each.at))}
        lines.append(Quote(text=each.text, by=by))
    return lines
