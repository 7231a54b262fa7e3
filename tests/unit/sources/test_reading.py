"""Recognising and reading: by header alone, from every container, with every problem on its line."""

import datetime as dt
import shutil

import pytest

from focalpoint.foresight.sources import reading, registry

KNOWN_AT = dt.date(2025, 6, 1)


@pytest.mark.parametrize("source_id", registry.SOURCES)
def test_every_source_has_a_card_a_reader_and_a_sample(source_id):
    card = registry.source(source_id)
    assert card.id == source_id
    assert card.licence
    assert card.citation
    assert card.url.startswith("http")
    assert callable(registry.reader(source_id))
    assert (registry.folder(source_id) / "sample.csv").is_file()


@pytest.mark.parametrize("source_id", sorted({entry.folder for entry in registry.SOURCES.values()}))
def test_every_sample_is_read_whole_as_its_own_source(source_id):
    found = reading.read(registry.folder(source_id) / "sample.csv", known_at=KNOWN_AT)
    assert [one.source for one in found] == [source_id]
    assert found[0].rows_read == found[0].rows_kept >= 10
    assert found[0].issues.filter(severity="error").is_empty()


def test_a_file_is_known_by_its_header_whatever_it_is_called(tmp_path):
    strange = tmp_path / "holiday photos.jpeg"
    shutil.copy(registry.folder("ucdp_ged") / "sample.csv", strange)
    assert [(one.source, one.layout) for one in reading.recognise(strange)] == [("ucdp_ged", "ged")]


def test_a_table_of_no_source_is_refused_with_the_nearest_source_and_what_is_missing(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,best,high,low\n1,2,3,1\n")
    with pytest.raises(reading.NotRecognised, match=r"nearest source is ucdp_ged .*missing: type_of_violence"):
        reading.read(path)
    assert reading.recognise(path)[0].source is None
