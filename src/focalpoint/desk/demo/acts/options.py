"""Options: considered, read by a second person, withdrawn."""

from typing import Any

from focalpoint.desk.demo.walk import Actor, Walk, there
from focalpoint.desk.options import actions
from focalpoint.desk.options.models import Option
from focalpoint.desk.options.rules import measure


def consider(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Consider measures, on a paper that is started with the first."""
    if walk.paper is None:
        walk.paper = actions.start(assessment=there(walk.assessment), **actor.signed)
    paper = walk.paper
    for given in map(dict, more["options"]):
        entry = measure(given["measure"])
        known = {"decider": entry.decided_by, "legal_basis": entry.charter_or_legal_basis} if given.get("owner") else {}
        records = _resting(walk, given.pop("records", {}))
        if cost := given.pop("cost", None):
            records["cost"] = dict(zip(("acting", "not_acting", "main_risk"), cost, strict=True))
        option = Option(paper=paper, records=records, **(known | walk.dated(given)))
        actions.consider(option=option, revision=paper.revision, **actor.signed)
    actions.save_no_new_measure(paper=paper, text=more["no_new_measure"], revision=paper.revision, **actor.signed)


def read_safeguards(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Confirm that a second person has read the safeguards of an option."""
    option = there(walk.paper).options.current().get(measure=more["measure"], pillar=more["pillar"])
    actions.confirm_reading(option=option, shown=option.pk, **actor.signed)


def withdraw_option(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Withdraw a proposal with its reason."""
    paper = there(walk.paper)
    option = paper.options.current().get(measure=more["measure"], pillar=more["pillar"])
    actions.withdraw(option=option, reason=more["reason"], revision=paper.revision, **actor.signed)


def _resting(walk: Walk, records: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return records with the items that were filed from the facts which a script names as their evidence."""
    return {
        name: {
            part: " ".join(walk.items[fact].ref for fact in text.split()) if part.endswith("_on") else text
            for part, text in given.items()
        }
        for name, given in records.items()
    }
