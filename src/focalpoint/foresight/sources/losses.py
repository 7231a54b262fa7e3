"""What is lost with the rows that a reader leaves out."""

import polars as pl

from focalpoint.foresight.sources import columns as c
from focalpoint.foresight.sources.columns import Check
from focalpoint.foresight.sources.grid import LINE
from focalpoint.foresight.sources.thousands import thousands

REPEATED, OTHER = "duplicate-id", "other-figures"
KEPT = "The first row was kept and the deaths of this one were left out; delete the one that is wrong."


def repeats(raw: str, *figures: str) -> list[Check]:
    """Describe an id that may not come twice, and one that comes with other figures than the first time.

    Parameters
    ----------
    raw : the column of ids. figures : columns of the result that say what happened.
    """
    once, key = c.unique(raw, what="id"), c.raw(raw)
    differ = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).first().over(key)) for name in figures)
    other = Check(OTHER, raw, once.wrong & differ, f"one event for each {raw}", KEPT, clear=once.clear)
    return [once, other]


def deaths_aside(raw: pl.DataFrame, kept: pl.Series, found: pl.DataFrame, *names: str) -> int:
    """Return how many deaths at least are in the rows that were left out.

    Parameters
    ----------
    raw : the cells as they came, and ``_line``.
    kept : the lines that were kept.
    found : the issues. A row that only repeats an earlier one, as :func:`repeats` has it, is no loss.
    names : columns of deaths; the first of them that can be read counts.

    Examples
    --------
    >>> raw = pl.DataFrame({"_line": [2, 3, 4, 5], "best": ["x", "5", "1", "1"], "low": ["7", "1", "1", "1"]})
    >>> found = pl.DataFrame({"line": [3, 3, 5], "code": ["duplicate-id", "other-figures", "duplicate-id"]})
    >>> deaths_aside(raw, pl.Series([4]), found, "best", "low")
    12
    """
    said = {code: found.filter(pl.col("code") == code)["line"] for code in (REPEATED, OTHER)}
    same = said[REPEATED].filter(~said[REPEATED].is_in(said[OTHER].implode()))
    left = raw.filter(~pl.col(LINE).is_in(kept.implode()) & ~pl.col(LINE).is_in(same.implode()))
    cells = [pl.col(name).cast(pl.String) for name in names if name in raw.columns]
    read = [one for cell in cells for one in (cell.str.strip_chars().cast(pl.Float64, strict=False), thousands(cell))]
    return int(left.select(pl.coalesce(read).fill_nan(0).clip(0).sum()).item() or 0)
