"""From a panel to the tables of a release."""

from dataclasses import dataclass, replace
from typing import Any

import polars as pl

import bundles
from focalpoint.foresight.panel.shape import Panel
from focalpoint.foresight.release.assemble import assemble, notes
from focalpoint.foresight.release.record import history
from focalpoint.foresight.release.rules import faults
from focalpoint.foresight.release.schema import TABLES, shape
from focalpoint.foresight.vintages.vintage import Vintage
from small_panels import small

VINTAGES = tuple(
    Vintage(id=name, source=name, sha256="a" * 64, licence="CC BY 4.0", citation="x", embedded=True)
    for name in ("b", "a")
)


@dataclass(frozen=True)
class Made:
    """What the models would make, taken from the invented bundle."""

    forecasts: pl.DataFrame
    drivers: pl.DataFrame
    profile: pl.DataFrame
    scores: pl.DataFrame
    settings: dict[str, Any]


def made() -> Made:
    tables = bundles.tables(months=12)
    return Made(tables["forecasts"], tables["drivers"], tables["profile"], tables["scores"], {"levels": [0.5]})


def panel(**monthly: dict) -> Panel:
    given = {name: {"civilians": 0.0, "ged_events": 0.0} for name in ("AAA", "BBB")} | monthly
    return replace(small(given), inputs=VINTAGES)


def test_history_keeps_zero_recorded_missing_and_unknown_apart():
    record = {"civilians": [0.0] * 10 + [5.0, None], "ged_events": [0.0] * 10 + [2.0, None]}
    rows = history(panel(AAA=record)).filter(unit="AAA").tail(3)
    assert rows.select("low", "best", "high", "events", "status").rows() == [
        (0.0, 0.0, 0.0, 0.0, "zero"),
        (None, 5.0, None, 2.0, "recorded"),
        (None, None, None, None, "missing"),
    ]


def test_history_keeps_the_rules_of_the_release():
    shaped = shape("history", history(panel(BBB={"civilians": 3.0, "ged_events": 1.0, "civilians_low": 2.0})))
    assert faults("history", shaped) == []
    assert dict(shaped.schema) == TABLES["history"].columns


def test_notes_say_why_the_record_of_a_unit_is_dark():
    dark = {"civilians": None, "status": "unknown"}
    found = panel(PSE=dark)
    said = pl.when(pl.col("unit") == "PSE").then(pl.lit("recorded under Israel")).alias("note")
    assert notes(replace(found, monthly=found.monthly.with_columns(said))) == {"PSE": "recorded under Israel"}
    assert notes(found) == {}


def test_everything_that_a_draft_needs_is_there():
    tables, facts = assemble(panel(), made(), code_version="9")
    assert set(tables) == set(TABLES)
    assert (facts.origin, facts.code_version, facts.embedded, facts.revised) == (540, "9", True, False)
    assert [one.id for one in facts.inputs] == ["a", "b"]
    assert facts.settings == {"levels": [0.5]}


def test_one_added_file_makes_the_release_no_longer_an_embedded_one():
    added = replace(VINTAGES[0], embedded=False)
    _, facts = assemble(replace(panel(), inputs=(added, VINTAGES[1])), made(), code_version="9")
    assert facts.embedded is False
