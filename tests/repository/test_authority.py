"""Authority is in one table: every action asks it first, and no set of roles is written anywhere else."""

import ast

import pytest

from focalpoint.desk.trail.actions import record
from source_names import imported, meant, modules

GUIDE = "tests/repository/test_authority.py, see docs/how-to/add-an-action.md"
# Public functions of modules that write, which are no acts: what each of them is.
NO_ACT = {
    "ensure_covered": "a check that actions share",
    "ensure_keepable": "a check that actions share",
    "open_tasks": "a reading of one's own tasks",
    "possible_owners": "a reading of who may have a task",
    "ensure_not_submitted": "a check that actions share",
    "problems": "what is wrong with a rating, which its form asks too",
    "ensure_referred": "a check of the newest scope test",
    "ensure_readable": "a check that actions share",
    "ensure_writable": "a check that actions share",
    "is_granted": "a question about a request",
    "is_open": "a question about a request",
    "write_custody": "the custody rows and the event of an action that asked",
    "sees_all": "a question about a grading",
    "random_password": "makes a password and writes nothing",
}
WRITES = (
    *("actions.py", "grading.py", "situations/collecting.py"),
    *("decisions/alerts.py", "decisions/exchange.py", "decisions/referrals.py"),
    *("decisions/positions.py", "decisions/mission_reports.py"),
)
BELOW = {
    "tasks",
    "trail",
    "concurrency",
    "marking",
    "design",
}  # below people: they write what their callers were allowed
# Functions outside of these modules that write an event, and why no permission is asked there.
RECORDS = {
    "web/reads.py:__call__": "a reading of what the page's permission and the marking show",
    "people/signals.py:_write": "signing in and out is the sign-in's own authority",
    "people/adapter.py:set_password": "the password's owner gave the old one",
    "decisions/views/notes.py:_record_export": "a reading of what the page's permission and the marking show",
}
# Where roles may be named: the tables that turn them into permissions, and what invents people to show the product.
NAMES_ROLES = ("people/", "demo/")


def asks(function: ast.FunctionDef) -> bool:
    """Whether the first statement after the docstring is ``require(by, Permission.X ...)``."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    call = body[0].value if body and isinstance(body[0], ast.Expr) else None
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "require"):
        return False
    actor, permission = call.args[:2]
    return ast.unparse(actor) == "by" and ast.unparse(permission).startswith("Permission.")


def records(function: ast.AST, names: dict[str, str]) -> bool:
    """Whether a function has anything to do with what writes an event, under whatever name."""
    return any(
        meant(node, names) is record for node in ast.walk(function) if isinstance(node, ast.Name | ast.Attribute)
    )


def test_every_action_asks_the_table_before_anything_else():
    silent = [
        f"{where}:{node.name}"
        for where, tree in modules().items()
        if where.endswith(WRITES) and where.split("/")[0] not in BELOW
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.name not in NO_ACT
        if not asks(node)
    ]
    assert silent == [], GUIDE


def test_what_is_no_act_is_still_there():
    names = {
        node.name
        for where, tree in modules().items()
        if where.endswith(WRITES)
        for node in tree.body
        if hasattr(node, "name")
    }
    assert set(NO_ACT) <= names


def test_events_are_written_by_actions_alone():
    found = {
        f"{where}:{node.name}"
        for where, tree in modules().items()
        if not where.endswith(WRITES) and where.split("/")[0] not in BELOW
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and records(node, imported(tree))
    }
    assert found ^ set(RECORDS) == set(), GUIDE


@pytest.mark.parametrize(
    "view",
    [
        "from focalpoint.desk.trail.actions import record\nrecord(by=by)",
        "from focalpoint.desk.trail.actions import record as note\nnote(by=by)",
        "from focalpoint.desk.trail import actions as trail\ntrail.record(by=by)",
        "import focalpoint.desk.trail.actions\npartial(focalpoint.desk.trail.actions.record, by=by)",
    ],
)
def test_an_event_written_under_another_name_is_seen(view):
    assert records(ast.parse(view), imported(ast.parse(view)))
    assert not records(ast.parse(view.replace("trail", "tasks")), imported(ast.parse(view.replace("trail", "tasks"))))


def test_no_module_but_the_tables_names_a_role():
    found = [
        f"{where}:{node.lineno}"
        for where, tree in modules().items()
        if not where.startswith(NAMES_ROLES)
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id == "Role")
        or (isinstance(node, ast.Attribute) and node.attr == "role" and isinstance(node.ctx, ast.Load))
    ]
    assert found == []
