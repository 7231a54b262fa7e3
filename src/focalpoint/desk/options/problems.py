"""What is wrong with a record of a safeguard, part by part: whether it says anything, not whether it is right."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.design.substance import problem_of_name, problem_of_reason
from focalpoint.desk.options.resolutions import problem_of_symbol, year_of
from focalpoint.desk.options.safeguards import AUTHORIZATION, AUTHORIZERS, Part, Record, Safeguard


def problems(safeguard: Safeguard, record: Record, others: Sequence[str] = ()) -> dict[str, str | Promise]:
    """Return what is wrong with a record, by part; ``others`` are reasons elsewhere that none may copy.

    A record that does not hold its evidence part was made before evidence was asked.
    """
    found: dict[str, str | Promise] = {}
    reasons = [*others]
    for part in safeguard.asked(record):
        answer = record.get(part.name, "").strip()
        if part.kind == "evidence" and part.name not in record:
            continue
        if problem := _problem(part, answer, reasons):
            found[part.name] = problem
        if part.kind == "reason" and answer:
            reasons.append(answer)
    return found or _at_odds(safeguard, record)


def _problem(part: Part, answer: str, reasons: Sequence[str]) -> str | Promise:
    match part.kind:
        case "choice" | "evidence" | "body":
            return _problem_of_choice(part, answer)
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


def _problem_of_choice(part: Part, answer: str) -> str | Promise:
    if part.kind == "evidence":
        return "" if answer else _("Choose the items that this rests on.")
    if part.kind == "body":
        return "" if answer in AUTHORIZERS else _("Choose a body.")
    return "" if answer in dict(part.choices) else _("Choose one.")


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
