"""The tables behind countries: States on the watch list, units off it, codes and names, each with its dates."""

import csv
import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

DATA = Path(__file__).parent / "data"
Status = Literal["member", "observer"]
Kind = Literal["former", "area", "territory", "aggregate", "other"]


@dataclass(frozen=True, slots=True)
class State:
    """A unit of the watch list: a Member State of the United Nations or an observer State.

    ``start`` is the day it became a State in the usual dating, or 24 October 1945 (the Charter) when that is earlier;
    where one State continues another (the Russian Federation the USSR, Yemen the Yemen Arab Republic), it runs on.
    ``gw``, ``cow`` and ``views`` are the codes of today; older ones are found by ``countries.find`` with a date.
    """

    iso3: str
    iso2: str
    m49: int
    name: str
    gw: int | None
    cow: int | None
    views: int | None
    region: str
    subregion: str
    start: dt.date
    end: dt.date | None
    status: Status

    def on(self, day: dt.date | None) -> bool:
        """Say whether the State existed on a day; no day asked means yes."""
        return day is None or within(day, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A unit that occurs in the sources and is not on the watch list, and why.

    ``recorded_under`` is the State under which most sources put what happens there, where there is one.
    """

    code: str
    name: str
    kind: Kind
    recorded_under: str | None
    start: dt.date | None
    end: dt.date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A code or a name of a unit, with the days between which it is valid."""

    key: str
    unit: str
    start: dt.date | None
    end: dt.date | None

    def on(self, day: dt.date | None) -> bool:
        """Say whether it was in use on a day; no day asked means yes."""
        return day is None or within(day, self.start, self.end)


def within(day: dt.date, start: dt.date | None, end: dt.date | None) -> bool:
    """Say whether a day lies in a span, both ends included; None is open.

    >>> within(dt.date(2011, 7, 8), dt.date(2011, 7, 9), None)
    False
    """
    return (start is None or start <= day) and (end is None or day <= end)


def plain(name: str) -> str:
    """Bring a name to the form in which names are compared: no accents, case, points, articles; ``&`` is ``and``.

    >>> plain("Bahamas, The"), plain("St. Lucia"), plain("Côte d’Ivoire"), plain("Türkiye")
    ('bahamas', 'saint lucia', 'cote divoire', 'turkiye')
    """
    text = unicodedata.normalize("NFKD", name.replace("’", "'").replace("&", " and ").replace("'", ""))
    words = re.findall(r"[a-z0-9]+", text.encode("ascii", "ignore").decode().lower())
    return " ".join("saint" if word == "st" else word for word in words if word != "the")


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _code(text: str) -> int | None:
    return int(text) if text else None


def _state(row: dict[str, str]) -> State:
    return State(
        iso3=row["iso3"],
        iso2=row["iso2"],
        m49=int(row["m49"]),
        name=row["name"],
        gw=_code(row["gw"]),
        cow=_code(row["cow"]),
        views=_code(row["views"]),
        region=row["region"],
        subregion=row["subregion"],
        start=dt.date.fromisoformat(row["start"]),
        end=_day(row["end"]),
        status="observer" if row["status"] == "observer" else "member",
    )


@cache
def states() -> dict[str, State]:
    """Return the watch list by ISO 3166 alpha-3 code, in the order of the codes."""
    return {row["iso3"]: _state(row) for row in _rows("states.csv")}


@cache
def unlisted_units() -> dict[str, Unlisted]:
    """Return the units that are not on the watch list, by our code for them."""
    return _unlisted("unlisted.csv")


@cache
def continued_states() -> dict[str, Unlisted]:
    """Return the States whose codes and names in the sources go on in a State of the watch list, by our code."""
    return _unlisted("continued.csv")


def _unlisted(table: str) -> dict[str, Unlisted]:
    kinds: dict[str, Kind] = {kind: kind for kind in ("former", "area", "territory", "aggregate", "other")}
    return {
        row["code"]: Unlisted(
            code=row["code"],
            name=row["name"],
            kind=kinds[row["kind"]],
            recorded_under=row["recorded_under"] or None,
            start=_day(row["start"]),
            end=_day(row["end"]),
            reason=row["reason"],
        )
        for row in _rows(table)
    }


@cache
def names() -> dict[str, tuple[Dated, ...]]:
    """Return every known name in its plain form, with its unit."""
    own = [Dated(plain(state.name), iso3, None, None) for iso3, state in states().items()]
    own += [Dated(plain(unit.name), code, None, None) for code, unit in unlisted_units().items()]
    more = [Dated(plain(row["name"]), row["unit"], _day(row["start"]), _day(row["end"])) for row in _rows("names.csv")]
    return _grouped(own + more)


@cache
def asked() -> tuple[tuple[str, str], ...]:
    """Return names that people use otherwise than files do, each with a unit it may mean: some are there twice."""
    return tuple((row["name"], row["unit"]) for row in _rows("asked.csv"))


@cache
def codes(scheme: str) -> dict[str, tuple[Dated, ...]]:
    """Return every code of a scheme with its unit; today's codes and those that went before."""
    special = [row for row in _rows("codes.csv") if row["scheme"] == scheme]
    dated = [Dated(row["code"], row["unit"], _day(row["start"]), _day(row["end"])) for row in special]
    known = {(entry.key, entry.unit) for entry in dated}
    present = [
        Dated(str(value), iso3, None, None)
        for iso3, state in states().items()
        if (value := getattr(state, scheme)) is not None and (str(value), iso3) not in known
    ]
    own = [Dated(code, code, None, None) for code in unlisted_units()] if scheme == "iso3" else []
    return _grouped(present + own + dated)


@cache
def borders() -> tuple[tuple[str, Dated], ...]:
    """Return each land border once as (one State, the other with the dates of the border)."""
    return tuple(
        (row["a"], Dated(row["b"], row["b"], _day(row["start"]), _day(row["end"]))) for row in _rows("neighbours.csv")
    )


def _grouped(entries: list[Dated]) -> dict[str, tuple[Dated, ...]]:
    groups: dict[str, list[Dated]] = {}
    for entry in entries:
        groups.setdefault(entry.key, []).append(entry)
    return {key: tuple(group) for key, group in groups.items()}
