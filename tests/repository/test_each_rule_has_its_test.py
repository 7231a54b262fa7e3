"""Each rule of the catalogue of measures is a function, and a test named after it fails when the rule is taken out."""

import csv
import inspect
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from focalpoint.desk.options import rules
from focalpoint.doctrine import catalogue

TESTS = Path(__file__).parents[1]
MODULE = spec_from_file_location("rules_of_options", TESTS / "web" / "options" / "test_options_rules.py")
ROWS = list(csv.DictReader((TESTS / "expected" / "measure_rules.csv").read_text(encoding="utf-8").splitlines()))
ALL = [row["rule"] for row in ROWS]


def runs_of(rule: str) -> Iterator:
    """The test named after a rule, once for each set of its arguments."""
    module = module_from_spec(MODULE)
    MODULE.loader.exec_module(module)
    test = getattr(module, f"test_{rule}")
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    assert len(marks) == len(inspect.signature(test).parameters)
    given = marks[0].args[1] if marks else [None]
    return (lambda one=one: test(one) if marks else test() for one in given)


def test_the_table_names_each_rule_of_the_code_and_each_of_the_catalogue():
    each = {rule.__name__ for rule in rules.EACH}
    functions = {name for name, found in inspect.getmembers(rules, inspect.isfunction) if _is_rule(found)}
    assert each <= functions == set(ALL)
    assert {row["catalogue"] for row in ROWS} - {""} == {rule.id for rule in catalogue().measures.rules}


def _is_rule(found) -> bool:
    """A rule is a public function of the module that returns findings, and not the one that asks them all."""
    public = found.__module__ == rules.__name__ and not found.__name__.startswith("_")
    return public and "Finding" in str(found.__annotations__["return"]) and found.__name__ not in {"findings", "of_one"}


@pytest.mark.parametrize("rule", ALL)
def test_the_test_of_a_rule_fails_when_the_rule_is_taken_out(rule, monkeypatch):
    for passes in runs_of(rule):
        passes()
    monkeypatch.setattr(rules, "EACH", tuple(each for each in rules.EACH if each.__name__ != rule))
    monkeypatch.setattr(rules, rule, lambda *given: [] if rule.startswith(("every", "no_new")) else None)
    for fails in runs_of(rule):
        with pytest.raises(AssertionError):
            fails()
