"""The strip: a dot a State, across by the chance that was said; above the line it came, below it did not."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

WIDTH, PAD, STEP, RADIUS, LABEL, GAP = 720, 24, 8, 3.4, 15, 170
LEAST, MOST = 0.002, 0.995
# Where it did not come, smaller chances are counted and not drawn: they are most of the world.
DRAWN_FROM = 0.01
TICKS = (0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99)


@dataclass(frozen=True)
class Dot:
    """One State: its name, the chance that was said, whether the event came, and whether the name is written."""

    name: str
    chance: float
    came: bool
    named: bool = False


@dataclass(frozen=True)
class Side:
    """The dots of one side with their levels (0 is next to the line), and the rows in which names are written."""

    levels: dict[Dot, int]
    rows: dict[Dot, int]

    @property
    def reach(self) -> int:
        """How far the dots reach from the line."""
        return STEP * (max(self.levels.values(), default=0) + 1)

    @property
    def height(self) -> int:
        """How much room dots and names need."""
        return self.reach + LABEL * (max(self.rows.values(), default=-1) + 2)


def strip(dots: Sequence[Dot]) -> dict[str, object]:
    """Return the coordinates of a strip for ``design/svg/strip.svg``; chances are spread by their log-odds.

    >>> found = strip([Dot("A", 0.9, True), Dot("B", 0.1, False), Dot("C", 0.003, False)])
    >>> [(dot["name"], dot["y"] < found["axis"]) for dot in found["dots"]], found["small"]
    ([('A', True), ('B', False)], 1)
    """
    above = _side([dot for dot in dots if dot.came])
    below = _side([dot for dot in dots if not dot.came and dot.chance >= DRAWN_FROM])
    axis = above.height + STEP
    # The scale is just below the line, and dots that did not come below the scale.
    base = axis + LABEL
    places = {dot: axis - STEP * (level + 1) for dot, level in above.levels.items()}
    places |= {dot: base + STEP * (level + 1) for dot, level in below.levels.items()}
    names = {dot: axis - above.reach - LABEL * (row + 1) + 4 for dot, row in above.rows.items()}
    names |= {dot: base + below.reach + LABEL * (row + 1) for dot, row in below.rows.items()}
    return {
        "dots": [
            {"x": _across(dot.chance), "y": float(y), "came": dot.came, "name": dot.name, "chance": dot.chance}
            for dot, y in places.items()
        ],
        "labels": [
            {
                "x": _across(dot.chance),
                "y": float(y),
                "from": float(places[dot]),
                "name": dot.name,
                "end": _is_right(dot),
            }
            for dot, y in names.items()
        ],
        "ticks": [{"x": _across(tick), "value": round(tick * 100)} for tick in TICKS],
        "axis": float(axis),
        "tick": float(base - 2),
        "height": base + below.height,
        "width": WIDTH,
        "middle": _across(0.5),
        "radius": RADIUS,
        "small": len(dots) - len(places),
        "small_x": _across(LEAST),
        "small_y": float(base + LABEL),
    }


def _across(chance: float) -> float:
    """Return the place of a chance, by its log-odds between those of the least and the most."""
    low, high, here = (math.log(p / (1 - p)) for p in (LEAST, MOST, min(max(chance, LEAST), MOST)))
    return round(PAD + (WIDTH - 2 * PAD) * (here - low) / (high - low), 1)


def _is_right(dot: Dot) -> bool:
    return _across(dot.chance) > WIDTH / 2


def _side(dots: Sequence[Dot]) -> Side:
    """Put dots on levels, and their names in rows, so that none covers another; the nearest free one is taken."""
    ordered = sorted(dots, key=lambda dot: (dot.chance, dot.name))
    return Side(_levels(ordered, STEP - 1), _rows([dot for dot in ordered if dot.named]))


def _rows(named: Sequence[Dot]) -> dict[Dot, int]:
    """Give each name a row. Names run towards the middle, and the one nearest to it takes the nearest row: then no line
    from a dot to its name crosses another name of its half."""
    left = _levels([dot for dot in reversed(named) if not _is_right(dot)], GAP)
    right = _levels([dot for dot in named if _is_right(dot)], GAP)
    beyond = max(left.values(), default=-1) + 1
    return left | {dot: row + beyond for dot, row in right.items()} if _meet(left, right) else left | right


def _meet(left: Collection[Dot], right: Collection[Dot]) -> bool:
    """Whether names of the two halves may reach into each other."""
    if not left or not right:
        return False
    return min(_across(dot.chance) for dot in right) - max(_across(dot.chance) for dot in left) < 2 * GAP


def _levels(ordered: Sequence[Dot], room: float) -> dict[Dot, int]:
    """Give each dot, in the order along the strip, the first level whose last dot is far enough away."""
    last: list[float] = []
    found: dict[Dot, int] = {}
    for dot in ordered:
        x = _across(dot.chance)
        level = next((level for level, end in enumerate(last) if abs(x - end) >= room), len(last))
        last[level : level + 1] = [x]
        found[dot] = level
    return found
