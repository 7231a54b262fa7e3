"""From a verified bundle to rows of the database: pure functions over its tables.

Imports Polars, so no page imports it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import polars as pl

from focalpoint.desk.design.spark import spark
from focalpoint.desk.watch.choices import choices
from focalpoint.desk.watch.models import Chance, CountryForecast, Document, Release
from focalpoint.foresight.release.read import Bundle
from focalpoint.foresight.release.schema import DRIVEN
from focalpoint.foresight.release.sources import source_line
from focalpoint.reference.calendar import parse_month
from focalpoint.reference.countries import State, recorded_under, watched

Rows = list[dict[str, Any]]
QUANTILES = {0.05: "q05", 0.25: "q25", 0.5: "q50", 0.75: "q75", 0.95: "q95"}


def release_row(bundle: Bundle, imported_at: Any) -> Release:
    """Return the release itself."""
    manifest = bundle.manifest
    return Release(
        id=bundle.id,
        content=manifest.content,
        origin=manifest.origin_month,
        known_at=manifest.known_at,
        created=manifest.created,
        first=parse_month(manifest.window.first),
        last=parse_month(manifest.window.last),
        revised_data=manifest.revised_data,
        embedded=manifest.embedded,
        source_line=source_line(manifest),
        licences="; ".join(dict.fromkeys(each.licence for each in manifest.inputs)),
        data=[each.model_dump(mode="json") for each in manifest.stretches],
        imported_at=imported_at,
    )


def documents(bundle: Bundle, release: Release) -> list[Document]:
    """Return the parts that concern the world."""
    world = bundle.scores.filter(~pl.col("section").is_in(["country_year"]))
    parts: dict[str, Any] = {
        "manifest": bundle.manifest.model_dump(mode="json", by_alias=True),
        "card": bundle.card,
        "scores": world.to_dicts(),
        "evenhand": bundle.evenhand.to_dicts(),
    }
    return [Document(release=release, kind=kind, content=content) for kind, content in parts.items()]


def chance_rows(bundle: Bundle, release: Release) -> list[Chance]:
    """Return the chances of the combination, all thresholds and windows, unknown ones included."""
    asked = (pl.col("kind") == "chance") & (pl.col("target") == "civilians_sum") & (pl.col("model") == "combination")
    frame = bundle.forecasts.filter(asked).select(
        pl.col("unit").alias("iso3"),
        pl.col("level").cast(pl.Int32).alias("threshold"),
        (pl.col("month") - pl.col("window") + 1).alias("first"),
        *("window", "value", "low", "high", "base_rate"),
    )
    return [Chance(release=release, **row) for row in frame.iter_rows(named=True)]


def country_rows(bundle: Bundle, release: Release) -> Iterator[CountryForecast]:
    """Yield one row a watched State; a State the bundle does not have is unknown, never absent."""
    tables = {
        "history": _by_unit(bundle.history),
        "drivers": _by_unit(bundle.drivers),
        "profile": _by_unit(bundle.profile),
        "scores": _by_unit(bundle.scores.filter(pl.col("unit").is_not_null())),
        "evenhand": _by_unit(bundle.evenhand),
    }
    happened = _by_unit(bundle.events)
    ahead, onset, sums = _ahead(bundle.forecasts), _onset(bundle.forecasts), _sums(bundle.forecasts)
    for state in watched():
        parts = {name: table.get(state.iso3, []) for name, table in tables.items()}
        parts |= {"fan": ahead.get(state.iso3, []), "onset": onset.get(state.iso3, [])}
        parts |= {"sums": sums.get(state.iso3, [])}
        country = _country(release, state, parts, bundle.manifest.notes.get(state.iso3, ""))
        country.events = compact(happened.get(state.iso3, []))
        yield country


def compact(rows: Rows) -> dict[str, Any]:
    """Write rows as the names of their columns and a list a row; a day as its ISO text. Nothing for no rows.

    >>> compact([{"event_id": "7", "best": 3}, {"event_id": "8", "best": 1}])
    {'columns': ['event_id', 'best'], 'rows': [['7', 3], ['8', 1]]}
    """
    if not rows:
        return {}
    cells = [[cell.isoformat() if isinstance(cell, dt.date) else cell for cell in row.values()] for row in rows]
    return {"columns": list(rows[0]), "rows": cells}


def _by_target(rows: Rows) -> dict[str, Rows]:
    found: dict[str, Rows] = {target: [] for target in DRIVEN}
    for row in rows:
        found[row["target"]].append(row)
    return found


def _by_unit(frame: pl.DataFrame) -> dict[str, Rows]:
    groups: dict[str, Rows] = defaultdict(list)
    for row in frame.iter_rows(named=True):
        groups[row.pop("unit")].append(row)
    return groups


def _ahead(forecasts: pl.DataFrame) -> dict[str, Rows]:
    """Return the monthly quantiles a fan needs, one row a month; nothing for a State with an unknown forecast."""
    monthly = forecasts.filter((pl.col("kind") == "quantile") & (pl.col("target") == "civilians"))
    own = monthly.filter((pl.col("model") == "combination") & pl.col("level").is_in(list(QUANTILES)))
    wide = own.with_columns(pl.col("level").replace_strict(QUANTILES, return_dtype=pl.String).alias("name"))
    fan = wide.pivot(on="name", index=["unit", "month"], values="value").drop_nulls()
    other = monthly.filter((pl.col("model") == "benchmark") & (pl.col("level") == 0.5))
    other = other.select("unit", "month", pl.col("value").alias("benchmark"))
    return _by_unit(fan.join(other, on=["unit", "month"], how="left").sort("unit", "month"))


def _onset(forecasts: pl.DataFrame) -> dict[str, Rows]:
    asked = (pl.col("kind") == "chance") & pl.col("target").str.starts_with("onset") & pl.col("value").is_not_null()
    columns = ["unit", "target", "month", "level", "window", "value", "low", "high", "base_rate"]
    return _by_unit(forecasts.filter(asked & (pl.col("model") == "combination")).select(columns))


def _sums(forecasts: pl.DataFrame) -> dict[str, Rows]:
    """Return the quantiles of the deaths of each window from joint paths, one row a window."""
    asked = (pl.col("kind") == "quantile") & (pl.col("target") == "civilians_sum") & (pl.col("model") == "combination")
    own = forecasts.filter(asked & pl.col("level").is_in(list(QUANTILES)))
    wide = own.with_columns(pl.col("level").replace_strict(QUANTILES, return_dtype=pl.String).alias("name"))
    return _by_unit(wide.pivot(on="name", index=["unit", "month", "window"], values="value").drop_nulls())


def _country(release: Release, state: State, parts: dict[str, Rows], note: str) -> CountryForecast:
    history = parts["history"]
    sixty = [row["best"] for row in history[-choices().months_of_spark_line :]]
    evenhand = parts["evenhand"][0] if parts["evenhand"] else {}
    killed = {name: _year(history, name) for name in ("low", "best", "high")}
    return CountryForecast(
        release=release,
        iso3=state.iso3,
        name=state.name,
        region=state.region,
        subregion=state.subregion,
        recorded_under=recorded_under(state.iso3) or "",
        note=note[:300],
        killed_low=killed["low"],
        killed_best=killed["best"],
        killed_high=killed["high"],
        observability=evenhand.get("observability"),
        spark=spark(sixty),
        recent=" ".join("" if value is None else f"{value:g}" for value in sixty),
        document={**parts, "evenhand": evenhand, "drivers": _by_target(parts["drivers"])},
    )


def _year(history: Rows, name: str) -> float | None:
    """Sum the last twelve months; a zero month is zero at every bound, an unknown one leaves the sum unknown."""
    values = [row[name] if row["status"] != "zero" else 0.0 for row in history[-12:]]
    return None if len(values) < 12 or any(value is None for value in values) else float(sum(values))
