"""The page of sources is current, and the guide to a new source works as it is written."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from focalpoint.foresight import sources
from focalpoint.foresight.sources import describe, registry
from focalpoint.foresight.sources.reading import recognise
from focalpoint.foresight.sources.registry import Entry
from written_tables import codes, read_file

DOCS = Path(__file__).parents[3] / "docs"
GUIDE = (DOCS / "how-to" / "add-a-source.md").read_text(encoding="utf-8")


def test_the_page_of_sources_is_what_the_cards_say():
    written = (DOCS / "reference" / "sources.md").read_text(encoding="utf-8")
    assert written == describe.page(), "write it anew: python -m focalpoint.foresight.sources.describe FILE"


@pytest.mark.parametrize("source_id", list(registry.SOURCES))
def test_the_page_has_a_section_for_every_source(source_id):
    assert f"\n## {source_id}\n" in describe.page()


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", GUIDE, flags=re.DOTALL)
    return found


@pytest.fixture
def mines(tmp_path, monkeypatch) -> Iterator[Path]:
    """Follow the guide in a folder of its own."""
    folder = tmp_path / "mines"
    folder.mkdir()
    (folder / "__init__.py").touch()
    for name, language in (("source.yaml", "yaml"), ("read.py", "python"), ("sample.csv", "csv")):
        (folder / name).write_text(block(language), encoding="utf-8")
    known = registry.folder
    monkeypatch.setattr(sources, "__path__", [*sources.__path__, str(tmp_path)])
    monkeypatch.setitem(registry.SOURCES, "mines", Entry("mines"))
    monkeypatch.setattr(registry, "folder", lambda source_id: folder if source_id == "mines" else known(source_id))
    registry.source.cache_clear()
    yield folder
    registry.source.cache_clear()


def test_the_guides_sample_is_recognised(mines):
    assert [one.source for one in recognise(mines / "sample.csv")] == ["mines"]


def test_the_guides_reader_reads_its_sample(mines):
    found = read_file(mines / "sample.csv")
    assert found.rows_read == found.rows_kept == 10
    assert found.frame.columns == ["iso3", "year", "mine_victims", "cleared_share"]
    assert found.frame.rows()[:3] == [("MLI", 2001, 11, 0.1), ("MLI", 2002, 0, 0.2), ("MLI", 2003, 33, None)]
    assert codes(found) == [(11, "country_code", "not-on-watch-list")]


def test_the_guides_reader_finds_what_is_wrong_without_further_code(mines, tmp_path):
    rows = block("csv").replace("2001,11,0.1", "2001,-11,0.1").replace("2002,0,0.2", "2002,0,2")
    damaged = tmp_path / "damaged.csv"
    damaged.write_text(rows, encoding="utf-8")
    found = read_file(damaged)
    assert codes(found)[:2] == [(2, "people_hurt", "negative-number"), (3, "cleared_share", "out-of-range")]
    assert found.rows_kept == 9


def test_the_guides_download_takes_another_release(mines):
    (download,) = registry.source("mines").downloads
    assert download.of("2026").address() == "https://example.org/mines-2026.csv"


def test_every_file_the_guide_names_exists():
    root = DOCS.parent
    named = re.findall(r"`(src/[\w/]+\.py)`", GUIDE)
    assert named
    assert [name for name in named if not (root / name).is_file()] == []
