"""The arithmetic of the trail: no database needed."""

import dataclasses
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.desk.trail.chain import GENESIS, Link, breaks, canonical, digest


def chain_of(*subjects: str) -> list[Link]:
    links: list[Link] = []
    for number, subject in enumerate(subjects, start=1):
        previous = links[-1].hash if links else GENESIS
        fields = (
            number,
            f"2025-01-01T00:00:{number:02d}.000000Z",
            "system",
            "release.imported",
            subject,
            "{}",
            previous,
        )
        links.append(Link(*fields, digest(*fields)))
    return links


def test_a_whole_chain_has_no_break():
    assert list(breaks(chain_of("a", "b", "c"), {})) == []


def test_an_empty_chain_has_no_break():
    assert list(breaks([], {})) == []


@pytest.mark.parametrize("field", ["at", "actor", "verb", "subject", "ids", "previous", "hash"])
def test_a_change_of_any_field_is_named_at_its_row(field):
    links = chain_of("a", "b", "c", "d")
    links[1] = links[1]._replace(**{field: "0" * 64 if field in {"previous", "hash"} else "other"})
    assert next(breaks(links, {})).number == 2


def test_a_row_taken_out_is_named_as_missing():
    links = chain_of("a", "b", "c")
    found = next(breaks([links[0], links[2]], {}))
    assert found == (2, "row 2 is missing; the next one is 3")


def test_two_rows_swapped_are_found():
    first, second, third = chain_of("a", "b", "c")
    assert next(breaks([first, third, second], {})).number == 2


def test_a_trail_rewritten_from_the_start_holds_in_itself_but_not_with_its_anchor():
    kept, forged = chain_of("a", "b", "c"), chain_of("a", "x", "c")
    assert list(breaks(forged, {})) == []
    assert next(breaks(forged, {3: kept[2].hash})) == (3, "row 3 is not the one that was anchored")


def test_a_trail_cut_off_at_the_end_lacks_its_anchor():
    links = chain_of("a", "b", "c")
    assert next(breaks(links[:2], {3: links[2].hash})).reason.startswith("row 3 was anchored and is gone")


def test_ids_have_one_text_whatever_their_order():
    assert canonical({"b": 1, "a": ["x"]}) == canonical({"a": ["x"], "b": 1}) == '{"a":["x"],"b":1}'


@given(st.lists(st.sampled_from("abcdef"), min_size=2, max_size=8), st.data())
def test_whatever_row_is_dropped_or_doubled_the_chain_breaks_there_or_is_shorter(subjects, data):
    links = chain_of(*subjects)
    place = data.draw(st.integers(0, len(links) - 2))
    dropped = [*links[:place], *links[place + 1 :]]
    assert next(breaks(dropped, {})).number == place + 1
    doubled = [*links[: place + 1], links[place], *links[place + 1 :]]
    assert next(breaks(doubled, {})).number == place + 2


def test_the_separator_cannot_be_forged_by_moving_text_between_fields():
    one = digest(1, "t", "ab", "c", "d", "{}", GENESIS)
    two = digest(1, "t", "a", "bc", "d", "{}", GENESIS)
    assert one != two


def test_a_link_is_a_plain_tuple():
    assert not dataclasses.is_dataclass(Link)
    assert len(chain_of("a")[0]) == 8


@given(st.integers(1, 2**63), st.lists(st.text(), min_size=6, max_size=6))
def test_what_is_hashed_is_the_json_list_of_the_fields(number, words):
    slow = json.dumps([number, *words], ensure_ascii=True, separators=(",", ":")).encode("ascii")
    assert digest(number, *words) == hashlib.sha256(slow).hexdigest()
