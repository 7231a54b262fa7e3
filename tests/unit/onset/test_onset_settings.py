"""Frozen settings stay frozen: a change is a new version, and has no unseen years to be judged by."""

import hashlib
import importlib.resources

import pytest
from pydantic import ValidationError

from focalpoint.cli import onset as verb
from focalpoint.foresight.features.catalogue import names
from focalpoint.foresight.models import onset as model
from focalpoint.foresight.runs.onset_mass import panel as onset_panel
from focalpoint.foresight.runs.onset_one_sided import record as onset_ucdp_record

FROZEN = {
    "onset-1": "0ebdc4eb5ceb3e0182ed40817af8d7564dab720e3fe9876d4375085fb1841756",
    "onset-2": "9224524acda1cc95edf7b429f45eba9b8c4a2a2663067b072bfa132dc5d1707b",
    "onset-3": "50ea840545f056866fce14617aa6cf82c5cdbb67fb49481fb4d64d6740f0aa83",
    "onset_ucdp": "8bc361f4e038d4d92be946ed6a07aca41719e518a4f1b280566bd8bd0dfd356e",
}


@pytest.mark.parametrize(("name", "digest"), FROZEN.items())
def test_the_settings_are_byte_for_byte_those_that_were_judged(name, digest):
    path = importlib.resources.files("focalpoint.foresight.models") / "settings" / f"{name}.yaml"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest


def test_the_second_version_is_the_first_without_boosted_trees_and_says_what_it_is():
    first, second = model.spec("onset-1"), model.spec("onset-2")
    assert second.members == {name: chosen for name, chosen in first.members.items() if name != "boosted_trees"}
    assert (second.seed, second.calibration) == (first.seed, first.calibration)
    assert "second look" in second.note
    assert first.note == ""


def test_the_third_version_chooses_nothing_it_holds_every_setting_that_was_compared():
    first, third = model.spec("onset-1"), model.spec("onset-3")
    varied = {
        "elastic_net": ("C", [0.01, 0.02, 0.03, 0.05, 0.1]),
        "random_forest": ("min_samples_leaf", [1, 2, 3, 5, 20]),
        "extra_trees": ("min_samples_leaf", [1, 2, 3, 5, 20]),
        "boosted_trees": ("num_leaves", [4, 7, 15, 31]),
    }
    for name, (setting, values) in varied.items():
        fewer = {"n_estimators": 100} if name in {"random_forest", "extra_trees"} else {}
        assert third.members[name] == [{**first.members[name], **fewer, setting: value} for value in values]
    assert (third.seed, third.calibration) == (first.seed, first.calibration)
    assert "third look" in third.note


def test_the_version_used_unasked_is_named_first_and_every_version_can_be_named():
    assert verb.VERSIONS[0] == "onset-3"
    assert sorted(model.spec(name).version for name in verb.VERSIONS) == sorted(verb.VERSIONS)


@pytest.mark.parametrize("name", list(FROZEN))
def test_every_member_of_a_version_exists(name):
    assert set(model.spec(name).members) <= set(model.MEMBERS)


def test_the_light_version_has_the_strength_of_the_judged_one():
    full, light = model.spec("onset-1"), model.spec("onset_ucdp")
    for name, chosen in light.members.items():
        same = set(chosen) & {"C", "l1_ratio", "min_samples_leaf", "max_features"}
        assert {key: chosen[key] for key in same} == {key: full.members[name][key] for key in same}


def test_the_protocol_is_that_of_the_benchmark():
    rules = onset_panel.protocol()
    assert (rules.first_training_year, rules.known_after, rules.first_origin, rules.frozen_on) == (1991, 2, 1993, 2005)
    assert (rules.outcome, rules.event, rules.top) == ("mk_onset_1or2", "mk_onset", (10, 20, 30))
    assert set(rules.published) == {
        "auc",
        "recall_at_10",
        "recall_at_20",
        "recall_at_30",
        "average_precision",
        "false_alarms_per_hit",
    }


def test_the_recall_asked_for_is_twenty_six_of_thirty_nine():
    rules = onset_panel.protocol()
    assert 25 < rules.recall * 39 <= 26
    assert round(26 / 39, 3) == 0.667


def test_no_outcome_is_a_predictor():
    rules = onset_panel.protocol()
    assert {rules.outcome, rules.event, "mk_onset_1", "mk_onset_2"} <= set(rules.not_predictors)


def test_the_definition_of_one_sided_killing_is_the_one_that_is_printed():
    rules = onset_ucdp_record.rules()
    assert (rules.threshold, rules.quiet, rules.within, rules.mass_threshold) == (25, 2, 2, 1000)


def test_every_feature_that_is_looked_at_is_in_the_catalogue_once():
    chosen = onset_ucdp_record.rules().features
    assert set(chosen) <= {*names(), *names("year")}
    assert len(set(chosen)) == len(chosen)


def test_no_feature_comes_from_a_source_that_may_not_ship():
    optional = {"year_excluded_share", "year_discriminated_share", "year_coups_5", "year_infant_mortality_igme"}
    assert not optional & set(onset_ucdp_record.rules().features)


def test_no_feature_rewards_a_state_that_lets_nobody_look():
    assert not [name for name in onset_ucdp_record.rules().features if name.endswith("_unknown")]


@pytest.mark.parametrize("change", [{"luck": 7}, {"recall": "most"}, {"top": None}])
def test_a_protocol_with_a_setting_it_does_not_know_is_refused(change):
    told = onset_panel.protocol().model_dump()
    with pytest.raises(ValidationError):
        onset_panel.Protocol.model_validate(told | change)
