"""A record of a safeguard in words, with the evidence of each part, its author and its day."""

import datetime as dt
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoint.desk.options.safeguards import Record, Safeguard, Written, refs, stem_of
from focalpoint.desk.people.zones import office_day
from focalpoint.doctrine import catalogue


class Line(NamedTuple):
    """One part of a record in words, with the items it rests on, and who wrote it when, where that is known."""

    label: str
    text: str
    is_free: bool  # whether its author's own words are in it
    rests_on: tuple[str, ...] = ()
    by: str = ""
    at: dt.datetime | None = None

    @property
    def author(self) -> str:
        """Who wrote it, and on which day of the office."""
        said = {"name": self.by, "day": date_format(office_day(self.at)) if self.at else ""}
        return _("%(name)s, %(day)s") % said if self.by else ""


def lines_of(safeguard: Safeguard, record: Record) -> list[tuple[str, str]]:
    """Return the parts of a record with their answers in words, as every reader sees them."""
    return [(line.label, line.text) for line in statements(safeguard, record, {})]


def statements(safeguard: Safeguard, record: Record, written: Written) -> list[Line]:
    """Return the lines of a record; the reason of an answer is in one line with it."""
    asked = {part.name: part for part in safeguard.asked(record)}
    found = []
    for name, part in asked.items():
        if part.kind == "evidence" or (name.endswith("_why") and name.removesuffix("_why") in asked):
            continue
        answer = record.get(name, "")
        words = dict(part.choices).get(answer, catalogue().bodies.name(answer) if part.kind == "body" else answer)
        if why := record.get(f"{name}_why"):
            words = _("%(answer)s. %(why)s") % {"answer": words, "why": why}
        stem = stem_of(safeguard, part)
        author = written.get(stem, {})
        found.append(
            Line(
                label=str(part.label),
                text=str(words),
                is_free=part.kind in {"reason", "name"} or bool(why),
                rests_on=refs(record, stem),
                by=author.get("by", ""),
                at=dt.datetime.fromisoformat(author["at"]) if author else None,
            )
        )
    return found
