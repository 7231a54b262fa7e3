"""From strings to values: a column is described once, and every cell that does not fit becomes an issue.

All checks are Polars expressions over the whole table; words are made only for the cells that failed.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from focalpoint.foresight.sources import issues
from focalpoint.foresight.sources.grid import LINE
from focalpoint.foresight.sources.issues import Severity
from focalpoint.foresight.sources.source import Layout, Source

RAW = "raw."
EARLIEST = dt.date(1800, 1, 1)
ISO, COMPACT, SPELLED = "%Y-%m-%d", "%Y%m%d", "%d %B %Y"
_EXAMPLES = {ISO: "2024-03-31", COMPACT: "20240331", SPELLED: "31 March 2024"}
_DECIMAL_COMMA = r"^\s*[+-]?\d+,\d+\s*$"


@dataclass(frozen=True)
class Context:
    """What a reader is told about the table: never the file's name as evidence, only for messages."""

    file: str
    member: str
    source: Source
    layout: Layout
    known_at: dt.date | None = None
    headerless: bool = False


class Typed(NamedTuple):
    """What a reader gives back; ``source_id`` only when the content belongs to another card of the same reader.

    ``rows_taken`` is the number of the file's rows that are in the frame, where it is not the height of the frame.
    """

    frame: pl.DataFrame
    issues: pl.DataFrame
    release: str | None = None
    source_id: str | None = None
    rows_taken: int | None = None


ReadTable = Callable[[pl.DataFrame, Context], Typed]


@dataclass(frozen=True)
class Check:
    """One thing that may be wrong with a row: ``wrong`` is true where it is (values by name, strings as ``raw.name``).

    An error drops the row; a warning or note keeps it.
    """

    code: str
    column: str
    wrong: pl.Expr
    expected: str
    todo: str
    severity: Severity = "error"


@dataclass(frozen=True)
class Column:
    """A column of the result: the raw column it is from, its value, and what may be wrong with a cell."""

    name: str
    raw: str
    value: pl.Expr
    checks: tuple[Check, ...]


def text(name: str, *, raw: str | None = None, required: bool = False) -> Column:
    """Describe a column of text."""
    raw = raw or name
    value = pl.col(RAW + raw).str.strip_chars()
    return Column(name, raw, value, _required(raw, "some text") if required else ())


def whole(
    name: str,
    *,
    raw: str | None = None,
    required: bool = False,
    low: int | None = None,
    high: int | None = None,
    severity: Severity = "error",
    negative: str = "negative-number",
) -> Column:
    """Describe a column of whole numbers; ``34.0`` is one, ``34.5`` and ``34,0`` are not.

    A cell outside ``low`` to ``high`` gets the code ``negative`` when it is below zero where zero is the least, else
    ``out-of-range``. With severity "warning" a bad cell becomes null and the row is kept.
    """
    raw = raw or name
    given = pl.col(RAW + raw)
    plain = given.str.strip_chars().str.strip_suffix(".0")
    value = pl.coalesce(plain.cast(pl.Int64, strict=False), _whole_float(given))
    expected = "a whole number" + _between(low, high)
    return _numeric(name, raw, value, pl.Int64, expected, (low, high), required, severity, negative)


def number(
    name: str,
    *,
    raw: str | None = None,
    required: bool = False,
    low: float | None = None,
    high: float | None = None,
    severity: Severity = "error",
    negative: str = "negative-number",
) -> Column:
    """Describe a column of numbers with a decimal point."""
    raw = raw or name
    value = _float(pl.col(RAW + raw))
    return _numeric(
        name, raw, value, pl.Float64, "a number" + _between(low, high), (low, high), required, severity, negative
    )


def day(
    name: str,
    *,
    raw: str | None = None,
    required: bool = False,
    formats: Sequence[str] = (ISO,),
    known_at: dt.date | None = None,
    severity: Severity = "error",
) -> Column:
    """Describe a column of dates; a time behind an ISO date is left out; ``known_at`` is the last day allowed."""
    raw = raw or name
    given = pl.col(RAW + raw).str.strip_chars()
    parsed = [
        (given.str.slice(0, 10) if form == ISO else given).str.to_date(form, strict=False, exact=True)
        for form in formats
    ]
    value = pl.coalesce(parsed)
    expected = "a date like " + " or ".join(_EXAMPLES[form] for form in formats)
    return Column(name, raw, value, _date_checks(raw, value, expected, required, known_at, severity))


def choice(name: str, options: Mapping[str, object], *, raw: str | None = None, required: bool = True) -> Column:
    """Describe a column that holds one of a few codes, turned into the values of ``options``."""
    raw = raw or name
    given = pl.col(RAW + raw).str.strip_chars().str.strip_suffix(".0")
    value = given.replace_strict(dict(options), default=None)
    expected = "one of " + ", ".join(options)
    wrong = pl.col(RAW + raw).is_not_null() & ~given.is_in(list(options))
    check = Check("unknown-code", raw, wrong, expected, "Look the code up in the producer's codebook and correct it.")
    return Column(name, raw, value, (*(_required(raw, expected) if required else ()), check))


def unique(raw: str, *, what: str = "row") -> Check:
    """Describe a key that may not come twice: the first row is kept."""
    key = pl.col(RAW + raw).str.strip_chars()
    return Check(
        f"duplicate-{what}",
        raw,
        key.is_not_null() & ~key.is_first_distinct(),
        f"every {raw} once",
        "The first row was kept; delete the one that is wrong.",
    )


