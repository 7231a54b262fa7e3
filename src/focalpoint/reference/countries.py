"""The watch list, 193 Member States and two observer States, and every code and name that leads to one of them.

A lookup answers with the State of the watch list that holds the code or name on the day asked, or with None. For None,
``unlisted`` says why: a unit that is gone, a territory, an area in dispute, an aggregate. Nothing is dropped silently.
For a row of a whole year, ask for the last day of that year.
"""

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Literal

from focalpoint.reference import units
from focalpoint.reference.errors import FocalpointError
from focalpoint.reference.units import State, Unlisted

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "Scheme",
    "State",
    "UnknownState",
    "Unlisted",
    "code_table",
    "find",
    "find_name",
    "former_members",
    "neighbours",
    "other_places",
    "recorded_under",
    "state",
    "unit",
    "unlisted",
    "unlisted_name",
    "watched",
]

Scheme = Literal["iso3", "iso2", "m49", "gw", "cow", "views"]
NUMERIC = ("m49", "gw", "cow", "views")
# UCDP places events in Gaza and the West Bank under Israel (GW 666): for PSE its figures are unknown, never zero.
_RECORDED_UNDER = {"PSE": "ISR"}

# Gaza as a row of V-Dem's: a part of a State that is on the list, and filed under that State.
_PARTS = frozenset({"PSG"})

_DISSOLVED = ("CSK", "DDR", "YMD")  # were Members of the United Nations; their codes in the sources are their own


class UnknownState(FocalpointError):
    """A code that is not on the watch list."""


@cache
def watched() -> tuple[State, ...]:
    """Return the watch list, sorted by ISO 3166 alpha-3 code.

    >>> len(watched()), watched()[0].name
    (195, 'Afghanistan')
    """
    return tuple(units.states().values())


def state(iso3: str) -> State:
    """Return one State of the watch list.

    Raises
    ------
    UnknownState : the code is not on the list; the message says why, or which code is close.

    Examples
    --------
    >>> state("SSD").start
    datetime.date(2011, 7, 9)
    """
    found = units.states().get(iso3)
    if found is None:
        raise UnknownState(f"{iso3!r} is not on the watch list.", todo=_advice(iso3))
    return found


def unit(code: str) -> State | Unlisted:
    """Return the State or the unit off the watch list that one of our codes names.

    Raises
    ------
    UnknownState : there is none.

    Examples
    --------
    >>> unit("XKX").name, unit("MLI").name
    ('Kosovo', 'Mali')
    """
    return units.unlisted_units().get(code) or units.continued_states().get(code) or state(code)


@cache
def other_places() -> tuple[Unlisted, ...]:
    """Return the areas and territories that are not on the watch list and from which something may be reported.

    That a place is among them says nothing of its status; its ``reason`` says on what the list rests.

    >>> [each.name for each in other_places() if each.code in ("ESH", "TWN", "XKX", "PSG", "CSK")]
    ['Western Sahara', 'Taiwan, Province of China', 'Kosovo']
    """
    known = units.unlisted_units().values()
    return tuple(each for each in known if each.kind in ("area", "territory") and each.code not in _PARTS)


@cache
def former_members() -> tuple[Unlisted, ...]:
    """Return the States that were Members of the United Nations and are no more, as the United Nations named them.

    >>> [each.code for each in former_members()], former_members()[2].name
    (['CSK', 'DDR', 'SCG', 'SUN', 'YMD', 'YUG'], 'Serbia and Montenegro')
    """
    known = {**units.unlisted_units(), **units.continued_states()}
    return tuple(known[code] for code in sorted({*_DISSOLVED, *units.continued_states()}))


def find(scheme: Scheme, code: str | int | float | None, on: dt.date | None = None) -> State | None:
    """Return the State that a code names on a day, or None.

    Parameters
    ----------
    scheme : which code: ISO 3166 alpha-3 or alpha-2, M49, Gleditsch-Ward, Correlates of War, or VIEWS.
    code : as the file has it; whole numbers may come as text or as floats (``"700"``, ``700.0``, ``"004"``).
    on : the day; the State must have existed and used the code then. None asks for any time.

    Examples
    --------
    >>> find("gw", 260).iso3, find("cow", 255).iso3, find("gw", 255)
    ('DEU', 'DEU', None)
    >>> find("iso3", "SSD", on=dt.date(2011, 7, 8)) is None
    True
    """
    return _listed(units.codes(scheme).get(_key(scheme, code), ()), on)


def find_name(name: str, on: dt.date | None = None) -> State | None:
    """Return the State that a name belongs to on a day, or None; accents, case and points do not matter.

    >>> find_name("Burma").iso3, find_name("Soviet Union").iso3, find_name("Turkey").name
    ('MMR', 'RUS', 'Türkiye')
    """
    return _listed(units.names().get(units.plain(name), ()), on)


