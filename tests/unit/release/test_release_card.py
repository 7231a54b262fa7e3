"""The model card says what a principal must know before the figures."""

import datetime as dt
import re

import polars as pl

import bundles
from focalpoint.foresight.release import card
from focalpoint.foresight.release.schema import shape


def render(**changes: object) -> str:
    tables = {name: shape(name, frame) for name, frame in bundles.tables(months=12).items()}
    tables |= {name: shape(name, frame) for name, frame in changes.pop("tables", {}).items()}  # type: ignore[attr-defined]  # the dict of tables to replace
    facts = bundles.facts()
    said = {"origin": "2024-12", "window": {"first": "2025-01", "last": "2026-02"}, "known_at": bundles.KNOWN_AT}
    said |= {"revised": True, "notes": facts.notes, "inputs": facts.inputs, "data": facts.data}
    said |= {"settings": facts.settings}
    return card.render(tables, **{**said, **changes})  # type: ignore[arg-type]  # the test replaces one argument at a time


def headings(text: str) -> list[str]:
    return re.findall(r"^## (.+)$", text, flags=re.MULTILINE)


def plain(text: str) -> str:
    return " ".join(text.split())


def test_misses_stand_before_figures_and_forbidden_uses_before_both():
    assert headings(render()) == [
        "What it is for",
        "What it must not be used for",
        "Where it was wrong",
        "How good it was",
        "What is not counted",
        "What is not known",
        "The record it rests on",
        "What it was made from",
        "How it was made",
    ]


def test_the_largest_miss_is_named_with_its_numbers():
    text = render()
    assert "| Ethiopia | 2021 | 7,900 | 310 |" in text
    assert text.index("Ethiopia") < text.index("Ukraine") < text.index("How good it was")


def test_the_window_is_written_out_and_its_end_is_an_end():
    text = plain(render())
    assert "data to December 2024" in text
    assert "speaks of January 2025 to February 2026. After that it is history" in text


def test_the_twelve_months_are_named():
    assert "the 12 months are January 2025 to December 2025" in plain(render())


def test_the_forbidden_uses_are_spelled_out():
    text = render()
    for words in ("asylum claim", "deportation", "targets of force", "Ranking peoples"):
        assert words in text


def test_what_is_not_counted_is_said():
    text = plain(render())
    for words in ("in custody", "starvation", "disappearance", "Gaza", "West Bank", "Kosovo before 2008 under Serbia"):
        assert words in text
    assert "they are unknown, never zero" in text


def test_figures_stand_with_their_interval_beside_the_benchmark():
    text = render()
    assert "mean CRPS, deaths (benchmark)" in text
    assert "0.845 [0.795, 0.895]" in text
    assert "fewer than about 30 events mean nothing" in plain(text)


def test_figures_on_revised_data_are_called_so():
    assert "All figures are on revised data" in render()


def test_a_release_made_afterwards_says_that_it_was():
    assert "this release was made afterwards, for study" in plain(render(revised=True))
    assert "made afterwards" not in render(revised=False)


def test_every_input_is_cited_with_licence_and_hash():
    text = render()
    for one in bundles.facts().inputs:
        assert f"| {one.source} | {one.release} | {one.first} to {one.last} | {one.licence} | {one.citation} |" in text


def test_the_share_alike_notice_is_there_when_v_dem_is():
    assert "CC BY-SA 4.0: whoever passes them on" in render()
    assert "whoever passes them on" not in render(inputs=[bundles.one_input()])


def test_who_has_no_record_is_named():
    words = "no forecast of deaths: State of Palestine (recorded under another State)."
    assert words in render()
    assert "no forecast of deaths: State of Palestine." in render(notes={})


def test_what_a_record_includes_besides_its_own_is_said():
    text = render(notes={"ISR": "includes events elsewhere"})
    assert "- Israel: includes events elsewhere." in text


def test_an_indicator_known_nowhere_is_said_to_be():
    assert "Share of people in excluded groups: known for 0 % of States." in render()


def test_a_missing_band_is_said_to_be_missing():
    bare = bundles.history(months=12).with_columns(
        pl.lit(None, dtype=pl.Float64).alias(name) for name in ("low", "high")
    )
    assert "The low or high estimate of the last month is unknown for" in render(tables={"history": bare})
    assert "The low or high estimate" not in render()


def test_a_release_without_a_back_test_warns_first():
    text = render(tables={"scores": bundles.scores().clear()})
    assert "No back-test was run for this release, so nothing is known of its misses. Do not rely on it." in text


def test_settings_are_listed_to_the_last_one():
    text = render(settings={"seed": 7, "paths": {"draws": 1000, "cap": 2.5}})
    assert "- `all`: seed 7\n- `paths`: cap 2.5; draws 1000" in text


def test_the_same_facts_give_the_same_text_without_a_clock():
    assert render() == render()
    assert dt.datetime.now(dt.UTC).date().isoformat() not in render()


def test_no_placeholder_is_left():
    assert "$" not in render()


def test_the_width_of_intervals_is_that_of_the_protocol():
    assert "Brackets hold 90 % intervals, countries drawn as wholes." in plain(
        render(settings={"protocol": {"interval": 0.9}})
    )


def test_bands_that_do_not_widen_are_said_not_to():
    words = "the band of a State is the same for every month ahead"
    assert words in render()
    last = (pl.col("month") == 554) & (pl.col("level") == 0.99)
    wider = bundles.forecasts().with_columns(pl.when(last).then(pl.col("value") + 1).otherwise("value").alias("value"))
    assert words not in render(tables={"forecasts": wider})


def test_persistence_is_not_sold_as_skill():
    assert "these figures are high for any forecast that knows the last year" in plain(render())


def test_bands_that_are_too_narrow_are_said_to_be():
    scores = bundles.scores()
    top = (pl.col("section") == "calibration") & (pl.col("threshold") == 0.95)
    lower = pl.when(top).then(0.9).otherwise("value").alias("value")
    ends = [pl.when(top).then(end).otherwise(name).alias(name) for name, end in (("low", 0.89), ("high", 0.91))]
    words = "The bands are too narrow at the top: 10 % of the record lay above the 95 % quantile."
    assert words in plain(render(tables={"scores": scores.with_columns(lower, *ends)}))
    assert "too narrow" not in render()


def test_beginnings_that_were_missed_are_counted_among_the_misses():
    row = {"section": "onset", "metric": "onsets_missed", "model": "combination", "value": 15.0, "n": 79}
    missed = pl.concat([bundles.scores(), pl.DataFrame([row])], how="diagonal_relaxed")
    text = plain(render(tables={"scores": missed}))
    words = "Of 79 beginnings of one-sided killing, 15 were never among the 30 highest"
    assert words in text
    assert text.index(words) < text.index("How good it was")
