"""The four choices of the principal, with the form of each and of a further copy."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.decisions.forms import AlsoForm, DecideForm, SendForm, TransmitForm, WayForm
from focalpoint.desk.decisions.models import SENDS, Decision, Submission
from focalpoint.desk.decisions.transmission import bodies
from focalpoint.desk.decisions.transmission.copy import Route
from focalpoint.desk.decisions.transmission.drafts import Draft
from focalpoint.desk.decisions.transmission.rules import QUIET, is_asked_why_not_others
from focalpoint.desk.options.models import Option

CHOICE = Decision.Choice
CHOICES = {
    CHOICE.ACT: {"button": _("Act"), "says": _("choose the body, form and date"), "date": _("Answer asked for by")},
    CHOICE.REFER: {"button": _("Refer"), "says": _("to another body to decide"), "date": _("Answer asked for by")},
    CHOICE.WATCH: {"button": _("Watch until"), "says": _("a date, then look again"), "date": _("Watch until")},
    CHOICE.REFUSE: {"button": _("Refuse"), "says": _("with the reason"), "date": _("Takes effect on")},
}
SomeForm = TypeVar("SomeForm", SendForm, AlsoForm, TransmitForm)
FURTHER = "further"  # in the place of a choice: a further copy under a decision that was taken
FURTHER_WORDS = {"value": FURTHER, "button": _("Send to another body")}


def decide_form(
    found: Submission, choice: str, chosen: Sequence[str], *, on: dt.date, data: Any = None, draft: Draft | None = None
) -> DecideForm | None:
    """Return the form of a choice; None while a decision that leaves the office has no body yet.

    Parameters
    ----------
    chosen : the bodies that it goes to; the form is that of the last one, with those of the others together with it.
    draft : of the message to the last body, to begin from.
    """
    if choice not in CHOICES:
        return None
    initial = {"revision": found.revision, **(dataclasses.asdict(draft) if draft else {})}
    form = _several(found, chosen, data, initial, on) if choice in SENDS else DecideForm(data, initial=initial)
    if form is not None:
        form.dated(CHOICES[CHOICE(choice)]["date"], on)
    return form


def transmit_form(
    found: Submission, body: str, *, on: dt.date, data: Any = None, draft: Draft | None = None
) -> TransmitForm | None:
    """Return the form of a further copy; None while it has no body yet."""
    form = _send_form(TransmitForm, found, body, data, dataclasses.asdict(draft) if draft else {})
    if form is not None:
        form.dated(CHOICES[CHOICE.ACT]["date"], on)
    return form


def _several(
    found: Submission, chosen: Sequence[str], data: Any, initial: dict[str, Any], on: dt.date
) -> SendForm | None:
    """Return the form of one body with those of the others together with it; None where one of them is not known."""
    *others, body = list(dict.fromkeys(chosen)) or [""]
    form = _send_form(SendForm, found, body, data, {**initial, "also": others})
    together = [_send_form(AlsoForm, found, each, data, {}) for each in others]
    if form is None or None in together:
        return None
    form.together = [each for each in together if each]
    for each in form.together:
        each.dated(CHOICES[CHOICE.ACT]["date"], on)
    form.fields["others"].required = is_asked_why_not_others(found, set(chosen), on)
    return form


def route_of(given: dict[str, Any]) -> Route | None:
    """Return the way that a form describes; None when no body was named."""
    if not given["body"]:
        return None
    names = ("body", "asked", "entry_point", "conveyor", "legal_basis", "form")
    texts: dict[str, Any] = {name: given.get(name) or "" for name in names}
    more = {"options": tuple(given.get("options", ())), "reserved": given.get("reserved", "")}
    more |= {"tlp": given.get("marking", ""), "addressee": given.get("addressee", "")}
    more |= {"obligations": given.get("obligations", ""), "alone": given.get("alone", False)}
    more |= {"quiet": {part: str(given.get(part) or "") for part in QUIET}}
    return Route(**texts, answer_due_on=given["on"], **more)


def also_of(form: DecideForm) -> tuple[Route, ...]:
    """Return the ways to the other bodies of a decision."""
    found = [route_of(each.cleaned_data) for each in form.together] if isinstance(form, WayForm) else []
    return tuple(each for each in found if each)


def _send_form(
    form_class: type[SomeForm], found: Submission, body: str, data: Any, initial: dict[str, Any]
) -> SomeForm | None:
    """Return a form with the body's entry points and the paper's proposals to choose from."""
    way = bodies.ways().get(body)
    if way is None:
        return None
    tlp = found.assessment.situation.tlp
    given = {**initial, "body": body, "legal_basis": way.body.trigger[:300], "marking": tlp}
    form = form_class(data, initial=given)
    proposed = [each for each in found.paper.options.all() if each.status == Option.Status.PROPOSED]
    form.offer(way, proposed, tlp)
    return form
