"""Which States are party to which instruments, by the UN Treaty Collection of a month; what it lacks is unknown."""

import csv
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from focalpoint.doctrine.records import Part
from focalpoint.doctrine.treaties import Instrument
from focalpoint.reference.countries import find_name
from focalpoint.reference.errors import FocalpointError

TABLES = Path(__file__).with_name("collection")
CHAPTERS = {"IV": 4, "V": 5, "XVIII": 18, "XXVI": 26}
HOW = {
    "": "ratification",
    "a": "accession",
    "d": "succession",
    "A": "acceptance",
    "AA": "approval",
    "P": "consent to be bound",
    "c": "formal confirmation",
    "s": "definitive signature",
}
SIGNED = "signature"
_CELL = re.compile(r"(\d{1,2} \w{3} \d{4})(?: ([A-Za-z]{1,2}))?")


class BadCollection(FocalpointError):
    """A file that does not have the layout of the UN Treaty Collection."""


class Standing(Part):
    """Whether a State was party on a day, by the table; ``on`` and ``how`` are of the act that binds it, or of none.

    ``is_past`` says that the day is before the month of the table, so that newer acts do not matter.
    """

    kind: Literal["party", "signatory", "neither", "unknown"]
    as_of: str
    on: dt.date | None = None
    how: str = ""
    is_past: bool = False


class About(Part):
    """Where a table comes from."""

    title: str
    publisher: str
    as_of: str
    licence: str
    note: str
    left_out: tuple[str, ...]
    inputs: dict[str, str]


class Table(Part):
    """Acts by instrument and State, such as "1956-03-22 accession"."""

    about: About
    acts: dict[str, dict[str, str]]

    def standing(self, instrument: str, iso3: str, on: dt.date) -> Standing:
        """Return how a State stood to an instrument on a day; unknown where the table does not have the instrument.

        An act after the day is left aside: who acceded in 2003 was not party in 1999. Succession reaches back to a day
        that the table does not have, so that what was before it is unknown.
        """
        known = {"as_of": self.about.as_of, "is_past": on < dt.date.fromisoformat(f"{self.about.as_of}-01")}
        if instrument not in self.acts:
            return Standing(kind="unknown", **known)
        act = self.acts[instrument].get(iso3)
        if act is None:
            return Standing(kind="neither", **known)
        day, how = dt.date.fromisoformat(act[:10]), act[11:]
        if day > on:
            return Standing(kind="unknown" if how == HOW["d"] else "neither", **known)
        return Standing(kind="signatory" if how == SIGNED else "party", on=day, how=how, **known)


@cache
def table() -> Table:
    """Return the newest table that ships.

    >>> [table().standing(each, "RWA", dt.date(1994, 4, 7)).kind for each in ("GC-GEN", "CAT", "GC14")]
    ['party', 'neither', 'unknown']
    """
    newest = max(TABLES.glob("*.yaml"))
    about = About.model_validate(yaml.safe_load(newest.read_text(encoding="utf-8")))
    acts: dict[str, dict[str, str]] = {}
    with newest.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            iso3 = row.pop("iso3")
            for instrument, act in row.items():
                acts.setdefault(instrument, {}).update({iso3: act} if act else {})
    return Table(about=about, acts=acts)


def numbers(instruments: tuple[Instrument, ...]) -> dict[str, str]:
    """Return the number of each instrument of the Collection as its files are named: IV-1 is 4-1.

    Of several numbers the first one counts; an instrument with another depositary has none.
    """
    found = {each.id: re.search(r"\b([IVX]+)-(\d+(?:-[a-z])?)", each.untc_chapter) for each in instruments}
    return {name: f"{CHAPTERS[match[1]]}-{match[2]}" for name, match in found.items() if match}


def read_collection(folder: Path, files: Mapping[str, str]) -> tuple[dict[str, dict[str, str]], set[str]]:
    """Read files of the Collection's layout: what binds each State, and the participants that are no State of ours.

    Parameters
    ----------
    folder : files named ``treaties_4-1.csv``; an instrument without a file is left out, so that it stays unknown.
    files : number of each instrument by its id.

    Raises
    ------
    BadCollection : a file has another layout, or a cell that is no date.
    """
    acts: dict[str, dict[str, str]] = {}
    left_out: set[str] = set()
    for instrument, number in files.items():
        path = folder / f"treaties_{number}.csv"
        if path.exists():
            found = dict(_read(path))
            states = {name: find_name(name) for name in found}
            left_out |= {name for name, state in states.items() if state is None}
            acts[instrument] = {state.iso3: found[name] for name, state in states.items() if state}
    return acts, left_out


def _read(path: Path) -> Iterator[tuple[str, str]]:
    """Yield participants with the act that binds them, or with their signature where nothing does."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        head = next(rows, [])
        if head[:1] != ["Participant"] or not head[1:]:
            said = f"{path} does not begin with Participant and the kinds of acts."
            raise BadCollection(said, todo="Give a file of the UN Treaty Collection.")
        for name, *cells in rows:
            signed, bound = (cells[0], cells[-1]) if len(cells) > 1 else ("", cells[-1])
            if act := _act(path, bound) or _act(path, signed, SIGNED):
                yield name, act


def _act(path: Path, cell: str, how: str = "") -> str:
    """Return the day and kind of an act, or nothing for an empty cell."""
    if not cell.strip():
        return ""
    match = _CELL.fullmatch(cell.strip())
    if match is None or (match[2] or "") not in HOW:
        raise BadCollection(f"{path}: {cell!r} is no date of an act.", todo="Write it as 22 Mar 1956 a.")
    day = dt.datetime.strptime(match[1], "%d %b %Y").date()  # noqa: DTZ007 - a day has no zone
    return f"{day.isoformat()} {how or HOW[match[2] or '']}"
