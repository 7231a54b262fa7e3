"""The paper as it is read: three equal columns, one a pillar, and what the rules say of each option in them."""

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.marking.refs import short_ref
from focalpoint.desk.options import words
from focalpoint.desk.options.models import Option, Paper
from focalpoint.desk.options.precedents import Precedent, Tally, precedents, tally
from focalpoint.desk.options.rules import PILLARS, Finding, measure
from focalpoint.desk.options.safeguards import COST, SAFEGUARDS
from focalpoint.desk.options.statements import Line, statements
from focalpoint.doctrine import catalogue
from focalpoint.doctrine.measures import Measure, Money


@dataclasses.dataclass(frozen=True)
class Shown:
    """One option with its measure and what the rules say of it."""

    option: Option
    measure: "Described"
    safeguards: list["Recorded"]
    costs: list[Line]  # what it is expected to cost, and its main risk
    is_read_by_signer: bool  # whether one person was second reader and signed
    struck: list[Finding]
    flags: list[Finding]
    missing: list[Finding]


@dataclasses.dataclass(frozen=True)
class Recorded:
    """One safeguard of an option in words, or the free text that earlier rules asked for."""

    label: Any
    lines: list[Line]
    earlier: str = ""


@dataclasses.dataclass(frozen=True)
class Described:
    """A measure of the catalogue in plain words."""

    entry: Measure
    form: Any
    consent: Any
    authorization: Any
    time: Any
    effect: Any
    checked: Any
    shape: str
    precedents: tuple[Precedent, ...]
    outcomes: list[Tally]
    money: list[Money]


@dataclasses.dataclass(frozen=True)
class Column:
    """One pillar: what was considered there, what was withdrawn there, and what is missing there."""

    pillar: str
    label: Any
    options: list[Shown]
    withdrawn: list[Shown]
    missing: list[Finding]


def columns(paper: Paper, found: list[Finding]) -> list[Column]:
    """Return the three pillars side by side; their order carries no meaning."""
    options, names = paper.current_options, _names(paper)
    withdrawn = [option for option in paper.options.all() if option.status == Option.Status.WITHDRAWN]
    return [
        Column(
            pillar=pillar,
            label=Option.Pillar(pillar).label,
            options=[_shown(option, found, names) for option in options if option.pillar == pillar],
            withdrawn=[_shown(option, [], names) for option in withdrawn if option.pillar == pillar],
            missing=[each for each in found if each.rule == f"every_pillar_is_considered:{pillar}"],
        )
        for pillar in PILLARS
    ]


def described(name: str) -> Described:
    """Describe a measure in plain words."""
    entry = measure(name)
    past = precedents(name)
    return Described(
        entry=entry,
        form=words.FORMS[entry.form],
        consent=words.CONSENT[entry.consent],
        authorization=words.AUTHORIZATION[entry.sc_authorization],
        time=words.TIME[entry.typical_time_to_effect],
        effect=words.EFFECT[entry.evidence_of_effect],
        checked=words.CHECKED[entry.checked],
        shape=words.SHAPES[entry.checked],
        precedents=past,
        outcomes=tally(past),
        money=[each for each in catalogue().measures.money if each.id in entry.money],
    )


def _names(paper: Paper) -> dict[str, str]:
    """Return the name of the account that writes a paper, by its reference, where a part of it names its author."""
    if not any(option.written for option in paper.options.all()):
        return {}
    author = paper.assessment.author
    return {author.ref: author.get_username()}


def _shown(option: Option, found: list[Finding], names: Mapping[str, str]) -> Shown:
    """Set the findings that speak of an option next to it."""
    own = [each for each in found if (each.measure, each.pillar) == (option.measure, option.pillar)]
    by_weight = {weight: [each for each in own if each.weight == weight] for weight in ("struck", "flag", "missing")}
    reading, reviewer = getattr(option, "reading", None), option.paper.assessment.reviewer_id
    signed = option.paper.assessment.state == Assessment.State.SIGNED
    same = signed and reading is not None and reading.by_id == reviewer
    return Shown(
        option, described(option.measure), safeguards_of(option, names), costs_of(option), same, *by_weight.values()
    )


def costs_of(option: Option) -> list[Line]:
    """Return what acting and not acting are expected to cost, and the main risk, where they were said."""
    record = option.records.get(COST.id)
    return statements(COST, record, {}) if record else []


def safeguards_of(option: Option, names: Mapping[str, str] = MappingProxyType({})) -> list[Recorded]:
    """Return what the safeguards of an option say, in the order of the rules; its cost and risk are apart.

    ``names`` are those of accounts by their references; an account that is not among them is shown by its reference.
    """
    found = []
    for safeguard in SAFEGUARDS.values():
        if safeguard is COST:
            continue
        record = option.records.get(safeguard.id)
        earlier = getattr(option, safeguard.legacy) if safeguard.legacy else ""
        if record:
            lines = statements(safeguard, record, option.written)
            by_name = [line._replace(by=names.get(line.by, short_ref(line.by))) for line in lines]
            found.append(Recorded(safeguard.label, by_name))
        elif earlier:
            found.append(Recorded(safeguard.label, [], earlier))
    return found
