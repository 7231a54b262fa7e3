"""Lists of States by risk of an onset, published or one's own: read by a table of column names, set on the panel."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict

from focalpoint.foresight.runs.onset_mass.panel import CountryYears
from focalpoint.reference import countries
from focalpoint.reference.errors import FocalpointError

SCHEMA = {"unit": pl.Int64, "first": pl.Int64, "last": pl.Int64, "risk": pl.Float64, "rank": pl.Int64}
EXPECTED = (
    "Give a row a State with country, iso3 or ccode; year (of the onset) or made_from (the year before the two that it "
    "speaks of); and chance, rank or both."
)


class NotAList(FocalpointError):
    """A file that is no list of States by risk."""


class Pair(BaseModel):
    """The columns of one forecast within a row."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    risk: str
    rank: str
    made_from: str = ""


class Layouts(BaseModel):
    """The column names: see ``settings/onset_lists.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: str
    code: tuple[str, ...]
    iso3: tuple[str, ...]
    name: tuple[str, ...]
    year: str
    made_from: str
    chance: tuple[str, ...]
    rank: tuple[str, ...]
    window: int
    pairs: tuple[Pair, ...]
    columns: tuple[Pair, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    """A list on the panel: unit, first and last year spoken of, risk, rank (1 = highest); names it does not have."""

    rows: pl.DataFrame
    unmatched: tuple[str, ...]

    @property
    def has_chances(self) -> bool:
        """Whether the list says chances, and not only ranks."""
        return self.rows["risk"].count() > 0


@cache
def layouts() -> Layouts:
    """Read the settings.

    >>> layouts().window
    2
    """
    text = (files("focalpoint.foresight.runs") / "settings" / "onset_lists.yaml").read_text(encoding="utf-8")
    return Layouts.model_validate(yaml.safe_load(text))


def is_list(path: Path) -> bool:
    """Whether the columns of a file are those of a list."""
    try:
        frame = _opened(path)
    except NotAList:
        return False
    return bool(_place(frame)) and bool(_forecasts(frame))


def read(path: Path, table: CountryYears) -> Listed:
    """Read a list and find its States in the panel.

    Parameters
    ----------
    path : CSV or Parquet; the columns are those of ``settings/onset_lists.yaml``.
    table : the panel that it will be scored on.

    Returns
    -------
    Listed : a rank that the list does not give is that of the risk among the rows for the same years.

    Raises
    ------
    NotAList : columns are missing, a number cannot be read, a risk is no chance, or a State is there twice for a span.
    """
    frame = _opened(path)
    place, parts = _place(frame), _forecasts(frame)
    if not place or not parts:
        raise NotAList(f"{path.name} is no list of States by risk; it has {', '.join(frame.columns)}.", todo=EXPECTED)
    known = _units(frame[place], table)
    whole = pl.concat(pl.DataFrame({"_place": frame[place], "unit": known}).hstack(part) for part in parts)
    said = whole.filter(pl.any_horizontal(pl.col("risk", "rank").is_not_null())).unique(maintain_order=True)
    _refuse(path, said)
    unmatched = said.filter(pl.col("unit").is_null())["_place"].unique(maintain_order=True)
    own = pl.col("risk").rank("min", descending=True).over("first", "last").cast(pl.Int64)
    rows = said.drop_nulls("unit").with_columns(rank=pl.coalesce("rank", own))
    return Listed(rows.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items()), tuple(map(str, unmatched)))


def country_years(table: CountryYears, listed: Listed) -> pl.DataFrame:
    """Pair every country-year that the list speaks of with the larger risk and the better rank given for it.

    Returns
    -------
    unit, name, year, onset, risk, rank, sorted by year and unit; null where the list does not have the country.
    """
    rows = pl.DataFrame({"unit": table.unit, "name": table.name, "year": table.year, "onset": table.onset})
    years = [
        listed.rows.filter(pl.col("first") + ahead <= pl.col("last")).with_columns(year=pl.col("first") + ahead)
        for ahead in range(int((listed.rows["last"] - listed.rows["first"]).max() or 0) + 1)  # type: ignore[arg-type]  # whole numbers
    ]
    worst = pl.concat(years).group_by("unit", "year").agg(pl.col("risk").max(), pl.col("rank").min())
    spoken = rows.filter(pl.col("year").is_in(worst["year"].unique().to_list()))
    return spoken.join(worst, on=["unit", "year"], how="left").sort("year", "unit")


def _opened(path: Path) -> pl.DataFrame:
    try:
        with path.open("rb") as file:
            parquet = file.read(4) == b"PAR1"
        frame = pl.read_parquet(path) if parquet else pl.read_csv(path, infer_schema=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise NotAList(f"{path.name} cannot be read as CSV or Parquet.", todo=EXPECTED) from error
    words = list(layouts().missing)
    text = pl.col(pl.String).str.strip_chars()
    return frame.with_columns(pl.when(~text.is_in(words)).then(text).name.keep())


def _place(frame: pl.DataFrame) -> str:
    """Return the column that names the State: a code before a name."""
    chosen = layouts()
    return next((name for name in (*chosen.code, *chosen.iso3, *chosen.name) if name in frame.columns), "")


def _units(places: pl.Series, table: CountryYears) -> pl.Series:
    """Find the panel's code of each State, by code, ISO3 or name."""
    names = {str(name).casefold(): int(unit) for name, unit in zip(table.name, table.unit, strict=True)}
    codes = {int(unit) for unit in table.unit}

    def unit(text: str) -> int | None:
        if text.removesuffix(".0").isdigit():
            code = int(text.removesuffix(".0"))
            return code if code in codes else None
        if text.casefold() in names:
            return names[text.casefold()]
        state = countries.find_name(text) or countries.find("iso3", text.upper())
        return state.cow if state and state.cow in codes else None

    found = {text: unit(str(text)) for text in places.unique().drop_nulls()}
    return pl.Series("unit", [found.get(text) for text in places], pl.Int64)


