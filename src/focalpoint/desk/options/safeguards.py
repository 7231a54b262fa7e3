"""The records that a rule asks of a proposal: what each asks, what can be wrong in it, and what follows from it.

A record is a mapping of the names of its parts to what was answered; a day is written as 2011-03-17.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Choices = tuple[tuple[str, str | Promise], ...]
Record = Mapping[str, str]
Records = dict[str, dict[str, str]]  # the records of an option, by safeguard
Written = Mapping[str, Mapping[str, str]]  # by criterion or record: the account that wrote it, and when
AUTHORIZERS = ("SC", "GA", "AU-PSC", "ECOWAS")  # bodies that may authorize, or recommend where the Council is blocked


@dataclass(frozen=True)
class Part:
    """One part of a record: a choice, a reason in words, the items it rests on, a name, a day, a body, a resolution.

    ``only`` names the answers of the record's first part with which it is asked; empty: always. Items are written as
    their references with a blank between them.
    """

    name: str
    label: str | Promise
    kind: Literal["choice", "reason", "evidence", "name", "day", "body", "resolution", "paragraph"]
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


def _criterion(name: str, label: str | Promise) -> tuple[Part, Part, Part]:
    found: Choices = (("met", _("met")), ("doubt", _("in doubt")), ("not_met", _("not met")))
    why = _("Why: %(criterion)s") % {"criterion": label}
    return Part(name, label, "choice", found), Part(f"{name}_why", why, "reason"), _evidence(name, label)


def _evidence(name: str, label: str | Promise) -> Part:
    on = _("Evidence: %(criterion)s") % {"criterion": label}
    return Part(f"{name}_on", on, "evidence", help_text=_("Items of this situation; at least one."))


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
        _evidence("harm", _("Harm to civilians")),
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
        _evidence("exemption", _("Humanitarian exemption")),
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
        _evidence("diligence", _("Human rights due diligence")),
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
        _evidence("flag", _("the leadership")),
    ),
)
COST = Safeguard(
    "cost",
    _("Cost and risk"),
    "",
    (
        Part("acting", _("Expected cost of acting"), "reason"),
        Part("not_acting", _("Expected cost of not acting"), "reason"),
        Part("main_risk", _("Main risk"), "reason"),
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
SAFEGUARDS = {each.id: each for each in (AUTHORIZATION, REVIEW, HARM, EXEMPTION, DILIGENCE, FLAG, COST, DECIDER)}


def reasons_in(records: Mapping[str, Record]) -> list[str]:
    """Return every reason of some records, for finding copies."""
    return [
        record.get(part.name, "")
        for name, record in records.items()
        for part in SAFEGUARDS[name].asked(record)
        if part.kind == "reason"
    ]


def stem_of(safeguard: Safeguard, part: Part) -> str:
    """Return under which name the evidence, author and day of a part are: its criterion's, or the whole record's.

    >>> stem_of(REVIEW, REVIEW.parts[1]), stem_of(HARM, HARM.parts[0])
    ('cause', 'harm')
    """
    stem = part.name.removesuffix("_why").removesuffix("_on")
    return stem if any(each.name == f"{stem}_on" for each in safeguard.parts) else safeguard.id


def refs(record: Record, stem: str) -> tuple[str, ...]:
    """Return the references of the items that a criterion or record rests on."""
    return tuple(record.get(f"{stem}_on", "").split())


def cited(records: Mapping[str, Record]) -> set[str]:
    """Return the references of all items that some records rest on."""
    return {
        ref
        for name, record in records.items()
        for part in SAFEGUARDS[name].asked(record)
        if part.kind == "evidence"
        for ref in record.get(part.name, "").split()
    }
