"""Every reader against its own sample in more than fifty damaged variants: no crash, good rows kept, plain words."""

import contextlib
import csv
import datetime as dt
import functools
import io

import pytest

from damages import DAMAGES, Table
from focalpoint.foresight.panel.months import of_events
from focalpoint.foresight.sources import issues, quick, reading, registry
from focalpoint.foresight.sources.archives import ArchiveTooLarge
from focalpoint.foresight.sources.reading import NotRecognised
from focalpoint.reference.errors import FocalpointError

KNOWN_AT = dt.date(2026, 1, 1)
SOURCES = sorted({entry.folder for entry in registry.SOURCES.values()})
# Issues of a whole file or column have no single line or column.
OF_THE_FILE = {"too-few-rows", "no-rows", "encoding-guessed", "table-not-recognised"}


def sample(source_id):
    text = (registry.folder(source_id) / "sample.csv").read_text(encoding="utf-8")
    delimiter = "\t" if text.split("\n")[0].count("\t") > text.split("\n")[0].count(",") else ","
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    for layout in registry.source(source_id).layouts:
        if layout.headerless and len(rows[0]) == len(layout.headerless.orders[0]) and rows[0][0].isdigit():
            return Table(list(layout.headerless.orders[0]), False, rows, delimiter)
    return Table(rows[0], True, rows[1:], delimiter)


TABLES = {source_id: sample(source_id) for source_id in SOURCES}


@functools.cache
def untouched(source_id):
    return reading.read(registry.folder(source_id) / "sample.csv", known_at=KNOWN_AT)[0].frame


def check_words(found):
    """Every issue says where it is, what was expected and what to do."""
    for issue in found.iter_rows(named=True):
        assert issue["file"]
        assert issue["expected"]
        assert issue["todo"].endswith(".")
        assert issue["code"] in OF_THE_FILE or (issue["line"] is not None and issue["column"]), issue
        assert issues.sentence(issue).startswith(issue["file"])


def test_there_are_at_least_fifty_damages():
    assert len({damage.name for damage in DAMAGES}) == len(DAMAGES) >= 50


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
@pytest.mark.parametrize("source_id", SOURCES)
def test_a_damaged_file_never_crashes_a_reader(source_id, damage, tmp_path):
    table = TABLES[source_id]
    path = tmp_path / "damaged.dat"
    path.write_bytes(damage.make(table))
    if damage.refused:
        with pytest.raises(FocalpointError) as refused:
            reading.read(path, known_at=KNOWN_AT)
        assert refused.value.todo
        return
    with contextlib.ExitStack() as allowed:
        if damage.lost is None:
            allowed.enter_context(contextlib.suppress(FocalpointError))
        check_kept(source_id, damage, table, reading.read(path, known_at=KNOWN_AT))


def check_kept(source_id, damage, table, found):
    """Good rows are kept as they were; what was bad is on its line."""
    first = next(one for one in found if one.source == source_id or one.source == "ucdp_candidate")
    check_words(first.issues)
    if damage.lost == 0:
        assert first.frame.equals(untouched(source_id))
    if damage.lost is not None:
        assert first.rows_kept >= len(table.rows) - damage.lost, first.issues.to_dicts()
    if damage.flagged:
        assert table.line_of_hit() in first.issues["line"].to_list(), first.issues.to_dicts()


@pytest.mark.parametrize("source_id", SOURCES)
def test_a_damaged_file_that_is_refused_is_a_focalpoint_error_with_advice(source_id, tmp_path):
    names = TABLES[source_id].names
    path = tmp_path / "half.csv"
    path.write_text(",".join(names[: max(1, len(names) // 4)]) + "\n")
    with pytest.raises(NotRecognised, match="was not recognised") as refused:
        reading.read(path)
    assert "focalpoint sources" in refused.value.todo


def test_ten_gigabytes_are_refused_politely_by_the_reader_itself(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as stream:
        stream.write((registry.folder("ucdp_ged") / "sample.csv").read_bytes())
        stream.truncate(10 << 30)
    with pytest.raises(ArchiveTooLarge, match="more than 4 GiB") as refused:
        reading.read(path)
    assert "Split it by year" in refused.value.todo


def test_a_generated_file_of_forty_megabytes_is_read_whole_by_the_quick_road(tmp_path):
    small = registry.folder("ucdp_ged") / "sample.csv"
    header, *rows = small.read_text(encoding="utf-8").split("\n9")
    large = tmp_path / "large.csv"
    with large.open("w", encoding="utf-8") as stream:
        stream.write(header)
        for number in range(130_000):
            stream.write(f"\n{number + 10_000_000}" + rows[number % 10].rstrip("\n")[6:])
    assert large.stat().st_size > 10 * quick.SMALLEST
    found = reading.read(large)[0]
    assert (found.rows_read, found.rows_kept) == (130_000, 130_000)
    many, few = (
        of_events(one.lazy()).sort("unit", "month").collect() for one in (found.frame, reading.read(small)[0].frame)
    )
    assert many["unit", "month"].equals(few["unit", "month"])
    assert many["ged_deaths_best"].to_list() == (few["ged_deaths_best"] * 13_000).to_list()
