"""The spark line of a row: sixty months in a width of 96, logarithmic, as one short path."""

import math
from collections.abc import Sequence

WIDTH, HEIGHT = 96, 20


def spark(values: Sequence[float | None]) -> str:
    """Return the path of a spark line; an unknown month leaves a gap, and nothing but zeros gives a flat line.

    >>> spark([0, 0, 0]), spark([None, None])
    ('M0 20H96', '')
    >>> spark([0, None, 9])
    'M0 20M96 1'
    """
    known = [value for value in values if value is not None]
    if not known:
        return ""
    if not any(known):
        return f"M0 {HEIGHT}H{WIDTH}"
    top = math.log1p(max(max(known), 9))
    step = WIDTH / max(len(values) - 1, 1)
    parts, pen = [], False
    for place, value in enumerate(values):
        if value is None:
            pen = False
            continue
        y = round(HEIGHT - (HEIGHT - 1) * math.log1p(value) / top)
        parts.append(f"{'L' if pen else 'M'}{place * step:.1f}".removesuffix(".0") + f" {y}")
        pen = True
    return _merged(parts)


def _merged(parts: list[str]) -> str:
    """Drop the points inside a level stretch: most months of most States are zero."""
    kept = [
        part
        for place, part in enumerate(parts)
        if part[0] == "M" or place in {0, len(parts) - 1} or not _level(parts[place - 1 : place + 2])
    ]
    return "".join(kept)


def _level(three: list[str]) -> bool:
    heights = {part.split(" ")[1] for part in three}
    return len(heights) == 1 and three[2][0] == "L"
