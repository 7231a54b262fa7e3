"""The issues table: every row or column that a reader could not take unchanged, and what to do about it."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

import polars as pl

Severity = Literal["error", "warning", "note"]
SCHEMA: dict[str, type[pl.DataType]] = {
    "file": pl.String,
    "member": pl.String,
    "line": pl.Int64,
    "column": pl.String,
    "code": pl.String,
    "severity": pl.String,
    "value": pl.String,
    "expected": pl.String,
    "todo": pl.String,
}
LONGEST_VALUE = 120
TOO_FEW_ROWS = "too-few-rows"
SAID_ONCE = ("thousands-read", "day-first-date")  # one cause for a whole file, whatever the number of its columns
_FORMULA_STARTS = ("=", "@", "+", "-", "\t", "\r")


def table(rows: Iterable[Mapping[str, object]] = ()) -> pl.DataFrame:
    """Return an issues table of the rows given; keys that are absent are null.

    Examples
    --------
    >>> table([{"line": 3, "column": "best", "code": "negative-deaths", "severity": "error"}]).height
    1
    """
    return pl.DataFrame([{name: row.get(name) for name in SCHEMA} for row in rows], schema=SCHEMA)


def merge(tables: Iterable[pl.DataFrame], *, file: str, member: str) -> pl.DataFrame:
    """Return one table sorted by line, with file and member filled in and long values cut short."""
    again = pl.col("code").is_in(SAID_ONCE).fill_null(value=False) & ~pl.col("code").is_first_distinct()
    return (
        pl.concat([table(), *tables])
        .filter(~again)
        .with_columns(
            file=pl.lit(file),
            member=pl.lit(member),
            value=pl.col("value").str.slice(0, LONGEST_VALUE),
        )
        .sort("line", "column", nulls_last=True, maintain_order=True)
    )


def gravest_first(issues: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that were left out first, then the doubtful ones, then what is only noted; else in their order.

    Examples
    --------
    >>> gravest_first(table([{"line": 1, "severity": "note"}, {"line": 9, "severity": "error"}]))["line"].to_list()
    [9, 1]
    """
    rank = pl.col("severity").replace_strict({"error": 0, "warning": 1, "note": 2}, return_dtype=pl.Int8)
    return issues.sort(rank, maintain_order=True)


def sentence(issue: Mapping[str, object]) -> str:
    """Say one issue in words: where, what was found, what was expected, what to do.

    Examples
    --------
    >>> sentence({"file": "a.csv", "line": 3, "column": "best", "value": "-4",
    ...           "expected": "a whole number of at least 0", "todo": "Correct the figure."})
    'a.csv, line 3, column best: found "-4", expected a whole number of at least 0. Correct the figure.'
    """
    member = issue.get("member")
    parts = [str(issue["file"]), member if member and member != issue["file"] else None]
    parts += [f"line {issue['line']}" if issue.get("line") is not None else None]
    parts += [f"column {issue['column']}" if issue.get("column") else None]
    where = ", ".join(str(part) for part in parts if part)
    found = f'found "{issue["value"]}", ' if issue.get("value") is not None else ""
    return f"{where}: {found}expected {str(issue['expected']).rstrip('.')}. {issue['todo']}"


def write_csv(issues: pl.DataFrame, path: Path) -> Path:
    """Write an issues table where a spreadsheet can open it; no cell can be run as a formula.

    Parameters
    ----------
    issues : columns of ``SCHEMA``.
    path : file to write, UTF-8 with a byte-order mark so that spreadsheets show names rightly.

    Returns
    -------
    The path written.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(SCHEMA)
        writer.writerows([_inert(cell) for cell in row] for row in issues.select(list(SCHEMA)).iter_rows())
    return path


def _inert(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return "'" + cell
    return cell
