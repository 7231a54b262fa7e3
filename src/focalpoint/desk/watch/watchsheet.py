"""Watch as a file: the States that are shown with numbers as numbers, their months, a code book, and licences.

The heads are the same in every language, view and filter, so that a program that reads one file reads them all. What is
not known is an empty cell, and a column says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.rule import highest
from focalpoint.desk.watch import queries
from focalpoint.desk.watch.choices import choices
from focalpoint.desk.watch.onset_ranking import Outlook
from focalpoint.desk.watch.ranking import AHEAD, Row
from focalpoint.desk.watch.sheets import Cell, Column, Sheet
from focalpoint.desk.watch.watchpage import Asked
from focalpoint.reference.calendar import month_label

KNOWN, CANNOT_TELL = "known", "cannot tell"
SHARE, PEOPLE = _later("share, 0 to 1"), _later("people")
NAMED = (
    Column("iso3", _later("code of the State (ISO 3166-1)")),
    Column("state", _later("name of the State in the reader's language")),
)
STATES = (
    Column("rank", _later("place in the world by chance; empty where the chance is not known")),
    *NAMED,
    Column("region", _later("region of the United Nations' geoscheme (M49)")),
    Column("part", _later("part of the region (M49)")),
    Column("status", _later("known, or cannot tell: then the figures are empty and not zero")),
    Column("threshold", _later("how many civilians killed the chance is for, at least"), PEOPLE),
    Column("first_month", _later("first month the chance is for"), "YYYY-MM"),
    Column("last_month", _later("last month the chance is for"), "YYYY-MM"),
    Column("chance", _later("chance that at least so many civilians are killed in these months"), SHARE),
    Column("chance_low", _later("lower end of the 90 % interval of the chance"), SHARE),
    Column("chance_high", _later("upper end of the 90 % interval of the chance"), SHARE),
    Column("base_rate", _later("how often it happened to a State in as many months of the last ten years"), SHARE),
    Column("times_base_rate", _later("chance divided by base rate")),
    Column("whole_chance", _later("chance for the whole twelve months after the data of this release"), SHARE),
    Column("before_chance", _later("chance for the whole twelve months after the data of the release before"), SHARE),
    Column("change", _later("whole_chance less before_chance"), SHARE),
    Column("killed_low", _later("civilians recorded killed in the last twelve months of data, low estimate"), PEOPLE),
    Column("killed", _later("civilians recorded killed in the last twelve months of data, best estimate"), PEOPLE),
    Column("killed_high", _later("civilians recorded killed in the last twelve months of data, high estimate"), PEOPLE),
    Column("killed_basis", _later("what these rest on: final, candidate (will change), estimate, spread")),
    Column("observability", _later("how far a low count may be trusted"), SHARE),
    Column("onset_chance", _later("chance that deliberate killing begins; empty where it is under way"), SHARE),
    Column("onset_low", _later("lower end of the 90 % interval of onset_chance"), SHARE),
    Column("onset_high", _later("upper end of the 90 % interval of onset_chance"), SHARE),
    Column("onset_base_rate", _later("how often it began where it was not under way"), SHARE),
    Column("onset_first_year", _later("first calendar year of onset_chance"), _later("year")),
    Column("onset_last_year", _later("last calendar year of onset_chance"), _later("year")),
    Column("note", _later("what else the record of this State includes")),
    Column("release", _later("release that says so")),
    Column("licences", _later("licences of the sources; the sheet Sources says of which")),
    Column("marking", _later("who may have this file (Traffic Light Protocol 2.0)")),
)
SITUATIONS = Column("situations", _later("open situations that the reader may see"))
MONTHS = (
    *NAMED,
    Column("month", _later("month of the record"), "YYYY-MM"),
    Column("low", _later("civilians recorded killed, low estimate"), PEOPLE),
    Column("killed", _later("civilians recorded killed, best estimate"), PEOPLE),
    Column("high", _later("civilians recorded killed, high estimate"), PEOPLE),
    Column("one_sided", _later("of them in one-sided violence, best estimate"), PEOPLE),
    Column("status", _later("recorded, zero, missing (no file covers it) or unknown: the last two have no figure")),
    Column("basis", _later("final, candidate (will change), estimate, spread; empty where it is not known")),
)
CODEBOOK = (
    Column("sheet", _later("sheet of this workbook")),
    Column("column", _later("column of that sheet")),
    Column("meaning", _later("what a cell of it says")),
    Column("unit", _later("its unit")),
)
SOURCES = (
    Column("what", _later("source, or a fact of this file")),
    Column("edition", _later("edition of the source")),
    Column("known_as_of", _later("day from which the edition was known"), "YYYY-MM-DD"),
    Column("licence", _later("licence of the source")),
    Column("citation", _later("how to cite it")),
    Column("url", _later("where it is published")),
)


@dataclass(frozen=True)
class Book:
    """The sheets of a file, the table of States first, and the States in it."""

    sheets: Sequence[Sheet]
    states: Sequence[str]


def book(asked: Asked) -> Book:
    """Return Watch as sheets, for the States that are shown, in their order."""
    shown: Sequence[Row | Outlook] = asked.beginning if asked.shown.view == AHEAD else asked.rows
    states = [row.iso3 for row in shown]
    may_read = asked.known.may_read
    columns = [*STATES, SITUATIONS] if may_read else list(STATES)
    table = Sheet("States", columns, _states(asked, states))
    sheets = [table, Sheet("Months", MONTHS, _months(asked, states))]
    book_of = [("States", columns), ("Months", MONTHS), ("Sources", SOURCES)]
    rows = [[name, one.name, str(one.meaning), str(one.unit)] for name, found in book_of for one in found]
    sheets += [Sheet("Codebook", CODEBOOK, rows), Sheet("Sources", SOURCES, _sources(asked, states))]
    return Book(sheets, states)


def marking(asked: Asked, states: Sequence[str]) -> str:
    """Return who may have the file: the strictest of the situations it counts, or what the page is marked."""
    least = Tlp.CLEAR if asked.followed is None else Tlp.GREEN
    return str(highest(least, *(each.tlp for each in asked.known.of(states))).value)


def _states(asked: Asked, states: Sequence[str]) -> list[list[Cell]]:
    rows = {row.iso3: row for row in asked.world}
    begins = {row.iso3: row for row in asked.outlooks}
    tail = [asked.release.id, asked.release.licences, marking(asked, states)]
    lines = []
    for iso3 in states:
        line = [*_chances(rows[iso3], asked), *_record(rows[iso3]), *_onset(begins[iso3]), rows[iso3].note, *tail]
        lines.append([*line, len(asked.known.at(iso3))] if asked.known.may_read else line)
    return lines


def _chances(row: Row, asked: Asked) -> list[Cell]:
    which: list[Cell] = [row.rank, row.iso3, _(row.name), _(row.region), _(row.subregion)]
    status = CANNOT_TELL if row.value is None else KNOWN
    question: list[Cell] = [asked.shown.threshold, month_label(asked.span.first), month_label(asked.span.last)]
    figures = (row.value, row.low, row.high, row.base_rate, row.times, row.whole, row.before, row.exact_change)
    return [*which, status, *question, *map(_exact, figures)]


def _record(row: Row) -> list[Cell]:
    killed = (None if each is None else round(each) for each in (row.killed_low, row.killed_best, row.killed_high))
    return [*killed, ", ".join(sorted(row.basis)), _exact(row.observability)]


def _onset(row: Outlook) -> list[Cell]:
    figures: list[Cell] = [_exact(each) for each in (row.value, row.low, row.high, row.base_rate)]
    years: list[Cell] = [None, None] if row.value is None else list(row.years)
    return figures + years


def _exact(value: float | None) -> float | None:
    """Return a figure with six decimals: more than any of them is known to.

    >>> _exact(0.0042957043), _exact(None)
    (0.004296, None)
    """
    return None if value is None else round(value, 6)


def _months(asked: Asked, states: Sequence[str]) -> list[list[Cell]]:
    names = {row.iso3: _(row.name) for row in asked.world}
    found = queries.histories(user=asked.user, release=asked.release, states=states)
    last = choices().months_of_spark_line
    return [[iso3, names[iso3], *_month(row)] for iso3 in states for row in found.get(iso3, [])[-last:]]


def _month(row: dict[str, Any]) -> list[Cell]:
    figures = [row["low"], row["best"], row["high"], row.get("one_sided")]
    return [month_label(row["month"]), *map(_whole, figures), row["status"], row.get("basis")]


def _whole(value: float | None) -> float | int | None:
    """Return a count as a whole number where it is one; an estimate keeps a decimal."""
    return value if value is None or value % 1 else int(value)


def _sources(asked: Asked, states: Sequence[str]) -> list[list[Cell]]:
    release, shown = asked.release, asked.shown
    manifest = queries.documents(user=asked.user, release=release, kinds=["manifest"]).get("manifest") or {}
    question = _("chance of at least %(threshold)s civilians killed, %(months)s") % {
        "threshold": f"{shown.threshold:,}",
        "months": asked.span.name,
    }
    facts = [
        *((_("marking"), marking(asked, states)), (_("question"), question), (_("release"), release.id)),
        *((_("content hash"), release.content), (_("data to"), month_label(release.origin))),
        (_("use"), _("A score orders the reading queue; it decides nothing.")),
    ]
    lines: list[list[Cell]] = [[str(what), None, None, None, str(said), None] for what, said in facts]
    return lines + [
        [one["source"], one["release"], one["known_at"], one["licence"], one["citation"], one["url"]]
        for one in manifest.get("inputs", [])
    ]
