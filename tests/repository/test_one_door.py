"""Every page, file and line of data leaves through ``web``, which marks it and puts it on record."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

DESK = Path(__file__).parents[2] / "src" / "focalpoint" / "desk"
# What an answer with contents is made of. A redirect has none.
MAKERS = {
    *("render", "render_to_response", "TemplateResponse", "SimpleTemplateResponse", "HttpResponse", "JsonResponse"),
    *(
        "FileResponse",
        "StreamingHttpResponse",
        "HttpResponseBadRequest",
        "HttpResponseNotFound",
        "HttpResponseForbidden",
    ),
}
FROM_DJANGO = ("django.shortcuts", "django.http", "django.template.response")


def taken_from_django(tree: ast.Module) -> dict[str, str]:
    """Each name under which a module knows something of Django that makes answers, and what it is there."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in FROM_DJANGO
        for alias in node.names
    }


def answers_made(tree: ast.Module) -> Iterator[str]:
    """Every answer that a module makes by itself, under whatever name, and every reading it logs by hand."""
    taken = taken_from_django(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            makes = taken.get(node.func.id) in MAKERS or node.func.id in {"log_read", "log_export"}
        else:
            on_django = isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value).split(".")[-1]
            makes = isinstance(node.func, ast.Attribute) and (
                (on_django in {"shortcuts", "http", "response", "django"} and node.func.attr in MAKERS)
                or node.func.attr in {"log_read", "log_export"}
            )
        if makes:
            yield f"line {node.lineno}: {ast.unparse(node.func)}"


def test_no_module_outside_web_makes_an_answer_or_logs_a_reading():
    made = {
        str(path.relative_to(DESK)): found
        for path in DESK.rglob("*.py")
        if path.relative_to(DESK).parts[0] != "web"
        for found in [list(answers_made(ast.parse(path.read_text())))]
        if found
    }
    assert made == {}


def test_the_door_itself_makes_answers():
    """The test above would pass if it saw nothing."""
    made = {path.name for path in (DESK / "web").glob("*.py") if list(answers_made(ast.parse(path.read_text())))}
    assert made == {"render.py", "files.py", "reads.py"}


@pytest.mark.parametrize(
    "view",
    [
        "from django.http import HttpResponse\nHttpResponse(item.text)",
        "from django.http import HttpResponse as Answer\nAnswer(item.text)",
        "from django import http\nhttp.FileResponse(file)",
        "from django.shortcuts import render\nrender(request, 'intake/item.html', {})",
        "from django import shortcuts\nshortcuts.render(request, 'intake/item.html', {})",
        "from django.template.response import TemplateResponse\nTemplateResponse(request, 'intake/item.html')",
        "from focalpoint.desk.web import reads\nreads.log_read(request, 'x')",
    ],
)
def test_a_view_that_answers_by_itself_is_seen(view):
    assert len(list(answers_made(ast.parse(view)))) == 1


def test_a_view_that_answers_through_web_passes():
    view = "from focalpoint.desk.web.render import render\nrender(request, 'intake/item.html', {}, shows=[item])"
    assert list(answers_made(ast.parse(view))) == []


def rooms_below_web() -> list[str]:
    contracts = tomllib.loads((DESK.parents[2] / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each.get("containers") == ["focalpoint.desk"])
    return [room.strip() for layer in layers[layers.index("web") + 1 :] for room in layer.split("|")]


def test_a_room_below_web_has_no_page_of_its_own():
    """It could not answer through the door; its pages are in ``pages``."""
    assert {"people", "trail", "documents", "marking"} <= set(rooms_below_web())
    found = [DESK / room / name for room in rooms_below_web() for name in ("views", "views.py", "api", "api.py")]
    assert [path for path in found if path.exists()] == []
