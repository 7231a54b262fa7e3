"""A release of invented figures: every file, 195 units, small enough to make in a test.

The names are real so that pages sort, filter and translate them; no figure is. Sudan is always the worst, Myanmar
and Nigeria are ongoing, Nauru has never had a record, South Sudan begins in July 2011, the record of the State of
Palestine is kept under another State and so unknown here. Everyone else depends on the seed.
"""

import datetime as dt
import functools
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from scipy.stats import nbinom

from focalpoint.foresight.release import write
from focalpoint.foresight.release.manifest import Input, Stretch
from focalpoint.foresight.release.write import Draft, Facts
from focalpoint.reference import countries
from focalpoint.reference.calendar import first_day, month_label

UNITS = tuple(state.iso3 for state in countries.watched())
UNKNOWN = "PSE"
MEANS = {"SDN": 320.0, "MMR": 140.0, "NGA": 120.0, "COD": 110.0, "NRU": 0.0, "VAT": 0.0}
SOUTH_SUDAN_BEGINS = 379
LEVELS = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)
THRESHOLDS, WINDOWS, HORIZONS = (25, 100, 1000), (3, 6, 12), range(1, 15)
# Last month and length of the windows asked: those from the first month, and what remains of the twelve months.
SPANS = (*((window, window) for window in WINDOWS), *((12, window) for window in range(1, 12)))
ORIGIN, CREATED, KNOWN_AT = 540, dt.date(2025, 7, 1), dt.date(2025, 6, 30)
DISPERSION = 0.6
Row = dict[str, Any]


@functools.cache
def _means(seed: int) -> dict[str, float]:
    rng = np.random.default_rng(seed)
    drawn = np.where(rng.random(len(UNITS)) < 0.6, rng.gamma(0.3, 0.3, len(UNITS)), rng.lognormal(1.0, 1.5, len(UNITS)))
    return {unit: MEANS.get(unit, round(float(mean), 3)) for unit, mean in zip(UNITS, drawn, strict=True)}


@functools.cache
def history(seed: int = 1, origin: int = ORIGIN, months: int = 180) -> pl.DataFrame:
    """Monthly records up to the origin; fewer than nothing is known of one unit."""
    rng, rows = np.random.default_rng(seed + 1), []
    for unit, mean in _means(seed).items():
        draws = rng.negative_binomial(DISPERSION, DISPERSION / (DISPERSION + mean + 1e-9), months)
        for month, deaths in zip(range(origin - months + 1, origin + 1), draws, strict=True):
            rows.append(_month(unit, month, float(deaths)))
    floats = ("low", "high", "coded", "one_sided_low", "one_sided", "one_sided_high")
    return pl.DataFrame(rows, schema_overrides=dict.fromkeys(floats, pl.Float64) | {"basis": pl.String})


