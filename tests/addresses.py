"""Every address of the desk as it was classified by hand in ``expected/urls.csv``.

The kinds: ``health``; ``door``, a page of the sign-in; ``public``, what a word of the setting opens; ``signed-in``, a
page without an object in its address; ``list``; ``page``, ``file`` and ``act`` of an object; ``own page``, for
who filed the object and few others; ``act in a list``, on a row of one person's list; ``act of one's own``, on what
carries no marking. An address that shows and acts has two kinds. The further columns say what it answers, and to whom;
the pages of the sign-in and of health answer everybody alike, and have none.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

GUIDE = "tests/expected/urls.csv, see docs/how-to/add-a-page.md"
KINDS = {
    *("health", "door", "public", "signed-in", "list", "page", "own page", "file", "act"),
    *("act in a list", "act of one's own"),
}
MARKED = {"item", "source", "situation", "assessment", "paper", "submission", "transmission"}


@dataclass(frozen=True)
class Address:
    """One kind of a row: ``object`` is what it shows or acts on; ``rest`` the further parts of the address."""

    name: str
    kind: str
    object: str
    rest: str

    def __str__(self) -> str:
        return self.name


def rows() -> list[dict[str, str]]:
    """The table as it was written."""
    with (Path(__file__).parent / "expected" / "urls.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def classified() -> list[Address]:
    """One for each kind of each row."""
    return [
        Address(row["address"], kind, row["object"], row["rest"]) for row in rows() for kind in row["kind"].split("; ")
    ]


def answers() -> dict[str, dict[str, str]]:
    """What each address answers to whom, by name, where roles differ."""
    return {row["address"]: row for row in rows() if row["get"]}


def of_kind(*kinds: str) -> dict[str, Address]:
    """The addresses of some kinds by name."""
    return {each.name: each for each in classified() if each.kind in kinds}


def opened_by(word: str) -> set[str]:
    """What a word of the setting opens to everybody."""
    return {name for name, each in of_kind("public").items() if each.object == word}
