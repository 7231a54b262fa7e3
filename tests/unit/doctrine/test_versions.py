"""A later version holds what it changes; the one before is read as it was published."""

import pytest
from pydantic import ValidationError

from focalpoint import doctrine
from focalpoint.doctrine import overlay, shelf
from focalpoint.doctrine.entries import records
from focalpoint.doctrine.records import digest

OLD, NEW = (doctrine.catalogue(each, use_setting=False) for each in ("2026.1", "2026.2"))
CHANGES = """
corrections: [{id: GAP1, text: Mended.}]
additions:
  gaps: [{id: GAP2, catalogue: cases, text: New.}]
"""


@pytest.fixture
def published(tmp_path, monkeypatch):
    """Three versions of one file: whole, changed, and a tenth that changes nothing."""
    monkeypatch.setattr(shelf, "PUBLISHED", tmp_path)
    for name in ("1.1", "1.2", "1.10"):
        (tmp_path / name).mkdir()
    first = "about: {purpose: P}\ndangling: []\ngaps: [{id: GAP1, catalogue: cases, text: Open.}]\n"
    (tmp_path / "1.1" / "gaps.yaml").write_text(first)
    (tmp_path / "1.2" / "gaps.yaml").write_text(CHANGES)
    shelf.versions.cache_clear()
    yield tmp_path
    shelf.versions.cache_clear()
    shelf._content.cache_clear()


def test_a_version_is_the_one_before_with_its_changes(published):
    texts = {each: [gap.text for gap in shelf.Catalogue(each).gaps.gaps] for each in doctrine.versions()}
    assert texts == {"1.1": ["Open."], "1.2": ["Mended.", "New."], "1.10": ["Mended.", "New."]}
    assert list(texts) == ["1.1", "1.2", "1.10"], "by number, not by letter"


@pytest.mark.parametrize("text", ["corrections: [{id: GAP9, text: x}]", "additions: {holes: [{id: X}]}"])
def test_a_change_of_what_is_not_there_is_refused(published, text):
    (published / "1.10" / "gaps.yaml").write_text(text)
    with pytest.raises((overlay.BadOverlay, ValidationError)):
        assert shelf.Catalogue("1.10").gaps


def test_no_entry_of_an_earlier_version_is_lost():
    ids = [(each.kind, each.id) for each in OLD.entries()]
    assert set(ids) <= {(each.kind, each.id) for each in NEW.entries()}


def as_far_as_its_flag_goes(record):
    """The record without what has a flag of its own, such as a membership; that of a measure is of its precedents."""
    fields = type(record).model_fields
    others = [name for name in fields if hasattr(getattr(record, name), "checked") or name in {"money", "deciders"}]
    return record.model_copy(update=dict.fromkeys(others))


def test_a_fact_that_a_later_version_calls_seen_names_what_was_looked_at():
    known = {each.sha256 for each in OLD.entries()}
    for each in NEW.entries():
        own = as_far_as_its_flag_goes(each.record)
        holds_a_change = any(digest(one) not in known for one in records(each.record))
        if digest(own) not in known and not holds_a_change and each.checked in {"true", "partly"}:
            assert each.record.looked_at, each.id


def test_all_75_mechanisms_are_there():
    assert [each.id for each in NEW.mechanisms.mechanisms] == [f"M{number:02}" for number in range(1, 76)]


def test_each_of_the_fourteen_factors_has_a_norm_with_the_place_to_look_it_up():
    norms = {factor.id: factor.norms for factor in NEW.framework.factors}
    assert all(norms.values())
    assert len(norms) == 14
    for norm in (each for found in norms.values() for each in found):
        assert norm.cite
        assert norm.instruments or norm.binds in {"all", "commitment"}, norm.id
    assert not any(factor.norms for factor in OLD.framework.factors)


def test_each_measure_says_where_its_money_comes_from_and_who_applies():
    money = {each.id: each for each in NEW.measures.money}
    assert all(measure.money for measure in NEW.measures.measures)
    assert {each for measure in NEW.measures.measures for each in measure.money} == money.keys()
    assert money["FN-PBF"].applies.startswith("senior United Nations official in the country")


def test_a_measure_that_investors_decide_names_them():
    assert NEW.entry("ME088").record.deciders == ("Investors", "Companies", "Civil society", "States")
