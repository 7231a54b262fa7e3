"""Places by what people type: names and older names, field acronyms, codes, parts of a name, misspellings.

Reading a file takes a name for one unit only (``countries.find_name``). A person may mean more than one, and is asked.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from focalpoint.reference import countries, units

FINDABLE = ("area", "territory", "former")  # of what is off the watch list; an aggregate is no place
SHORTEST_BEGINNING = 2  # letters with which a word may begin
SHORTEST_PART = 3  # letters that may be found inside a word: two occur everywhere
LIKENESS = 0.75  # of a misspelling to a name, as difflib measures it: "Sudn" and "Sudan" have 0.89
MOST_GUESSES = 6
Names = dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """The units that a text may mean, by name; not ``exact`` are parts of names, and guesses at a misspelling."""

    units: tuple[str, ...]
    exact: bool = False
    guessed: bool = False


def search(text: str, shown: Mapping[str, str] | None = None) -> Found:
    """Return the units that a text may mean, by our codes for them; ``shown`` gives names in the reader's language.

    >>> search("CAR").units, search("congo").units, search("Gaza").units
    (('CAF',), ('COG', 'COD'), ('PSE',))
    >>> search("kosovo").units, search("Sudn").units[0], search("cote").units
    (('XKX',), 'SDN', ('CIV',))
    """
    wanted = loose(text)
    if not wanted:
        return Found(())
    known = _with(shown or {})
    if found := known.get(wanted) or _by_code(text):
        return Found(by_name(found), exact=True)
    if len(wanted) >= SHORTEST_BEGINNING and (found := _having(known, f" {wanted}")):
        return Found(by_name(found))
    if len(wanted) >= SHORTEST_PART and (found := _having(known, wanted)):
        return Found(by_name(found))
    close = difflib.get_close_matches(wanted, known, n=MOST_GUESSES, cutoff=LIKENESS)
    return Found(tuple(dict.fromkeys(unit for name in close for unit in by_name(known[name]))), guessed=True)


def loose(text: str) -> str:
    """Return a text as it is compared and sorted here: small letters of any script without accents, words apart.

    >>> loose("Côte d’Ivoire"), loose("St. Lucia"), loose("İSTANBUL & Co."), loose("Éthiopie")
    ('cote divoire', 'saint lucia', 'istanbul and co', 'ethiopie')
    """
    # Twice: a letter of another form, such as a double-struck capital, is a capital only once it is taken apart.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold())
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign) and sign not in "'’ʼ`")
    words = re.findall(r"[^\W_]+", letters)
    return " ".join("saint" if word == "st" else word for word in words if word != "the")


def by_name(found: Iterable[str]) -> tuple[str, ...]:
    """Return units in the order of their names, É with E."""
    return tuple(sorted(found, key=lambda code: (loose(countries.unit(code).name), code)))


@cache
def names() -> Names:
    """Return every name by which people look for a unit, in its loose form, with what it may mean.

    A name that people use for more or for other units than the files do (Congo, Gaza) is taken as people use it.
    """
    found: dict[str, set[str]] = {}
    dated = ((name, entry.unit) for name, entries in units.names().items() for entry in entries)
    own = ((each.name, each.iso3) for each in countries.watched())
    for name, unit in (*dated, *own):
        if _is_findable(unit):
            found.setdefault(loose(name), set()).add(unit)
    asked: dict[str, set[str]] = {}
    for name, unit in units.asked():
        asked.setdefault(loose(name), set()).add(unit)
    return {name: frozenset(each) for name, each in (found | asked).items()}


def _with(shown: Mapping[str, str]) -> Names:
    """Return the names, and those in the reader's language that are no other name already."""
    return {**{loose(name): frozenset([unit]) for unit, name in shown.items()}, **names()}


def _by_code(text: str) -> frozenset[str]:
    """Return the unit of an ISO 3166 code, of three letters or of two."""
    code = text.strip()
    found = (
        countries.find("iso3", code)
        or countries.find("iso2", code)
        or countries.unlisted("iso3", code)
        or countries.unlisted("iso2", code)
    )
    unit = found.iso3 if isinstance(found, countries.State) else found.code if found else ""
    return frozenset([unit]) if unit and _is_findable(unit) else frozenset()


def _having(known: Names, part: str) -> frozenset[str]:
    return frozenset(unit for name, found in known.items() if part in f" {name}" for unit in found)


def _is_findable(unit: str) -> bool:
    off = units.unlisted_units().get(unit)
    return off is None or off.kind in FINDABLE
