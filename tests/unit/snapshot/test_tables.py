"""The snapshot is derived, and the same files give the same bytes."""

import polars as pl
import pytest

from focalpoint.foresight.sources import registry
from focalpoint.foresight.vintages.embedded import SNAPSHOT
from focalpoint.foresight.vintages.files import sha256_of
from focalpoint.reference import maps
from snapshot import drawing
from snapshot import tables as building
from snapshot.tables import MayNotShip, MissingInput, build, compact, recipe


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def samples(tmp_path):
    """A folder laid out as the producers' files, filled with the sources' own samples."""
    folder = tmp_path / "samples"
    for table in recipe().tables:
        path = folder / table.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((registry.folder(table.source) / "sample.csv").read_bytes())
    return folder


def test_the_same_files_give_the_same_bytes(samples, tmp_path):
    build(samples, tmp_path / "one")
    build(samples, tmp_path / "two")
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert len(files(tmp_path / "one")) == len(recipe().tables) + 2


def test_it_describes_what_it_read(samples, tmp_path):
    made = build(samples, tmp_path / "out")
    for vintage, table in zip(made, recipe().tables, strict=True):
        assert vintage.sha256 == sha256_of(samples / table.file)
        assert vintage.size == (samples / table.file).stat().st_size
        assert (vintage.release, vintage.known_at, vintage.notes) == (table.release, table.known_at, table.notes)
        assert vintage.retrieved == recipe().retrieved


def test_it_tells_what_it_is_at(samples, tmp_path):
    told = []
    build(samples, tmp_path / "out", told.append)
    assert told == [table.source for table in recipe().tables]


def test_a_missing_file_is_named_and_nothing_is_written(samples, tmp_path):
    (samples / "structural" / "wdi_1960_2024.csv").unlink()
    with pytest.raises(MissingInput, match=r"structural/wdi_1960_2024\.csv"):
        build(samples, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_file_of_another_source_is_refused(samples, tmp_path):
    (samples / "ucdp" / "organizedviolencecy_v25_1.csv").write_bytes(
        (registry.folder("wdi") / "sample.csv").read_bytes()
    )
    with pytest.raises(MissingInput, match="holds no table of ucdp_ov"):
        build(samples, tmp_path / "out")


def test_figures_that_may_not_be_passed_on_are_refused(samples, tmp_path, monkeypatch):
    plan = recipe()
    coups = plan.tables[1].model_copy(update={"source": "coups", "file": "coups.csv"})
    (samples / "coups.csv").write_bytes((registry.folder("coups") / "sample.csv").read_bytes())
    monkeypatch.setattr(building, "recipe", lambda: plan.model_copy(update={"tables": (coups,)}))
    with pytest.raises(MayNotShip, match="coups"):
        build(samples, tmp_path / "out")


def test_a_compact_table_is_sorted_and_has_no_empty_rows():
    given = pl.LazyFrame(
        {
            "iso3": ["MLI", "MLI", None, "AFG"],
            "year": [2, 1, 1, 1],
            "a": [1.0, 2.5, 3.0, None],
            "b": [4.0, 5.0, 6.0, None],
        }
    )
    made = compact(given, "year")
    assert made.rows() == [("MLI", 1, 2.5, 5), ("MLI", 2, 1.0, 4)]


def test_rows_that_are_zero_can_be_left_out():
    given = pl.LazyFrame({"iso3": ["MLI", "MLI"], "month": [1, 2], "ged_events": [0, 3]})
    assert compact(given, "month", "ged_events").rows() == [("MLI", 2, 3)]


@pytest.mark.data
def test_the_producers_files_give_the_committed_bytes(shared_data, tmp_path):
    build(shared_data, tmp_path)
    assert files(tmp_path) == files(SNAPSHOT)


@pytest.mark.data
def test_the_natural_earth_files_give_the_committed_outlines(shared_data):
    assert drawing.build(shared_data) == maps.WORLD.read_bytes()


@pytest.mark.data
def test_world_totals_equal_the_official_file_as_published(shared_data):
    official = (
        pl.read_csv(shared_data / "ucdp" / "organizedviolencecy_v25_1.csv", infer_schema_length=10_000)
        .group_by(year="year_cy")
        .agg(
            pl.col("cumulative_total_deaths_civilians_in_orgvio_cy").sum().alias("civilians"),
            pl.col("cumulative_total_deaths_in_orgvio_best_cy").sum().alias("ged_deaths_best"),
        )
        .sort("year")
    )
    months = pl.read_parquet(SNAPSHOT / "ucdp_ged_panel.parquet").with_columns(
        year=((pl.col("month") - 1).floordiv(12) + 1980).cast(pl.Int64)
    )
    ours = months.group_by("year").agg(pl.col("civilians", "ged_deaths_best").sum()).sort("year")
    assert ours.equals(official)
