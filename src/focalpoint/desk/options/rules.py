"""The rules that an options paper is held to: the catalogue's validator rules, each one function. No database.

``struck``: forbidden as it is; shown struck through with the reason. ``flag``: allowed, and asks for a reason.
``missing``: a proposal that lacks something.
"""

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.design.substance import FEW, fold, problem_of_reason
from focalpoint.desk.options.consequences import consequence
from focalpoint.desk.options.lists import lists
from focalpoint.desk.options.models import Option
from focalpoint.desk.options.problems import problems
from focalpoint.desk.options.safeguards import (
    AUTHORIZATION,
    COST,
    DECIDER,
    DILIGENCE,
    EXEMPTION,
    FLAG,
    HARM,
    REVIEW,
    SAFEGUARDS,
    Part,
    Safeguard,
    reasons_in,
    stem_of,
)
from focalpoint.doctrine import catalogue, per_catalogue
from focalpoint.doctrine.measures import Measure

PILLARS = ("I", "II", "III")
NEEDED = ("owner", "decider", "due_on", "indicator", "exit_or_review_on")
ANSWERS = {  # rule -> the record of an option that answers it
    "force_needs_the_council": AUTHORIZATION,
    "a_measure_of_the_council_says_how_its_authorization_stands": AUTHORIZATION,
    "force_needs_the_precautionary_review": REVIEW,
    "sanctions_need_a_civilian_harm_note": HARM,
    "sanctions_need_a_humanitarian_exemption_note": EXEMPTION,
    "help_to_forces_needs_due_diligence": DILIGENCE,
    "host_consent_is_flagged_when_the_state_is_the_alleged_perpetrator": FLAG,
    "a_proposal_says_what_it_costs_and_risks": COST,
    "another_decider_than_the_catalogues_has_a_reason": DECIDER,
}


Weight = Literal["struck", "flag", "missing"]


class Finding(NamedTuple):
    """What a rule says of an option, of a pillar (``measure`` empty), or of the paper as a whole.

    A measure may be in two pillars with different answers, so that a finding names both.
    """

    rule: str
    weight: Weight
    measure: str
    text: str | Promise
    pillar: str = ""

    @property
    def heading(self) -> str:
        """What the finding speaks of: a measure by its name, or a pillar, or nothing where it is the whole paper."""
        if self.measure:
            return measure(self.measure).name
        return str(Option.Pillar(self.pillar).label) if self.pillar else ""


@per_catalogue
def measure(name: str) -> Measure:
    """Return a measure of the catalogue by its id."""
    return next(each for each in catalogue().measures.measures if each.id == name)


def is_coercive(option: Option) -> bool:
    """Whether a measure coerces, by force or without it, under pillar III."""
    return option.pillar == "III" and measure(option.measure).form in {"coercive_nonmilitary", "coercive_military"}


def _lacking(option: Option, rule: str, weight: Weight, text: str | Promise) -> Finding | None:
    """Return what a rule says of an option whose record is not there or not whole, or forbids the option."""
    safeguard = ANSWERS[rule]
    record = option.records.get(safeguard.id, {})
    if record and not problems(safeguard, record):
        text = consequence(safeguard, record, measure(option.measure))
    return Finding(rule, weight, option.measure, text) if text else None


def force_needs_the_council(option: Option) -> Finding | None:
    """Strike force that does not say whether the Security Council authorized it."""
    if measure(option.measure).form != "coercive_military":
        return None
    text = _("Force needs the Council: say that the authorization exists, is to be sought, or is disputed.")
    return _lacking(option, "force_needs_the_council", "struck", text)


def a_measure_of_the_council_says_how_its_authorization_stands(option: Option) -> Finding | None:
    """Ask how it stands with the Council where a measure that is no force needs it: a referral, a mission."""
    entry = measure(option.measure)
    if entry.form == "coercive_military" or entry.sc_authorization != "yes":
        return None
    text = _("This measure needs the Council: say that the authorization exists, is to be sought, or is disputed.")
    return _lacking(option, "a_measure_of_the_council_says_how_its_authorization_stands", "missing", text)


