"""Which State a reader means: by code, name, older name, acronym of the field, part of a name, or a slip of the pen."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from focalpoint.reference.countries import Unlisted, find_name, unlisted_name
from focalpoint.reference.units import plain

# What is said in the field. Where two are meant by one word, the reader is asked.
SAID = {
    "car": ("CAF",),
    "us": ("USA",),
    "uk": ("GBR",),
    "uae": ("ARE",),
    "dprk": ("PRK",),
    "rok": ("KOR",),
    "congo": ("COG", "COD"),
    "korea": ("PRK", "KOR"),
}
SHORTEST = 2  # letters of a part of a name
CLOSE = 0.75  # how alike a misspelt name must be


@dataclass(frozen=True)
class Found:
    """The States that may be meant, and the place off the watch list that the words name."""

    states: list[tuple[str, str]]
    off: Unlisted | None


def find_states(wanted: str, known: Mapping[str, str]) -> Found:
    """Return what a reader may mean among the known States: one where it is sure, several to choose from, or none."""
    low, off = plain(wanted), unlisted_name(wanted)
    exact = find_name(wanted) if wanted else None
    sure = SAID.get(low) or ((wanted.upper(),) if wanted.upper() in known else (exact.iso3,) if exact else ())
    states = [(iso3, known[iso3]) for iso3 in sure if iso3 in known]
    if states or len(low) < SHORTEST:
        return Found(states, None)
    if off:
        under = off.recorded_under or ""
        return Found([(under, known[under])] if under in known else [], off)
    names = {iso3: [plain(name), plain(_(name))] for iso3, name in known.items()}
    part = [(iso3, known[iso3]) for iso3, forms in names.items() if any(low in each for each in forms)]
    return Found(part or _misspelt(low, names, known), None)


def _misspelt(low: str, names: Mapping[str, list[str]], known: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the States whose name is nearly what was written, the nearest first."""
    forms = {each: iso3 for iso3, every in names.items() for each in every}
    close = difflib.get_close_matches(low, forms, n=5, cutoff=CLOSE)
    return [(iso3, known[iso3]) for iso3 in dict.fromkeys(forms[each] for each in close)]
