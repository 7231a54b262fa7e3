"""Where a decision can go: each body's way in, who may convey, when it meets, what remains when it is blocked."""

import dataclasses
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from focalpoint.desk.decisions.models import Position
from focalpoint.desk.options.words import CHECKED, SHAPES
from focalpoint.doctrine import catalogue, per_catalogue
from focalpoint.doctrine.bodies import Body

WAYS_FILE = Path(__file__).with_name("ways.yaml")


@dataclasses.dataclass(frozen=True)
class Way:
    """A body and the ways to it and around it; the steps around it have no order."""

    body: Body
    doors: tuple[str, ...]
    blocked: tuple[str, ...]
    rules: tuple[str, ...]
    checked: Any
    shape: str
    treaties: tuple[str, ...] = ()
    parties_only: bool = False


@cache
def _file() -> dict[str, Any]:
    """Return which route and rules belong to which body or level."""
    found: dict[str, Any] = yaml.safe_load(WAYS_FILE.read_text(encoding="utf-8"))
    return found


@per_catalogue
def ways() -> dict[str, Way]:
    """Return every body of the catalogue by its id, in the catalogue's order."""
    return {each.id: _way(each) for each in catalogue().bodies.bodies}


def name(body: str) -> str:
    """Return a body's name; its id where the catalogue does not know it."""
    return catalogue().bodies.name(body)


def with_names(positions: Iterable[Position]) -> list[tuple[Position, str]]:
    """Return positions, each with the name of the body that it is before; no name where it is before none."""
    return [(each, name(each.body) if each.body else "") for each in positions]


def grouped() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the bodies to choose from, grouped by level."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for way in ways().values():
        groups.setdefault(way.body.level, []).append((way.body.id, way.body.name))
    return list(groups.items())


def always() -> tuple[str, ...]:
    """Return the rules of conveying that hold for every body."""
    return _rules(_file()["always"])


def next_above(body: str) -> Way | None:
    """Return the body to which a matter goes on when one gave no answer by its day; None above the last one."""
    route: list[str] = _file()["escalation"]
    at = route.index(body) + 1 if body in route else 0
    return ways()[route[at]] if at < len(route) else None


def entry_points(text: str) -> tuple[str, ...]:
    """Part the catalogue's line of entry points: at semicolons, or where it has none, at commas outside brackets.

    >>> entry_points("members by letter; SG, PGA; Rule 39"), entry_points("Parties (2020, 2022), SG")
    (('members by letter', 'SG, PGA', 'Rule 39'), ('Parties (2020, 2022)', 'SG'))
    """
    pieces = text.split(";") if ";" in text else re.split(r",(?![^(]*\))", text)
    return tuple(piece.strip() for piece in pieces if piece.strip())


def _way(body: Body) -> Way:
    """Join a body with what the file says of it or of its level."""
    file = _file()
    known = file["bodies"].get(body.id) or file["levels"].get(body.level.split(":")[0]) or file["otherwise"]
    routes = {each.id: each for each in catalogue().bodies.deadlock_routes}
    steps = routes[known["route"]].steps if known["route"] else ()
    return Way(
        body,
        entry_points(body.entry_points),
        steps,
        _rules(known["rules"]),
        CHECKED[body.checked],
        SHAPES[body.checked],
        tuple(file["treaties"].get(body.id, ())),
        body.id in file["parties_only"],
    )


def _rules(ids: list[str]) -> tuple[str, ...]:
    """Return the texts of routing rules."""
    texts = {each.id: each.text for each in catalogue().bodies.routing_rules}
    return tuple(texts[each] for each in ids)
