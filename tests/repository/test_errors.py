"""What a refusal says to a person can be translated: no raise of an error with a way out holds a bare text."""

import ast
from pathlib import Path

DESK = Path(__file__).parents[2] / "src" / "focalpoint" / "desk"
# Said to who runs the desk, on the command line alone, which is in English.
CONSOLE = (
    "backups/",
    "intake/withdrawals.py",
    "demo/",
    "site/",
    "trail/copy.py",
    "trail/anchors.py",
    "watch/updates.py",
    "watch/import_release.py",
)


def bare_texts(source: str) -> list[int]:
    """The lines of each text of a raised error with a ``todo`` that no gettext sees."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            todo = [each.value for each in node.exc.keywords if each.arg == "todo"]
            texts = [*node.exc.args[:1], *todo] if todo else []
            found += [text.lineno for text in texts if isinstance(text, ast.Constant | ast.JoinedStr)]
    return found


def test_a_bare_text_is_found():
    assert bare_texts('raise Stale("Another person saved this.", todo=_("Look again."))') == [1]
    assert bare_texts('raise Stale(_("Another person saved this."), todo=f"Look {again}.")') == [1]
    assert bare_texts('raise Stale(_("Another person saved this."), todo=_("Look again."))') == []


def test_every_refusal_of_the_desk_goes_through_gettext():
    files = {str(path.relative_to(DESK)): path for path in DESK.rglob("*.py")}
    read = {name: path for name, path in files.items() if not name.startswith(CONSOLE)}
    wrong = [f"{name}:{line}" for name, path in read.items() for line in bare_texts(path.read_text())]
    assert len(read) > 100
    assert wrong == []


def test_each_kind_of_mistake_has_a_code_of_its_own():
    """So that a test or a support line can name it, whatever the language of the sentence."""
    src = DESK.parents[1]
    named = [
        node.name
        for path in src.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "FocalpointError" for base in node.bases)
    ]
    assert len(named) > 80
    assert sorted({name for name in named if named.count(name) > 1}) == []
