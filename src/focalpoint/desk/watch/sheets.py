"""Tables as files: CSV and XLSX. Numbers remain numbers; text that a spreadsheet would run as a formula is disarmed."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from focalpoint.desk.watch.models import Release
from focalpoint.desk.web.files import CSV, XLSX, File
from focalpoint.reference.calendar import month_label

Cell = str | int | float | None
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
_WIDEST = 60


@dataclass(frozen=True)
class Table:
    """Heads, rows, and the lines that say where the figures come from."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    sources: Sequence[str]


@dataclass(frozen=True)
class Column:
    """A column: its name, the same in every language, what it means, and its unit."""

    name: str
    meaning: str | Promise
    unit: str | Promise = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, or one CSV file."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]

    @property
    def heads(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]


def disarmed(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs: a quote before text that begins like a formula; numbers remain numbers.

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


def csv_file(name: str, table: Table) -> File:
    """Return a table as UTF-8 CSV, its source lines below it."""
    below = [[], *([line] for line in table.sources)]
    return _csv(name, [table.heads, *table.rows, *below])


def rows_csv(name: str, sheet: Sheet) -> File:
    """Return a sheet as UTF-8 CSV: one line of heads, then rows and nothing else, as programs read it."""
    return _csv(name, [sheet.heads, *sheet.rows])


def _csv(name: str, lines: Sequence[Sequence[Cell]]) -> File:
    text = io.StringIO()
    writer = csv.writer(text)
    for row in lines:
        writer.writerow([disarmed(cell) for cell in row])
    return File(f"{name}.csv", CSV, ("\ufeff" + text.getvalue()).encode())


def workbook(name: str, found: Sequence[Sheet]) -> File:
    """Return sheets as one XLSX file: heads that are frozen and can be filtered, columns as wide as what they hold."""
    import xlsxwriter  # slow to load, and needed for a workbook only

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True})
    for each in found:
        page = book.add_worksheet(each.name)
        page.freeze_panes(1, 0)
        if each.rows:
            page.autofilter(0, 0, len(each.rows), len(each.columns) - 1)
        for across, text in enumerate(each.heads):
            page.write_string(0, across, text, head)
            page.set_column(across, across, _width([text, *(row[across] for row in each.rows[:200])]))
        for down, row in enumerate(each.rows, start=1):
            for across, cell in enumerate(row):
                _write(page, down, across, disarmed(cell))
    book.close()
    return File(f"{name}.xlsx", XLSX, out.getvalue())


def _width(cells: Sequence[Cell]) -> int:
    return min(max(len(str(cell)) for cell in cells if cell is not None) + 2, _WIDEST)


def _write(sheet: Any, down: int, across: int, cell: Cell) -> None:
    if isinstance(cell, str):
        if cell:
            sheet.write_string(down, across, cell)
    elif cell is not None:
        sheet.write_number(down, across, cell)
