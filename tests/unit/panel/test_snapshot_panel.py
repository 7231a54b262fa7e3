"""The panel and the features of the data that come with the package."""

import datetime as dt
import json

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from focalpoint.foresight import features
from focalpoint.foresight.features.catalogue import catalogue, names
from focalpoint.foresight.panel.build import NothingKnown, panel
from focalpoint.foresight.panel.shape import final_month, matrix
from focalpoint.foresight.vintages.embedded import MANIFEST, SNAPSHOT
from focalpoint.foresight.vintages.store import Store
from focalpoint.reference.calendar import month_id, parse_month

MEDIA = {feature.id for feature in catalogue() if feature.group == "media"}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return Store(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def made(store):
    return panel(store, known_at=dt.date(2026, 11, 20))


@pytest.fixture(scope="module")
def of_2024(store):
    return panel(store, origin=parse_month("2024-12"), known_at=dt.date(2026, 11, 20))


def test_it_runs_from_1989_to_february_2026(made):
    assert (made.first, made.origin) == (parse_month("1989-01"), parse_month("2026-02"))
    assert matrix(made, "civilians").shape == (195, 446)
    assert not made.revised


def test_it_was_not_known_before_mid_2025(store):
    with pytest.raises(NothingKnown):
        panel(store, known_at=dt.date(2025, 6, 29))


def test_nothing_is_lost_on_the_way(made, of_2024):
    assert of_2024.monthly["ged_events"].sum() == 385_918
    # 28,396 candidate events of 2025, and those of January and February 2026.
    assert made.monthly.filter(pl.col("month").is_between(541, 552))["ged_events"].sum() == 28_396


def test_only_the_state_of_palestine_is_unknown(made):
    unknown = made.monthly.filter(pl.col("status") == "unknown")
    assert set(unknown["unit"]) == {"PSE"}


def test_what_is_final_ends_in_december_2024_and_nothing_later_is_truth(made):
    assert final_month(made) == parse_month("2024-12")
    later = made.monthly.filter((pl.col("month") > parse_month("2024-12")) & (pl.col("unit") != "PSE"))
    assert set(later["basis"]) == {"candidate", "estimate"}


def test_low_best_and_high_are_in_order_and_one_sided_dead_are_civilians(made):
    months = made.monthly
    assert months.filter(pl.col("civilians_low") > pl.col("civilians")).is_empty()
    assert months.filter(pl.col("civilians") > pl.col("civilians_high")).is_empty()
    assert months.filter(pl.col("one_sided") > pl.col("civilians")).is_empty()


def test_iran_in_january_2026_counts_the_dead_of_unknown_status(made):
    row = made.monthly.row(by_predicate=(pl.col("unit") == "IRN") & (pl.col("month") == 553), named=True)
    assert (row["one_sided_low"], row["one_sided"], row["one_sided_high"]) == (19_880, 19_880, 36_380)
    assert (row["civilians"], row["civilians_coded"], row["basis"]) == (19_881, 5_445, "candidate")


def test_the_record_to_december_2024_is_the_same_with_and_without_what_came_later(of_2024, made):
    before = made.monthly.filter(pl.col("month") <= parse_month("2024-12"))
    assert of_2024.monthly.equals(before)
    assert not of_2024.revised
    assert "ucdp_candidate_panel" not in {vintage.source for vintage in of_2024.inputs}


def test_a_product_without_the_later_table_lays_out_december_2024_the_same(tmp_path, of_2024):
    for path in (one for one in SNAPSHOT.rglob("*") if one.is_file()):
        (tmp_path / path.relative_to(SNAPSHOT)).parent.mkdir(exist_ok=True)
        (tmp_path / path.relative_to(SNAPSHOT)).write_bytes(path.read_bytes())
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    manifest["tables"] = [one for one in manifest["tables"] if one["vintage"]["source"] != "ucdp_candidate_panel"]
    (tmp_path / MANIFEST).write_text(json.dumps(manifest))
    without = panel(Store(tmp_path / "home", snapshot=tmp_path), known_at=dt.date(2026, 11, 20))
    assert without.origin == of_2024.origin
    assert_frame_equal(without.monthly, of_2024.monthly, check_exact=True)
    assert_frame_equal(without.yearly, of_2024.yearly, check_exact=True)
    assert (without.inputs, without.revised, without.first) == (of_2024.inputs, of_2024.revised, of_2024.first)


@pytest.mark.parametrize("year", range(1989, 2025))
def test_niger_and_nigeria_have_their_official_totals_of_every_year(of_2024, year):
    months = of_2024.monthly.filter(pl.col("month").is_between(month_id(year, 1), month_id(year, 12)))
    for unit in ("NER", "NGA"):
        found = months.filter(pl.col("unit") == unit)
        official = of_2024.yearly.row(by_predicate=(pl.col("unit") == unit) & (pl.col("year") == year), named=True)
        assert found["civilians"].sum() == official["ov_civilians"]
        assert found["ged_deaths_best"].sum() == official["ov_best"]
        assert found["ged_deaths_high"].sum() == official["ov_high"]
        assert found.select(pl.min_horizontal("civilians", "ged_deaths_best", "ged_events").min()).item() >= 0
        assert (found["civilians"] <= found["ged_deaths_best"]).all()


def test_niger_and_nigeria_are_the_file_in_every_month(store, of_2024):
    published = panel(store, origin=of_2024.origin, known_at=dt.date(2026, 11, 20), separate=False).monthly
    added = ["civilians", "ged_deaths_best", "ged_deaths_high", "ged_events", "ged_one_sided"]
    both = of_2024.monthly.filter(pl.col("unit").is_in(["NER", "NGA"])).group_by("month").agg(pl.col(added).sum())
    assert_frame_equal(both.sort("month").select(added), published.filter(pl.col("unit") == "NGA").select(added))
    others = ~pl.col("unit").is_in(["NER", "NGA"])
    assert of_2024.monthly.filter(others).equals(published.filter(others))


def test_both_say_where_their_figures_are_from(of_2024):
    rows = of_2024.monthly.filter(pl.col("month") == of_2024.origin)
    notes, basis = dict(rows.select("unit", "note").rows()), dict(rows.select("unit", "basis").rows())
    assert "spread over its months" in notes["NER"]
    assert "less the dead of Niger" in notes["NGA"]
    assert (basis["NER"], basis["NGA"]) == ("spread", "final")


def test_every_figure_is_there_exactly_when_the_status_says_so(made):
    told = pl.col("status").is_in(["recorded", "zero"])
    for column in ("civilians", "ged_events", "ged_deaths_best"):
        assert made.monthly.filter(told != pl.col(column).is_not_null()).is_empty(), column
    assert made.monthly.filter((pl.col("status") == "zero") & (pl.col("civilians") != 0)).is_empty()


def test_the_genocide_in_rwanda_is_in_april_1994(made):
    rwanda = made.monthly.filter(pl.col("unit") == "RWA").sort("civilians", descending=True)
    assert rwanda["month"].item(0) == parse_month("1994-04")


def test_states_have_months_from_the_one_they_began_in(made):
    began = made.monthly.filter(pl.col("status") != "missing").group_by("unit").agg(pl.col("month").min())
    first = dict(began.iter_rows())
    assert first["SSD"] == parse_month("2011-07")
    assert first["MNE"] == parse_month("2006-06")
    assert first["TLS"] == parse_month("2002-05")
    assert first["ERI"] == parse_month("1993-05")
    assert first["SRB"] == first["DEU"] == first["YEM"] == first["SDN"] == parse_month("1989-01")


def test_its_features_are_numbers_or_unknown_and_never_infinite(made):
    table = features.monthly(made, [parse_month("1989-01"), parse_month("2008-06"), made.origin])
    assert table.columns[2:] == list(names())
    assert not table.select(pl.col(pl.Float64).is_infinite().any()).sum_horizontal().item()
    assert not table.select(pl.col(pl.Float64).is_nan().any()).sum_horizontal().item()


def test_most_features_of_most_states_are_known_at_the_end(made):
    table = features.monthly(made, [made.origin]).drop("unit", "month")
    shares = {name: table[name].is_not_null().mean() for name in table.columns}
    # The counts of media reports end in December 2024.
    assert {name for name, share in shares.items() if share == 0} == {n for n in MEDIA if n != "media_unknown"}
    assert min(share for name, share in shares.items() if name not in MEDIA) > 0.75


def test_the_state_of_palestine_has_its_slow_conditions_and_no_killing(made):
    row = features.monthly(made, [made.origin]).row(by_predicate=pl.col("unit") == "PSE", named=True)
    assert row["population"] is not None
    assert row["killing_unknown"] == 1.0
    assert [name for name in names() if name.startswith("civilians_") and row[name] is not None] == []


@pytest.mark.parametrize("name", ["civilians", "one_sided", "ged_deaths"])
def test_low_best_and_high_are_in_order_wherever_they_are_known(store, name):
    newest = panel(store, known_at=dt.date(2026, 11, 20)).monthly
    best = "ged_deaths_best" if name == "ged_deaths" else name
    known = newest.drop_nulls([f"{name}_low", best, f"{name}_high"])
    assert known.filter(pl.col(best) > 0).height > 0
    assert known.filter(~pl.col(best).is_between(f"{name}_low", f"{name}_high")).is_empty()


def test_civilians_of_one_sided_violence_are_never_more_than_all_civilians(store):
    newest = panel(store, known_at=dt.date(2026, 11, 20)).monthly
    for end in ("_low", "", "_high"):
        assert newest.filter(pl.col(f"one_sided{end}") > pl.col(f"civilians{end}")).is_empty(), end
