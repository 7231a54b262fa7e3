"""Tables as files: CSV and XLSX with the same cells; text that a spreadsheet would run as a formula is disarmed."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from focalpoint.desk.watch.asked import Filter
from focalpoint.desk.watch.beside import Beside
from focalpoint.desk.watch.models import Release
from focalpoint.desk.watch.ranking import Row
from focalpoint.desk.watch.sentences import months
from focalpoint.desk.watch.tablerows import situation_word
from focalpoint.reference.calendar import month_label

Cell = str | int | float | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The columns of a release's tables, in the order of their files: a database need not keep it, and no page loads Polars.
COLUMNS = {
    "scores": ["section", "unit", "year", "window", "threshold", "model", "metric", "value", "low", "high", "n"],
    "evenhand": [
        "unit",
        "severity_low",
        "severity_best",
        "severity_high",
        "severity_rank_low",
        "severity_rank",
        "severity_rank_high",
        "attention_assembly",
        "attention_assembly_rank",
        "attention_media",
        "attention_media_rank",
        "gap_low",
        "gap_high",
        "observability",
    ],
}
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|")


@dataclass(frozen=True)
class Table:
    """Heads, rows, and the lines that say where the figures come from."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    sources: Sequence[str]


def disarmed(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs: a quote before text that begins like a formula; numbers stay numbers.

    >>> disarmed("=1+1"), disarmed("–"), disarmed(-3)
    ("'=1+1", '–', -3)
    """
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_DANGEROUS):
        return "'" + cell
    return cell


def source_lines(release: Release) -> list[str]:
    """Return release, sources, licences and the sentence on use."""
    return [
        _("Release %(id)s; data to %(month)s; known on %(day)s; killings known as of %(killings)s")
        % {
            "id": release.id,
            "month": month_label(release.origin),
            "day": release.known_at,
            "killings": release.killings_known_at,
        },
        _("Sources: %(sources)s") % {"sources": release.source_line},
        _("Licences: %(licences)s") % {"licences": release.licences},
        _("A score orders the reading queue; it decides nothing."),
    ]


def watch_table(rows: Sequence[Row], shown: Filter, release: Release, known: Beside) -> Table:
    """Return the ranking as it is shown: same filter, same order, same columns."""
    period = months(release.origin + 1, release.origin + shown.window)
    question = _("at least %(threshold)s civilians killed, %(period)s") % {
        "threshold": f"{shown.threshold:,}",
        "period": period,
    }
    heads = [
        *(_("Rank"), "ISO3", _("State"), f"{_('Chance, %')}: {question}", _("90 % interval"), _("In words")),
        *(_("Multiple of the base rate"), _("Change since the last release, points"), _("Killed, 12 months, low")),
        *(_("Killed, 12 months, best"), _("Killed, 12 months, high"), _("Killed by month, 60 months")),
        *(_("Known, %"), _("Situation"), _("Note")),
    ]
    marked = [str(each.value) for each in known.marking(row.iso3 for row in rows).values()]
    below = [*marked, question, *source_lines(release)]
    return Table(heads, [_watch_cells(row, len(known.at(row.iso3))) for row in rows], below)


def _watch_cells(row: Row, situations: int) -> list[Cell]:
    word = str(row.band.word) if row.band else _("cannot tell")
    known = _("cannot tell") if row.known is None else row.known
    killed = (None if each is None else round(each) for each in (row.killed_low, row.killed_best, row.killed_high))
    return [
        *(row.rank, row.iso3, _(row.name), row.percent, row.interval, word, row.multiple, row.change),
        *(*killed, row.recent, known, situation_word(situations), _(row.note) if row.note else ""),
    ]


def csv_response(name: str, table: Table) -> HttpResponse:
    """Send a table as UTF-8 CSV, its source lines below it."""
    text = io.StringIO()
    writer = csv.writer(text)
    below = [[], *([line] for line in table.sources)]
    for row in (table.heads, *table.rows, *below):
        writer.writerow([disarmed(cell) for cell in row])
    return _attached("\ufeff" + text.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")


def xlsx_response(name: str, table: Table) -> HttpResponse:
    """Send a table as XLSX, its source lines below it."""
    import xlsxwriter  # loaded when somebody asks for a workbook

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Focalpoint")
    sheet.freeze_panes(1, 0)
    lines: list[Sequence[Cell]] = [table.heads, *table.rows, [], *([line] for line in table.sources)]
    for down, row in enumerate(lines):
        for across, cell in enumerate(row):
            _write(sheet, down, across, disarmed(cell))
    book.close()
    return _attached(out.getvalue(), XLSX, f"{name}.xlsx")


def _write(sheet: Any, down: int, across: int, cell: Cell) -> None:
    if isinstance(cell, str):
        sheet.write_string(down, across, cell)
    elif cell is not None:
        sheet.write_number(down, across, cell)


def _attached(content: str | bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
