"""What the names in a module of the desk stand for, under whatever name they were imported."""

import ast
import importlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parents[1] / "src"
DESK = SOURCE / "focalpoint" / "desk"


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the desk but the migrations, by its path in ``desk``."""
    paths = [path for path in sorted(DESK.rglob("*.py")) if "migrations" not in path.parts]
    return {path.relative_to(DESK).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def dotted(where: str) -> str:
    """The dotted name of a module, of its path in ``desk``."""
    return f"focalpoint.desk.{where.removesuffix('.py').removesuffix('/__init__').replace('/', '.')}"


def imported(tree: ast.Module) -> dict[str, str]:
    """What each imported name of a module stands for, dotted, wherever in it the import is."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        if isinstance(node, ast.Import):
            found |= {
                a.asname or a.name.split(".")[0]: a.name if a.asname else a.name.split(".")[0] for a in node.names
            }
    return found


def reached(tree: ast.Module) -> set[str]:
    """Every dotted name that a module imports, and the modules they are taken from."""
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return plain | {name for each in imported(tree).values() for name in (each, each.rpartition(".")[0])}


def meant(node: ast.expr, names: dict[str, str]) -> Any:
    """The object that an expression of names and dots stands for; None where it is no import."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.insert(0, node.attr)
        node = node.value
    if isinstance(node, ast.Name) and node.id in names:
        return thing(".".join([names[node.id], *parts]))
    return None


@cache
def thing(name: str) -> Any:
    """What a dotted name is; None where it is not of Django or of the desk, or is not there."""
    if not name.startswith(("django.", "focalpoint.desk")):
        return None
    module, rest = name, []
    while module:
        try:
            found = importlib.import_module(module)
            break
        except ModuleNotFoundError:
            module, _, last = module.rpartition(".")
            rest.insert(0, last)
    else:
        return None
    for part in rest:
        found = getattr(found, part, None)
    return found


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def keywords(call: ast.Call) -> dict[str | None, ast.expr]:
    return {each.arg: each.value for each in call.keywords}
