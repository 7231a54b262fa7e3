"""The tables that come with the package."""

import json

import polars as pl
import pytest

from focalpoint.foresight.sources import registry
from focalpoint.foresight.vintages.embedded import SNAPSHOT, embedded
from focalpoint.foresight.vintages.files import ChangedBytes
from focalpoint.foresight.vintages.store import Store
from focalpoint.foresight.vintages.vintage import BadSidecar
from focalpoint.reference.countries import watched
from snapshot.tables import recipe

FIVE_MEGABYTES = 5_000_000
MAY_NOT_SHIP = {"un_igme", "epr", "coups", "ewp", "vdem_items", "acled"}


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    return Store(tmp_path_factory.mktemp("home"))


def frame(store, source) -> pl.DataFrame:
    (vintage,) = [one for one in store.vintages() if one.source == source]
    return store.frame(vintage).collect()


def by_year(table: pl.DataFrame, *columns: str) -> pl.DataFrame:
    return table.group_by("year").agg(pl.col(*columns).sum()).sort("year")


@pytest.fixture(scope="module")
def months(store) -> pl.DataFrame:
    """Killings by State and month, with the calendar year."""
    return frame(store, "ucdp_ged_panel").with_columns(year=(pl.col("month") - 1).floordiv(12) + 1980)


@pytest.fixture(scope="module")
def years(store) -> pl.DataFrame:
    """UCDP's own country-year file."""
    return frame(store, "ucdp_ov")


def test_it_is_small():
    assert sum(path.stat().st_size for path in SNAPSHOT.rglob("*") if path.is_file()) < FIVE_MEGABYTES


def test_it_holds_the_tables_of_the_recipe_and_nothing_else():
    tables = {vintage.table for vintage in embedded()}
    files = {str(path.relative_to(SNAPSHOT)) for path in SNAPSHOT.rglob("*") if path.is_file()}
    assert files == tables | {"manifest.json", "vdem/NOTICE"}
    assert [vintage.source for vintage in embedded()] == [table.source for table in recipe().tables]


def test_every_table_may_ship():
    assert all(vintage.may_ship and registry.source(vintage.source).may_ship for vintage in embedded())
    assert MAY_NOT_SHIP.isdisjoint({vintage.source for vintage in embedded()})


def test_every_table_says_where_it_is_from():
    for vintage in embedded():
        assert vintage.licence, vintage.id
        assert vintage.citation, vintage.id
        assert vintage.url.startswith("https://"), vintage.id
        assert vintage.release, vintage.id
        assert len(vintage.sha256) == len(vintage.table_sha256) == 64, vintage.id
        assert vintage.rows_kept > 0, vintage.id
        assert vintage.known_at <= vintage.retrieved, vintage.id
        assert vintage.embedded


def test_share_alike_figures_stand_apart_with_their_notice():
    (vdem,) = [vintage for vintage in embedded() if vintage.source == "vdem"]
    assert vdem.table == "vdem/vdem.parquet"
    assert "CC BY-SA 4.0" in vdem.licence
    assert "CC BY-SA 4.0" in (SNAPSHOT / "vdem" / "NOTICE").read_text()


def test_it_says_where_ucdp_puts_events_of_palestine_kosovo_and_niger():
    (ged,) = [vintage for vintage in embedded() if vintage.source == "ucdp_ged_panel"]
    notes = " ".join(ged.notes)
    assert "under Israel (GW 666)" in notes
    assert "Kosovo before 2008 under Serbia" in notes
    assert "Niger under Nigeria" in notes


def test_the_hashes_are_those_of_the_files(store):
    for vintage in store.vintages():
        table = store.frame(vintage).collect()
        assert table.height == vintage.rows_kept, vintage.id
        period = "month" if vintage.grain == "unit_month" else "year"
        assert not table.select("iso3", period).is_duplicated().any(), vintage.id
        assert set(table["iso3"]) <= {state.iso3 for state in watched()}, vintage.id


def test_the_manifest_names_the_columns():
    manifest = json.loads((SNAPSHOT / "manifest.json").read_text())
    for table in manifest["tables"]:
        schema = pl.read_parquet_schema(SNAPSHOT / table["vintage"]["table"])
        assert table["columns"] == {name: str(kind) for name, kind in schema.items()}


def test_the_events_are_those_of_ged_25_1(months):
    assert months["ged_events"].sum() == 385_918
    assert months.select("ged_state_based", "ged_non_state", "ged_one_sided").sum().sum_horizontal().item() == 385_918


def test_world_deaths_equal_the_country_year_file_in_every_year(months, years):
    monthly = by_year(months, "civilians", "ged_deaths_best")
    official = by_year(years, "ov_civilians", "ov_best")
    assert monthly["year"].to_list() == official["year"].to_list() == list(range(1989, 2025))
    assert monthly["civilians"].to_list() == official["ov_civilians"].to_list()
    assert monthly["ged_deaths_best"].to_list() == official["ov_best"].to_list()


def test_country_deaths_equal_the_country_year_file_niger_and_nigeria_excepted(months, years):
    monthly = months.group_by("iso3", "year").agg(pl.col("civilians", "ged_deaths_best").sum())
    both = years.join(monthly, on=["iso3", "year"], how="full", coalesce=True).fill_null(0)
    wrong = both.filter(
        (pl.col("civilians") != pl.col("ov_civilians")) | (pl.col("ged_deaths_best") != pl.col("ov_best"))
    )
    assert set(wrong["iso3"]) == {"NER", "NGA"}


def test_nigeria_in_the_aggregated_file_is_nigeria_and_niger(months, years):
    together = by_year(years.filter(pl.col("iso3").is_in(["NER", "NGA"])), "ov_civilians", "ov_best")
    file = by_year(months.filter(pl.col("iso3").is_in(["NER", "NGA"])), "civilians", "ged_deaths_best")
    assert months.filter(pl.col("iso3") == "NER").is_empty()
    both = together.join(file, on="year", how="left").fill_null(0)
    assert both["ov_civilians"].to_list() == both["civilians"].to_list()
    assert both["ov_best"].to_list() == both["ged_deaths_best"].to_list()


def test_a_snapshot_of_another_schema_is_refused(tmp_path):
    (tmp_path / "manifest.json").write_text('{"schema": 99, "tables": []}')
    with pytest.raises(BadSidecar, match="not of schema 1"):
        embedded(tmp_path)


def test_no_snapshot_is_no_vintages(tmp_path):
    assert embedded(tmp_path) == []


def test_an_embedded_table_that_changed_is_refused(tmp_path):
    for path in (p for p in SNAPSHOT.rglob("*") if p.is_file()):
        target = tmp_path / path.relative_to(SNAPSHOT)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    store = Store(tmp_path / "home", snapshot=tmp_path)
    (wdi,) = [one for one in store.vintages() if one.source == "wdi"]
    (tmp_path / wdi.table).write_bytes(b"PAR1")
    with pytest.raises(ChangedBytes):
        store.frame(wdi)


def test_an_embedded_table_has_no_issues(store):
    assert all(store.issues(vintage).is_empty() for vintage in store.vintages())
