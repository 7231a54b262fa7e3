"""A small invented world: sixteen States, fifteen years, wars that begin and end; and settings small enough for it."""

import datetime as dt
import functools

import numpy as np
import polars as pl

from focalpoint.foresight.models.spec import Spec, spec
from focalpoint.foresight.panel.shape import Panel
from focalpoint.foresight.runs.civilians.protocol import Protocol, protocol
from focalpoint.reference.calendar import month_id, year_of

UNITS = tuple(
    sorted(
        ["AFG", "BDI", "BGD", "CAF", "CHE", "COD", "COL", "KEN", "LBN", "NGA", "NOR", "PSE", "SDN", "SSD", "SYR", "UKR"]
    )
)
DARK, QUIET, LATE = "PSE", ("CHE", "NOR"), "SSD"
FIRST, ORIGIN = month_id(1989, 1), month_id(2003, 12)
LATE_BEGINS = month_id(1996, 7)
MONTHLY = ("ged_events", "ged_deaths_low", "ged_deaths_best", "ged_deaths_high", "civilians", "civilians_low",
           "civilians_high", "ged_peak_event", "ged_state_based", "ged_non_state", "ged_one_sided", "ged_imprecise",
           "media_conflict", "media_protest", "media_goldstein")  # fmt: skip
YEARLY = ("osv_low", "osv_best", "osv_high", "osv_gov_best", "osv_nongov_best", "sb_best", "sb_civilians", "ns_best",
          "ov_best", "ov_civilians", "population", "gdp_pc", "gdp_growth", "trade_share", "infant_mortality_wdi",
          "infant_mortality", "v2x_polyarchy", "v2x_libdem", "v2x_partipdem", "v2x_delibdem", "v2x_egaldem", "v2x_api",
          "v2x_mpi", "refugees_from", "asylum_seekers_from", "idps_unhcr", "refugees_in", "stateless_in",
          "idps_conflict", "excluded_share", "discriminated_share", "groups_relevant", "coup_attempts", "mentions",
          "speeches", "r2p_mentions")  # fmt: skip
NEVER_ADDED = ("excluded_share", "discriminated_share", "groups_relevant", "coup_attempts", "infant_mortality")


@functools.cache
def deaths(seed: int = 1) -> np.ndarray:
    """[units, months]: a level that wanders, Poisson around it; nothing in quiet States, NaN where nobody counts."""
    rng = np.random.default_rng(seed)
    months = ORIGIN - FIRST + 1
    steps = rng.normal(0, 0.35, (len(UNITS), months)).cumsum(axis=1)
    level = np.exp(np.clip(rng.normal(1.5, 1.2, (len(UNITS), 1)) + steps - steps.mean(axis=1, keepdims=True), -4, 6))
    counts = rng.poisson(level).astype(float)
    counts[[UNITS.index(unit) for unit in QUIET]] = 0
    counts[UNITS.index(DARK)] = np.nan
    counts[UNITS.index(LATE), : LATE_BEGINS - FIRST] = np.nan
    return counts


def panel(counts: np.ndarray | None = None) -> Panel:
    """The world as a panel; other counts may be given, to see who notices."""
    counts = deaths() if counts is None else counts
    months = counts.shape[1]
    flat = counts.ravel()
    status = np.where(np.isnan(flat), "missing", np.where(flat > 0, "recorded", "zero"))
    monthly = pl.DataFrame(
        {
            "unit": np.repeat(np.array(UNITS), months),
            "month": np.tile(np.arange(FIRST, FIRST + months), len(UNITS)),
            **{
                name: pl.Series(flat if name.startswith(("civ", "ged_d")) else np.ceil(flat / 5), nan_to_null=True)
                for name in MONTHLY
            },
            "status": status,
        }
    ).with_columns(
        pl.when(pl.col("unit") == DARK).then(pl.lit("unknown")).otherwise("status").alias("status"),
        pl.when(pl.col("unit") == DARK).then(pl.lit("recorded under Israel")).alias("note"),
        pl.lit("invented").alias("input"),
        pl.lit("final").alias("basis"),
        pl.lit(None, pl.String).alias("includes"),
    )
    last = FIRST + months - 1
    return Panel(
        origin=last,
        known_at=dt.date(2004, 6, 30),
        first=FIRST,
        units=UNITS,
        monthly=monthly,
        yearly=_yearly(last),
        inputs=(),
        revised=True,
        differences=pl.DataFrame(schema={"month": pl.Int32}),
    )


def _yearly(last: int) -> pl.DataFrame:
    rng, years = np.random.default_rng(9), range(1960, year_of(last) + 1)
    size = len(UNITS) * len(years)
    figures = {name: [None] * size if name in NEVER_ADDED else rng.gamma(2.0, 1.0, size).tolist() for name in YEARLY}
    keys = {"unit": np.repeat(np.array(UNITS), len(years)), "year": np.tile(np.array(years), len(UNITS))}
    return pl.DataFrame({**keys, **figures}, schema_overrides=dict.fromkeys(YEARLY, pl.Float64))


def small_spec(**changes: object) -> Spec:
    """The published choices with fewer levels, draws and trees."""
    plain = spec().model_dump()
    plain["boosting"] |= {"rounds": 3, "every": 12, "bins": 3, "quiet_every": 2}
    plain["boosting"]["parameters"] |= {"num_leaves": 4, "min_data_in_leaf": 5}
    plain["structural"] |= {"rounds": 3, "every": 12}
    plain["structural"]["parameters"] |= {"num_leaves": 4, "min_data_in_leaf": 5}
    plain["weights"] |= {"fewest_windows": 2, "every_level": 4}
    plain["paths"] |= {"own": 12, "neighbours": 2, "each": 6}
    plain |= {"levels": 12, "version": "small"}
    return Spec.model_validate(plain | changes)


def small_protocol(**changes: object) -> Protocol:
    """The published protocol moved to the small world's years."""
    plain = protocol().model_dump() | {"first_window": 1997, "first_scored": 2001, "replicates": 50}
    return Protocol.model_validate(plain | changes)


def silent(_done: int, _of: int) -> None:
    """A progress bar that nobody sees."""
