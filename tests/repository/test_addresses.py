"""Every address is classified by hand, so that every test of what leaves the desk knows it."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

import addresses
import leaky_urls

OBJECT_KINDS = {"page", "own page", "file", "act"}


def patterns(among: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, str]]:
    """Name and route of every address, of whatever app it comes, whatever includes it."""
    for each in among:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each.url_patterns, route)
        else:
            yield each.name or "", route


def unclassified(among: list[URLPattern | URLResolver]) -> set[str]:
    return {name for name, _route in patterns(among)} - {each.name for each in addresses.classified()}


def of_the_desk() -> list[tuple[str, str]]:
    return list(patterns(get_resolver().url_patterns))


def test_every_address_has_a_name_of_its_own():
    names = [name for name, _route in of_the_desk()]
    assert "" not in names
    assert len(names) == len(set(names))


def test_every_address_is_classified_and_every_row_is_an_address():
    assert {name for name, _route in of_the_desk()} == {each.name for each in addresses.classified()}, addresses.GUIDE


def test_a_page_that_nobody_classified_is_seen():
    assert unclassified(leaky_urls.urlpatterns) == {"item_raw"}


def test_every_row_is_of_a_known_kind_and_names_its_object():
    rows = addresses.classified()
    assert {each.kind for each in rows} == addresses.KINDS
    assert len(rows) == len({(each.name, each.kind) for each in rows})
    assert len(addresses.rows()) == len({each.name for each in rows})
    assert [
        each for each in rows if each.kind in OBJECT_KINDS | {"list"} and each.object not in addresses.MARKED
    ] == [], addresses.GUIDE
    words = {"forecast", "scorecard", "method"}
    assert [each for each in rows if each.kind == "public" and each.object not in words] == [], addresses.GUIDE


def test_an_address_that_names_an_object_is_walked_as_one():
    """What holds a reference may not pass for a page without an object, and so escape the leak matrix."""
    kinds = {
        name: {each.kind for each in addresses.classified() if each.name == name} for name, _route in of_the_desk()
    }
    named = [name for name, route in of_the_desk() if "ref>" in route and not kinds[name] <= OBJECT_KINDS]
    roles = ["answer_role", "change_role", "retire_role", "role", "roles_of_account"]
    roles += ["answer_account_roles", "change_account_roles"]
    outside = ["ask_second_outside", "take_back_second"]
    corrections = ["answer_correction", "withdraw_correction"]
    assert sorted(named) == sorted(["answer_grading", "remove_factors", *roles, *outside, *corrections])
