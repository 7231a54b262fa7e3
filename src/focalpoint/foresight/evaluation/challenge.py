"""Other people's forecasts in the layout of the VIEWS prediction challenge, scored by our scorer (protocol B3).

A forecast file has the columns month_id, country_id (or priogrid_gid), draw, outcome; a file of actuals month_id,
the same unit and outcome. Every case of one file must be in the other: leaving out hard cases must not pay.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from focalpoint.foresight import scoring as scores
from focalpoint.foresight.evaluation.challenge_faults import (
    UnknownLayout,
    refuse_bad_values,
    refuse_duplicates,
    refuse_other_cases,
    refuse_unequal_draws,
)

UNITS = ("country_id", "priogrid_gid")
# The challenge's own files of actuals name the outcome after its source.
OUTCOMES = ("outcome", "ged_sb")
# The challenge's tables for 2018-2020 agree with the central 95 % alone, though its rules say 90 %.
ALPHA_PRINTED, ALPHA_RULES = 0.05, 0.1
MEASURES = ("crps", "ign", "mis", "mis_90")


@dataclass(frozen=True)
class Scored:
    """Scores of every case, with what is needed to group them.

    ``cases`` has month_id, the unit's column, crps, ign, mis and mis_90, sorted by month and unit.
    """

    unit: str
    draws: int
    cases: pl.DataFrame

    def means(self) -> dict[str, float]:
        """Mean of each score over all cases, as the challenge ranks its contestants."""
        return {name: float(self.cases[name].to_numpy().mean()) for name in MEASURES}

    def by_month(self) -> pl.DataFrame:
        """Mean scores of each month: month_id, cases, crps, ign, mis, mis_90."""
        return self.cases.group_by("month_id").agg(pl.len().alias("cases"), pl.col(MEASURES).mean()).sort("month_id")


def score(forecasts: Path, actuals: Path) -> Scored:
    """Score a file of draws against a file of actuals.

    Parameters
    ----------
    forecasts : CSV or Parquet with month_id, country_id or priogrid_gid, draw, outcome (deaths).
    actuals : CSV or Parquet with month_id, the same unit, outcome (or ged_sb).

    Returns
    -------
    Scored : CRPS of the draws, IGN on the challenge's bins (bits), MIS of the central 95 %
        interval (mis_90: of the central 90 %), for each case.

    Raises
    ------
    UnknownLayout, BadValue, DuplicateDraws, UnequalDraws, CasesDiffer : each names the file, the cases and the remedy.

    References
    ----------
    Hegre et al. (2025), The 2023/24 VIEWS prediction challenge; formulas in ``focalpoint.foresight.scoring``.
    """
    truth = _table(actuals, with_draw=False).collect()
    unit = truth.columns[1]
    drawn = _table(forecasts, with_draw=True)
    if drawn.collect_schema().names()[1] != unit:
        raise UnknownLayout(
            f"{forecasts.name} and {actuals.name} speak of different units.", todo=f"Both need the column {unit}."
        )
    refuse_bad_values(actuals.name, truth)
    refuse_duplicates(actuals.name, truth)
    refuse_other_cases(forecasts.name, actuals.name, drawn.select("month_id", unit).unique().collect(), truth)
    parts: list[pl.DataFrame] = []
    draws = 0
    # A month at a time: a grid of 13,110 cells with 1,000 draws is 157 million rows.
    for (month,), cases in truth.sort("month_id", unit).group_by("month_id", maintain_order=True):
        table = drawn.filter(pl.col("month_id") == month).collect()
        refuse_bad_values(forecasts.name, table)
        refuse_duplicates(forecasts.name, table)
        draws = refuse_unequal_draws(forecasts.name, table, draws)
        parts.append(_month(cases, table, draws))
    return Scored(unit, draws, pl.concat(parts))


def _month(cases: pl.DataFrame, table: pl.DataFrame, draws: int) -> pl.DataFrame:
    unit = cases.columns[1]
    matrix = table.sort(unit, "draw")["outcome"].to_numpy().reshape(-1, draws)
    seen = cases["outcome"].to_numpy()
    return cases.select("month_id", unit).with_columns(
        crps=scores.crps_draws(matrix, seen),
        ign=scores.ignorance(matrix, seen),
        mis=scores.interval_score(matrix, seen, ALPHA_PRINTED),
        mis_90=scores.interval_score(matrix, seen, ALPHA_RULES),
    )


def _table(path: Path, *, with_draw: bool) -> pl.LazyFrame:
    """Open a file as month_id, unit, [draw,] outcome, whatever the order of its columns."""
    frame, names = _open(path)
    unit = next((name for name in UNITS if name in names), None)
    outcome = next((name for name in OUTCOMES if name in names), None)
    keys = ["month_id", unit or "country_id", *(["draw"] if with_draw else [])]
    missing = [name for name in [*keys, *([] if outcome else ["outcome"])] if name not in names]
    if missing:
        raise UnknownLayout(
            f"{path.name} lacks {', '.join(missing)}; it has {', '.join(names)}.",
            todo="Expected month_id, country_id (or priogrid_gid), "
            + ("draw and outcome, one row a draw." if with_draw else "and outcome, one row a case."),
        )
    kinds = [pl.col(name).cast(pl.Int64, strict=False) for name in keys]
    return frame.select(*kinds, pl.col(outcome or "outcome").cast(pl.Float64, strict=False).alias("outcome"))


def _open(path: Path) -> tuple[pl.LazyFrame, list[str]]:
    with path.open("rb") as file:
        parquet = file.read(4) == b"PAR1"
    try:
        # Text is parsed once and held; everything as text first, so that a bad cell is named and not a parser's error.
        frame = pl.scan_parquet(path) if parquet else pl.read_csv(path, infer_schema=False).lazy()
        return frame, frame.collect_schema().names()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnknownLayout(
            f"{path.name} cannot be read as CSV or Parquet: {str(error).splitlines()[0]}",
            todo="Save it again as comma-separated text or Parquet.",
        ) from error
