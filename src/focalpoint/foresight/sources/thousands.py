"""Numbers whose thousands are set apart, as spreadsheets write them: 1,200 and 1.200 and 1 200."""

import polars as pl

_GROUPED = r"^\s*[+-]?[1-9]\d{0,2}(?:(?:,\d{3})+|(?:\.\d{3})+|(?:[ \u00a0\u202f'’]\d{3})+)\s*$"


def thousands(given: pl.Expr) -> pl.Expr:
    """Read a column's numbers whose thousands are set apart; null for any other cell.

    Every group has three digits. A point sets thousands apart where all points of the column do, and some figure of the
    column does without: where every cell has one, it is a decimal point.

    Examples
    --------
    >>> cells = pl.DataFrame({"best": ["12", "1.200", "1,200", "1 200", "9,5"]})
    >>> cells.select(thousands(pl.col("best")))["best"].to_list()
    [None, 1200, 1200, 1200, None]
    >>> pl.DataFrame({"best": ["5.000", "12.000"]}).select(thousands(pl.col("best")))["best"].to_list()
    [None, None]
    """
    pointed = given.str.contains(".", literal=True)
    grouped = given.str.contains(_GROUPED)
    points = (grouped | ~pointed).all() & (given.is_not_null() & ~pointed).any()
    digits = given.str.replace_all(r"[^\d+-]", "").cast(pl.Int64, strict=False)
    return pl.when(grouped & (~pointed | points)).then(digits)