def force_needs_the_precautionary_review(option: Option) -> Finding | None:
    """Strike force without the review of precautionary principles, or with one that says no."""
    if measure(option.measure).form != "coercive_military":
        return None
    text = _("Force needs the review of precautionary principles before it is proposed.")
    return _lacking(option, "force_needs_the_precautionary_review", "struck", text)


def sanctions_need_a_civilian_harm_note(option: Option) -> Finding | None:
    """Ask what sanctions do to civilians."""
    if option.measure not in lists()["sanctions"]:
        return None
    text = _("Sanctions need a note on the harm they may do to civilians.")
    return _lacking(option, "sanctions_need_a_civilian_harm_note", "missing", text)


def sanctions_need_a_humanitarian_exemption_note(option: Option) -> Finding | None:
    """Ask how aid is exempted (S/RES/2664)."""
    if option.measure not in lists()["sanctions"]:
        return None
    text = _("Sanctions need a note on the humanitarian exemption (S/RES/2664).")
    return _lacking(option, "sanctions_need_a_humanitarian_exemption_note", "missing", text)


def help_to_forces_needs_due_diligence(option: Option) -> Finding | None:
    """Ask for the due-diligence check before forces are helped under pillar II."""
    if option.pillar != "II" or option.measure not in lists()["assistance_to_forces"]:
        return None
    text = _("Help to forces needs the human rights due diligence check.")
    return _lacking(option, "help_to_forces_needs_due_diligence", "missing", text)


def host_consent_is_flagged_when_the_state_is_the_alleged_perpetrator(option: Option, state: bool) -> Finding | None:
    """Flag, never strike: peacekeepers and human rights offices sit by consent."""
    if not state or measure(option.measure).consent != "host_consent":
        return None
    name = "host_consent_is_flagged_when_the_state_is_the_alleged_perpetrator"
    text = _(
        "This needs the consent of the State that is the alleged perpetrator: say why it is proposed all the same."
    )
    return _lacking(option, name, "flag", text)


def a_proposal_names_owner_decider_due_date_indicator_and_exit(option: Option) -> Finding | None:
    """Ask for what makes a proposal one that can be followed."""
    if [name for name in NEEDED if not getattr(option, name)]:
        text = _("A proposal names owner, decider, due date, indicator to watch, and exit or review date.")
        name = "a_proposal_names_owner_decider_due_date_indicator_and_exit"
        return Finding(name, "missing", option.measure, text)
    return None


def a_proposal_says_what_it_costs_and_risks(option: Option) -> Finding | None:
    """Ask what it costs to act and not to act, and for the main risk: they are weighed by the person who decides."""
    text = _("A proposal says what it is expected to cost, what not acting costs, and its main risk.")
    return _lacking(option, "a_proposal_says_what_it_costs_and_risks", "missing", text)


def another_decider_than_the_catalogues_has_a_reason(option: Option) -> Finding | None:
    """Ask for a reason where somebody else is to decide than the catalogue names."""
    entry = measure(option.measure)
    named = entry.decided_by
    if fold(option.decider) in {"", *(fold(each) for each in (named, *entry.deciders))}:
        return None
    text = _("By the catalogue this is decided by: %(decider)s. Say why another one can say yes.") % {"decider": named}
    return _lacking(option, "another_decider_than_the_catalogues_has_a_reason", "missing", text)


def safeguards_are_read_by_a_second_person(option: Option) -> Finding | None:
    """Ask for a second person who has read the safeguards as they are."""
    if option.needs_second_reader and not (option.pk and hasattr(option, "reading")):
        text = _("A second person reads the safeguards before they are submitted: ask a colleague to open this paper.")
        return Finding("safeguards_are_read_by_a_second_person", "missing", option.measure, text)
    return None


def safeguards_rest_on_evidence_that_can_be_read(option: Option, lost: frozenset[str]) -> Finding | None:
    """Ask for other evidence where an item that a safeguard rests on is ``lost``: withdrawn, or out of sight."""
    weak = [str(part.label) for part, items in _grounds(option) if not items or lost.intersection(items)]
    if not weak:
        return None
    text = _("An item behind this was withdrawn, or its author may no longer read it. Choose other items: %(parts)s.")
    name = "safeguards_rest_on_evidence_that_can_be_read"
    return Finding(name, "missing", option.measure, text % {"parts": "; ".join(weak)})


