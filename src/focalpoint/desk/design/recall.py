"""How much of what happened a list of States held: a line a forecaster, by the length of the list."""

from collections.abc import Mapping, Sequence

WIDTH, HEIGHT, LEFT, TOP = 380, 240, 40, 10
Points = Sequence[tuple[int, float]]  # length of the list, share of the events in it


def recall_chart(lines: Mapping[str, Points]) -> dict[str, object]:
    """Return the coordinates of the chart for ``design/recall.svg``; every line begins at an empty list.

    >>> recall_chart({"combination": [(10, 0.5)]})["lines"]["combination"]
    'M40.0 250.0L380.0 130.0'
    """
    longest = max((length for points in lines.values() for length, _share in points), default=1)

    def x(length: int) -> float:
        return round(LEFT + (WIDTH - LEFT) * length / longest, 1)

    def y(share: float) -> float:
        return round(TOP + HEIGHT * (1 - share), 1)

    drawn = {
        name: "M" + "L".join(f"{x(length)} {y(share)}" for length, share in [(0, 0.0), *sorted(points)])
        for name, points in lines.items()
    }
    marks = [
        {"x": x(length), "length": length} for length in sorted({each for line in lines.values() for each, _ in line})
    ]
    ticks = [{"y": y(tick / 100), "value": tick} for tick in (0, 25, 50, 75, 100)]
    return {"lines": drawn, "ticks": ticks, "marks": marks, "left": LEFT, "right": WIDTH, "base": TOP + HEIGHT}
