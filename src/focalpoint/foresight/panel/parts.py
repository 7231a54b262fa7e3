"""Gaza, the West Bank and Israel kept apart: the part of a unit in which an event lies, by its place."""

import functools
from importlib import resources

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict

Point = tuple[float, float]


class Part(BaseModel):
    """A part of a unit: words in the names of its areas and places, and its outline (longitude, latitude)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    words: tuple[str, ...]
    outline: tuple[Point, ...]


class Divided(BaseModel):
    """A unit with parts, and what the rest of it is called."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    unit: str
    rest: str
    parts: tuple[Part, ...]


class Parts(BaseModel):
    """Every unit that is divided."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: int
    divided: tuple[Divided, ...]


@functools.cache
def parts() -> Parts:
    """Return the parts that ship with the package.

    >>> [part.name for part in parts().divided[0].parts]
    ['Gaza', 'West Bank']
    """
    text = resources.files(__package__).joinpath("parts.yaml").read_text(encoding="utf-8")
    return Parts.model_validate(yaml.safe_load(text))


def part_of_event() -> pl.Expr:
    """Name the part of its unit in which an event lies; null for a unit without parts, and where no place is known.

    Over the columns unit, area, place, lon and lat of ``Panel.events``; the rule is in parts.yaml.

    Examples
    --------
    >>> rows = [("ISR", "Gaza Strip", None, None, None), ("ISR", None, None, 35.25, 32.22),
    ...         ("ISR", "Southern district", "Ashkelon", 34.57, 31.67), ("MLI", "Gaza", None, None, None)]
    >>> events = pl.DataFrame(rows, schema=["unit", "area", "place", "lon", "lat"], orient="row")
    >>> events.select(part_of_event())["part"].to_list()
    ['Gaza', 'West Bank', 'Israel', None]
    """
    part = pl.lit(None, pl.String)
    for divided in parts().divided:
        part = pl.when(pl.col("unit") == divided.unit).then(_within(divided)).otherwise(part)
    return part.alias("part")


def _within(divided: Divided) -> pl.Expr:
    by_area = [pl.when(_has(pl.col("area"), part.words)).then(pl.lit(part.name)) for part in divided.parts]
    by_point = [pl.when(_lies_in(part.outline)).then(pl.lit(part.name)) for part in divided.parts]
    by_place = [pl.when(_has(pl.col("place"), part.words)).then(pl.lit(part.name)) for part in divided.parts]
    rest = pl.lit(divided.rest)
    elsewhere = pl.when(pl.col("area").is_not_null() | pl.col("lat").is_not_null()).then(rest)
    return pl.coalesce(*by_area, *by_point, elsewhere, *by_place)


def _has(name: pl.Expr, words: tuple[str, ...]) -> pl.Expr:
    plain = name.cast(pl.String).str.to_lowercase().str.replace_all(r"[-'’`]", " ")
    return plain.str.contains_any(list(words))


def _lies_in(outline: tuple[Point, ...]) -> pl.Expr:
    """Count how often a ray from the point crosses the outline: an odd number is inside."""
    lon, lat = pl.col("lon").cast(pl.Float64), pl.col("lat").cast(pl.Float64)
    crossings = pl.lit(0)
    for (x1, y1), (x2, y2) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if y1 != y2:
            between = (lat < y1) != (lat < y2)
            crossings = crossings + (between & (lon < x1 + (lat - y1) * ((x2 - x1) / (y2 - y1)))).cast(pl.Int32)
    return crossings % 2 == 1
