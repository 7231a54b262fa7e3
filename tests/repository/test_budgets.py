"""The house's budgets: what a newcomer has to read stays short."""

import ast
import statistics
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = [p for p in (ROOT / "src").rglob("*.py") if "migrations" not in p.parts]
TESTS = list((ROOT / "tests").rglob("*.py"))
SCREEN = [p for p in (ROOT / "src").rglob("*") if p.suffix in {".html", ".css", ".js"}]
COLUMNS = 120
FORBIDDEN_NAMES = {"utils", "helpers", "manager", "misc"}


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text())
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def quantile(values: list[int], share: float) -> int:
    return sorted(values)[int(share * (len(values) - 1))]


def test_files_stay_short():
    sizes = [lines(p) for p in SOURCE]
    assert statistics.median(sizes) <= 100
    assert quantile(sizes, 0.9) <= 250
    assert [str(p.relative_to(ROOT)) for p in SOURCE if lines(p) > 400] == []
    assert [str(p.relative_to(ROOT)) for p in TESTS if lines(p) > 600] == []


def test_functions_stay_short():
    sizes = [pair for path in SOURCE for pair in functions(path)]
    assert [name for name, size in sizes if size > 50] == []
    assert quantile([size for _, size in sizes], 0.9) <= 30


def test_templates_styles_and_scripts_are_read_line_by_line():
    texts = {str(p.relative_to(ROOT)): p.read_text().splitlines() for p in SCREEN}
    assert texts
    assert [name for name, text in texts.items() if len(text) > 400] == []
    assert [
        f"{name}:{n}" for name, text in texts.items() for n, line in enumerate(text, 1) if len(line) > COLUMNS
    ] == []
    widths = [len(line) for text in texts.values() for line in text]
    assert statistics.mean(widths) <= 50


def test_there_are_as_many_lines_of_tests_as_of_source():
    assert sum(map(lines, TESTS)) >= sum(map(lines, SOURCE))


def test_no_room_has_a_name_that_says_nothing():
    assert [str(p) for p in SOURCE if p.stem in FORBIDDEN_NAMES or p.parent.name in FORBIDDEN_NAMES] == []
