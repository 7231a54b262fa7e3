"""What writes a row is an action, which asks the table and leaves an event, or is listed here with its reason."""

import ast
from collections.abc import Iterator

import pytest

from source_names import calls, modules

GUIDE = "write in an action of the app's actions.py: docs/how-to/add-an-action.md"
ACTIONS = (
    *("actions.py", "intake/grading.py", "situations/collecting.py"),
    *("decisions/alerts.py", "decisions/exchange.py", "decisions/referrals.py", "decisions/positions.py"),
    "decisions/mission_reports.py",
)
WRITES = {
    *("save", "delete", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "save_base"),
    *("asave", "adelete", "acreate", "abulk_create", "abulk_update", "aget_or_create", "aupdate_or_create"),
}
# Functions that write outside of the actions, and why each of them may.
MAY = {
    "compartments/answers.py:keep_identity_answer": "a part of the action that answers",
    "compartments/answers.py:keep_marking_answer": "a part of the action that answers",
    "compartments/answers.py:set_marking": "a part of the actions that change a marking",
    "compartments/answers.py:_keep_signed": "a part of set_marking",
    "concurrency/idempotency.py:claim": "keeps that a form was sent; what it asks for is the action's",
    "concurrency/idempotency.py:done": "keeps where a form that was sent led to",
    "concurrency/idempotency.py:forget": "a job: deletes sent forms whose time is over",
    "concurrency/revisions.py:advance": "how actions write a row that has revisions",
    "decisions/transmission/conveying.py:keep_sent": "a part of the actions that send",
    "decisions/transmission/reservations.py:reserve": "a part of the action that reserves a copy",
    "documents/word.py:write": "no row: a file of Word",
    "intake/decoding.py:load": "no row: a picture",
    "intake/decoding.py:picture": "no row: a picture",
    "intake/duplicates.py:_note": "a part of the actions that file an item or register a source",
    "options/readings.py:keep_reading": "a part of the actions by which a second person reads safeguards",
    "people/expiry.py:forget": "a job: deletes sign-ins that have ended",
    "people/held_roles.py:hold_roles": "a part of the actions that change roles",
    "people/models.py:save": "how the model itself is written",
    "people/outsider.py:closed_account": "a part of the actions that record who answered from outside",
    "trail/keys.py:destroy_share": "a part of the action that erases",
    "trail/keys.py:object_key": "makes the key of an object that has none",
}


def writes(tree: ast.AST) -> Iterator[str]:
    """Every call that writes rows. A dict takes what it is updated with by position, a queryset by name alone."""
    for call in calls(tree):
        if isinstance(call.func, ast.Attribute):
            is_update = call.func.attr in {"update", "aupdate"} and call.keywords and not call.args
            if is_update or call.func.attr in WRITES:
                yield ast.unparse(call.func)


def writers(where: str, tree: ast.AST) -> Iterator[str]:
    """The innermost functions of a module that write, and the module itself where none of them does."""
    inside = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    yield from (f"{where}:{node.name}" for node in inside if list(writes(node)))
    of_functions = {id(call) for node in inside for call in calls(node)}
    if any(id(call) not in of_functions and list(writes(ast.Expr(call))) for call in calls(tree)):
        yield f"{where}:"


def test_no_module_but_the_actions_writes_a_row():
    found = {each for where, tree in modules().items() if not where.endswith(ACTIONS) for each in writers(where, tree)}
    assert found ^ set(MAY) == set(), GUIDE


@pytest.mark.parametrize(
    "line",
    [
        "item.save()",
        "form.save(commit=True)",
        "queries.items(by).delete()",
        "Item.objects.create(ref=ref)",
        "Item.objects.filter(ref=ref).update(title='')",
        "item.gradings.update(**kept)",
        "found.get_or_create(ref=ref)",
        "Item.objects.bulk_create(rows)",
    ],
)
def test_a_view_that_writes_is_seen(line):
    assert list(writers("x.py", ast.parse(f"def view(request):\n    {line}\n"))) == ["x.py:view"]
    assert list(writers("x.py", ast.parse(line))) == ["x.py:"]


@pytest.mark.parametrize("line", ["found.update(other)", "digest.update(data)", "actions.close(by=by, at=at)"])
def test_what_writes_no_row_passes(line):
    assert list(writers("x.py", ast.parse(line))) == []
