"""The other arrangements of a source against the same damages as its first: no crash, good rows kept, plain words."""

import csv
import datetime as dt
import io
from pathlib import Path

import pytest

from damages import DAMAGES, Table
from focalpoint.foresight.sources import reading, registry
from focalpoint.foresight.sources.reading import Reading
from focalpoint.reference.errors import FocalpointError

KNOWN_AT = dt.date(2026, 1, 1)
# source, sample of a further layout, lines of notes above its header
SAMPLES = (
    ("wdi", "sample_official.csv", 4),
    ("un_igme", "sample_official.csv", 0),
    ("vdem", "sample_official.csv", 0),
    ("unhcr", "sample_download.csv", 4),
    ("idmc", "sample_official.csv", 0),
    ("epr", "sample_groups.csv", 0),
    ("coups", "sample_official.tsv", 0),
)


def table(source_id: str, name: str, notes: int) -> Table:
    path = registry.folder(source_id) / name
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)[notes:]
    delimiter = "\t" if path.suffix == ".tsv" else ","
    rows = list(csv.reader(io.StringIO("".join(lines)), delimiter=delimiter))
    if not rows[0][-1]:
        rows = [row[:-1] for row in rows]
    return Table(rows[0], True, rows[1:], delimiter)


def attempt(path: Path) -> tuple[list[Reading], FocalpointError | None]:
    try:
        return reading.read(path, known_at=KNOWN_AT), None
    except FocalpointError as error:
        return [], error


TABLES = {source_id: table(source_id, name, notes) for source_id, name, notes in SAMPLES}


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
@pytest.mark.parametrize("source_id", list(TABLES))
def test_a_damaged_file_of_another_layout_never_crashes_a_reader(source_id, damage, tmp_path):
    path = tmp_path / "damaged.dat"
    path.write_bytes(damage.make(TABLES[source_id]))
    found, refusal = attempt(path)
    if refusal:
        assert refusal.todo
        assert damage.refused or damage.lost is None, f"{damage.name} was refused: {refusal}"
        return
    assert not damage.refused
    first = next(one for one in found if one.source == source_id)
    if damage.lost is not None:
        assert first.rows_kept >= len(TABLES[source_id].rows) - damage.lost, first.issues.to_dicts()
    kept = first.frame.drop_nulls("iso3")
    assert not kept.select("iso3", "year").is_duplicated().any()


@pytest.mark.parametrize(("source_id", "name", "notes"), SAMPLES)
def test_notes_above_the_header_do_not_shift_the_lines(source_id, name, notes, tmp_path):
    path = registry.folder(source_id) / name
    above = b"A note of two cells,\nAnother note,\n"
    shifted = tmp_path / "shifted"
    shifted.write_bytes(above + path.read_bytes())
    (plain,), (moved,) = reading.read(path), reading.read(shifted)
    assert moved.frame.equals(plain.frame)
    assert moved.issues["line"].to_list() == [line + 2 for line in plain.issues["line"].to_list()]
