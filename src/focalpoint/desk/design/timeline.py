"""What happened, by year and size, each with whether it had been held likely: hits and misses in one picture."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from focalpoint.desk.design.scale import Scale

WIDTH, HEIGHT, LEFT, TOP = 800, 240, 48, 16
HIT, MISS = 0.5, 0.1  # chances above and below which it counts as found or as missed
NAMED = 8  # of the missed, the largest bear their names


@dataclass(frozen=True)
class Happened:
    """A State and year that passed a threshold, and the chance that had been given."""

    name: str
    year: int
    killed: float
    chance: float

    @property
    def kind(self) -> str:
        """Whether it was found, missed or between."""
        return "hit" if self.chance > HIT else "miss" if self.chance < MISS else "between"


def timeline(rows: Sequence[Happened], threshold: float) -> dict[str, object] | None:
    """Return the coordinates of the chart for ``design/timeline.svg``: years across, killed upwards, logarithmic.

    >>> timeline([], 1000) is None
    True
    """
    if not rows:
        return None
    first, last = min(row.year for row in rows), max(row.year for row in rows)
    scale = Scale(max(row.killed for row in rows) / threshold, HEIGHT - TOP, log=True)
    step = (WIDTH - LEFT) / (last - first + 1)
    named = {row for row in sorted(rows, key=lambda row: -row.killed) if row.kind == "miss"}
    labels = set(sorted(named, key=lambda row: -row.killed)[:NAMED])
    across: dict[int, int] = defaultdict(int)
    dots = []
    for row in sorted(rows, key=lambda row: (row.year, -row.killed)):
        shift = (across[row.year] % 3 - 1) * step * 0.22
        across[row.year] += 1
        x = round(LEFT + (row.year - first + 0.5) * step + shift, 1)
        dots.append({"x": x, "y": round(TOP + scale(row.killed / threshold), 1), "row": row, "labelled": row in labels})
    ticks = [{"y": round(TOP + scale(times), 1), "value": times * threshold} for times in (1, 2, 5, 10, 20, 50, 100)]
    return {
        "dots": dots,
        "ticks": [tick for tick in ticks if tick["value"] <= scale.top * threshold],
        "years": [{"x": round(LEFT + (year - first + 0.5) * step, 1), "year": year} for year in range(first, last + 1)],
        "left": LEFT,
        "right": WIDTH,
        "base": HEIGHT,
    }
