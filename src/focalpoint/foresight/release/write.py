"""Write a release: equal input gives equal bytes, and the folder appears whole or not at all."""

import datetime as dt
import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from focalpoint.foresight.release import card, read, rules
from focalpoint.foresight.release.manifest import FORBIDDEN_USES, Input, Manifest, Stretch, sealed
from focalpoint.foresight.release.schema import CARD, MANIFEST, TABLES, BadTable, shape
from focalpoint.reference.calendar import month_label
from focalpoint.reference.errors import FocalpointError


class Occupied(FocalpointError):
    """A place that holds something other than this release."""


class Unwritable(FocalpointError):
    """A place that cannot be written."""


@dataclass(frozen=True)
class Facts:
    """What a release says about itself.

    Parameters
    ----------
    origin : month number of the last month of data.
    known_at : the day whose knowledge was used.
    revised : whether past values are today's revised ones.
    embedded : whether every input came with the product.
    inputs : every vintage that was used.
    data : which edition speaks for which months of the record of killings, oldest first.
    notes : what must be known about the record of a unit: why it is dark, or what else it includes.
    settings : every scientific choice, as plain JSON values.
    code_version : the version of the code that made it.
    """

    origin: int
    known_at: dt.date
    revised: bool
    embedded: bool
    inputs: Sequence[Input]
    data: Sequence[Stretch]
    notes: Mapping[str, str]
    settings: Mapping[str, Any]
    code_version: str


@dataclass(frozen=True)
class Draft:
    """A release that is complete but not yet on disk: its id and the bytes of every file."""

    id: str
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Written:
    """Where a release is, and whether this call put it there."""

    id: str
    path: Path
    new: bool


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=9, statistics=True, row_group_size=2**18)
    return buffer.getvalue()


def _window(forecasts: pl.DataFrame) -> dict[str, str]:
    """Return the months that the monthly quantiles speak of."""
    months = forecasts.filter((pl.col("kind") == "quantile") & (pl.col("target") == "civilians"))["month"]
    first, last = months.min(), months.max()
    if not isinstance(first, int) or not isinstance(last, int):
        raise BadTable("forecasts.parquet: no monthly quantiles of civilians killed.", todo="See release/schema.py.")
    return {"first": month_label(first), "last": month_label(last)}


def _checked(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    shaped = {name: shape(name, tables[name]) for name in TABLES}
    wrong = [f"{name}.parquet: {problem}" for name, frame in shaped.items() for problem in rules.faults(name, frame)]
    if wrong := wrong or rules.contradictions(shaped):
        raise BadTable(
            f"The release would not be readable: {'; '.join(wrong)}.", todo="This is a fault of the model code."
        )
    return shaped


def draft(tables: Mapping[str, pl.DataFrame], facts: Facts, *, created: dt.date) -> Draft:
    """Make every file of a release in memory.

    Parameters
    ----------
    tables : a frame for each key of ``schema.TABLES``, in any row order.
    facts : what the release says about itself.
    created : the day of making; it does not change the id.

    Raises
    ------
    BadTable
        When a table has the wrong columns, or says something that cannot be (see ``rules``).
    """
    shaped = _checked(tables)
    window = _window(shaped["forecasts"])
    files = {f"{name}.parquet": _parquet(frame) for name, frame in shaped.items()}
    text = card.render(
        shaped,
        origin=month_label(facts.origin),
        window=window,
        known_at=facts.known_at,
        revised=facts.revised,
        notes=facts.notes,
        inputs=facts.inputs,
        data=facts.data,
        settings=facts.settings,
    )
    files[CARD] = text.encode()
    fields = {
        "created": created.isoformat(),
        "code_version": facts.code_version,
        "origin": month_label(facts.origin),
        "known_at": facts.known_at.isoformat(),
        "window": window,
        "revised_data": facts.revised,
        "embedded": facts.embedded,
        "files": _listed(files, shaped),
        "inputs": [one.model_dump(mode="json") for one in facts.inputs],
        "data": [one.model_dump(mode="json") for one in facts.data],
        "notes": dict(facts.notes),
        "settings": dict(facts.settings),
        "forbidden_uses": list(FORBIDDEN_USES),
    }
    manifest = sealed(fields)
    return Draft(Manifest.model_validate_json(manifest, strict=True).id, {**files, MANIFEST: manifest})


def _listed(files: Mapping[str, bytes], shaped: Mapping[str, pl.DataFrame]) -> dict[str, dict[str, Any]]:
    rows = {f"{name}.parquet": frame.height for name, frame in shaped.items()}
    return {
        name: {"sha256": hashlib.sha256(raw).hexdigest(), "bytes": len(raw), "rows": rows.get(name)}
        for name, raw in files.items()
    }


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, raw in files.items():
        with (folder / name).open("wb") as handle:
            handle.write(raw)
            handle.flush()
            os.fsync(handle.fileno())
    folder.chmod(0o755)
    _sync(folder)


def _there(out: Path, made: Draft) -> bool:
    """Whether the release is already at ``out``; an absent or empty folder is free, and anything else an error."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return False
    report = read.verify(out)
    if report.ok and report.id == made.id:
        return True
    held = f"the release {report.id}" if report.ok else "something else"
    raise Occupied(
        f"{out} already holds {held}.", todo="Choose another folder with --out; a release is never overwritten."
    )


def write(out: Path, made: Draft) -> Written:
    """Put a release at ``out``: a temporary folder next to it, every file synced, then one rename.

    Raises
    ------
    Occupied
        When ``out`` holds something else; nothing is ever overwritten.
    Unwritable
        When the disk is full, or the folder may not be written.
    """
    if _there(out, made):
        return Written(made.id, out, new=False)
    folder: Path | None = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
        _fill(folder, made.files)
        folder.rename(out)
        _sync(out.parent)
    except OSError as error:
        # Another process may have put the same release there meanwhile.
        if _there(out, made):
            return Written(made.id, out, new=False)
        reason = error.strerror or str(error)
        raise Unwritable(f"{out} cannot be written: {reason}.", todo="Make room, or choose another folder.") from None
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
    return Written(made.id, out, new=True)
