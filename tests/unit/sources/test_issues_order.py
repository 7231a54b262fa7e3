"""The gravest issue first; among equals the order of the file."""

from hypothesis import given
from hypothesis import strategies as st

from focalpoint.foresight.sources import issues

SEVERITY = st.sampled_from(["error", "warning", "note"])


def numbered(severities):
    return issues.table({"line": line, "severity": severity} for line, severity in enumerate(severities))


def test_three_issues_by_hand():
    found = issues.gravest_first(numbered(["note", "error", "warning", "error"]))
    assert found.select("line", "severity").rows() == [(1, "error"), (3, "error"), (2, "warning"), (0, "note")]


@given(st.lists(SEVERITY, max_size=30))
def test_it_is_the_stable_sort_of_the_lines(severities):
    rank = {"error": 0, "warning": 1, "note": 2}
    slow = sorted(range(len(severities)), key=lambda line: (rank[severities[line]], line))
    assert issues.gravest_first(numbered(severities))["line"].to_list() == slow


@given(st.lists(SEVERITY, max_size=30))
def test_ordering_twice_changes_nothing(severities):
    once = issues.gravest_first(numbered(severities))
    assert issues.gravest_first(once).equals(once)
