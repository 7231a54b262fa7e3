"""Evidence is named by the beginning of a reference; what names none or several is said."""

import pytest

from focalpoint.desk.intake.models import Item
from focalpoint.desk.situations.evidence_refs import find_items

FIRST, SECOND, THIRD = (Item(ref=ref, pk=number) for number, ref in enumerate(("abcdef23", "abcxyz23", "zzzzzz23"), 1))
LINKED = {each.ref: each for each in (FIRST, SECOND, THIRD)}


@pytest.mark.parametrize(
    ("text", "found", "unknown"),
    [
        ("", [], []),
        ("   ", [], []),
        ("abcd", [FIRST], []),
        ("ABCD", [FIRST], []),
        ("abcdef23", [FIRST], []),
        ("abcd zzz", [FIRST, THIRD], []),
        ("zzz, abcd; abcx", [THIRD, FIRST, SECOND], []),
        ("abcd\nabcd\tabcdef", [FIRST], []),
        ("abc", [], ["abc"]),
        ("qqq", [], ["qqq"]),
        ("abcd qqq", [FIRST], ["qqq"]),
        (",;,", [], []),
    ],
)
def test_items_are_found_in_the_order_they_are_named_each_once(text, found, unknown):
    assert find_items(text, LINKED) == (found, unknown)


def test_without_linked_items_every_reference_is_unknown():
    assert find_items("abcdef", {}) == ([], ["abcdef"])
