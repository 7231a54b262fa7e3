"""What a table of the challenge layout may not contain, each with the cases it concerns and what to do."""

from collections.abc import Sequence

import polars as pl

from focalpoint.reference.calendar import month_label
from focalpoint.reference.errors import FocalpointError

SHOWN = 8


class UnknownLayout(FocalpointError):
    """A file without the columns of the challenge layout."""


class BadValue(FocalpointError):
    """A cell that is empty, not a number or a negative number of deaths."""


class DuplicateDraws(FocalpointError):
    """The same draw of the same unit and month twice."""


class UnequalDraws(FocalpointError):
    """Cases with different numbers of draws."""


class CasesDiffer(FocalpointError):
    """Months or units in one of the two files alone."""


def refuse_bad_values(name: str, table: pl.DataFrame) -> None:
    """Refuse empty or unreadable cells and negative outcomes.

    >>> refuse_bad_values("a.csv", pl.DataFrame({"month_id": [457], "country_id": [1], "outcome": [0.0]}))
    """
    unit = table.columns[1]
    unreadable = table.filter(pl.any_horizontal(pl.all().is_null()) | ~pl.col("outcome").is_finite())
    if len(unreadable):
        raise BadValue(
            f"{name}: {len(unreadable)} rows have an empty or unreadable cell, the first in {_case(unreadable, unit)}.",
            todo="Fill in whole numbers for month, unit and draw, and a number of deaths for the outcome.",
        )
    negative = table.filter(pl.col("outcome") < 0)
    if len(negative):
        raise BadValue(
            f"{name}: {len(negative)} outcomes are negative, the first in {_case(negative, unit)}.",
            todo="Deaths are 0 or more; undo the logarithm or cut the draws at 0.",
        )


def refuse_duplicates(name: str, table: pl.DataFrame) -> None:
    """Refuse the same case, or the same draw of a case, twice.

    >>> refuse_duplicates("a.csv", pl.DataFrame({"month_id": [457], "country_id": [1], "outcome": [0.0]}))
    """
    keys = [column for column in table.columns if column != "outcome"]
    if table.select(keys).n_unique() < len(table):
        twice = table.filter(table.select(keys).is_duplicated())
        what = f"draw {twice['draw'][0]} of " if "draw" in keys else ""
        raise DuplicateDraws(
            f"{name}: {len(twice)} rows repeat a case, the first {what}{_case(twice, keys[1])}.",
            todo="Number the draws of each unit and month, each once." if what else "Keep one row for each case.",
        )


def refuse_unequal_draws(name: str, table: pl.DataFrame, expected: int) -> int:
    """Return the number of draws every case has; ``expected`` is that of the months before, 0 if there is none.

    >>> refuse_unequal_draws("a.csv", pl.DataFrame({"month_id": [457] * 2, "country_id": [1] * 2}), 0)
    2
    """
    unit = table.columns[1]
    counts = table.group_by("month_id", unit).len().sort("month_id", unit)
    usual = expected or int(counts["len"].mode().sort()[-1])
    odd = counts.filter(pl.col("len") != usual)
    if len(odd):
        raise UnequalDraws(
            f"{name}: most cases have {usual} draws, {len(odd)} have not, the first {_case(odd, unit)} "
            f"with {odd['len'][0]}.",
            todo="Give each unit and month the same number of draws.",
        )
    return usual


def refuse_other_cases(name: str, actual: str, forecasts: pl.DataFrame, actuals: pl.DataFrame) -> None:
    """Refuse months and units that only one of the two files has.

    >>> one = pl.DataFrame({"month_id": [457], "country_id": [1]})
    >>> refuse_other_cases("f.csv", "a.csv", one, one)
    """
    unit = actuals.columns[1]
    months = {name: set(forecasts["month_id"]), actual: set(actuals["month_id"])}
    for here, there in ((name, actual), (actual, name)):
        absent = sorted(month for month in months[there] - months[here] if month is not None)
        if absent:
            labels = _few([f"{month} ({month_label(month)})" for month in absent])
            raise CasesDiffer(
                f"{here} lacks {len(absent)} months that {there} has: {labels}.",
                todo="Give both files the same months.",
            )
    for here, there, rows, others in ((name, actual, forecasts, actuals), (actual, name, actuals, forecasts)):
        lacking = others.join(rows, on=["month_id", unit], how="anti").drop_nulls(["month_id", unit])
        if len(lacking):
            units = lacking[unit].unique().sort().to_list()
            raise CasesDiffer(
                f"{here} has no {'forecast' if here == name else 'actual'} for {len(lacking)} cases of {there}, "
                f"in {len(units)} units ({unit} {_few(units)}).",
                todo="Forecast every unit and month that is scored, and no other.",
            )


def _case(rows: pl.DataFrame, unit: str) -> str:
    return f"month_id {rows['month_id'][0]}, {unit} {rows[unit][0]}"


def _few(values: Sequence[object]) -> str:
    rest = len(values) - SHOWN
    return ", ".join(str(value) for value in values[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")
