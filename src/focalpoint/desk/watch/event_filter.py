"""Which events a reader asks for: months, kind and area, read from the address."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import BadRequest
from django.http import QueryDict

from focalpoint.desk.watch.state_events import KINDS

LONGEST_AREA = 120


@dataclass(frozen=True)
class EventChoice:
    """What is shown; an empty part asks for everything."""

    first: int | None = None
    last: int | None = None
    kind: str = ""
    area: str | None = None
    release: str = ""

    def query(self) -> str:
        """Return the query of a link to the same choice."""
        return urlencode({key: value for key, value in asdict(self).items() if value not in (None, "")})


class ChoiceForm(forms.Form):
    """The parts of the address; each may be left out."""

    first = forms.IntegerField(min_value=1, max_value=2400, required=False)
    last = forms.IntegerField(min_value=1, max_value=2400, required=False)
    kind = forms.ChoiceField(choices=[("", ""), *((each, each) for each in KINDS)], required=False)
    area = forms.CharField(max_length=LONGEST_AREA, required=False)
    release = forms.RegexField(r"^r-\d{4}-\d{2}-[0-9a-f]{8}$", required=False)


def read_choice(query: QueryDict) -> EventChoice:
    """Read what a reader asks for; an address that asks for something else is refused.

    Raises
    ------
    BadRequest
        Naming the part that is wrong.
    """
    form = ChoiceForm(query)
    if not form.is_valid():
        raise BadRequest(f"The list of events does not know this: {', '.join(sorted(form.errors))}.")
    asked = form.cleaned_data
    # An area that is asked for by an empty name is the one that the source does not name.
    return EventChoice(
        first=asked["first"],
        last=asked["last"],
        kind=asked["kind"],
        area=asked["area"] if query.get("area") or query.get("unnamed") else None,
        release=asked["release"],
    )


def selected(rows: Sequence[dict[str, Any]], choice: EventChoice) -> list[dict[str, Any]]:
    """Return the rows of the events that a choice asks for, in their order."""
    return [row for row in rows if _is_asked(row, choice)]


def _is_asked(row: dict[str, Any], choice: EventChoice) -> bool:
    month, area = row["month"], row.get("area") or ""
    within = (choice.first is None or month >= choice.first) and (choice.last is None or month <= choice.last)
    return within and choice.kind in ("", row.get("kind")) and choice.area in (None, area)


def months_of(rows: Sequence[dict[str, Any]]) -> list[int]:
    """Return the months that have events, newest first."""
    return sorted({row["month"] for row in rows}, reverse=True)


def kinds_of(rows: Sequence[dict[str, Any]]) -> list[tuple[str, object]]:
    """Return the kinds that occur, with their names."""
    there = {row.get("kind") for row in rows}
    return [(kind, name) for kind, name in KINDS.items() if kind in there]