def _grounds(option: Option) -> list[tuple[Part, list[str]]]:
    """Return where an option names items, and which; nowhere in a record that was saved before evidence was asked."""
    return [
        (part, record.get(part.name, "").split())
        for name, record in option.records.items()
        for part in SAFEGUARDS[name].asked(record)
        if part.kind == "evidence" and stem_of(SAFEGUARDS[name], part) in option.written
    ]


def every_pillar_is_considered(options: Iterable[Option]) -> list[Finding]:
    """Ask for an option or a reasoned rejection in each pillar; no order among them."""
    seen = {option.pillar for option in options}
    text = _("Nothing was considered in this pillar: an option, or a rejection with its reason.")
    empty = [each for each in PILLARS if each not in seen]
    return [Finding(f"every_pillar_is_considered:{each}", "missing", "", text, each) for each in empty]


def no_new_measure_is_always_there(text: str, reasons: Iterable[str] = ()) -> list[Finding]:
    """Ask what doing nothing new is expected to cost, in words that no option gives as its own reason."""
    problem = problem_of_reason(text, reasons, fewest=FEW)
    if not problem:
        return []
    say = _('"No new measure" is always an option: say what it is expected to cost.')
    return [Finding("no_new_measure_is_always_there", "missing", "", problem if text.strip() else say)]


EACH: tuple[Callable[[Option], Finding | None], ...] = (
    force_needs_the_council,
    a_measure_of_the_council_says_how_its_authorization_stands,
    force_needs_the_precautionary_review,
    sanctions_need_a_civilian_harm_note,
    sanctions_need_a_humanitarian_exemption_note,
    help_to_forces_needs_due_diligence,
    a_proposal_names_owner_decider_due_date_indicator_and_exit,
    a_proposal_says_what_it_costs_and_risks,
    another_decider_than_the_catalogues_has_a_reason,
    safeguards_are_read_by_a_second_person,
)


def findings(
    options: list[Option],
    no_new_measure: str,
    *,
    state_is_alleged_perpetrator: bool,
    lost: frozenset[str] = frozenset(),
) -> list[Finding]:
    """Hold the current options of a paper to every rule; a rejected one is held to none, as its reason counts.

    ``lost`` are the references of the items that the paper cites and that can no longer be behind it.
    """
    proposed = [option for option in options if option.status == Option.Status.PROPOSED]
    said = [found for option in proposed for found in of_one(option, state_is_alleged_perpetrator, lost)]
    reasons = [text for each in options for text in (*reasons_in(each.records), each.reason, each.cost_or_risk)]
    cost = no_new_measure_is_always_there(no_new_measure, reasons)
    return [*said, *every_pillar_is_considered(options), *cost]


def of_one(option: Option, state_is_alleged_perpetrator: bool, lost: frozenset[str] = frozenset()) -> list[Finding]:
    """Hold one proposed option to every rule that speaks of options."""
    flagged = host_consent_is_flagged_when_the_state_is_the_alleged_perpetrator(option, state_is_alleged_perpetrator)
    rests = safeguards_rest_on_evidence_that_can_be_read(option, lost)
    said = [*(rule(option) for rule in EACH), flagged, rests]
    return [found._replace(pillar=option.pillar) for found in said if found is not None]


def asked_for(name: str, pillar: str, state_is_alleged_perpetrator: bool) -> list[Safeguard]:
    """Return the records that the rules ask of a measure in a pillar; the reason for another decider comes last.

    >>> [each.id for each in asked_for("ME094", "III", False)]
    ['authorization', 'review', 'cost', 'decider']
    """
    found = of_one(Option(measure=name, pillar=pillar), state_is_alleged_perpetrator)
    return [*(ANSWERS[each.rule] for each in found if each.rule in ANSWERS), DECIDER]
