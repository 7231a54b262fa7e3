"""Scales: from deaths to pixels, straight or logarithmic, with round ticks."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

LEAST_TOP = 10  # an axis of counts reaches at least this far, so that one death does not fill it


@dataclass(frozen=True)
class Scale:
    """Maps 0..top to bottom..0 pixels; the logarithmic one is log(1 + x), so that zero has a place."""

    top: float
    height: float
    log: bool = False

    def __call__(self, value: float) -> float:
        """Return the distance from the upper edge.

        >>> Scale(100, 200, False)(25)
        150.0
        """
        clipped = min(max(value, 0.0), self.top)
        share = math.log1p(clipped) / math.log1p(self.top) if self.log else clipped / self.top
        return round(self.height * (1 - share), 1)

    def ticks(self) -> list[float]:
        """Return three to six round values from 0 to the top.

        >>> Scale(1250, 200, False).ticks()
        [0, 500, 1000]
        >>> Scale(4000, 200, True).ticks()
        [0, 10, 100, 1000]
        """
        if self.log:
            powers = [10**exponent for exponent in range(1, 8) if 10**exponent <= self.top]
            return [0, *(powers or [round(self.top)])]
        step = 10 ** math.floor(math.log10(self.top / 2))
        step = next(step * factor for factor in (1, 2, 5, 10) if self.top / (step * factor) < 4)
        return [tick * step for tick in range(int(self.top / step) + 1)]


def straight(values: Iterable[float], height: float) -> Scale:
    """Return the straight scale from zero to the largest value: what is twice as many is twice as high."""
    return Scale(max([*values, LEAST_TOP]), height)
