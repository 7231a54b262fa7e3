"""Which duties may meet in one person, once more, slowly and in other words."""

import csv
import itertools
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from focalpoint.desk.people.models import Role
from focalpoint.desk.people.permissions import TABLE, Permission
from focalpoint.desk.people.separation import clash_of

EXPECTED = Path(__file__).parents[2] / "expected"
GIVEN = [each for each in Permission if set(Role) & TABLE[each].holders]


def rows(name: str) -> list[dict[str, str]]:
    with (EXPECTED / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


MEET = {(row["role"], other) for row in rows("duties.csv") for other in row if row[other] == "yes"}
HELD = {row["permission"]: {role.value for role in Role if row[role.value] == "yes"} for row in rows("permissions.csv")}
# A person holds three roles at the most: no four of them meet.
POSSIBLE = [
    set(roles)
    for size in range(1, 5)
    for roles in itertools.combinations(Role.values, size)
    if all(pair in MEET for pair in itertools.combinations(roles, 2))
]


def may_meet(roles: list[Role], permissions: list[Permission]) -> bool:
    """Whether one possible person holds all of it, by the tables that were read by hand."""
    return any(
        {each.value for each in roles} <= person and all(HELD[each.value] & person for each in permissions)
        for person in POSSIBLE
    )


def test_no_four_roles_meet_in_one_person():
    assert max(map(len, POSSIBLE)) == 3
    assert {"reviewer", "head", "custodian"} in POSSIBLE


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(Role), max_size=3, unique=True), st.lists(st.sampled_from(GIVEN), max_size=5, unique=True)
)
def test_a_clash_is_found_where_no_possible_person_holds_all_and_is_as_small_as_can_be(roles, permissions):
    clash = clash_of([*roles, *permissions])
    assert (clash == []) == (may_meet(roles, permissions) or not (roles or permissions))
    for each in clash:
        left = [one for one in clash if one != each]
        parts = [one for one in left if isinstance(one, Role)], [one for one in left if isinstance(one, Permission)]
        assert not left or may_meet(*parts)


def test_each_two_permissions_meet_exactly_where_a_possible_person_holds_both():
    for one, other in itertools.combinations(GIVEN, 2):
        assert (clash_of([one, other]) == []) == may_meet([], [one, other]), (one, other)
