"""A database filled before layout 2 keeps what its releases say."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from focalpoint.desk.watch.models import Chance, CountryForecast, Release

OLD = Path(__file__).parents[2] / "releases" / "r-2024-12-0737c7f9"
MONTH = {"month": 540, "low": None, "best": 7.0, "high": None, "events": 2, "status": "recorded"}
DRIVER = {"rank": 1, "feature": "x", "label": "X", "contribution": 0.5, "share": 1.0, "value": 3.0, "note": None}


def migrate_back(name: str):
    executor = MigrationExecutor(connection)
    executor.migrate([("watch", name)])
    return MigrationExecutor(connection).loader.project_state([("watch", name)]).apps


def migrate_to_the_present() -> None:
    """Every app: those that build on what was taken back were taken back with it."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def fill(apps) -> None:
    manifest = json.loads((OLD / "manifest.json").read_text())
    day, now = dt.date(2025, 7, 1), dt.datetime(2025, 7, 2, tzinfo=dt.UTC)
    release = apps.get_model("watch", "Release").objects.create(
        id=OLD.name,
        content=manifest["content"],
        origin=540,
        known_at=day,
        created=day,
        first=541,
        last=554,
        revised_data=True,
        embedded=True,
        imported_at=now,
        source_line="UCDP GED 25.1",
        licences="CC BY 4.0",
    )
    apps.get_model("watch", "Document").objects.create(release=release, kind="manifest", content=manifest)
    for window in (3, 6, 12):
        question = {"iso3": "SDN", "threshold": 25, "window": window, "value": 0.5, "low": 0.4, "high": 0.6}
        apps.get_model("watch", "Chance").objects.create(release=release, **question)
    apps.get_model("watch", "CountryForecast").objects.create(
        release=release,
        iso3="SDN",
        name="Sudan",
        region="Africa",
        subregion="Northern Africa",
        spark="",
        recent="",
        document={"history": [MONTH], "drivers": [DRIVER], "fan": []},
    )


@pytest.fixture
def carried_over(transactional_db):
    """A filled database of the first layout, brought to the present one."""
    Release.objects.all().delete()
    try:
        fill(migrate_back("0001_initial"))
    finally:
        migrate_to_the_present()


def test_the_chances_get_the_first_month_of_their_window(carried_over):
    assert set(Chance.objects.values_list("window", "first", "value")) == {(3, 541, 0.5), (6, 541, 0.5), (12, 541, 0.5)}


def test_the_release_names_all_its_sources_and_the_months_of_its_record(carried_over):
    release = Release.objects.get()
    assert release.source_line == "UCDP GED 25.1; UNHCR 2025; V-Dem 15"
    (stretch,) = release.data
    assert (stretch["edition"], stretch["first"], stretch["last"]) == ("25.1", "1989-01", "2024-12")


def test_documents_keep_what_they_said_and_what_they_lack_is_unknown(carried_over):
    country = CountryForecast.objects.get()
    (month,), (driver,) = country.document["history"], country.document["drivers"]["civilians_sum"]
    assert {name: month[name] for name in MONTH} == MONTH
    assert {name: driver[name] for name in DRIVER} == DRIVER
    assert (month["coded"], month["basis"], driver["usual"], driver["meaning"]) == (None,) * 4
    assert country.document["drivers"]["onset_one_sided"] == []
    assert country.events == {}
