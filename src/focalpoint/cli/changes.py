"""What a new release changes, in three sentences: last month of data, the largest move, new surprises."""

import polars as pl

from focalpoint.desk.watch.choices import choices
from focalpoint.desk.watch.updates import Changes, Move
from focalpoint.foresight.release.compare import movers
from focalpoint.foresight.release.read import Bundle
from focalpoint.reference.calendar import month_in_words, parse_month
from focalpoint.reference.countries import state

LEAST_MOVE = 0.01
SHOWN = 3


def changes(old: Bundle | None, new: Bundle) -> Changes:
    """Compare a new release with the one before it, by the question that Watch opens with.

    Parameters
    ----------
    old, new : verified releases; without an old one there is no move and no new surprise.
    """
    said = Changes(release=new.id, data_to=new.manifest.origin)
    if old is None:
        return said
    fresh = sorted(surprises(new) - surprises(old), key=lambda iso3: state(iso3).name)
    return said.model_copy(update={"moved": _largest(old, new), "surprises": tuple(fresh)})


def surprises(bundle: Bundle) -> set[str]:
    """Return the States where few civilians were killed and the chance is above the usual, as Watch lists them."""
    asked = _asked() & (pl.col("model") == "combination") & (pl.col("kind") == "chance")
    raised = bundle.forecasts.filter(asked & (pl.col("base_rate") > 0) & (pl.col("value") >= pl.col("base_rate")))
    last = parse_month(bundle.manifest.origin)
    year = bundle.history.filter(pl.col("month").is_between(last - 11, last))
    best = pl.when(pl.col("status") == "zero").then(0.0).otherwise(pl.col("best"))
    known = (
        year.with_columns(best.alias("best"))
        .group_by("unit")
        .agg(pl.col("best").sum(), pl.col("best").count().alias("n"))
    )
    quiet = known.filter((pl.col("n") == 12) & (pl.col("best") < choices().surprise_killed_below))
    return set(raised["unit"]) & set(quiet["unit"])


def _largest(old: Bundle, new: Bundle) -> Move | None:
    moved = movers(old, new).filter(_asked() & (pl.col("change").abs() >= LEAST_MOVE))
    for row in moved.head(1).iter_rows(named=True):
        return Move(iso3=row["unit"], before=row["before"], after=row["after"])
    return None


def _asked() -> pl.Expr:
    question = choices().default
    level, window = pl.col("level") == question.threshold, pl.col("window") == question.window
    return (pl.col("target") == "civilians_sum") & level & window


def sentences(said: Changes) -> str:
    """Write what changed, for the command line.

    Examples
    --------
    >>> moved = Move(iso3="SDN", before=0.94, after=0.97)
    >>> sentences(Changes(release="r-2026-10-1", data_to="2026-10", moved=moved, surprises=("TCD", "ECU")))
    'Data to October 2026. Sudan 94 % -> 97 %. Two new surprises: Chad, Ecuador.'
    >>> sentences(Changes(release="r-2026-10-1", data_to="2026-10"))
    'Data to October 2026. No chance moved by a point or more. No new surprise.'
    """
    moved = "No chance moved by a point or more."
    if said.moved:
        before, after = percent(said.moved.before), percent(said.moved.after)
        moved = f"{state(said.moved.iso3).name} {before} -> {after}."
    return f"Data to {month_in_words(parse_month(said.data_to))}. {moved} {_surprising(said.surprises)}"


def _surprising(found: tuple[str, ...]) -> str:
    if not found:
        return "No new surprise."
    numbers = {1: "One new surprise", 2: "Two new surprises", 3: "Three new surprises"}
    names = ", ".join(state(iso3).name for iso3 in found[:SHOWN])
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return f"{numbers.get(len(found), f'{len(found)} new surprises')}: {names}{more}."


def percent(chance: float) -> str:
    """Write a chance; nothing is certain, so never as 0 or 100 %.

    >>> percent(0.004), percent(0.42), percent(0.996)
    ('<1 %', '42 %', '>99 %')
    """
    if chance < 0.01:
        return "<1 %"
    return ">99 %" if chance > 0.99 else f"{chance:.0%}".replace("%", " %")
