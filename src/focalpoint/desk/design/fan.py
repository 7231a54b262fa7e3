"""The fan chart: recorded months, then median, half and nine tenths of the forecast, on one scale."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from focalpoint.desk.design.scale import Scale, choose
from focalpoint.reference.calendar import month_of, year_of

WIDTH, HEIGHT = 760, 230
LEFT, RIGHT, TOP = 52, 12, 12
Point = tuple[int, float | None]
Place = Callable[[int], float]


@dataclass(frozen=True)
class Recorded:
    """A month of history: best estimate, and the range where it is known."""

    month: int
    best: float | None
    low: float | None = None
    high: float | None = None


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


def fan(history: Sequence[Recorded], ahead: Sequence[Ahead]) -> dict[str, object]:
    """Return the coordinates of a fan chart for ``design/fan.svg``.

    Parameters
    ----------
    history : months in order; a month without a best estimate leaves a gap.
    ahead : months in order; may be empty when the release cannot tell.
    """
    first, last = history[0].month, (ahead[-1].month if ahead else history[-1].month)
    shown = [row.best for row in history] + [row.high for row in history]
    shown += [row.q95 for row in ahead] + [row.q50 for row in ahead] + [row.benchmark for row in ahead]
    scale = choose([value for value in shown if value is not None], HEIGHT - TOP)
    step = (WIDTH - LEFT - RIGHT) / max(last - first, 1)

    def x(month: int) -> float:
        return round(LEFT + (month - first) * step, 1)

    return {
        "width": WIDTH,
        "height": HEIGHT + 26,
        "base": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "label_x": LEFT - 6,
        "top": TOP,
        "log": scale.log,
        "ticks": [{"y": TOP + scale(tick), "text_y": TOP + scale(tick) + 4, "value": tick} for tick in scale.ticks()],
        "years": _years(first, last, x),
        "history": _line([(row.month, row.best) for row in history], x, scale),
        "whiskers": _whiskers(history, x, scale),
        "b90": _band([(row.month, row.q05, row.q95) for row in ahead], x, scale, step),
        "b50": _band([(row.month, row.q25, row.q75) for row in ahead], x, scale, step),
        "median": _line([(row.month, row.q50) for row in ahead], x, scale),
        "benchmark": _line([(row.month, row.benchmark) for row in ahead], x, scale),
        "now": round(x(history[-1].month) + step / 2, 1) if ahead else None,
    }


def _years(first: int, last: int, x: Place) -> list[dict[str, object]]:
    januaries = [month for month in range(first, last + 1) if month_of(month) == 1]
    # A label needs the room of four months; a January at the very edge is left without one.
    return [{"x": x(month), "year": year_of(month)} for month in januaries if last - month >= 4]


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
