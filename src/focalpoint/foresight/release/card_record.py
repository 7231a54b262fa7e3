"""What the model card says of the record of killings: which months are final, and how civilians are counted."""

from collections.abc import Sequence

import polars as pl

from focalpoint.foresight.release.figures import number
from focalpoint.foresight.release.manifest import Stretch
from focalpoint.foresight.release.sources import line
from focalpoint.reference import countries
from focalpoint.reference.calendar import month_in_words, parse_month

BASES = {
    "final": "final",
    "candidate": "candidate: these months will change",
    "estimate": "an estimate of civilians from other figures: these months will change",
    "spread": "yearly totals spread over their months",
}
_LATE = ("candidate", "estimate")
YEAR = 12


def state_name(unit: str) -> str:
    """Return the name of a State; a unit that is none keeps its code."""
    try:
        return countries.state(unit).name
    except countries.UnknownState:
        return unit


def section(data: Sequence[Stretch], history: pl.DataFrame) -> str:
    """Write what the card says of the record.

    Parameters
    ----------
    data : see ``Manifest.data``.
    history : the shaped table of the bundle.
    """
    return "\n\n".join(part for part in (stretches(data), late(history), counted(history)) if part)


def stretches(data: Sequence[Stretch]) -> str:
    """Write a line an edition: its months, how it knows them, and since when.

    Parameters
    ----------
    data : see ``Manifest.data``.
    """
    return "\n".join(_stretch(one) for one in data)


def _stretch(one: Stretch) -> str:
    months = f"{month_in_words(parse_month(one.first))} to {month_in_words(parse_month(one.last))}"
    how = BASES.get(one.basis or "", "of unknown kind")
    where = f" for {', '.join(map(state_name, one.units))}" if one.units else ""
    return f"- {months}{where}: {line([(one.source, one.edition)])}, {how}, known on {one.known_at}."


def late(history: pl.DataFrame) -> str:
    """Say how many of the last twelve months are not final; nothing when all are."""
    recent = _recent(history)
    months = recent.filter(pl.col("basis").is_in(_LATE))["month"].n_unique()
    if not months:
        return ""
    verb = "is" if months == 1 else "are"
    return (
        f"Of the last {YEAR} months of data, {months} {verb} candidate or estimated: final figures are usually higher, "
        "and months that seem quiet now may not be. All that rests on them will change."
    )


def counted(history: pl.DataFrame) -> str:
    """Say how many civilians were killed, as counted here and as the publisher codes them, where it does."""
    both = _recent(history).drop_nulls(["best", "coded"])
    if both.is_empty() or not both["coded"].sum():
        return ""
    here, coded = (number(float(both[name].sum())) for name in ("best", "coded"))
    return (
        f"In the last {YEAR} months of data civilians are coded by the publisher in {number(float(both.height))} "
        f"State-months. There {here} are counted here and {coded} coded (`coded` in `history.parquet`). Where the two "
        "differ, all dead of one-sided violence are counted as civilians, those of unknown status too."
    )


def _recent(history: pl.DataFrame) -> pl.DataFrame:
    return history.filter(pl.col("month") > pl.col("month").max() - YEAR)
