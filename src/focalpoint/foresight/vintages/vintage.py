"""A vintage: one table of one source as it was known from one day on."""

import dataclasses
import datetime as dt
from typing import Any, Literal, cast

from focalpoint.reference.errors import FocalpointError

Grain = Literal["event", "unit_month", "unit_year"]
EDITION = ("kind", "covers_first", "covers_last", "complete_for")
DATES, LISTS = ("retrieved", "known_at"), ("notes", "complete_for")


class BadSidecar(FocalpointError):
    """A sidecar that does not describe a vintage."""


@dataclasses.dataclass(frozen=True, slots=True)
class Vintage:
    """What is known about one typed table: where it came from, since when it is known, what may be done with it.

    ``first`` and ``last`` are the months (``YYYY-MM``) or years (``YYYY``) the table speaks of; ``retrieved`` is the
    day the bytes came into the house and ``known_at`` the day on which the producer's figures were known.

    Of UCDP's events, ``kind`` says what edition the file is, ``covers_first`` and ``covers_last`` the months
    (``YYYY-MM``) it covers. An extract covers none by itself, but what it holds of the States in ``complete_for``
    (ISO3) was said to be complete. Empty for other sources, and where an older version of the product added the file.

    Examples
    --------
    >>> a = vintage_of({"id": "x", "known_at": "2025-06-30", "retrieved": "2025-07-01"})
    >>> a.known_at, a.release, record(a)["known_at"]
    (datetime.date(2025, 6, 30), None, '2025-06-30')
    """

    id: str
    sha256: str = ""
    source: str = ""
    grain: Grain = "unit_month"
    release: str | None = None
    retrieved: dt.date = dt.date.min
    known_at: dt.date = dt.date.min
    licence: str = ""
    citation: str = ""
    url: str = ""
    original_name: str = ""
    size: int = 0
    rows_kept: int = 0
    rows_bad: int = 0
    first: str = ""
    last: str = ""
    embedded: bool = False
    may_ship: bool = False
    member: str = ""
    layout: str = ""
    table: str = ""
    table_sha256: str = ""
    notes: tuple[str, ...] = ()
    kind: Literal["", "yearly", "cumulative", "monthly", "extract"] = ""
    covers_first: str = ""
    covers_last: str = ""
    complete_for: tuple[str, ...] = ()


def record(vintage: Vintage) -> dict[str, Any]:
    """Return a vintage as plain values that JSON can hold; days become ``YYYY-MM-DD``.

    What says the edition is left out where there is none, as in every description written before there were editions.
    """
    plain = {name: value for name, value in dataclasses.asdict(vintage).items() if value or name not in EDITION}
    return {
        **plain,
        **{name: plain[name].isoformat() for name in DATES},
        **{name: list(plain[name]) for name in LISTS if name in plain},
    }


def vintage_of(plain: dict[str, Any]) -> Vintage:
    """Read back what :func:`record` wrote.

    Raises
    ------
    BadSidecar
        When a field is unknown or a day is not a day.
    """
    known = {field.name for field in dataclasses.fields(Vintage)}
    if "id" not in plain or not set(plain) <= known:
        raise BadSidecar(
            f"The description of a vintage has fields that are not known: {sorted(set(plain) - known)}.",
            todo="Remove the file from the store and add the original again.",
        )
    values = {**plain, **{name: tuple(plain.get(name, ())) for name in LISTS}}
    try:
        values.update({name: dt.date.fromisoformat(plain[name]) for name in DATES if name in plain})
    except (TypeError, ValueError) as error:
        raise BadSidecar(f"A day in the description of {plain['id']} is not a day: {error}.") from error
    return Vintage(**cast(Any, values))
