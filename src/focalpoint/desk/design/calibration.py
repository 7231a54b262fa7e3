"""The calibration chart: what was said against what happened, a dot a bin, sized by how often it was said."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

SIDE, PAD = 300, 40


@dataclass(frozen=True)
class Bin:
    """Forecasts said with about one chance: the mean said, the share that happened with its interval, how many."""

    said: float
    happened: float
    low: float | None
    high: float | None
    n: int


def calibration(bins: Sequence[Bin]) -> dict[str, object]:
    """Return the coordinates of a calibration chart for ``design/calibration.svg``.

    >>> calibration([Bin(0.5, 0.25, None, None, 9)])["dots"][0]["x"]
    190.0
    """
    most = max((each.n for each in bins), default=1) or 1

    def x(share: float) -> float:
        return round(PAD + SIDE * share, 1)

    def y(share: float) -> float:
        return round(SIDE * (1 - share) + 10, 1)

    dots = [
        {
            "x": x(each.said),
            "y": y(each.happened),
            "r": round(3 + 7 * math.sqrt(each.n / most), 1),
            "y1": y(each.high) if each.high is not None else None,
            "y2": y(each.low) if each.low is not None else None,
            "bin": each,
        }
        for each in bins
    ]
    ticks = [{"x": x(tick / 100), "y": y(tick / 100), "value": tick} for tick in (0, 25, 50, 75, 100)]
    return {"dots": dots, "ticks": ticks, "left": PAD, "right": PAD + SIDE, "top": 10, "base": SIDE + 10}
