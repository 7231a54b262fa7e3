"""The records that a rule asks of a proposal: what each asks, what can be wrong in it, and what follows from it.

A record is a mapping of the names of its parts to what was answered; a day is written as 2011-03-17.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.design.substance import problem_of_name, problem_of_reason
from focalpoint.desk.options.resolutions import problem_of_symbol, year_of
from focalpoint.doctrine import catalogue

Choices = tuple[tuple[str, str | Promise], ...]
Record = Mapping[str, str]
AUTHORIZERS = ("SC", "GA", "AU-PSC", "ECOWAS")  # bodies that may authorize, or recommend where the Council is blocked


@dataclass(frozen=True)
class Part:
    """One part of a record: a choice, a reason in words, a name, a day, a body, a resolution, a paragraph.

    ``only`` names the answers of the record's first part with which it is asked; empty: always.
    """

    name: str
    label: str | Promise
    kind: Literal["choice", "reason", "name", "day", "body", "resolution", "paragraph"]
    choices: Choices = ()
    only: tuple[str, ...] = ()
    help_text: str | Promise = ""


@dataclass(frozen=True)
class Safeguard:
    """One record. ``legacy`` is the column of the free text that earlier rules asked for; empty where none did."""

    id: str
    label: str | Promise
    legacy: str
    parts: tuple[Part, ...]
    is_read_by_second: bool = True
    is_always_needed: bool = True

    def asked(self, record: Record) -> list[Part]:
        """Return the parts that a record is asked, by the answer to its first one."""
        first = record.get(self.parts[0].name, "")
        return [part for part in self.parts if not part.only or first in part.only]


def _criterion(name: str, label: str | Promise) -> tuple[Part, Part]:
    found: Choices = (("met", _("met")), ("doubt", _("in doubt")), ("not_met", _("not met")))
    why = _("Why: %(criterion)s") % {"criterion": label}
    return Part(name, label, "choice", found), Part(f"{name}_why", why, "reason")


STATUS: Choices = (
    ("exists", _("exists")),
    ("sought", _("is to be sought")),
    ("not_needed", _("is not needed")),
    ("disputed", _("is disputed")),
)
AUTHORIZATION = Safeguard(
    "authorization",
    _("Authorization of the Security Council"),
    "council_authorization",
    (
        Part("status", _("The authorization"), "choice", STATUS),
        Part("resolution", _("Resolution"), "resolution", only=("exists",), help_text=_("As S/RES/1973 (2011).")),
        Part("on", _("Date of the resolution"), "day", only=("exists",)),
        Part("paragraph", _("Operative paragraph"), "paragraph", only=("exists",)),
        Part("body", _("From which body"), "body", only=("sought",)),
        Part("outlook", _("Outlook of the vote"), "reason", only=("sought",)),
        Part("blocked", _("What if it is blocked"), "reason", only=("sought",)),
        Part("why_not", _("Why it is not needed"), "reason", only=("not_needed",)),
        Part("disputed_by", _("Disputed by whom"), "name", only=("disputed",)),
        Part("dispute", _("What is disputed"), "reason", only=("disputed",)),
    ),
)
REVIEW = Safeguard(
    "review",
    _("Review of precautionary principles"),
    "precautionary_review",
    (
        *_criterion("cause", _("Just cause")),
        *_criterion("intention", _("Right intention")),
        *_criterion("last_resort", _("Last resort among reasonable alternatives")),
        *_criterion("proportion", _("Proportional means")),
        *_criterion("prospects", _("Reasonable prospects")),
    ),
)
HARM = Safeguard(
    "harm",
    _("Harm to civilians"),
    "civilian_harm_note",
    (
        Part(
            "scale",
            _("Harm that is expected"),
            "choice",
            (("none", _("none")), ("limited", _("limited")), ("serious", _("serious")), ("unknown", _("not known"))),
        ),
        Part("groups", _("Who would be harmed"), "name"),
        Part("harm_why", _("How, and how it is kept small"), "reason"),
        Part("despite", _("Why it is proposed all the same"), "reason", only=("serious", "unknown")),
        Part("monitor", _("Who watches the harm"), "name", help_text=_("A post, such as the panel of experts.")),
    ),
)
EXEMPTION = Safeguard(
    "exemption",
    _("Humanitarian exemption"),
    "humanitarian_exemption_note",
    (
        Part(
            "basis",
            _("Exemption"),
            "choice",
            (
                ("resolution", _("an asset freeze of the Council, exempt by S/RES/2664 (2022)")),
                ("clause", _("a clause to be written into this measure")),
                ("none", _("no exemption")),
            ),
        ),
        Part("exemption_how", _("How aid goes on"), "reason"),
    ),
)
DILIGENCE = Safeguard(
    "diligence",
    _("Human rights due diligence"),
    "due_diligence_check",
    (
        Part(
            "risk",
            _("Risk of grave violations"),
            "choice",
            (("low", _("low")), ("medium", _("medium")), ("high", _("high"))),
        ),
        Part(
            "steps",
            _("Steps of the authorities against those violations"),
            "choice",
            (("taken", _("taken")), ("not_taken", _("not taken")), ("unknown", _("not known"))),
            only=("high",),
        ),
        Part("supported", _("Who is supported"), "name"),
        Part("risk_why", _("What the risk rests on"), "reason"),
        Part("mitigation", _("What makes the risk smaller"), "reason"),
        Part("watcher", _("Who watches"), "name", help_text=_("A post or an office.")),
    ),
)
FLAG = Safeguard(
    "flag",
    _("Why it is proposed although it needs the alleged perpetrator's consent"),
    "flag_reason",
    (
        Part(
            "leadership",
            _("The leadership is"),
            "choice",
            (("weak", _("weak")), ("divided", _("divided")), ("perpetrator", _("itself the perpetrator"))),
        ),
        Part("flag_why", _("Why it is proposed all the same"), "reason"),
    ),
    is_read_by_second=False,
)
DECIDER = Safeguard(
    "decider",
    _("Why another decider than the catalogue's"),
    "",
    (Part("decider_why", _("Why this decider can say yes"), "reason"),),
    is_read_by_second=False,
    is_always_needed=False,
)
SAFEGUARDS = {each.id: each for each in (AUTHORIZATION, REVIEW, HARM, EXEMPTION, DILIGENCE, FLAG, DECIDER)}


def problems(safeguard: Safeguard, record: Record, others: Sequence[str] = ()) -> dict[str, str | Promise]:
    """Return what is wrong with a record, by part; ``others`` are reasons elsewhere that none may copy."""
    found: dict[str, str | Promise] = {}
    reasons = [*others]
    for part in safeguard.asked(record):
        answer = record.get(part.name, "").strip()
        if problem := _problem(part, answer, reasons):
            found[part.name] = problem
        if part.kind == "reason" and answer:
            reasons.append(answer)
    return found or _at_odds(safeguard, record)


def _problem(part: Part, answer: str, reasons: Sequence[str]) -> str | Promise:
    match part.kind:
        case "choice":
            return "" if answer in dict(part.choices) else _("Choose one.")
        case "body":
            return "" if answer in AUTHORIZERS else _("Choose a body.")
        case "resolution":
            return problem_of_symbol(answer)
        case "paragraph":
            return "" if any(map(str.isdecimal, answer)) else _("Write the number of the paragraph.")
        case "day":
            return _problem_of_day(answer)
        case "reason":
            return problem_of_reason(answer, reasons)
        case "name":
            return problem_of_name(answer)


def _problem_of_day(text: str) -> str | Promise:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return _("Enter the day, as 2011-03-17.")
    return _("This day is still to come.") if day > timezone.localdate() else ""


def _at_odds(safeguard: Safeguard, record: Record) -> dict[str, str | Promise]:
    """Return what is wrong between two parts that are each right."""
    day, year = record.get("on", ""), year_of(record.get("resolution", ""))
    if safeguard is AUTHORIZATION and record.get("status") == "exists" and not day.startswith(f"{year}-"):
        return {"on": _("The symbol says %(year)s: the day and the resolution do not fit.") % {"year": year}}
    return {}


def reasons_in(records: Mapping[str, Record]) -> list[str]:
    """Return every reason of some records, for finding copies."""
    return [
        record.get(part.name, "")
        for name, record in records.items()
        for part in SAFEGUARDS[name].asked(record)
        if part.kind == "reason"
    ]


def lines_of(safeguard: Safeguard, record: Record) -> list[tuple[str, str]]:
    """Return the parts of a record with their answers in words, as every reader sees them.

    The reason of an answer is in one line with it.
    """
    bodies = {each.id: each.name for each in catalogue().bodies.bodies}
    asked = {part.name: part for part in safeguard.asked(record)}
    found = []
    for name, part in asked.items():
        if name.endswith("_why") and name.removesuffix("_why") in asked:
            continue
        answer = record.get(name, "")
        words = dict(part.choices).get(answer, bodies.get(answer, answer) if part.kind == "body" else answer)
        if why := record.get(f"{name}_why"):
            words = _("%(answer)s. %(why)s") % {"answer": words, "why": why}
        found.append((str(part.label), str(words)))
    return found
