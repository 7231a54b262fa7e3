"""The paper as it is read: three equal columns, one a pillar, and what the rules say of each option in them."""

import dataclasses
from typing import Any

from focalpoint.desk.options import words
from focalpoint.desk.options.models import Option, Paper
from focalpoint.desk.options.precedents import Precedent, Tally, precedents, tally
from focalpoint.desk.options.rules import PILLARS, Finding, measure
from focalpoint.desk.options.safeguards import SAFEGUARDS, lines_of
from focalpoint.doctrine import catalogue
from focalpoint.doctrine.measures import Measure, Money


@dataclasses.dataclass(frozen=True)
class Shown:
    """One option with its measure and what the rules say of it."""

    option: Option
    measure: "Described"
    safeguards: list["Recorded"]
    struck: list[Finding]
    flags: list[Finding]
    missing: list[Finding]


@dataclasses.dataclass(frozen=True)
class Recorded:
    """One safeguard of an option in words, or the free text that earlier rules asked for."""

    label: Any
    lines: list[tuple[str, str]]
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
    options = paper.current_options
    withdrawn = [option for option in paper.options.all() if option.status == Option.Status.WITHDRAWN]
    return [
        Column(
            pillar=pillar,
            label=Option.Pillar(pillar).label,
            options=[_shown(option, found) for option in options if option.pillar == pillar],
            withdrawn=[_shown(option, []) for option in withdrawn if option.pillar == pillar],
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


def _shown(option: Option, found: list[Finding]) -> Shown:
    """Set the findings that speak of an option next to it."""
    own = [each for each in found if (each.measure, each.pillar) == (option.measure, option.pillar)]
    by_weight = {weight: [each for each in own if each.weight == weight] for weight in ("struck", "flag", "missing")}
    return Shown(option, described(option.measure), safeguards_of(option), *by_weight.values())


def safeguards_of(option: Option) -> list[Recorded]:
    """Return what the safeguards of an option say, in the order of the rules."""
    found = []
    for safeguard in SAFEGUARDS.values():
        record = option.records.get(safeguard.id)
        earlier = getattr(option, safeguard.legacy) if safeguard.legacy else ""
        if record:
            found.append(Recorded(safeguard.label, lines_of(safeguard, record)))
        elif earlier:
            found.append(Recorded(safeguard.label, [], earlier))
    return found
