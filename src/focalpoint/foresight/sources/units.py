"""Which State of the watch list a row is about: by the producer's code and the year, never silently."""

import datetime as dt
from typing import Literal, NamedTuple

import polars as pl

from focalpoint.foresight.sources import issues
from focalpoint.foresight.sources.grid import LINE
from focalpoint.reference import countries

Scheme = Literal["iso3", "iso2", "m49", "gw", "cow", "views", "name"]
_KEY, _YEAR, _PAIR = "_code", "_year", "_pair"
_SPAN = 1 << 16


class Found(NamedTuple):
    """What a code means in a year: a State, or why not."""

    iso3: str | None
    problem: str | None = None
    why: str | None = None


def locate(
    rows: pl.DataFrame, scheme: Scheme, code: str, year: str | pl.Expr, *, column: str | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add ``iso3``, the current code of the State that a row is about.

    Parameters
    ----------
    rows : with ``_line``, the column ``code`` and a year (its name, or an expression).
    scheme : which code it is; "name" for names in words.
    column : the file's own name of the column, for messages.

    Returns
    -------
    The rows with iso3, and issues. A unit that is not on the watch list keeps its rows with iso3 null and gives one
    note for all its rows; so does an unknown code, as a warning. A State that did not exist in that year is an
    error for each row, and the row is left out. A year counts as a whole: a State is there in the year it begins and in
    the year it ends.

    Examples
    --------
    >>> rows = pl.DataFrame({"_line": [2, 3, 4], "gw": ["365", "347", "265"], "year": [1990, 2010, 2001]})
    >>> kept, found = locate(rows, "gw", "gw", "year")
    >>> kept["iso3"].to_list(), found["code"].to_list()
    (['RUS', None], ['country-not-on-date', 'not-on-watch-list'])
    """
    column = column or code
    keyed = rows.with_columns(
        pl.col(code).cast(pl.String).str.strip_chars().alias(_KEY),
        (pl.col(year) if isinstance(year, str) else year).cast(pl.Int32).alias(_YEAR),
    )
    numbered = keyed.with_columns(_numbers())
    pairs = numbered.group_by(_PAIR).agg(pl.col(_KEY, _YEAR).first()).sort(_PAIR)
    found = [resolve(scheme, key, when) for key, when in pairs.select(_KEY, _YEAR).iter_rows()]
    iso3 = pl.Series("iso3", [one.iso3 for one in found], pl.String)
    place = pairs[_PAIR].search_sorted(numbered[_PAIR])
    located = keyed.with_columns(iso3.gather(place))
    if all(one.problem is None for one in found):
        return located.drop(_KEY, _YEAR), issues.table()
    joined = located.with_columns(
        pl.Series("_problem", [one.problem for one in found], pl.String).gather(place),
        pl.Series("_why", [one.why for one in found], pl.String).gather(place),
    )
    late = pl.col("_problem").eq_missing("country-not-on-date")
    kept = joined.filter(~late).drop(_KEY, _YEAR, "_problem", "_why")
    return kept, pl.concat([_each(joined.filter(late), column), _once(joined.filter(~late), column)])


def locate_or_name(
    rows: pl.DataFrame, scheme: Scheme, code: str, name: str, year: str | pl.Expr, *, column: str | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add ``iso3`` by the code, or by the State's name where the code is empty; rows come back in their order.

    Parameters
    ----------
    rows, scheme, code, year, column : as for :func:`locate`.
    name : the column with the State's name in words.

    Returns
    -------
    The rows with iso3, and issues; one of them says in how many rows the name was used.

    Examples
    --------
    >>> rows = pl.DataFrame({"_line": [2, 3], "gw": ["432", None], "country": ["Mali", "Ivory Coast"]})
    >>> kept, found = locate_or_name(rows, "gw", "gw", "country", pl.lit(2020))
    >>> kept["iso3"].to_list(), found["code"].to_list()
    (['MLI', 'CIV'], ['name-used'])
    """
    by_name = pl.col(code).is_null() & pl.col(name).is_not_null()
    unnamed = rows.filter(by_name)
    if unnamed.is_empty():
        return locate(rows, scheme, code, year, column=column)
    coded, of_codes = locate(rows.filter(~by_name), scheme, code, year, column=column)
    named, of_names = locate(unnamed, "name", name, year)
    used = issues.table([_name_used(unnamed, column or code, name)])
    return pl.concat([coded, named]).sort(LINE), pl.concat([of_codes, used, of_names])


def _name_used(rows: pl.DataFrame, column: str, name: str) -> dict[str, object]:
    return {
        "line": rows[LINE].min(),
        "column": column,
        "code": "name-used",
        "severity": "note",
        "value": f"empty in {rows.height} rows",
        "expected": f"the producer's code of the State; the name in {name} was used",
        "todo": "Look whether the names stand for the States that you expect.",
    }


def _numbers() -> pl.Expr:
    """Number each pair of code and year with one integer, which is much faster to look up than the pair."""
    code = pl.col(_KEY).cast(pl.Categorical).to_physical().cast(pl.Int64)
    return ((code.fill_null(-1) + 1) * _SPAN + pl.col(_YEAR).fill_null(_SPAN - 1)).alias(_PAIR)


def resolve(scheme: Scheme, code: str | None, year: int | None) -> Found:
    """Say which State a code means at some day of a year.

    Examples
    --------
    >>> resolve("gw", "345", 1992).iso3, resolve("name", "Burma", 2024).iso3
    ('SRB', 'MMR')
    """
    if code is None:
        return Found(None, "no-country", "the code or name of a State")
    days = [None] if year is None else [dt.date(year, month, 28) for month in (12, 9, 6, 3, 1)]
    for day in days:
        if state := _state(scheme, code, day):
            return Found(state.iso3)
    for day in days:
        if unit := _unlisted(scheme, code, day):
            return Found(None, "not-on-watch-list", f"a State of the watch list; this is {unit.name}: {unit.reason}")
    if other := _state(scheme, code, None) or _unlisted(scheme, code, None):
        return Found(None, "country-not-on-date", f"a State that existed in {year}; the code means {other.name}")
    return Found(None, "unknown-country", "a code or name of a State of the watch list")


def _state(scheme: Scheme, code: str, day: dt.date | None) -> countries.State | None:
    return countries.find_name(code, day) if scheme == "name" else countries.find(scheme, code, day)


def _unlisted(scheme: Scheme, code: str, day: dt.date | None) -> countries.Unlisted | None:
    return countries.unlisted_name(code, day) if scheme == "name" else countries.unlisted(scheme, code, day)


def _each(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    return issues.table(
        {
            "line": row[LINE],
            "column": column,
            "code": "country-not-on-date",
            "severity": "error",
            "value": f"{row[_KEY]} in {row[_YEAR]}",
            "expected": row["_why"],
            "todo": "Use the code of the State that was there then; the row was left out.",
        }
        for row in rows.iter_rows(named=True)
    )


def _once(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """Give one issue a unit, at its first line, so that a long file does not repeat itself."""
    units = (
        rows.filter(pl.col("_problem").is_not_null())
        .group_by(_KEY, "_problem", maintain_order=True)
        .agg(pl.col(LINE).min(), pl.col("_why").first(), rows=pl.len())
    )
    return issues.table(
        {
            "line": unit[LINE],
            "column": column,
            "code": unit["_problem"],
            "severity": "warning" if unit["_problem"] == "unknown-country" else "note",
            "value": f"{unit[_KEY] or ''} ({unit['rows']} rows)",
            "expected": unit["_why"],
            "todo": "The rows are kept without a State and count for none.",
        }
        for unit in units.iter_rows(named=True)
    )
