"""From strings to values: a column is described once, and every cell that does not fit becomes an issue.

All checks are Polars expressions over the whole table. What is slow (blanks, spaces, decimal commas, words) is only
looked at in a column where the quick way left a cell unread.
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
from focalpoint.foresight.sources.thousands import thousands

RAW = "raw."
EARLIEST = dt.date(1800, 1, 1)
ISO, COMPACT, SPELLED = "%Y-%m-%d", "%Y%m%d", "%d %B %Y"
_EXAMPLES = {ISO: "2024-03-31", COMPACT: "20240331", SPELLED: "31 March 2024"}
_SHAPES = {
    ISO: r"^\d{4}-\d\d-\d\d(?:[ T].*)?$",
    COMPACT: r"^\d{8}$",
    SPELLED: r"^\d{1,2} [A-Za-z]+ \d{4}$",
}
_DAY_FIRST = r"^\s*\d{1,2}[./-]\d{1,2}[./-]\d{4}\b"
_EXPORT_DATES = (
    "Day and month can be mistaken for one another, so these rows were left out. Export dates as year-month-day: in a"
    " spreadsheet give the column the format yyyy-mm-dd and save it as CSV again; in R use format(date, '%Y-%m-%d')."
)
_DECIMAL_COMMA = r"^\s*[+-]?\d+,\d+\s*$"
_LARGEST_EXACT = 2**53
_CORRECT = "Correct the cell, or leave it empty if the figure is not known."


@dataclass(frozen=True)
class Context:
    """What a reader knows about the table: the file's name is for messages, never evidence."""

    file: str
    member: str
    source: Source
    layout: Layout
    known_at: dt.date | None = None
    headerless: bool = False


class Typed(NamedTuple):
    """What a reader gives back; ``source_id`` only when the content belongs to another card of the same reader.

    ``deaths_aside`` is how many deaths at least are in the rows that were left out.
    """

    frame: pl.DataFrame
    issues: pl.DataFrame
    release: str | None = None
    source_id: str | None = None
    deaths_aside: int = 0


ReadTable = Callable[[pl.DataFrame, Context], Typed]


@dataclass(frozen=True)
class Check:
    """One thing that may be wrong with a row: ``wrong`` is true where it is (values by name, strings as ``raw.name``).

    An error drops the row; a warning or note keeps it. ``clear`` is one cheap value for the whole column, true only if
    no row can be wrong: the rows are not looked at then. ``once`` gives one issue for all rows, at the first of them.
    """

    code: str
    column: str
    wrong: pl.Expr
    expected: str
    todo: str
    severity: Severity = "error"
    clear: pl.Expr | None = None
    once: bool = False


@dataclass(frozen=True)
class Column:
    """A column of the result.

    ``raw`` is the file's column and ``value`` what to make of a cell. ``quick`` reads well-formed cells only, as null
    otherwise: where it leaves none unread, ``value`` and the checks ``unread`` are not looked at. ``trusted`` is the
    value to give in the end, without what a warning made doubtful.
    """

    name: str
    raw: str
    value: pl.Expr
    checks: tuple[Check, ...] = ()
    quick: pl.Expr | None = None
    unread: tuple[Check, ...] = ()
    trusted: pl.Expr | None = None


def raw(name: str) -> pl.Expr:
    """Return a cell as it came, for the checks of a reader."""
    return pl.col(RAW + name)


