"""What answers a request reads through queries, which know who asks: a model's manager knows nobody."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

DESK = Path(__file__).parents[2] / "src" / "focalpoint" / "desk"
PLACES = {"views", "pages", "api", "exports"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"}


def answers(path: Path, tree: ast.Module) -> bool:
    """Whether a module answers requests: by its place, or since it takes what answers are made of."""
    if PLACES & {path.stem, *(part.name for part in path.parents)}:
        return True
    taken = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return "django.shortcuts" in taken


def reads_past_queries(tree: ast.Module) -> Iterator[str]:
    """Every read of a model that asks nobody: through its manager, or by a shortcut that is given the model itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and not _empties(node, tree):
            yield f"line {node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute) and node.args:
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in SHORTCUTS and _is_class(node.args[0]):
                yield f"line {node.lineno}: {ast.unparse(node)}"


def _empties(manager: ast.Attribute, tree: ast.Module) -> bool:
    """Whether a manager is asked for no row at all."""
    return any(
        isinstance(node, ast.Attribute) and node.value is manager and node.attr == "none" for node in ast.walk(tree)
    )


def _is_class(given: ast.expr) -> bool:
    name = given.id if isinstance(given, ast.Name) else given.attr if isinstance(given, ast.Attribute) else ""
    return name[:1].isupper()


def test_no_module_that_answers_reads_a_model_past_its_queries():
    found = {}
    for path in DESK.rglob("*.py"):
        tree = ast.parse(path.read_text())
        if answers(path, tree):
            found[str(path.relative_to(DESK))] = list(reads_past_queries(tree))
    assert len(found) > 20
    assert {path: reads for path, reads in found.items() if reads} == {}


@pytest.mark.parametrize(
    "read",
    [
        "get_object_or_404(Item, ref=ref).text",
        "get_object_or_404(models.Item, ref=ref)",
        "shortcuts.get_object_or_404(Item, ref=ref)",
        "Item.objects.get(ref=ref)",
        "Item.objects.all()",
        "Item._default_manager.first()",
        "get_user_model().objects.filter(ref=ref)",
    ],
)
def test_a_view_that_asks_nobody_is_seen(read):
    view = f"def raw(request, ref):\n    return HttpResponse({read})\n"
    assert len(list(reads_past_queries(ast.parse(view)))) == 1


@pytest.mark.parametrize(
    "read", ["get_object_or_404(queries.items(by), ref=ref)", "found.originals", "Item.objects.none()"]
)
def test_a_view_that_asks_a_query_passes(read):
    assert list(reads_past_queries(ast.parse(read))) == []