def _forecasts(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """Return first, last, risk and rank of every forecast in the rows of a file."""
    chosen, names = layouts(), frame.columns
    risk = next((name for name in chosen.chance if name in names), "")
    rank = next((name for name in chosen.rank if name in names), "")
    if risk or rank:
        if chosen.made_from in names:
            return [_span(frame, risk, rank, chosen.made_from, 1, chosen.window)]
        return [_span(frame, risk, rank, chosen.year, 0, 0)] if chosen.year in names else []
    pairs = [one for one in chosen.pairs if {one.risk, one.made_from} <= set(names)]
    if pairs:
        return [_span(frame, one.risk, one.rank, one.made_from, 1, chosen.window) for one in pairs]
    return [part for one in chosen.columns for part in _named(frame, one)]


def _span(frame: pl.DataFrame, risk: str, rank: str, year: str, first: int, last: int) -> pl.DataFrame:
    start = _number(frame, year)
    return pl.DataFrame(
        {"first": start + first, "last": start + last, "risk": _number(frame, risk), "rank": _number(frame, rank)}
    )


def _named(frame: pl.DataFrame, pair: Pair) -> list[pl.DataFrame]:
    """Return the forecasts whose years are in the name of their column."""
    ranks = {match["first"]: name for name in frame.columns if pair.rank and (match := re.fullmatch(pair.rank, name))}
    parts = []
    for name in frame.columns:
        if match := re.fullmatch(pair.risk, name):
            first, last = match["first"], match["last"]
            last = last if len(last) == len(first) else first[: -len(last)] + last
            years = {"first": pl.lit(float(first)), "last": pl.lit(float(last))}
            cells = {"risk": _number(frame, name), "rank": _number(frame, ranks.get(first, ""))}
            parts.append(pl.DataFrame(cells).select(**years, risk="risk", rank="rank"))
    return parts


def _number(frame: pl.DataFrame, name: str) -> pl.Series:
    if name not in frame.columns:
        return pl.Series([None] * frame.height, dtype=pl.Float64)
    numbers = frame[name].cast(pl.Float64, strict=False)
    if wrong := frame[name].filter(numbers.is_null() & frame[name].is_not_null()).to_list():
        raise NotAList(
            f"The column {name} holds {wrong[0]!r} where a number belongs.", todo="Correct or empty the cell."
        )
    return numbers


def _refuse(path: Path, said: pl.DataFrame) -> None:
    """Refuse what cannot be scored fairly."""
    if not said.height or said["first"].null_count():
        raise NotAList(f"{path.name} has rows without a year, or no forecast at all.", todo=EXPECTED)
    if said.filter(~pl.col("risk").is_between(0, 1)).height:
        raise NotAList(f"{path.name}: a chance lies outside 0 to 1.", todo="Write 4 % as 0.04.")
    twice = said.drop_nulls("unit").filter(pl.struct("unit", "first", "last").is_duplicated())
    if twice.height:
        raise NotAList(f"{path.name}: {twice['_place'][0]} is there twice for the same years.", todo="Keep one row.")
