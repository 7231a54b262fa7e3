"""Every page, file and line of data leaves through ``web``, which marks it and puts it on record."""

import ast
import inspect
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from django import shortcuts
from django.http import HttpResponseNotAllowed
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.views.generic.base import TemplateResponseMixin

from source_names import DESK, calls, imported, meant, modules

GUIDE = "answer through desk/web: docs/how-to/add-a-page.md"
LOGS = {"log_read", "log_export"}
EMPTY = (HttpResponseRedirectBase, HttpResponseNotAllowed)  # answers without contents


def makes_an_answer(known: Any) -> bool:
    """Whether something of Django makes an answer with contents: a function, a class or a ready-made view."""
    if inspect.isclass(known):
        return issubclass(known, HttpResponseBase | TemplateResponseMixin) and not issubclass(known, EMPTY)
    return known is not None and known is shortcuts.render


def answers_made(tree: ast.Module) -> Iterator[str]:
    """Every answer that a module makes by itself, under whatever name, and every reading it logs by hand."""
    names = imported(tree)
    made = [call.func for call in calls(tree)]
    made += [each for call in calls(tree) if ast.unparse(call.func).endswith("partial") for each in call.args]
    made += [call.func.value for call in calls(tree) if isinstance(call.func, ast.Attribute)]  # Page.as_view()
    made += [base for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for base in node.bases]
    made += [node.value for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    for each in made:
        known = meant(each, names)
        said = getattr(known, "__name__", ast.unparse(each).split(".")[-1])
        if makes_an_answer(known) or said in LOGS:
            yield f"line {each.lineno}: {ast.unparse(each)}"


def test_no_module_outside_web_makes_an_answer_or_logs_a_reading():
    made = {where: list(answers_made(tree)) for where, tree in modules().items() if not where.startswith("web/")}
    assert {where: found for where, found in made.items() if found} == {}, GUIDE


def test_the_door_itself_makes_answers():
    """The test above would pass if it saw nothing."""
    made = {where for where, tree in modules().items() if where.startswith("web/") and list(answers_made(tree))}
    assert made == {"web/render.py", "web/files.py", "web/reads.py"}


@pytest.mark.parametrize(
    "view",
    [
        "from django.http import HttpResponse\nHttpResponse(item.text)",
        "from django.http import HttpResponse as Answer\nAnswer(item.text)",
        "from django import http\nhttp.FileResponse(file)",
        "from django.shortcuts import render\nrender(request, 'intake/item.html', {})",
        "from django import shortcuts\nshortcuts.render(request, 'intake/item.html', {})",
        "from django.template.response import TemplateResponse\nTemplateResponse(request, 'intake/item.html')",
        "from django.http.response import HttpResponse\nHttpResponse(item.text)",
        "from django.http import HttpResponseGone\nHttpResponseGone(item.text)",
        "import django.http as h\nh.HttpResponse(item.text)",
        "import django.http\ndjango.http.JsonResponse({})",
        "from django.http import HttpResponse\nAnswer = HttpResponse",
        "from django.http import HttpResponse\npartial(HttpResponse, item.text)",
        "from django.http import HttpResponse\nclass Answer(HttpResponse): ...",
        "from django.views.generic import DetailView\nclass Page(DetailView): ...",
        "from django.views.generic import TemplateView as Page\nPage.as_view(template_name='x.html')",
        "from focalpoint.desk.web import reads\nreads.log_read(request, 'x')",
        "from focalpoint.desk.web.reads import log_read as quietly\nquietly(request, 'x')",
    ],
)
def test_a_view_that_answers_by_itself_is_seen(view):
    assert len(list(answers_made(ast.parse(view)))) == 1


@pytest.mark.parametrize(
    "view",
    [
        "from focalpoint.desk.web.render import render\nrender(request, 'intake/item.html', {}, shows=[item])",
        "from django.http import HttpResponseRedirect\nHttpResponseRedirect('/')",
        "from django.http import HttpResponse\ndef page() -> HttpResponse: ...",
    ],
)
def test_a_view_that_answers_through_web_passes(view):
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