def _month(unit: str, month: int, deaths: float) -> Row:
    row: Row = {"unit": unit, "month": month, "low": None, "best": None, "high": None, "events": None}
    row |= {"coded": None, "one_sided_low": None, "one_sided": None, "one_sided_high": None, "basis": None}
    row |= {"input": "ucdp_ged_panel-25.1"}
    if unit == UNKNOWN:
        return row | {"status": "unknown"}
    if unit == "SSD" and month < SOUTH_SUDAN_BEGINS:
        return row | {"status": "missing"}
    if not deaths:
        zero = {"best": 0.0, "coded": 0.0, "one_sided_low": 0.0, "one_sided": 0.0, "one_sided_high": 0.0, "events": 0}
        return row | zero | {"status": "zero", "basis": "final"}
    row |= {"coded": deaths, "one_sided_low": 0.4 * deaths, "one_sided": 0.5 * deaths, "one_sided_high": 0.6 * deaths}
    return row | {
        "basis": "final",
        "low": 0.8 * deaths,
        "best": deaths,
        "high": 1.4 * deaths,
        "events": 1 + int(deaths // 5),
        "status": "recorded",
    }


@functools.cache
def _spread(mean: float, months: int, levels: tuple[float, ...]) -> np.ndarray:
    size = DISPERSION * months
    return np.asarray(nbinom.ppf(levels, size, size / (size + mean * months + 1e-9)), dtype=float)


def _chances(mean: float) -> dict[tuple[int, int], float]:
    """Return the chance of each threshold in each number of months, asked of the library at once."""
    asked = list(itertools.product(range(1, 13), THRESHOLDS))
    months, thresholds = np.array(asked).T
    size = DISPERSION * months
    above = nbinom.sf(thresholds - 1, size, size / (size + mean * months + 1e-9))
    return dict(zip(asked, ((above * 1000 + 0.5) / 1001).tolist(), strict=True))


def _series(unit: str, mean: float, model: str) -> Iterator[Row]:
    known = unit != UNKNOWN
    blank: Row = {"unit": unit, "model": model, "window": None, "low": None, "high": None, "base_rate": None}
    for horizon in HORIZONS:
        for level, value in zip(LEVELS, _spread(mean, 1, LEVELS), strict=True):
            cell = {"month": horizon, "target": "civilians", "kind": "quantile", "level": level}
            yield blank | cell | {"value": value if known else None}
    asked = {"target": "civilians_sum", "kind": "quantile"}
    for window in WINDOWS:
        for level, value in zip(LEVELS, _spread(mean, window, LEVELS), strict=True):
            cell = asked | {"month": window, "level": level, "window": window}
            yield blank | cell | {"value": value if known else None}
    chances = _chances(mean)
    for (last, window), threshold in itertools.product(SPANS, THRESHOLDS):
        cell = asked | {"kind": "chance", "month": last, "level": threshold, "window": window}
        yield blank | cell | _interval(chances[window, threshold], known, 0.02 + 1.5 / threshold * window / 12)


def _interval(chance: float, known: bool, base_rate: float) -> Row:
    if not known:
        return {"value": None, "low": None, "high": None, "base_rate": base_rate}
    reach = 1.5 * chance * (1 - chance)
    return {"value": chance, "low": chance - 0.3 * reach, "high": chance + 0.3 * reach, "base_rate": base_rate}


def forecasts(seed: int = 1, origin: int = ORIGIN) -> pl.DataFrame:
    """Quantiles and chances of two models, and both onsets, for every unit."""
    return _forecasts(seed).with_columns(pl.col("month") + origin)


@functools.cache
def _forecasts(seed: int) -> pl.DataFrame:
    """The same after any month: ``month`` counts from it."""
    rows: list[Row] = []
    for unit, mean in _means(seed).items():
        rows.extend(_series(unit, mean, "combination"))
        rows.extend(_series(unit, mean * 0.9, "benchmark"))
        for target, threshold, rate in (("onset_one_sided", 25, 0.03), ("onset_mass_pooled", 1000, 0.008)):
            cell = {
                "unit": unit,
                "month": 24,
                "target": target,
                "kind": "chance",
                "level": threshold,
                "window": 24,
            }
            chance = rate * (0.2 + 2 * mean) / (1 + mean)
            rows.append(cell | {"model": "combination"} | _interval(chance, unit != UNKNOWN, rate))
    return pl.DataFrame(rows, schema_overrides={"level": pl.Float64, "window": pl.Int32}, infer_schema_length=None)


FEATURES = (
    ("civilians_6", "Civilians killed in the last six months", "deaths"),
    ("events_12", "Recorded events in the last twelve months", "events"),
    ("idps", "People displaced inside the country", "people"),
    ("polyarchy", "Electoral democracy", "index, 0 to 1"),
    ("neighbours_12", "Civilians killed in neighbouring States in the last twelve months", "deaths"),
    ("months_since", "Months since civilians were last killed", "months"),
)


def drivers(seed: int = 1) -> pl.DataFrame:
    """Six drivers of each unit but the unknown one, by size, up and down."""
    rng, rows = np.random.default_rng(seed + 2), []
    for unit, mean in _means(seed).items():
        if unit == UNKNOWN:
            continue
        sizes = np.sort(rng.gamma(1.0, 0.4 + 0.05 * np.log1p(mean), len(FEATURES)))[::-1] + 0.001
        for rank, ((feature, label, text), size) in enumerate(zip(FEATURES, sizes, strict=True), start=1):
            sign = 1 if rng.random() < 0.3 + 0.5 * mean / (1 + mean) else -1
            value = None if rng.random() < 0.05 else round(float(mean * rng.gamma(2, 3)), 2)
            cell = {"unit": unit, "rank": rank, "feature": feature, "label": label, "value": value, "unit_text": text}
            cell |= {"year": 2023 if feature in ("idps", "polyarchy") else None, "source": "invented"}
            cell |= {"usual": 3.0, "compared": "all States", "meaning": "raises" if sign > 0 else "none"}
            note = "unknown; the average of the world was used" if value is None else None
            cell |= {"contribution": float(sign * size), "share": float(size / sizes[0]), "note": note}
            rows.append(cell | {"target": "civilians_sum"})
            if unit not in MEANS and rank <= 3:
                rows.append(cell | {"target": "onset_one_sided", "compared": "States where killings began"})
    return pl.DataFrame(rows, infer_schema_length=None)


def events(seed: int = 1, origin: int = ORIGIN) -> pl.DataFrame:
    """Events of three States in the last two months, some of them in Gaza and the West Bank, one without a place."""
    rng, rows = np.random.default_rng(seed + 6), []
    places = (
        *(("SDN", "Example province", None, 15.0, 30.0), ("NGA", "Example state", None, 9.0, 7.0)),
        *(("ISR", "Gaza", "Gaza", 31.4, 34.4), ("ISR", "West Bank", "West Bank", 32.0, 35.2)),
        *(("ISR", "Haifa district", "Israel", 32.8, 35.0), ("SDN", None, None, None, None)),
    )
    for number, ((unit, area, part, lat, lon), month) in enumerate(
        itertools.product(places, (origin - 1, origin)), start=1
    ):
        best, day = int(rng.integers(1, 40)), first_day(month)
        rows.append(
            {"unit": unit, "event_id": f"e{number}", "month": month, "date_start": day, "date_end": day}
            | {"date_prec": 1, "where_prec": 6 if lat is None else 1, "lat": lat, "lon": lon, "kind": "one_sided"}
            | {"low": best - 1, "best": best, "high": best + 5}
            | {"civilians_low": best - 1, "civilians": best, "civilians_high": best + 5}
            | {"actor_a": "Armed group A", "actor_b": "Civilians", "place": None if lat is None else "Example town"}
            | {"area": area, "part": part, "clear": True, "source": "ucdp_ged", "edition": "ucdp_ged-25.1"}
        )
    return pl.DataFrame(rows, infer_schema_length=None)


INDICATORS = (
    ("population", "Population", "people", "wdi", 1e6),
    ("gdp_pc", "Income per head", "US dollars", "wdi", 1e3),
    ("idps_conflict", "People displaced by conflict", "people", "idmc", 1e4),
    ("v2x_polyarchy", "Electoral democracy", "index, 0 to 1", "vdem", 0.1),
    ("excluded_share", "Share of people in excluded groups", "share", "epr", 0.1),
)


def profile(seed: int = 1) -> pl.DataFrame:
    """Five indicators of each unit; one source was never added, so its indicator is unknown everywhere."""
    rng, rows = np.random.default_rng(seed + 3), []
    for unit in UNITS:
        for indicator, label, text, source, scale in INDICATORS:
            known = source != "epr" and rng.random() > 0.05
            cell: Row = {"unit": unit, "indicator": indicator, "label": label, "unit_text": text, "source": source}
            figures = {
                "value": round(float(scale * rng.gamma(2, 2)), 3),
                "year": 2023,
                "world_rank_share": float(rng.random()),
            }
            empty = {"value": None, "year": None, "world_rank_share": None}
            rows.append(cell | (figures if known else empty) | {"status": "known" if known else "unknown"})
    return pl.DataFrame(rows, infer_schema_length=None)


def _score(section: str, metric: str, value: float, half: float = 0.0, n: int | None = None, **more: Any) -> Row:
    row: Row = {
        "section": section,
        "unit": None,
        "year": None,
        "window": None,
        "threshold": None,
        "model": "combination",
    }
    band = {"low": value - half, "high": value + half} if half else {"low": None, "high": None}
    return row | {"metric": metric, "value": value, "n": n} | band | more


def _yearly(rng: np.random.Generator, years: range) -> Iterator[Row]:
    yield _score("yearly", "skill_mean", 0.068, 0.041, 13)
    yield _score("yearly", "coverage_90", 0.915, 0.02, 19188)
    for year in years:
        benchmark, skill = float(rng.gamma(8, 0.3)), float(rng.normal(0.07, 0.1))
        yield _score("yearly", "crps", benchmark, n=1476, year=year, model="benchmark")
        yield _score("yearly", "crps", benchmark * (1 - skill), n=1476, year=year)
        yield _score("yearly", "skill", skill, 0.05, 1476, year=year)


def _country_years(rng: np.random.Generator, years: range) -> Iterator[Row]:
    for year, unit in itertools.product(years, ("SDN", "MMR", "NGA", "ETH")):
        actual, upper = float(rng.gamma(2, 300)), float(rng.gamma(4, 250))
        for metric, value in (("actual", actual), ("median", upper / 3), ("q05", upper / 9), ("q95", upper)):
            yield _score("country_year", metric, value, unit=unit, year=year, n=12)


def _pooled(rng: np.random.Generator) -> Iterator[Row]:
    for level in (0.05, 0.25, 0.5, 0.75, 0.95):
        yield _score("calibration", "share_below", level + float(rng.normal(0, 0.01)), 0.01, 19188, threshold=level)
    for window, threshold in itertools.product(WINDOWS, THRESHOLDS):
        for metric, value in (("brier", 0.03), ("brier_skill", 0.4), ("auc", 0.94)):
            yield _score("threshold", metric, value, 0.02, 1599, window=window, threshold=threshold)
    for metric, value, half in (("auc", 0.845, 0.05), ("recall_at_30", 0.74, 0.14), ("average_precision", 0.055, 0.02)):
        yield _score("onset", metric, value, half, 39, window=24)
    for region in ("Africa", "Americas", "Asia", "Europe", "Oceania"):
        yield _score("region", f"skill: {region}", float(rng.normal(0.05, 0.05)), 0.06, 500)


def _wrong() -> Iterator[Row]:
    for unit, year, upper, actual in (("ETH", 2021, 310, 7900), ("SDN", 2023, 420, 3800), ("UKR", 2022, 4, 6100)):
        yield _score("miss", "actual", actual, unit=unit, year=year, n=12)
        yield _score("miss", "q95", upper, unit=unit, year=year, n=12)
    for unit, year, chance in (("IRQ", 2018, 0.86), ("CAF", 2015, 0.74)):
        yield _score("false_alarm", "chance", chance, unit=unit, year=year, window=12, threshold=1000)
        yield _score("false_alarm", "actual", 390, unit=unit, year=year, window=12, threshold=1000)


def scores(seed: int = 1, origin: int = ORIGIN) -> pl.DataFrame:
    """Thirteen back-tested years, calibration, thresholds, onset, misses and false alarms."""
    rng, last = np.random.default_rng(seed + 4), 1979 + origin // 12
    years = range(last - 12, last + 1)
    rows = [*_yearly(rng, years), *_country_years(rng, years), *_pooled(rng), *_wrong()]
    return pl.DataFrame(rows, infer_schema_length=None, strict=False)


def evenhand(seed: int = 1) -> pl.DataFrame:
    """Severity, attention and the gap between them; empty for the unit of which nothing is known."""
    rng, means = np.random.default_rng(seed + 5), _means(seed)
    best = {unit: float(round(12 * mean)) for unit, mean in means.items() if unit != UNKNOWN}
    order = {unit: rank for rank, unit in enumerate(sorted(best, key=lambda u: -best[u]), start=1)}
    assembly = {unit: int(rng.integers(0, 120)) for unit in UNITS}
    media = {unit: int(rng.gamma(1, 20000)) for unit in UNITS}
    rows = []
    for unit in UNITS:
        row: Row = {"unit": unit, **dict.fromkeys(EVENHAND_BLANK), "attention_assembly": assembly[unit]}
        row |= {"attention_media": media[unit]}
        row |= {"attention_assembly_rank": 1 + sum(v > assembly[unit] for v in assembly.values())}
        row |= {"attention_media_rank": 1 + sum(v > media[unit] for v in media.values())}
        if unit in best:
            rank, ranks = order[unit], (row["attention_assembly_rank"], row["attention_media_rank"])
            row |= {"severity_low": 0.8 * best[unit], "severity_best": best[unit], "severity_high": 1.5 * best[unit]}
            row |= {
                "severity_rank_low": max(1, rank - 2),
                "severity_rank": rank,
                "severity_rank_high": min(194, rank + 3),
            }
            row |= {
                "gap_low": min(ranks) - row["severity_rank_high"],
                "gap_high": max(ranks) - row["severity_rank_low"],
            }
            row |= {"observability": None if rng.random() < 0.05 else float(rng.random())}
        rows.append(row)
    return pl.DataFrame(rows, infer_schema_length=None)


EVENHAND_BLANK = (
    *("severity_low", "severity_best", "severity_high", "severity_rank_low", "severity_rank", "severity_rank_high"),
    *("gap_low", "gap_high", "observability"),
)


def tables(seed: int = 1, origin: int = ORIGIN, months: int = 180) -> dict[str, pl.DataFrame]:
    """Every table of a bundle."""
    return {
        "forecasts": forecasts(seed, origin),
        "drivers": drivers(seed),
        "history": history(seed, origin, months),
        "events": events(seed, origin),
        "profile": profile(seed),
        "scores": scores(seed, origin),
        "evenhand": evenhand(seed),
    }


def one_input(source: str = "ucdp_ged_panel", release: str = "25.1", licence: str = "CC BY 4.0") -> Input:
    """A vintage that never was."""
    return Input(
        id=f"{source}-{release}",
        sha256=source.encode().hex().ljust(64, "0")[:64],
        source=source,
        grain="unit_month",
        release=release,
        retrieved=dt.date(2025, 6, 30),
        known_at=KNOWN_AT,
        licence=licence,
        citation=f"The makers of {source}, release {release}.",
        url=f"https://example.org/{source}",
        original_name=f"{source}.csv",
        size=1000,
        rows_kept=900,
        rows_bad=1,
        first="1989-01",
        last="2024-12",
        embedded=True,
        may_ship=True,
        table_sha256="",
    )


def facts(origin: int = ORIGIN, **changes: Any) -> Facts:
    """What the invented release says about itself."""
    inputs = [one_input(), one_input("vdem", "15", "CC BY-SA 4.0"), one_input("unhcr", "2025", "CC BY 4.0")]
    settings = {"levels": list(LEVELS), "thresholds": list(THRESHOLDS), "windows": list(WINDOWS)}
    said = {"origin": origin, "known_at": KNOWN_AT, "revised": True, "embedded": True, "inputs": inputs}
    stretch = Stretch(
        source="ucdp_ged_panel",
        edition="25.1",
        first="1989-01",
        last=month_label(origin),
        basis="final",
        known_at=KNOWN_AT,
    )
    said["data"] = [stretch]
    said["notes"] = {UNKNOWN: "recorded under another State"}
    return Facts(**{**said, "settings": settings, "code_version": "0.1.0", **changes})


@functools.cache
def drafted(seed: int = 1, origin: int = ORIGIN, months: int = 180, created: dt.date = CREATED) -> Draft:
    """An invented release in memory, made once for all tests of a run."""
    return write.draft(tables(seed, origin, months), facts(origin), created=created)


def make(out: Path, *, seed: int = 1, origin: int = ORIGIN, months: int = 180, created: dt.date = CREATED) -> str:
    """Write an invented release at ``out`` (a folder that does not yet exist) and return its id."""
    return write.write(out, drafted(seed, origin, months, created)).id
