"""The embedded snapshot, derived from the producers' files; the same files give the same bytes."""

import dataclasses
import datetime as dt
import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict

from focalpoint.foresight.vintages import entry
from focalpoint.foresight.vintages.embedded import MANIFEST, SCHEMA
from focalpoint.foresight.vintages.files import sha256_of
from focalpoint.foresight.vintages.vintage import Vintage, record
from focalpoint.reference.errors import FocalpointError

PERIODS = {"unit_month": "month", "unit_year": "year"}


class MissingInput(FocalpointError):
    """A file the snapshot is made of is not in the folder given."""


class MayNotShip(FocalpointError):
    """A source whose figures may not be passed on."""


class Table(BaseModel):
    """One table of the snapshot: which file it comes from and what to say about it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    source: str
    file: str
    release: str
    known_at: dt.date
    notes: tuple[str, ...]
    folder: str = ""
    drop_when_zero: str = ""
    notice: str = ""


class Recipe(BaseModel):
    """Everything the snapshot is made of."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: int
    retrieved: dt.date
    tables: tuple[Table, ...]


def recipe() -> Recipe:
    """Return the recipe.

    >>> recipe().tables[0].source
    'ucdp_ged_panel'
    """
    text = resources.files(__package__).joinpath("recipe.yaml").read_text(encoding="utf-8")
    return Recipe.model_validate(yaml.safe_load(text))


def build(folder: Path, out: Path, progress: Callable[[str], None] = lambda name: None) -> list[Vintage]:
    """Derive every table of the recipe and write them with their manifest.

    Parameters
    ----------
    folder : where the producers' files are, laid out as the recipe names them.
    out : folder to write to; made when it is not there.
    progress : called with each table's name before it is made.

    Raises
    ------
    MissingInput
        When a file is not there; nothing is written then.
    MayNotShip
        When a source's card says that its figures may not be passed on.
    """
    plan = recipe()
    missing = [table.file for table in plan.tables if not (folder / table.file).is_file()]
    if missing:
        raise MissingInput(
            f"{folder} has no {', '.join(missing)}.", todo="Give the folder that holds the producers' files."
        )
    made: list[Vintage] = []
    for table in plan.tables:
        progress(table.source)
        path = folder / table.file
        entries = entry.read(path, sha256_of(path), known_at=table.known_at, retrieved=plan.retrieved)
        made.append(write(table, _chosen(table, entries), out))
    write_manifest(made, plan, out)
    return made


def _chosen(table: Table, entries: list[entry.Entry]) -> entry.Entry:
    for found in entries:
        if found.vintage.source == table.source:
            if not found.vintage.may_ship:
                raise MayNotShip(f"Figures of {table.source} may not be passed on.", todo="Take it out of the recipe.")
            return found
    raise MissingInput(f"{table.file} holds no table of {table.source}.", todo="Give the file the recipe names.")


def write(table: Table, found: entry.Entry, out: Path) -> Vintage:
    """Write one table of the snapshot, with its notice where it has one, and describe it."""
    target = out / table.folder / f"{table.source}.parquet"
    target.parent.mkdir(parents=True, exist_ok=True)
    frame = compact(found.frame, PERIODS[found.vintage.grain], table.drop_when_zero)
    frame.write_parquet(target, compression="zstd", compression_level=19, statistics=False)
    if table.notice:
        (target.parent / "NOTICE").write_text(table.notice, encoding="utf-8")
    return dataclasses.replace(
        found.vintage,
        id=f"{table.source}-{table.release}-{found.vintage.sha256[:8]}",
        release=table.release,
        known_at=table.known_at,
        original_name=table.file,
        embedded=True,
        member="",
        table=str(target.relative_to(out)),
        table_sha256=sha256_of(target),
        rows_kept=frame.height,
        notes=table.notes,
    )


def write_manifest(made: list[Vintage], plan: Recipe, out: Path) -> None:
    """Write the manifest of a snapshot: every table, where it comes from, and what its columns are."""
    tables = [
        {"vintage": record(vintage), "columns": dict(_columns(out / vintage.table)), "bytes": _size(out, vintage)}
        for vintage in made
    ]
    manifest = {"schema": SCHEMA, "recipe": plan.version, "tables": tables}
    text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    (out / MANIFEST).write_text(text, encoding="utf-8")


def _columns(path: Path) -> list[tuple[str, str]]:
    return [(name, str(kind)) for name, kind in pl.read_parquet_schema(path).items()]


def _size(out: Path, vintage: Vintage) -> int:
    return (out / vintage.table).stat().st_size


def compact(frame: pl.LazyFrame, period: str, drop_when_zero: str = "") -> pl.DataFrame:
    """Return a table without rows that name no State (or hold nothing), whole numbers as whole numbers, sorted.

    >>> compact(pl.LazyFrame({"iso3": ["BBB", None], "year": [1, 1], "a": [2.0, 3.0]}), "year").rows()
    [('BBB', 1, 2)]
    """
    kept = frame.filter(pl.col("iso3").is_not_null())
    if drop_when_zero:
        kept = kept.filter(pl.col(drop_when_zero) > 0)
    table = kept.collect()
    values = [name for name in table.columns if name not in ("iso3", period)]
    whole = [n for n in values if table[n].dtype.is_float() and (table[n] == table[n].round()).all()]
    return (
        table.select(
            "iso3", pl.col(period).cast(pl.Int32), *(pl.col(n).cast(pl.Int64) if n in whole else n for n in values)
        )
        .filter(pl.any_horizontal(pl.col(values).is_not_null()))
        .sort("iso3", period)
    )
