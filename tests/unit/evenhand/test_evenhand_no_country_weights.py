"""No State is treated by its name: neither settings nor code that makes figures may hold one beside a number."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from focalpoint.reference import countries

SOURCE = Path(__file__).parents[3] / "src" / "focalpoint"
ROOMS = ("features", "models", "evaluation", "evenhand", "runs", "release")
NAMES = {state.iso3 for state in countries.watched()} | {state.name for state in countries.watched()}
SETTINGS = sorted(path for room in ("foresight", "desk") for path in (SOURCE / room).rglob("*.y*ml"))
CODE = sorted(path for room in ROOMS for path in (SOURCE / "foresight" / room).rglob("*.py"))


def weights(node: Any, where: str = "") -> Iterator[str]:
    """Find a State as a key of a number, or beside a number in one record."""
    if isinstance(node, list):
        for item in node:
            yield from weights(item, where)
        return
    if not isinstance(node, dict):
        return
    named = [value for value in node.values() if isinstance(value, str) and value in NAMES]
    numbers = [key for key, value in node.items() if isinstance(value, int | float) and not isinstance(value, bool)]
    counted = {"low", "best", "high"} if where.endswith(".event") else set()  # the dead of an account, as it says
    if named and set(numbers) - {"year", "version"} - counted:
        yield f"{where}: {named} beside {numbers}"
    for key, value in node.items():
        if key in NAMES and isinstance(value, int | float):
            yield f"{where}: {key} has the number {value}"
        yield from weights(value, f"{where}.{key}")


def names_in_code(text: str) -> list[str]:
    tree = ast.parse(text)
    documented = (ast.Module, ast.FunctionDef, ast.ClassDef)
    prose = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) and _has_prose(node)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and id(node) not in prose
        and isinstance(node.value, str)
        and node.value in NAMES
    ]


def _has_prose(node: Any) -> bool:
    return bool(node.body) and isinstance(node.body[0], ast.Expr)


@pytest.mark.parametrize("path", SETTINGS, ids=[str(path.relative_to(SOURCE)) for path in SETTINGS])
def test_no_settings_file_gives_a_state_a_number(path: Path):
    if "doctrine" in path.parts:
        pytest.skip("facts about cases, not settings")
    assert list(weights(yaml.safe_load(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("path", CODE, ids=[str(path.relative_to(SOURCE)) for path in CODE])
def test_no_code_that_makes_figures_knows_a_state_by_name(path: Path):
    assert names_in_code(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    ["weights: {SDN: 2}", "SDN: 0.5", "- {unit: Sudan, factor: 1.5}", "deep: {deeper: [{iso3: FRA, add: -1}]}"],
)
def test_a_weight_would_be_found(text: str):
    assert list(weights(yaml.safe_load(text)))


def test_a_state_in_code_would_be_found():
    assert names_in_code("FACTOR = {'SDN': 2}") == ["SDN"]
    assert names_in_code('"""SDN"""') == []


def test_there_is_something_to_look_at():
    assert any(path.name == "settings.yaml" and path.parent.name == "evenhand" for path in SETTINGS)
    assert len(CODE) > 10
