"""How near the estimate of civilians came: by hand, and for the data that come with the package."""

import datetime as dt
import json

import polars as pl
import pytest
from click.testing import CliRunner

from focalpoint.cli import focalpoint
from focalpoint.foresight.panel.estimate import Settings, civilian_shares
from focalpoint.foresight.runs.civilians.estimate_record import country_years, months_of_the_table, of_store, record
from focalpoint.foresight.vintages.store import Store

CHOSEN = Settings(version=1, years=3, world_weight=50, odds_factor=8)


def years(*rows):
    """(State, year, one-sided, battle, civilians of it, all civilians as coded)."""
    names = ["unit", "year", "osv_best", "sb_best", "sb_civilians", "ov_civilians"]
    table = pl.DataFrame(list(rows), schema=names, orient="row")
    return table.with_columns(ns_best=0, ns_civilians=0, ov_best=pl.col("osv_best") + pl.col("sb_best"))


def test_a_year_is_estimated_from_the_years_before_it_alone():
    table = country_years(
        years(("AAA", 2011, 0, 950, 95, 95), ("AAA", 2012, 30, 100, 70, 95), ("AAA", 2013, 5, 0, 0, 5)),
        ["AAA"],
        [2012],
        CHOSEN,
    )
    # A tenth of the dead in battle were civilians in 2011: 30 + 10. UCDP coded 95; 30 + 70 are counted.
    assert table.select("unit", "year", "dead", "one_sided", "estimate", "coded", "counted").rows() == [
        ("AAA", 2012, 130, 30, 40, 95, 100)
    ]


def test_the_record_by_hand():
    table = pl.DataFrame(
        {
            "dead": [100, 100, 100, 0],
            "one_sided": [40, 10, 100, 0],
            "low": [40, 20, 100, 0],
            "estimate": [50.0, 30.0, 100.0, 0.0],
            "high": [60, 40, 100, 0],
            "coded": [40, 60, 100, 0],
        }
    )
    said = record(table, "coded")
    # Ratios 1.25, 0.5, 1: errors 0.25, 0.5, 0. Of two years with other dead one lies in its interval.
    assert (said["n"], said["n_many"], said["n_guessed"]) == (3, 3, 2)
    assert said["median_error"] == pytest.approx(0.25)
    assert said["inside"] == 0.5
    assert 1.25 < said["factor_90"] < 2


def test_months_with_known_civilians_are_estimated_as_if_they_were_not():
    given = {"iso3": "AAA", "month": 553, "sb_best": 100, "ns_best": 0, "os_best": 20, "sb_civilians": 45,
             "ns_civilians": 0, "os_civilians": 15, "os_unknown": 5}  # fmt: skip
    unknown = given | {"month": 541, "sb_civilians": None}
    shares = civilian_shares(years(("AAA", 2025, 0, 950, 95, 95)), ["AAA"], 2026, CHOSEN)
    said = months_of_the_table(pl.DataFrame([given, unknown]), shares, CHOSEN)
    # A tenth: 20 + 10 estimated; 15 + 5 + 45 counted; the odds 1 to 9 times 8 give 47 of 100: 67.
    assert (said["n"], said["estimate"], said["counted"], said["inside"]) == (1, 30.0, 65.0, 1.0)


def test_the_figures_that_the_documentation_states(tmp_path):
    said = of_store(Store(tmp_path), dt.date(2026, 11, 20))
    coded = said["country_years"]["coded"]
    assert coded["correlation"] == pytest.approx(0.96, abs=0.005)
    assert coded["median_error"] == pytest.approx(0.13, abs=0.005)
    assert coded["factor_90"] == pytest.approx(2.3, abs=0.05)
    assert said["country_years"]["counted"]["inside"] == pytest.approx(0.9, abs=0.02)
    assert said["months"]["inside"] >= 0.9


def test_a_command_prints_them(tmp_path, monkeypatch):
    monkeypatch.setenv("FOCALPOINT_HOME", str(tmp_path))
    printed = CliRunner().invoke(focalpoint, ["snapshot", "estimate", "--json"])
    assert printed.exit_code == 0, printed.output
    assert json.loads(printed.stdout)["country_years"]["coded"]["n_many"] == 381
    assert "correlation 0.96" in CliRunner().invoke(focalpoint, ["snapshot", "estimate"]).stdout
