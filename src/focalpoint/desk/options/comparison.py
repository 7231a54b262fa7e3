"""The proposals of a paper next to each other, one row a question, with "no new measure" as the last of them."""

from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoint.desk.options.columns import Column, Shown
from focalpoint.desk.options.models import Option, Paper
from focalpoint.desk.options.precedents import Tally


class Row(NamedTuple):
    """One question with the answer of each option, in the order of the options."""

    label: str
    cells: list[tuple[str, Any]]  # the option's name, which a narrow page shows before the answer


class Comparison(NamedTuple):
    """What is compared: the names of the options, the rows in words, and what came of each measure before."""

    names: list[str]
    rows: list[Row]
    outcomes: list[tuple[str, list[Tally]]]


def compare(paper: Paper, columns: list[Column]) -> Comparison:
    """Set the proposals next to each other; the order says nothing about weight."""
    shown = [each for column in columns for each in column.options if each.option.status == Option.Status.PROPOSED]
    names = [*(each.measure.entry.name for each in shown), _("No new measure")]
    answers = [_answers(each) for each in shown]
    last = {_("Cost or risk"): paper.no_new_measure}
    labels = list(answers[0]) if answers else list(last)
    rows = [
        Row(label, list(zip(names, [*(each[label] for each in answers), last.get(label, "")], strict=True)))
        for label in labels
    ]
    outcomes = [(each.measure.entry.name, each.measure.outcomes) for each in shown]
    return Comparison(names, rows, [*outcomes, (names[-1], [])])


def _cost(shown: Shown) -> str:
    """Return what a proposal says of its cost and risk; where it says nothing, the risks that the catalogue names."""
    said = "; ".join(f"{line.label}: {line.text}" for line in shown.costs)
    return said or shown.option.cost_or_risk or "; ".join(shown.measure.entry.risks)


def _answers(shown: Shown) -> dict[str, Any]:
    """Answer each question for a proposal."""
    option, measure = shown.option, shown.measure
    said = [str(each.text) for each in (*shown.struck, *shown.flags, *shown.missing)]
    return {
        _("Pillar"): Option.Pillar(option.pillar).label,
        _("Owner"): option.owner,
        _("Decider"): option.decider,
        _("Legal basis"): option.legal_basis or measure.entry.charter_or_legal_basis,
        _("Consent"): measure.consent,
        _("Authorization"): measure.authorization,
        _("Time to effect"): measure.time,
        _("Due"): date_format(option.due_on) if option.due_on else "",
        _("Exit or review"): date_format(option.exit_or_review_on) if option.exit_or_review_on else "",
        _("Indicator to watch"): option.indicator,
        _("Cost or risk"): _cost(shown),
        _("Evidence of effect"): measure.effect,
        _("What the rules say"): " ".join(said),
    }
