"""Skill by year: a bar a year up or down from zero, with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, TOP = 380, 240, 40, 10
LEAST = 0.2  # the axis reaches at least so far both ways, so that small skill looks small


@dataclass(frozen=True)
class YearSkill:
    """The skill of one year with its interval; 0 is no better than the benchmark, 1 is perfect."""

    year: int
    value: float
    low: float | None = None
    high: float | None = None


def skill_chart(rows: Sequence[YearSkill]) -> dict[str, object]:
    """Return the coordinates of the chart for ``design/skill.svg``, years in order.

    >>> skill_chart([YearSkill(2024, 0.1)])["bars"][0]["better"]
    True
    """
    reach = max([LEAST, *(abs(each) for row in rows for each in (row.value, row.low, row.high) if each is not None)])
    step, middle = (WIDTH - LEFT) / max(len(rows), 1), TOP + HEIGHT / 2

    def y(value: float) -> float:
        return round(middle - value / reach * HEIGHT / 2, 1)

    bars = []
    for place, row in enumerate(rows):
        x = LEFT + place * step
        bars.append(
            {
                "x": round(x + step * 0.2, 1),
                "width": round(step * 0.6, 1),
                "y": min(y(row.value), middle),
                "height": round(abs(y(row.value) - middle), 1),
                "better": row.value >= 0,
                "middle": round(x + step / 2, 1),
                "y1": y(row.high) if row.high is not None else None,
                "y2": y(row.low) if row.low is not None else None,
                "year": row.year,
                "labelled": place % 3 == 0,
            }
        )
    tick = 0.5 if reach > 0.6 else 0.2 if reach > 0.3 else 0.1
    ticks = [{"y": y(value), "value": value} for value in (-tick, 0.0, tick)]
    return {"bars": bars, "ticks": ticks, "left": LEFT, "right": WIDTH, "base": TOP + HEIGHT, "middle": middle}
