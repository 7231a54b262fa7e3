"""What is lost with the rows that a reader leaves out."""

import polars as pl

from focalpoint.foresight.sources.grid import LINE
from focalpoint.foresight.sources.thousands import thousands


def deaths_aside(raw: pl.DataFrame, kept: pl.Series, key: str, *names: str) -> int:
    """Return how many deaths at least are in the rows that were left out.

    Parameters
    ----------
    raw : the cells as they came, and ``_line``.
    kept : the lines that were kept.
    key : the column that names a row. A row whose key is among those kept came twice and is no loss.
    names : columns of deaths; the first of them that can be read counts.

    Examples
    --------
    >>> raw = pl.DataFrame({"_line": [2, 3, 4], "id": ["1", "2", "1"], "best": ["x", "5", "1"], "low": ["7", "1", "1"]})
    >>> deaths_aside(raw, pl.Series([4]), "id", "best", "low")
    5
    """
    is_kept = pl.col(LINE).is_in(kept.implode())
    left = raw.filter(~is_kept)
    if left.is_empty():
        return 0
    left = left.join(raw.filter(is_kept).select(key), on=key, how="anti")
    cells = [pl.col(name).cast(pl.String) for name in names if name in raw.columns]
    read = [one for cell in cells for one in (cell.str.strip_chars().cast(pl.Float64, strict=False), thousands(cell))]
    return int(left.select(pl.coalesce(read).fill_nan(0).clip(0).sum()).item() or 0)
