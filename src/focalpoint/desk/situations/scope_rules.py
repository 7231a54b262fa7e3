"""How the outcome of a scope test follows from its answers: rules SR1 to SR5 of the catalogue. No database.

The test sorts; it never declares a crime. What was not looked at decides nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.situations.models import ScopeTest
from focalpoint.desk.situations.scope_grid import (
    ELEMENTS_OF,
    LEVELS,
    NONE,
    PERSECUTION,
    RABAT,
    UNKNOWN,
    acts_of,
    is_of_wars_between_states,
    rows,
)

CRIMES = ("genocide", "war_crimes", "crimes_against_humanity", "ethnic_cleansing")
HAPPENING = {"done", "ongoing", "threatened"}  # answers to Q9
SPECIFIC = {f"RF{number}" for number in range(9, 15)}
COMMON = {f"RF{number}" for number in range(1, 9)}
MOVING = {"RF1", "RF8"}  # of these, instability and triggering events are what changes fast
SEVERAL = 2
REMOVAL = {"c.d", "w.8"}  # the acts of other crimes that are forced removal
WORDS = 5  # of a reason


@dataclass(frozen=True)
class Answer:
    """What is known of one row: a level, of which kind where the row has kinds, on how many items of evidence."""

    known: str
    kind: str = ""
    note: str = ""
    evidence: int = 0

    @property
    def is_reported(self) -> bool:
        """Whether anything is reported, at whatever level."""
        return self.known not in ("", UNKNOWN, NONE)

    @property
    def is_suspected(self) -> bool:
        """Whether it reaches reasonable suspicion."""
        return self.known in LEVELS[1:]


@dataclass(frozen=True)
class Derived:
    """An outcome, the rule that gives it, why, and the crimes that would fit."""

    outcome: str
    rule: str
    why: str | Promise
    crimes: tuple[str, ...] = ()


Answers = Mapping[str, Answer]
NOTHING = Answer("")
Outcome = ScopeTest.Outcome


def derive(
    answers: Answers, *, stage: str, is_contested: bool, factors: Collection[str], is_incited: bool = False
) -> Derived:
    """Return the outcome that follows.

    Parameters
    ----------
    answers : by the id of the row; those that were not looked at may be left out.
    stage : the answer to Q9.
    is_contested : whether sources contradict each other on a deciding part, or access is denied.
    factors : the risk factors that the newest assessment holds for present, such as "RF8".
    is_incited : whether a speech reaches the threshold of incitement by two ratings. A test of before there were
        ratings has the answers of one person instead.
    """
    fitting = tuple(crime for crime in CRIMES if _fits(crime, answers))
    if fitting and stage in HAPPENING:
        return Derived(Outcome.ONGOING, "SR1", _("An act and its context reach reasonable suspicion."), fitting)
    if is_incited:
        why = _("Two people who rated public speech apart from each other find that it reaches the threshold.")
        return Derived(Outcome.INCITEMENT, "SR3", why)
    if is_incitement(answers):
        return Derived(Outcome.INCITEMENT, "SR3", _("Public speech reaches the threshold of incitement."))
    if _is_looked_at(answers) and is_risk(factors):
        why = _("No act reaches reasonable suspicion in its context, and risk factors are present.")
        return Derived(Outcome.RISK, "SR2", why, fitting)
    if _is_outside(answers) and not factors and not is_contested:
        why = _("For each of the four crimes a part that it needs is not there: none was reported.")
        return Derived(Outcome.REFER, "SR4", why)
    why = _("Sources conflict, or access is denied.") if is_contested else _("Too little is known to say.")
    return Derived(Outcome.INSUFFICIENT, "SR5", why)


def _fits(crime: str, answers: Answers) -> bool:
    """Whether an act and every element of a crime reach reasonable suspicion."""
    elements = [answers.get(name, NOTHING) for name in ELEMENTS_OF[crime]]
    acts = acts_of(crime) | (REMOVAL if crime == "ethnic_cleansing" else set())
    suspected = [act for act in acts if answers.get(act, NOTHING).is_suspected]
    if crime == "war_crimes" and answers.get("war.conflict", NOTHING).kind == "NIAC":
        suspected = [act for act in suspected if not is_of_wars_between_states(act)]
    return bool(suspected) and all(each.is_suspected for each in elements)


def is_incitement(answers: Answers) -> bool:
    """Whether a direct and public call is suspected, or all six parts of the Rabat test are met and harm is likely."""
    if answers.get("incitement.call", NOTHING).is_suspected:
        return True
    parts = [answers.get(name, NOTHING).known for name in RABAT]
    return all(part in ("low", "moderate", "high") for part in parts) and parts[-1] in ("moderate", "high")


def is_risk(factors: Collection[str]) -> bool:
    """Whether a specific factor is present, or several common ones, instability or a trigger among them."""
    common = COMMON & set(factors)
    return bool(SPECIFIC & set(factors)) or (len(common) >= SEVERAL and bool(MOVING & common))


def _is_looked_at(answers: Answers) -> bool:
    """Whether any act was looked for and something, or nothing, was found."""
    return any(answers.get(row.id, NOTHING).known not in ("", UNKNOWN) for row in rows().values() if row.is_act)


def _is_outside(answers: Answers) -> bool:
    """Whether each of the four crimes lacks an element: looked for, and none reported."""
    return all(any(answers.get(name, NOTHING).known == NONE for name in ELEMENTS_OF[crime]) for crime in CRIMES)


def problems(answers: Answers) -> dict[str, str | Promise]:
    """Return what is wrong with the answers, by the id of the row."""
    found: dict[str, str | Promise] = {}
    for name, answer in answers.items():
        if problem := _problem(name, answer):
            found[name] = problem
    return found | _persecution(answers) | _conflict(answers)


def _problem(name: str, answer: Answer) -> str | Promise:
    if answer.is_reported and not answer.evidence:
        return _("Name the evidence: the reference of an item that is linked to this situation.")
    if answer.known == "court" and len(answer.note.split()) < 2:
        return _("Name the court and its decision.")
    if answer.is_reported and rows()[name].kinds and not answer.kind:
        return _("Choose the kind.")
    return ""


def _persecution(answers: Answers) -> dict[str, str | Promise]:
    """Ask for the act that persecution is connected with (Rome Statute, Art. 7(1)(h))."""
    if not answers.get(PERSECUTION, NOTHING).is_reported:
        return {}
    others = set().union(*(acts_of(crime) for crime in CRIMES)) - {PERSECUTION}
    if any(answers.get(act, NOTHING).is_reported for act in others):
        return {}
    return {PERSECUTION: _("Persecution needs a connected act (Art. 7(1)(h)): answer that act as well.")}


def _conflict(answers: Answers) -> dict[str, str | Promise]:
    """Refuse war crimes without an armed conflict, and in one in which the act is no war crime."""
    conflict = answers.get("war.conflict", NOTHING)
    found: dict[str, str | Promise] = {}
    for act in acts_of("war_crimes"):
        if not answers.get(act, NOTHING).is_reported:
            continue
        if not conflict.is_reported:
            found[act] = _("A war crime needs an armed conflict: answer whether there is one, and of which kind.")
        elif conflict.kind == "NIAC" and is_of_wars_between_states(act):
            found[act] = _("In a non-international armed conflict this is no war crime of the Rome Statute.")
    return found
