"""The chart of months: a bar a recorded month at its true height, then the forecast where its months differ."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from focalpoint.desk.design.scale import Scale, straight
from focalpoint.reference.calendar import month_of, year_of

WIDTH, HEIGHT = 760, 230
LEFT, RIGHT, TOP = 52, 12, 12
BASES = ("final", "candidate", "estimate", "spread")
Point = tuple[int, float | None]
Place = Callable[[int], float]


@dataclass(frozen=True)
class Recorded:
    """A month of history: best estimate, the range where it is known, and what it rests on."""

    month: int
    best: float | None
    low: float | None = None
    high: float | None = None
    basis: str = "final"


@dataclass(frozen=True)
class Ahead:
    """A month of the forecast: five quantiles and the benchmark's median."""

    month: int
    q05: float
    q25: float
    q50: float
    q75: float
    q95: float
    benchmark: float | None = None


def months_differ(ahead: Sequence[Ahead]) -> bool:
    """Whether a forecast differs between its months; one that does not is no picture.

    >>> flat = [Ahead(month, 0, 1, 2, 3, 4) for month in (1, 2)]
    >>> months_differ(flat), months_differ([*flat, Ahead(3, 0, 1, 2, 3, 5)])
    (False, True)
    """
    return len({(row.q05, row.q25, row.q50, row.q75, row.q95) for row in ahead}) > 1


def fan(history: Sequence[Recorded], ahead: Sequence[Ahead]) -> dict[str, object]:
    """Return the coordinates of a chart of months for ``design/fan.svg``.

    The scale is straight and begins at zero, on every page; its top is the highest figure shown.

    Parameters
    ----------
    history : months in order; a month without a best estimate leaves a gap.
    ahead : months in order; left out of the picture when its months do not differ.
    """
    shown_ahead = list(ahead) if months_differ(ahead) else []
    first, last = history[0].month, (shown_ahead[-1].month if shown_ahead else history[-1].month)
    shown = [row.best for row in history] + [row.high for row in history]
    shown += [row.q95 for row in shown_ahead] + [row.benchmark for row in shown_ahead]
    scale = straight([value for value in shown if value is not None], HEIGHT - TOP)
    step = (WIDTH - LEFT - RIGHT) / (last - first + 1)

    def x(month: int) -> float:
        return round(LEFT + (month - first + 0.5) * step, 1)

    return {
        "width": WIDTH,
        "height": HEIGHT + 26,
        "base": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "label_x": LEFT - 6,
        "top": TOP,
        "highest": max((row.best for row in history if row.best is not None), default=None),
        "ticks": [{"y": TOP + scale(tick), "text_y": TOP + scale(tick) + 4, "value": tick} for tick in scale.ticks()],
        "years": _years(first, last, x, step),
        "bars": _bars(history, x, scale, step),
        "whiskers": _whiskers(history, x, scale),
        "gaps": _gaps(history, x, step),
        "b90": _band([(row.month, row.q05, row.q95) for row in shown_ahead], x, scale, step),
        "b50": _band([(row.month, row.q25, row.q75) for row in shown_ahead], x, scale, step),
        "median": _line([(row.month, row.q50) for row in shown_ahead], x, scale),
        "benchmark": _line([(row.month, row.benchmark) for row in shown_ahead], x, scale),
        "now": round(x(history[-1].month) + step / 2, 1) if shown_ahead else None,
    }


def _years(first: int, last: int, x: Place, step: float) -> list[dict[str, object]]:
    januaries = [month for month in range(first, last + 1) if month_of(month) == 1]
    # A label needs the room of four months; a January at the very edge is left without one.
    return [{"x": round(x(month) - step / 2, 1), "year": year_of(month)} for month in januaries if last - month >= 4]


def _bars(history: Sequence[Recorded], x: Place, scale: Scale, step: float) -> list[dict[str, str]]:
    """One path a basis: months that will change look different from those that are final."""
    wide, found = round(step * 0.72, 1), []
    for basis in BASES:
        rows = [row for row in history if row.best and row.basis == basis]
        path = "".join(
            f"M{x(row.month) - wide / 2:.1f} {HEIGHT}V{TOP + scale(row.best or 0):.1f}h{wide}V{HEIGHT}z" for row in rows
        )
        if path:
            found.append({"basis": basis, "path": path})
    return found


def _gaps(history: Sequence[Recorded], x: Place, step: float) -> list[dict[str, float]]:
    """Stretches of unknown months, to be hatched: unknown is no zero."""
    runs: list[list[int]] = []
    for row in history:
        if row.best is None and runs and runs[-1][-1] == row.month - 1:
            runs[-1].append(row.month)
        elif row.best is None:
            runs.append([row.month])
    return [{"x": round(x(run[0]) - step / 2, 1), "width": round(len(run) * step, 1)} for run in runs]


def _line(points: Sequence[Point], x: Place, scale: Scale) -> str:
    parts, pen = [], False
    for month, value in points:
        if value is not None:
            parts.append(f"{'L' if pen else 'M'}{x(month)} {TOP + scale(value):.1f}")
        pen = value is not None
    return "".join(parts)


def _band(rows: Sequence[tuple[int, float, float]], x: Place, scale: Scale, step: float) -> str:
    """A band reaches half a month beyond its first and last month, so that one month alone can be seen."""
    if not rows:
        return ""
    upper = [(x(month), TOP + scale(high)) for month, _, high in rows]
    lower = [(x(month), TOP + scale(low)) for month, low, _ in rows]
    edge = min(step / 2, 5)
    points = [(upper[0][0] - edge, upper[0][1]), *upper, (upper[-1][0] + edge, upper[-1][1])]
    points += [(lower[-1][0] + edge, lower[-1][1]), *reversed(lower), (lower[0][0] - edge, lower[0][1])]
    return "M" + "L".join(f"{across:.1f} {down:.1f}" for across, down in points) + "Z"


def _whiskers(history: Sequence[Recorded], x: Place, scale: Scale) -> list[dict[str, float]]:
    known = [row for row in history if row.low is not None and row.high is not None and row.high > row.low]
    return [{"x": x(row.month), "y1": TOP + scale(row.high or 0), "y2": TOP + scale(row.low or 0)} for row in known]
