"""Protocol B1 in plain Python beside the fast run: the same forecasts, country-years and scores."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from focalpoint.foresight.models import onset as model
from focalpoint.foresight.models import onset_calibration
from focalpoint.foresight.models.onset_calibration import Prior
from focalpoint.foresight.runs.onset_mass import panel as onset_panel
from focalpoint.foresight.runs.onset_mass import report as onset_report
from focalpoint.foresight.runs.onset_mass import yearly as onset

RULES = onset_panel.protocol().model_copy(update={"replicates": 20})
SPEC = model.Spec(
    version="slow",
    seed=3,
    members={
        "elastic_net": {"C": 0.1, "l1_ratio": 0.5, "max_iter": 1000, "tol": 1e-3},
        "extra_trees": {"n_estimators": 5, "min_samples_leaf": 2},
    },
    calibration=Prior(shift_sd=0.5, slope_sd=0.1, centre=0.02),
)
TO = 1998


def rows_of_a_panel(seed=1, countries=25):
    """Rows of our own making: a dictionary a country and year, some with a predictor missing."""
    rng = np.random.default_rng(seed)
    rows = []
    for code in range(countries):
        begun = 1985 + int(rng.integers(0, 11)) * (code % 5 == 0)
        danger = rng.normal(size=1999 - begun + 4)
        onset_years = {begun + t for t in range(len(danger)) if danger[t] + rng.normal(0, 0.5) > 1.7}
        rows.extend(
            {
                "ewp_name": f"Country {code}",
                "ccode": code,
                "year": year,
                "mk_onset": int(year in onset_years),
                "mk_onset_1or2": int(year + 1 in onset_years or year + 2 in onset_years),
                "danger": None if rng.random() < 0.03 else float(danger[year - begun + 1]),
                "size": float(code),
            }
            for year in range(begun, 2000)
        )
    return rows


def slow_forecasts(rows):
    """One origin after another, as the protocol is told."""
    found = []
    for origin in range(1993, TO):
        known = [r for r in rows if r["year"] <= origin - 2 and r["danger"] is not None]
        asked = sorted((r for r in rows if r["year"] == origin and r["danger"] is not None), key=lambda r: r["ccode"])
        known.sort(key=lambda r: (r["year"], r["ccode"]))
        x, cases = (np.array([[r["danger"], r["size"]] for r in part]) for part in (known, asked))
        y = np.array([r["mk_onset_1or2"] == 1 for r in known])
        by_member = model.by_member(x, y, cases, SPEC)
        risks = [sum(values) / len(by_member) for values in zip(*by_member.values(), strict=True)]
        past = [(f["risk"], f["followed"]) for f in found if f["made_from"] <= origin - 2]
        fitted = onset_calibration.fit(
            np.array([risk for risk, _ in past]), np.array([came for _, came in past], dtype=bool), SPEC.calibration
        )
        for row, risk in zip(asked, risks, strict=True):
            found.append(
                {
                    "unit": row["ccode"],
                    "made_from": origin,
                    "risk": risk,
                    "rank": 1 + sum(other > risk for other in risks),
                    "chance": float(fitted.chances(np.array([risk]))[0]),
                    "known_rate": float(y.mean()),
                    "followed": row["mk_onset_1or2"] == 1,
                }
            )
    return found


def slow_country_years(rows, found):
    answers = {}
    for row in rows:
        if 1994 <= row["year"] <= TO:
            mine = [f for f in found if f["unit"] == row["ccode"] and row["year"] - f["made_from"] in (1, 2)]
            worst = (max(f["risk"] for f in mine), min(f["rank"] for f in mine)) if mine else (None, None)
            answers[row["ccode"], row["year"]] = (row["mk_onset"] == 1, *worst)
    return answers


@pytest.fixture(scope="module")
def both():
    rows = rows_of_a_panel()
    table = onset_panel.country_years(pl.DataFrame(rows, infer_schema_length=None), RULES)
    fast = onset.forecasts(table, RULES, SPEC, to=TO, jobs=1, progress=lambda done, of: None)
    return rows, table, fast, slow_forecasts(rows)


def test_the_invented_panel_has_what_makes_it_hard(both):
    rows, table, _, _ = both
    assert not table.complete.all()
    assert len({min(r["year"] for r in rows if r["ccode"] == code) for code in range(25)}) > 1
    assert table.onset[table.year >= 1994].sum() >= 5


def test_the_fast_run_makes_the_forecasts_of_the_slow_one(both):
    _, _, fast, slow = both
    expected = pl.DataFrame(slow).sort("made_from", "unit")
    found = fast.sort("made_from", "unit")
    assert found["unit"].to_list() == expected["unit"].to_list()
    assert found["rank"].to_list() == expected["rank"].to_list()
    assert found["followed"].to_list() == expected["followed"].to_list()
    for column in ("risk", "chance", "known_rate"):
        assert found[column].to_numpy() == pytest.approx(expected[column].to_numpy(), abs=1e-9)


def test_the_fast_pairing_keeps_the_worst_forecast_as_the_slow_one_does(both):
    rows, table, fast, slow = both
    expected = slow_country_years(rows, slow)
    found = onset.country_years(table, fast, RULES, to=TO)
    assert len(found) == len(expected)
    for row in found.iter_rows(named=True):
        begun, risk, rank = expected[row["unit"], row["year"]]
        assert row["onset"] == begun
        assert row["rank"] == rank
        assert row["risk"] == (None if risk is None else pytest.approx(risk))


def test_the_measures_are_those_of_a_count_by_hand(both):
    rows, table, fast, slow = both
    years = onset.country_years(table, fast, RULES, to=TO)
    judged = onset_report.judge(years, fast, RULES, first=1994, last=TO)
    answers = [answer for answer in slow_country_years(rows, slow).values() if answer[1] is not None]
    events = [(risk, rank) for begun, risk, rank in answers if begun]
    others = [risk for begun, risk, _ in answers if not begun]
    pairs = [(1.0 if a > b else 0.5 if a == b else 0.0) for a, _ in events for b in others]
    assert judged.estimates["auc"].value == pytest.approx(sum(pairs) / len(pairs))
    assert judged.estimates["recall_at_10"].value == pytest.approx(sum(k <= 10 for _, k in events) / len(events))
    whole = [f for f in slow if f["made_from"] + 2 <= TO]
    rate = sum(f["followed"] for f in whole) / len(whole)
    brier = sum((f["chance"] - f["followed"]) ** 2 for f in whole) / len(whole)
    assert judged.estimates["brier_skill"].value == pytest.approx(1 - brier / (rate * (1 - rate)))
    known = sum((f["known_rate"] - f["followed"]) ** 2 for f in whole) / len(whole)
    assert judged.estimates["brier_skill_known_rate"].value == pytest.approx(1 - brier / known)


def test_a_two_year_forecast_that_reaches_beyond_the_span_is_not_scored(both):
    _, table, fast, _ = both
    years = onset.country_years(table, fast, RULES, to=TO)
    inside = fast.with_columns(chance=pl.when(pl.col("made_from") > TO - 2).then(0.9).otherwise(pl.col("chance")))
    one, two = (onset_report.judge(years, made, RULES, first=1994, last=TO) for made in (fast, inside))
    assert one.estimates["brier_skill"] == two.estimates["brier_skill"]


@given(st.data())
@settings(deadline=None, max_examples=30)
def test_any_forecasts_are_paired_as_a_dictionary_would(both, data):
    rows, table, fast, _ = both
    risks = data.draw(st.lists(st.integers(1, 99), min_size=len(fast), max_size=len(fast)))
    ranks = data.draw(st.lists(st.integers(1, 25), min_size=len(fast), max_size=len(fast)))
    made = fast.with_columns(risk=pl.Series(risks) / 100, rank=pl.Series(ranks))
    expected = slow_country_years(rows, made.to_dicts())
    found = onset.country_years(table, made, RULES, to=TO)
    assert {(r["unit"], r["year"]): (r["onset"], r["risk"], r["rank"]) for r in found.to_dicts()} == expected