def text(name: str, *, raw: str | None = None, required: bool = False) -> Column:
    """Describe a column of text."""
    raw = raw or name
    stripped = pl.col(RAW + raw).str.strip_chars()
    value = pl.when(stripped != "").then(stripped)
    return Column(name, raw, value, _required(raw, "some text", required), stripped)


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

    ``1,200``, ``1.200`` and ``1 200`` are read as thousands, with a note: each group has three digits. Where every cell
    of the column has a point, it is a decimal point.

    A cell outside ``low`` to ``high`` gets the code ``negative`` when it is below zero where zero is the least, else
    ``out-of-range``. With severity "warning" a bad cell becomes null and the row is kept.
    """
    raw = raw or name
    given = pl.col(RAW + raw)
    real = _real(given)
    exact = pl.when((real == real.round(0)) & (real.abs() < _LARGEST_EXACT)).then(real).cast(pl.Int64)
    value = pl.coalesce(given.str.strip_chars().cast(pl.Int64, strict=False), thousands(given), exact)
    expected = "a whole number" + _between(low, high)
    checks, trusted = _range(name, raw, expected, low, high, severity, negative)
    checks = _required(raw, expected, required) + checks
    unread = (*_not_a_number(name, raw, expected, severity), _noted_thousands(name, raw))
    return Column(name, raw, value, checks, given.cast(pl.Int64, strict=False), unread, trusted)


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
    value = _real(pl.col(RAW + raw))
    expected = "a number" + _between(low, high)
    checks, trusted = _range(name, raw, expected, low, high, severity, negative)
    checks = _required(raw, expected, required) + checks
    return Column(name, raw, value, checks, value, _not_a_number(name, raw, expected, severity), trusted)


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
    given, value = pl.col(RAW + raw), pl.col(name)
    patient = pl.coalesce([_date(given.str.strip_chars(), form) for form in formats])
    expected = "a date like " + " or ".join(_EXAMPLES[form] for form in formats)
    checks = list(_required(raw, expected, required))
    checks += [Check("out-of-range", raw, value < EARLIEST, f"a date after {EARLIEST}", "Correct the year.", severity)]
    if known_at is not None:
        ahead = f"a date up to {known_at.isoformat()}, the day the file was known"
        checks += [Check("date-in-future", raw, value > known_at, ahead, "Correct the year, or wait.", severity)]
    day_first = given.str.contains(_DAY_FIRST)
    unread = (
        Check("day-first-date", raw, _left(name, raw) & day_first, expected, _EXPORT_DATES, severity, once=True),
        Check("not-a-date", raw, _left(name, raw) & ~day_first, expected, _CORRECT, severity),
    )
    return Column(name, raw, patient, tuple(checks), _plain_date(given, formats[0]), unread)


def choice(name: str, options: Mapping[str, str | int], *, raw: str | None = None, required: bool = True) -> Column:
    """Describe a column that holds one of a few codes, turned into the values of ``options``."""
    raw = raw or name
    given = pl.col(RAW + raw)
    plain = given.str.strip_chars().str.strip_suffix(".0")
    expected = "one of " + ", ".join(options)
    todo = "Look the code up in the producer's codebook and correct it."
    unread = Check("unknown-code", raw, _left(name, raw), expected, todo)
    quick, value = (one.replace_strict(dict(options), default=None) for one in (given, plain))
    return Column(name, raw, value, _required(raw, expected, required), quick, (unread,))


def unique(raw: str, *, what: str = "row") -> Check:
    """Describe a key that may not come twice: the first row is kept."""
    key = pl.col(RAW + raw)
    number = key.cast(pl.Int64, strict=False)
    return Check(
        f"duplicate-{what}",
        raw,
        key.is_not_null() & ~key.is_first_distinct(),
        f"every {raw} once",
        "The first row was kept; delete the one that is wrong.",
        clear=(number.null_count() == 0) & (number.n_unique() == pl.len()),
    )


def typed(
    raw: pl.DataFrame, columns: Sequence[Column], context: Context | None = None, checks: Sequence[Check] = ()
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
    >>> kept, found = typed(raw, [whole("best", low=0)])
    >>> kept.rows(), found.select("line", "column", "code").rows()
    ([(2, 4)], [(3, 'best', 'negative-number')])
    """
    given = dict.fromkeys(column.raw for column in columns)
    absent = [pl.lit(None, pl.String).alias(RAW + name) for name in given if name not in raw.columns]
    strings = raw.select(LINE, *[pl.col(name).alias(RAW + name) for name in raw.columns if name != LINE], *absent)
    values, wrong = _values(strings, columns)
    every = [*wrong, *(check for column in columns for check in column.checks), *checks]
    kept, found = screen(values, every)
    return kept.select(LINE, *[_trusted(column) for column in columns]), found


