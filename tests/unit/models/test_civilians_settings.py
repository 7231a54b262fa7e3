"""The published choices are complete, consistent and refuse what they do not know."""

import pytest
from pydantic import ValidationError

from focalpoint.foresight.features.catalogue import catalogue
from focalpoint.foresight.models.spec import Expert, Spec, spec


def test_the_issue_s_thresholds_windows_and_horizons_are_asked():
    assert spec().thresholds == (25, 100, 1000)
    assert spec().windows == (3, 6, 12)
    assert spec().horizons == 14


def test_levels_hold_every_window_expert_exactly():
    for expert in (*spec().experts.values(), spec().benchmark):
        if expert.kind == "window":
            assert spec().levels % expert.months == 0


def test_paths_use_each_level_equally_often():
    chosen = spec().paths
    assert (chosen.own + chosen.neighbours * chosen.each) % spec().levels == 0


def test_boosted_experts_read_groups_of_the_catalogue():
    groups = {feature.group for feature in catalogue()}
    for expert in spec().experts.values():
        assert set(expert.groups) <= groups
        assert (expert.kind == "boosted") == bool(expert.groups)


def test_training_horizons_are_within_those_forecast():
    assert max(spec().boosting.horizons) <= spec().horizons


def test_a_choice_nobody_knows_is_refused():
    with pytest.raises(ValidationError):
        Spec.model_validate(spec().model_dump() | {"luck": 7})


def test_a_missing_choice_is_refused_rather_than_guessed():
    plain = spec().model_dump()
    del plain["pooling"]
    with pytest.raises(ValidationError):
        Spec.model_validate(plain)


def test_an_expert_of_an_unknown_kind_is_refused():
    with pytest.raises(ValidationError):
        Expert.model_validate({"kind": "oracle"})
