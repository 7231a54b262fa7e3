"""Civilian deaths estimated from deaths by type of violence, where a table does not give them.

All who die in one-sided violence are civilians, so these are known. Of the dead in battle (state-based) and between
groups (non-state), the share of civilians is taken from the State's own final years before, drawn to the world's.
"""

import functools
from collections.abc import Sequence
from importlib import resources

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict

TYPES = ("sb", "ns")


class Settings(BaseModel):
    """See the comments in ``estimate.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: int
    years: int
    world_weight: float
    odds_factor: float


@functools.cache
def settings() -> Settings:
    """Return the choices that ship with the package.

    >>> settings().years
    3
    """
    text = resources.files(__package__).joinpath("estimate.yaml").read_text(encoding="utf-8")
    return Settings.model_validate(yaml.safe_load(text))


def civilian_shares(years: pl.DataFrame, units: Sequence[str], before: int, chosen: Settings) -> pl.DataFrame:
    """Return the share of civilians among the dead in battle and between groups, by State.

    ``(c + w * C / D) / (d + w)`` with ``c`` civilians of the State's ``d`` dead, ``C`` of the world's ``D``, and ``w``
    the weight of the world.

    Parameters
    ----------
    years : unit, year, sb_best, sb_civilians, ns_best, ns_civilians; deaths. A year in which dead or civilians of a
        kind are null does not speak of that kind.
    units : the States to speak of; one without dead in these years has the world's share.
    before : only the ``chosen.years`` years before this one are looked at.
    chosen : the choices.

    Returns
    -------
    unit, sb_share, ns_share, in the order of ``units``. The share of a kind is null where no year speaks of it.

    Examples
    --------
    >>> years = pl.DataFrame({"unit": ["AAA", "BBB"], "year": [2020, 2020], "sb_best": [50, 150],
    ...                       "sb_civilians": [25, 15], "ns_best": [0, 0], "ns_civilians": [0, 0]})
    >>> civilian_shares(years, ["AAA", "CCC"], 2021, settings()).rows()
    [('AAA', 0.35, 0.0), ('CCC', 0.2, 0.0)]
    """
    dead = [f"{kind}_{name}" for kind in TYPES for name in ("best", "civilians")]
    held = years.filter(pl.col("year").is_between(before - chosen.years, before - 1)).with_columns(*_known_pairs())
    own = held.group_by("unit").agg(pl.col(dead).sum())
    asked = pl.DataFrame({"unit": units}, schema={"unit": pl.String})
    sums = asked.join(own, on="unit", how="left", maintain_order="left").with_columns(pl.col(dead).fill_null(0))
    return sums.select("unit", *(_share(kind, held, chosen.world_weight) for kind in TYPES))


def _known_pairs() -> list[pl.Expr]:
    """Deaths of a kind where both its figures are known, else null: dead alone would say that none were civilians."""
    pairs = [(f"{kind}_best", f"{kind}_civilians") for kind in TYPES]
    return [pl.when(pl.all_horizontal(pl.col(pair).is_not_null())).then(pl.col(pair)) for pair in pairs]


def _share(kind: str, held: pl.DataFrame, weight: float) -> pl.Expr:
    if held[f"{kind}_best"].is_null().all():
        return pl.lit(None, pl.Float64).alias(f"{kind}_share")
    dead, civilians = float(held[f"{kind}_best"].sum()), float(held[f"{kind}_civilians"].sum())
    world = civilians / dead if dead else 0.0
    own = pl.col(f"{kind}_civilians") + weight * world
    return (own / (pl.col(f"{kind}_best") + weight)).alias(f"{kind}_share")


def estimated_civilians(rows: pl.DataFrame, shares: pl.DataFrame, chosen: Settings) -> pl.DataFrame:
    """Add the estimate of civilian deaths and its interval to deaths by type of violence.

    The interval multiplies and divides the odds of each share by ``chosen.odds_factor``; it holds the share's
    uncertainty alone. Never below the one-sided dead, never above all dead.

    Parameters
    ----------
    rows : unit, sb_best, ns_best, os_best; deaths.
    shares : as :func:`civilian_shares` returns; the estimate of a State without a share is null.
    chosen : the choices.

    Returns
    -------
    ``rows`` with civilians_low, civilians, civilians_high; whole deaths.

    Examples
    --------
    >>> shares = pl.DataFrame({"unit": ["AAA"], "sb_share": [0.2], "ns_share": [0.0]})
    >>> rows = pl.DataFrame({"unit": ["AAA"], "sb_best": [100], "ns_best": [0], "os_best": [7]})
    >>> estimated_civilians(rows, shares, settings()).select("civilians_low", "civilians", "civilians_high").row(0)
    (10.0, 27.0, 74.0)
    """
    shared = rows.join(shares, on="unit", how="left", maintain_order="left")
    best = [_among(kind, 1.0) for kind in TYPES]
    low, high = ([_among(kind, by) for kind in TYPES] for by in (1 / chosen.odds_factor, chosen.odds_factor))
    known = pl.col("os_best").cast(pl.Float64)
    return shared.with_columns(
        (known + sum(low, pl.lit(0.0)).floor()).alias("civilians_low"),
        (known + sum(best, pl.lit(0.0)).round(0)).alias("civilians"),
        (known + sum(high, pl.lit(0.0)).ceil()).alias("civilians_high"),
    ).drop(f"{kind}_share" for kind in TYPES)


def _among(kind: str, factor: float) -> pl.Expr:
    """Dead of a kind that were civilians, with the odds of the share multiplied by a factor."""
    share = pl.col(f"{kind}_share")
    return pl.col(f"{kind}_best") * share * factor / (1 - share + share * factor)