def unlisted(scheme: Scheme, code: str | int | float | None, on: dt.date | None = None) -> Unlisted | None:
    """Return the unit off the watch list that a code names, with the reason, or None.

    >>> unlisted("gw", 347).name
    'Kosovo'
    """
    return _off_list(units.codes(scheme).get(_key(scheme, code), ()), on)


def unlisted_name(name: str, on: dt.date | None = None) -> Unlisted | None:
    """Return the unit off the watch list that a name belongs to, with the reason, or None.

    >>> unlisted_name("South Yemen").end
    datetime.date(1990, 5, 21)
    """
    return _off_list(units.names().get(units.plain(name), ()), on)


def neighbours(iso3: str, on: dt.date | None = None) -> frozenset[str]:
    """Return the States that share a land border with this one on a day (None: today's borders).

    Land borders only, read from the topology of Natural Earth 1:50m and corrected by hand; sea neighbours are not
    given, so that an island has none. Borders through Western Sahara are left out.

    >>> sorted(neighbours("SDN", on=dt.date(2010, 1, 1)) & {"UGA", "SSD", "TCD"})
    ['TCD', 'UGA']
    """
    here = state(iso3)
    return frozenset(
        other
        for other, border in _borders().get(here.iso3, ())
        if (border.on(on) if on else border.end is None) and state(other).on(on) and here.on(on)
    )


def recorded_under(iso3: str) -> str | None:
    """Return the State under which UCDP records what happens in this one, or None where it has its own code.

    >>> recorded_under("PSE"), recorded_under("MLI")
    ('ISR', None)
    """
    return _RECORDED_UNDER.get(state(iso3).iso3)


def code_table(scheme: Scheme) -> "pl.DataFrame":
    """Return all codes of one scheme for a join: columns ``code``, ``iso3``, ``start``, ``end``.

    Codes are whole numbers for M49, Gleditsch-Ward, Correlates of War and VIEWS, else text. Both dates are included and
    never null. Units off the watch list are not in it. Join on the code and keep rows whose day lies between the dates.
    """
    import polars as pl

    listed = units.states()
    rows = [
        (
            int(code) if scheme in NUMERIC else code,
            entry.unit,
            max(entry.start or dt.date.min, listed[entry.unit].start),
            min(entry.end or dt.date.max, listed[entry.unit].end or dt.date.max),
        )
        for code, entries in units.codes(scheme).items()
        for entry in entries
        if entry.unit in listed
    ]
    kind = pl.Int64 if scheme in NUMERIC else pl.String
    schema = {"code": kind, "iso3": pl.String, "start": pl.Date, "end": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("code", "start")


def _key(scheme: Scheme, code: str | float | None) -> str:
    """Write a code as the tables have it: numbers without leading zeros or a decimal part, letters in capitals."""
    text = "" if code is None else str(code).strip()
    if scheme not in NUMERIC:
        return text.upper()
    whole = text.removesuffix(".0")
    return str(int(whole)) if whole.isascii() and whole.isdigit() else text


def _listed(entries: tuple[units.Dated, ...], on: dt.date | None) -> State | None:
    listed = units.states()
    held = [entry for entry in entries if entry.unit in listed and entry.on(on) and listed[entry.unit].on(on)]
    return listed[max(held, key=_latest).unit] if held else None


def _off_list(entries: tuple[units.Dated, ...], on: dt.date | None) -> Unlisted | None:
    known = units.unlisted_units()
    held = [entry for entry in entries if entry.unit in known and entry.on(on)]
    return known[max(held, key=_latest).unit] if held else None


def _latest(entry: units.Dated) -> dt.date:
    return entry.end or dt.date.max


@cache
def _borders() -> dict[str, tuple[tuple[str, units.Dated], ...]]:
    both: dict[str, list[tuple[str, units.Dated]]] = {}
    for one, border in units.borders():
        both.setdefault(one, []).append((border.unit, border))
        both.setdefault(border.unit, []).append((one, border))
    return {iso3: tuple(found) for iso3, found in both.items()}


def _advice(iso3: str) -> str:
    import difflib

    off = unlisted("iso3", iso3) or unlisted_name(iso3)
    if off is not None:
        return f"{off.name}: {off.reason}"
    meant = find("iso3", iso3) or find_name(iso3)
    close = [meant.iso3] if meant else difflib.get_close_matches(iso3.upper(), units.states(), n=3, cutoff=0.6)
    return f"Did you mean {' or '.join(close)}?" if close else "Give an ISO 3166 alpha-3 code, for example SSD."