def screen(values: pl.DataFrame, checks: Sequence[Check]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows that no check of severity "error" flags, and an issues table of all that was flagged."""
    checks = _doubtful(values, checks)
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


def _doubtful(values: pl.DataFrame, checks: Sequence[Check]) -> Sequence[Check]:
    """Return the checks that one look at the whole column does not settle."""
    settled = values.select(
        check.clear.alias(str(place)) for place, check in enumerate(checks) if check.clear is not None
    )
    return [
        check for place, check in enumerate(checks) if str(place) not in settled.columns or not settled[0, str(place)]
    ]


def _values(strings: pl.DataFrame, columns: Sequence[Column]) -> tuple[pl.DataFrame, list[Check]]:
    """Read every column quickly, and again with patience where a cell was left unread; give the checks that need it."""
    hasty = [column for column in columns if column.quick is not None]
    values = strings.with_columns(c.quick.alias(c.name) for c in hasty if c.quick is not None)
    left = values.select(_hasty(column.name, column.raw, values.schema).any().alias(column.name) for column in hasty)
    read = {name for name, unread in zip(left.columns, left.row(0) if hasty else (), strict=True) if not unread}
    again = [column for column in columns if column.name not in read]
    if again:
        cells = pl.col([RAW + raw for raw in dict.fromkeys(column.raw for column in again)])
        values = values.with_columns(pl.when(cells.str.strip_chars() != "").then(cells))
        values = values.with_columns(column.value.alias(column.name) for column in again)
    return values, [check for column in again for check in column.unread]


def _hasty(name: str, raw: str, schema: pl.Schema) -> pl.Expr:
    """Return where the quick way left a cell unread, or took one of nothing but spaces for text."""
    blank = pl.col(name) == "" if schema[name] == pl.String else pl.lit(False)
    return _left(name, raw) | blank


def _left(name: str, raw: str) -> pl.Expr:
    """Return where a cell holds something that was not read."""
    return pl.col(RAW + raw).is_not_null() & pl.col(name).is_null()


def _trusted(column: Column) -> pl.Expr:
    return (pl.col(column.name) if column.trusted is None else column.trusted).alias(column.name)


def _required(raw: str, expected: str, required: bool) -> tuple[Check, ...]:
    if not required:
        return ()
    return (Check("missing-value", raw, pl.col(RAW + raw).is_null(), expected, "Fill in the cell or delete the row."),)


def _not_a_number(name: str, raw: str, expected: str, severity: Severity) -> tuple[Check, ...]:
    wrong, comma = _left(name, raw), pl.col(RAW + raw).str.contains(_DECIMAL_COMMA)
    point = "Write decimals with a point, not a comma."
    return (
        Check("decimal-comma", raw, wrong & comma, expected, point, severity),
        Check("not-a-number", raw, wrong & ~comma, expected, _CORRECT, severity),
    )


def _noted_thousands(name: str, raw: str) -> Check:
    read = thousands(pl.col(RAW + raw)).is_not_null() & pl.col(name).is_not_null()
    expected = "plain digits; thousands that are set apart were read as such, 1,200 as 1200"
    return Check("thousands-read", raw, read, expected, "Look whether that is meant.", "note", once=True)


def _explain(rows: pl.DataFrame, check: Check) -> pl.DataFrame:
    value = pl.col(RAW + check.column) if RAW + check.column in rows.columns else pl.lit(None)
    if check.once and rows.height > 1:
        count, rows = rows.height, rows.head(1)
        value = value.cast(pl.String) + f" and {count - 1} more like it"
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


def _range(
    name: str,
    raw: str,
    expected: str,
    low: float | None,
    high: float | None,
    severity: Severity,
    negative: str,
) -> tuple[tuple[Check, ...], pl.Expr]:
    value = pl.col(name)
    checks = []
    if low is not None:
        code, todo = ("out-of-range", _CORRECT)
        if low == 0:
            code, todo = negative, "Correct the figure; it cannot be below zero."
        checks.append(Check(code, raw, value < low, expected, todo, severity))
    if high is not None:
        checks.append(Check("out-of-range", raw, value > high, expected, _CORRECT, severity))
    if severity == "error" or not checks:
        return tuple(checks), value
    return tuple(checks), pl.when(~pl.any_horizontal(check.wrong for check in checks)).then(value)


def _date(given: pl.Expr, form: str) -> pl.Expr:
    """Read a date that is written exactly so: Polars alone would take ``2024-2-3`` and a date cut short."""
    day = given.str.slice(0, 10) if form == ISO else given
    return pl.when(given.str.contains(_SHAPES[form])).then(day).str.to_date(form, strict=False)


def _plain_date(given: pl.Expr, form: str) -> pl.Expr:
    """Read a date by its length, which is quicker than by its shape and leaves odd ones to ``_date``."""
    if form != ISO:
        return _date(given, form)
    length, behind = given.str.len_bytes(), given.str.slice(10, 1)
    exact = (length == len("2024-03-31")) | ((length >= len("2024-03-31 00:00:00")) & behind.is_in([" ", "T"]))
    return pl.when(exact).then(given.str.slice(0, 10)).str.to_date(form, strict=False)


def _real(given: pl.Expr) -> pl.Expr:
    """Read a number; the words nan and inf, which Polars would take, are no figures."""
    parsed = given.str.strip_chars().cast(pl.Float64, strict=False)
    return pl.when(parsed.is_finite()).then(parsed)


def _between(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f" from {low:g} to {high:g}"
    if low is not None:
        return f" of at least {low:g}"
    return f" of at most {high:g}" if high is not None else ""
