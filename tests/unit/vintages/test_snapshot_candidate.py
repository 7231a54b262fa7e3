"""The table of candidate events that comes with the package."""

import polars as pl
import pytest

from focalpoint.foresight.vintages.embedded import embedded
from focalpoint.foresight.vintages.store import Store
from focalpoint.reference.calendar import parse_month

DEATHS = ("sb_best", "ns_best", "os_best")
EVENTS = ("sb_events", "ns_events", "os_events")


@pytest.fixture(scope="module")
def rows(tmp_path_factory) -> pl.DataFrame:
    store = Store(tmp_path_factory.mktemp("home"))
    (vintage,) = [one for one in store.vintages() if one.source == "ucdp_candidate_panel"]
    return store.frame(vintage).collect()


def sums(rows: pl.DataFrame, first: str, last: str, columns: tuple[str, ...]) -> int:
    span = rows.filter(pl.col("month").is_between(parse_month(first), parse_month(last)))
    return int(span.select(pl.sum_horizontal(columns).sum()).item())


def test_its_sums_are_those_of_the_releases_it_is_made_of(rows):
    assert sums(rows, "2025-01", "2025-12", EVENTS) == 28_396
    assert sums(rows, "2025-01", "2025-12", DEATHS) == 181_331
    assert sums(rows, "2026-01", "2026-01", DEATHS) == 33_892
    assert sums(rows, "2026-02", "2026-02", DEATHS) == 12_359


def test_what_was_not_at_hand_for_2025_is_unknown_and_not_zero(rows):
    known = [name for name in rows.columns if name.endswith(("_low", "_high", "_civilians", "_unknown"))]
    old = rows.filter(pl.col("month") < parse_month("2026-01"))
    new = rows.filter(pl.col("month") >= parse_month("2026-01"))
    assert len(known) == 12
    assert old.select(pl.col(known).null_count()).row(0) == (old.height,) * 12
    assert new.select(pl.col(known).null_count()).row(0) == (0,) * 12


def test_niger_has_rows_of_its_own_and_palestine_has_none(rows):
    assert {"NER", "NGA", "ISR"} <= set(rows["iso3"])
    assert "PSE" not in set(rows["iso3"])


def test_it_says_that_its_figures_are_candidate_and_since_when_they_are_known():
    (vintage,) = [one for one in embedded() if one.source == "ucdp_candidate_panel"]
    assert "candidate" in vintage.notes[0].lower()
    assert (vintage.first, vintage.last) == ("2025-01", "2026-02")
    assert vintage.known_at.isoformat() > "2026-02-28"
    assert vintage.release == "25.01.25.12+26.0.1+26.0.2"
    assert vintage.may_ship
