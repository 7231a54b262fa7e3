"""What answers a request reads through queries, which know who asks: a model's manager knows nobody."""

import ast
import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import Model
from django.db.models.manager import BaseManager
from django.views import View

from source_names import dotted, imported, keywords, meant, modules, reached

GUIDE = "read through queries that take the reader: docs/how-to/add-a-page.md"
PLACES = {"views", "pages", "api", "exports", "templatetags"}
# A module that takes one of these makes answers, or parts of those that do.
MAKERS = {"django.shortcuts", "django.http", "focalpoint.desk.web.render"}
MANAGERS = {"objects", "_default_manager", "_base_manager", "default_manager", "base_manager"}
RAW = {"cursor", "raw", "RawSQL"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"}
# What is read past the queries by modules that take something of django.http, and why it may be.
MAY = {
    "concurrency/idempotency.py: SentForm.objects": "which form was sent already, of the person who sends it",
    "people/devices.py: User.objects": "whose sign-in it is, before anybody is signed in",
    "people/expiry.py: Session.objects": "deletes sign-ins that have ended, and reads none",
    "site/health.py: connection.cursor()": "whether the database answers",
}


def named_in_addresses() -> set[str]:
    """Every module that a table of addresses imports, or imports a part of."""
    return {name for where, tree in modules().items() if where.endswith("urls.py") for name in reached(tree)}


def answers(where: str, tree: ast.Module, addressed: set[str]) -> bool:
    """Whether a module answers requests: by its place, by an address, or since it takes what answers are made of."""
    return bool(
        PLACES & set(where.removesuffix(".py").split("/"))
        or dotted(where) in addressed
        or any(name == maker or name.startswith(f"{maker}.") for name in reached(tree) for maker in MAKERS)
    )


def reads_past_queries(tree: ast.Module) -> Iterator[str]:
    """Every read of a model that asks nobody: its manager, SQL, a shortcut or a ready-made view of the model itself."""
    names = imported(tree)
    emptied = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "none"}
    for node in ast.walk(tree):
        match node:
            case ast.Attribute() if id(node) not in emptied:
                found = node.attr in MANAGERS or isinstance(meant(node, names), BaseManager)
            case ast.Call():
                found = asks_nobody(node, names)
            case ast.ClassDef():
                found = shows_a_model(node, names)
            case _:
                found = False
        if found:
            yield ast.unparse(node)[:80]


def asks_nobody(call: ast.Call, names: dict[str, str]) -> bool:
    """Whether a call reads rows by SQL, by a manager's name, or by a shortcut or a view that is given a model."""
    if not isinstance(call.func, ast.Name | ast.Attribute):
        return False
    said = call.func.id if isinstance(call.func, ast.Name) else call.func.attr
    given = keywords(call)
    if said == "getattr":
        return any(isinstance(each, ast.Constant) and each.value in MANAGERS for each in call.args)
    if said == "as_view":
        return bool({"model", "queryset"} & set(given))
    if getattr(meant(call.func, names), "__name__", said) in SHORTCUTS:
        return is_model(given.get("klass") or call.args[0], names)
    return said in RAW or getattr(meant(call.func, names), "__name__", "") in RAW


def is_model(given: ast.expr, names: dict[str, str]) -> bool:
    """Whether something is a model, or is written as one that is not known here."""
    known = meant(given, names)
    if known is not None:
        return inspect.isclass(known) and issubclass(known, Model)
    name = given.id if isinstance(given, ast.Name) else given.attr if isinstance(given, ast.Attribute) else ""
    return name[:1].isupper() or (isinstance(given, ast.Call) and ast.unparse(given.func).endswith("get_user_model"))


def shows_a_model(node: ast.ClassDef, names: dict[str, str]) -> bool:
    """Whether a class is a ready-made view of a model's rows."""
    bases: list[Any] = [meant(base, names) for base in node.bases]
    set_here = {
        target.id
        for each in node.body
        for target in (each.targets if isinstance(each, ast.Assign) else [getattr(each, "target", None)])
        if isinstance(target, ast.Name)
    }
    is_view = any(inspect.isclass(base) and issubclass(base, View) for base in bases)
    return is_view and bool({"model", "queryset"} & set_here)


def test_no_module_that_answers_reads_a_model_past_its_queries():
    addressed = named_in_addresses()
    found = {
        where: set(reads_past_queries(tree)) for where, tree in modules().items() if answers(where, tree, addressed)
    }
    assert len(found) > 80
    assert {f"{where}: {read}" for where, reads in found.items() for read in reads} == set(MAY), GUIDE


@pytest.mark.parametrize(
    ("where", "module"),
    [
        ("intake/views/items.py", ""),
        ("watch/templatetags/rows.py", ""),
        ("intake/addressed.py", ""),
        ("intake/quick.py", "from focalpoint.desk.web.render import render"),
        ("intake/quick.py", "from focalpoint.desk.web import render as r"),
        ("intake/quick.py", "from django.http import HttpRequest"),
        ("intake/quick.py", "from django.http.response import HttpResponse"),
        ("intake/quick.py", "import django.http as h"),
        ("intake/quick.py", "def late():\n    from django import shortcuts"),
    ],
)
def test_a_module_that_answers_is_known(where, module):
    assert answers(where, ast.parse(module), {"focalpoint.desk.intake.addressed"})
    assert not answers("intake/quick.py", ast.parse("from focalpoint.desk.intake import queries"), set())


IMPORTS = """
from django.db import connection
from django.db.models.expressions import RawSQL
from django import shortcuts
from django.shortcuts import get_object_or_404, get_list_or_404 as found_or_404
from django.views.generic import DetailView as Page
from focalpoint.desk.intake import models, queries
from focalpoint.desk.intake.models import Item, Item as row
"""


@pytest.mark.parametrize(
    "read",
    [
        "get_object_or_404(Item, ref=ref).text",
        "get_object_or_404(row, ref=ref).text",
        "get_object_or_404(klass=row, ref=ref).text",
        "get_object_or_404(get_user_model(), ref=ref)",
        "get_object_or_404(models.Item, ref=ref)",
        "shortcuts.get_object_or_404(Item, ref=ref)",
        "found_or_404(row)",
        "Item.objects.get(ref=ref)",
        "row.objects.all()",
        "Item._default_manager.first()",
        "Item._meta.default_manager.first()",
        "getattr(Item, 'objects').first()",
        "get_user_model().objects.filter(ref=ref)",
        "connection.cursor()",
        "RawSQL('select 1', [])",
        "queries.items(by).raw('select 1')",
        "Page.as_view(queryset=queries.items(by))",
    ],
)
def test_a_view_that_asks_nobody_is_seen(read):
    view = f"{IMPORTS}def raw(request, ref):\n    return HttpResponse({read})\n"
    assert len(list(reads_past_queries(ast.parse(view)))) == 1


@pytest.mark.parametrize("row", ["model = Item", "queryset: object = queries.items(by)"])
def test_a_ready_made_view_of_a_model_is_seen(row):
    assert len(list(reads_past_queries(ast.parse(f"{IMPORTS}class Raw(Page):\n    {row}\n")))) == 1


@pytest.mark.parametrize(
    "read", ["get_object_or_404(queries.items(by), ref=ref)", "found.originals", "Item.objects.none()"]
)
def test_a_view_that_asks_a_query_passes(read):
    assert list(reads_past_queries(ast.parse(IMPORTS + read))) == []