def typed(
    raw: pl.DataFrame, columns: Sequence[Column], context: Context, checks: Sequence[Check] = ()
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Turn strings into values.

    Parameters
    ----------
    raw : strings and ``_line``; columns that the file does not have are taken as null.
    columns : what to make of them. checks : further checks over the values.

    Returns
    -------
    The rows without an error (``_line`` and the columns' names) and the issues table.

    Examples
    --------
    >>> raw = pl.DataFrame({"_line": [2, 3], "best": ["4", "-1"]})
    >>> kept, found = typed(raw, [whole("best", low=0)], context=None)
    >>> kept.rows(), found.select("line", "column", "code").rows()
    ([(2, 4)], [(3, 'best', 'negative-number')])
    """
    given = {column.raw for column in columns}
    absent = [pl.lit(None, pl.String).alias(RAW + name) for name in given if name not in raw.columns]
    strings = raw.select(LINE, *[pl.col(name).alias(RAW + name) for name in raw.columns if name != LINE], *absent)
    values = strings.with_columns(column.value.alias(column.name) for column in columns)
    every = [check for column in columns for check in column.checks] + list(checks)
    kept, found = screen(values, every)
    return kept.select(LINE, *[column.name for column in columns]), found


def screen(values: pl.DataFrame, checks: Sequence[Check]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows that no check of severity "error" flags, and an issues table of all that was flagged."""
    if not checks:
        return values, issues.table()
    flags = values.select(check.wrong.fill_null(False).alias(str(place)) for place, check in enumerate(checks))
    failed = [place for place, hits in enumerate(flags.sum().row(0)) if hits]
    if not failed:
        return values, issues.table()
    found = [_explain(values.filter(flags[str(place)]), checks[place]) for place in failed]
    fatal = [flags[str(place)] for place in failed if checks[place].severity == "error"]
    kept = values.filter(~pl.any_horizontal(fatal)) if fatal else values
    return kept, pl.concat(found)


def _explain(rows: pl.DataFrame, check: Check) -> pl.DataFrame:
    value = pl.col(RAW + check.column) if RAW + check.column in rows.columns else pl.lit(None)
    return rows.select(
        file=pl.lit(None, pl.String),
        member=pl.lit(None, pl.String),
        line=pl.col(LINE),
        column=pl.lit(check.column),
        code=pl.lit(check.code),
        severity=pl.lit(check.severity),
        value=value.cast(pl.String),
        expected=pl.lit(check.expected),
        todo=pl.lit(check.todo),
    )


def _numeric(
    name: str,
    raw: str,
    value: pl.Expr,
    kind: type[pl.DataType],
    expected: str,
    bounds: tuple[float | None, float | None],
    required: bool,
    severity: Severity,
    negative: str,
) -> Column:
    given = pl.col(RAW + raw)
    comma = given.str.contains(_DECIMAL_COMMA)
    unread = given.is_not_null() & value.is_null()
    low, high = bounds
    below = value < low if low is not None else pl.lit(False)
    above = value > high if high is not None else pl.lit(False)
    minus = (value < 0) if low is not None and low >= 0 else pl.lit(False)
    fix = "Correct the cell, or leave it empty if the figure is not known."
    checks = (
        *(_required(raw, expected) if required else ()),
        Check("decimal-comma", raw, unread & comma, expected, "Write decimals with a point, not a comma.", severity),
        Check("not-a-number", raw, unread & ~comma, expected, fix, severity),
        Check(negative, raw, minus, expected, "Correct the figure; it cannot be below zero.", severity),
        Check("out-of-range", raw, (below & ~minus) | above, expected, fix, severity),
    )
    if severity != "error":
        value = pl.when(~(below | above).fill_null(False)).then(value)
    return Column(name, raw, value.cast(kind), checks)


def _date_checks(
    raw: str, value: pl.Expr, expected: str, required: bool, known_at: dt.date | None, severity: Severity
) -> tuple[Check, ...]:
    unread = pl.col(RAW + raw).is_not_null() & (value.is_null() | (value < EARLIEST))
    checks = [Check("not-a-date", raw, unread, expected, "Write the date in that form.", severity)]
    if required:
        checks += _required(raw, expected)
    if known_at is not None:
        ahead = f"a date up to {known_at.isoformat()}, the day the file was known"
        checks += [Check("date-in-future", raw, value > known_at, ahead, "Check the year, or wait.", severity)]
    return tuple(checks)


def _required(raw: str, expected: str) -> tuple[Check, ...]:
    return (Check("missing-value", raw, pl.col(RAW + raw).is_null(), expected, "Fill in the cell or delete the row."),)


def _float(given: pl.Expr) -> pl.Expr:
    """Read a number; the words nan and inf, which Polars would take, are no figures."""
    parsed = given.str.strip_chars().cast(pl.Float64, strict=False)
    return pl.when(parsed.is_finite()).then(parsed)


def _whole_float(given: pl.Expr) -> pl.Expr:
    parsed = _float(given)
    return pl.when((parsed == parsed.round(0)) & (parsed.abs() < 2**53)).then(parsed).cast(pl.Int64, strict=False)


def _between(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f" from {low:g} to {high:g}"
    if low is not None:
        return f" of at least {low:g}"
    return f" of at most {high:g}" if high is not None else ""
