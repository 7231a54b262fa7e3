"""Ids, seals and what a manifest must agree with."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import bundles
from focalpoint.foresight.release.manifest import (
    Input,
    Manifest,
    canonical,
    content_hash,
    inconsistencies,
    release_id,
    sealed,
)
from focalpoint.foresight.vintages.vintage import Vintage


def fields() -> dict:
    return json.loads(bundles.drafted().files["manifest.json"])


def resealed(**changes: object) -> bytes:
    plain = {key: value for key, value in fields().items() if key not in {"schema", "id", "content", "seal"}}
    return sealed(plain | changes)


def test_a_manifest_agrees_with_itself():
    raw = bundles.drafted().files["manifest.json"]
    assert inconsistencies(json.loads(raw), raw) == []


def test_the_id_is_the_month_and_eight_digits_of_the_content():
    found = fields()
    assert found["id"] == f"r-2024-12-{found['content'][:8]}" == release_id("2024-12", found["content"])


def test_the_day_of_making_does_not_change_the_id_but_the_seal():
    later = json.loads(resealed(created="2026-01-01"))
    assert later["id"] == fields()["id"]
    assert later["seal"] != fields()["seal"]


@pytest.mark.parametrize("field", ["retrieved", "original_name"])
def test_the_day_and_name_an_input_came_with_do_not_change_the_id(field: str):
    inputs = [one | {field: "2026-01-01"} for one in fields()["inputs"]]
    assert json.loads(resealed(inputs=inputs))["id"] == fields()["id"]


@pytest.mark.parametrize(
    "change",
    [
        {"origin": "2024-11"},
        {"known_at": "2025-07-01"},
        {"revised_data": False},
        {"notes": {}},
        {"settings": {}},
        {"forbidden_uses": []},
        {"code_version": "9"},
        {"inputs": []},
    ],
)
def test_anything_that_a_release_says_changes_its_id(change: dict):
    assert json.loads(resealed(**change))["id"] != fields()["id"]


def test_a_changed_field_without_a_new_seal_is_seen():
    raw = canonical(fields() | {"created": "2020-01-01"})
    assert inconsistencies(json.loads(raw), raw) == ["the seal does not match the fields: it was edited or damaged"]


def test_a_space_more_is_seen():
    raw = bundles.drafted().files["manifest.json"].replace(b'"origin": ', b'"origin":  ')
    assert inconsistencies(json.loads(raw), raw)[0].startswith("the text is not in its one canonical form")


def test_a_name_that_leads_out_of_the_folder_is_refused_even_when_sealed():
    files = fields()["files"]
    raw = resealed(files=files | {"../../etc/passwd": files["model_card.md"]})
    assert "'../../etc/passwd'" in inconsistencies(json.loads(raw), raw)[0]


def test_a_file_that_is_not_listed_is_refused_even_when_sealed():
    files = {name: facts for name, facts in fields()["files"].items() if name != "scores.parquet"}
    raw = resealed(files=files)
    assert "not listed: ['scores.parquet']" in inconsistencies(json.loads(raw), raw)[0]


def test_a_month_that_does_not_exist_is_refused():
    with pytest.raises(ValidationError, match="'2024-13' is not a month"):
        Manifest.model_validate(fields() | {"origin": "2024-13"})


def test_a_field_nobody_knows_is_refused():
    with pytest.raises(ValidationError, match="weights"):
        Manifest.model_validate(fields() | {"weights": {}})


@pytest.mark.parametrize(
    ("today", "over"),
    [
        (dt.date(2025, 7, 1), False),
        (dt.date(2026, 2, 28), False),
        (dt.date(2026, 3, 1), True),
        (dt.date(2030, 1, 1), True),
    ],
)
def test_a_release_is_over_when_the_last_month_of_its_window_has_passed(today: dt.date, over: bool):
    assert Manifest.model_validate(fields()).over(today) is over


@pytest.mark.parametrize(
    ("today", "over"),
    [
        (dt.date(2024, 12, 31), 0),
        (dt.date(2025, 1, 31), 0),
        (dt.date(2025, 2, 1), 1),
        (dt.date(2025, 12, 31), 11),
        (dt.date(2026, 1, 1), 12),
        (dt.date(2030, 1, 1), 12),
    ],
)
def test_the_months_that_are_over_are_counted_to_twelve(today: dt.date, over: int):
    assert Manifest.model_validate(fields()).months_over(today) == over


def test_the_forbidden_uses_are_in_every_manifest():
    text = " ".join(fields()["forbidden_uses"])
    assert "asylum" in text
    assert "deportation" in text
    assert "targets" in text
    assert "Ranking peoples" in text


def test_an_input_is_made_from_a_vintage():
    vintage = Vintage(id="x", sha256="a" * 64, source="vdem", licence="CC BY-SA 4.0", table="kept to itself")
    made = Input.of(vintage)
    assert (made.id, made.source, made.licence) == ("x", "vdem", "CC BY-SA 4.0")
    assert not hasattr(made, "table")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), JSON, max_size=4))
def test_the_canonical_text_reads_back_as_itself(plain: dict):
    text = canonical(plain)
    assert canonical(json.loads(text)) == text


@given(st.dictionaries(st.sampled_from("abcdef"), JSON, max_size=4))
def test_the_content_hash_does_not_depend_on_the_order_of_fields(plain: dict):
    assert content_hash(dict(reversed(plain.items()))) == content_hash(plain)
