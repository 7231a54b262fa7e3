"""Every model of the catalogues: closed, frozen, without defaults where a fact needs a flag."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from focalpoint import doctrine
from focalpoint.doctrine import shelf
from focalpoint.doctrine.records import SAYS, Fact, Note, Part, Record, digest

PUBLISHED = doctrine.catalogue("2026.1", use_setting=False)


def below(model):
    """Every model that is made from one, however far."""
    return [each for child in model.__subclasses__() for each in (child, *below(child))]


MODELS = [model for model in below(Part) if model.__module__.startswith("focalpoint.doctrine.")]
KINDS = [model for model in MODELS if issubclass(model, Record) and model not in (Record, Fact)]
PARTS = list(shelf.PARTS)


def raw(name):
    return copy.deepcopy(PUBLISHED._published(name))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: f"{model.__module__.rpartition('.')[2]}.{model.__name__}")
def test_a_model_is_closed_and_frozen(model):
    assert model.model_config["extra"] == "forbid"
    assert model.model_config["frozen"] is True
    assert model.__doc__


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_a_record_names_its_kind_and_the_line_that_stands_for_it(model):
    assert model.record_kind
    assert model.record_kind == model.record_kind.casefold()
    assert model.shown in model.model_fields or isinstance(getattr(model, model.shown), property)


def test_no_two_models_use_one_kind():
    used = [model.record_kind for model in KINDS]
    assert len(used) == len(set(used))


def test_every_kind_occurs_and_every_entry_has_a_line():
    newest = doctrine.catalogue(use_setting=False)
    assert set(newest.kinds()) == {model.record_kind for model in KINDS}
    assert all(entry.record.heading.strip() for entry in newest.entries())


@pytest.mark.parametrize(
    "model", [model for model in KINDS if issubclass(model, Fact)], ids=lambda model: model.__name__
)
def test_a_fact_without_a_flag_is_refused(model):
    assert model.model_fields["checked"].is_required()


@pytest.mark.parametrize("flag", [True, False, None, "yes", "seen", ""])
def test_a_flag_is_one_of_three_words(flag):
    class Claim(Fact):
        record_kind = "claim"
        text: str

    with pytest.raises(ValidationError):
        Claim(id="X1", text="It rained.", checked=flag)


def test_the_flags_are_said_in_words():
    assert SAYS == {
        "true": "seen in a source",
        "partly": "partly seen in a source",
        "recalled": "recalled, unverified",
    }


@pytest.mark.parametrize("name", PARTS)
def test_an_unknown_field_at_the_top_of_a_file_is_refused(name):
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        shelf.PARTS[name].model_validate(raw(name) | {"surprise": 1})


@pytest.mark.parametrize("name", PARTS)
def test_an_unknown_field_in_any_list_of_a_file_is_refused(name):
    for section, content in raw(name).items():
        if isinstance(content, list) and isinstance(content[0], dict):
            changed = raw(name)
            changed[section][0]["surprise"] = 1
            with pytest.raises(ValidationError, match=f"{section}\\.0\\.surprise"):
                shelf.PARTS[name].model_validate(changed)


@pytest.mark.parametrize("name", PARTS)
def test_a_record_without_its_id_is_refused(name):
    for section, content in raw(name).items():
        if isinstance(content, list) and isinstance(content[0], dict) and "id" in content[0]:
            changed = raw(name)
            del changed[section][-1]["id"]
            with pytest.raises(ValidationError, match=r"\.id\n  Field required"):
                shelf.PARTS[name].model_validate(changed)


@pytest.mark.parametrize(
    ("name", "section", "field", "value"),
    [
        ("framework", "factors", "group", "torture"),
        ("framework", "factors", "number", "one"),
        ("framework", "factors", "checked", "perhaps"),
        ("measures", "measures", "form", "prayer"),
        ("measures", "measures", "pillars", ["IV"]),
        ("measures", "measures", "consent", "maybe"),
        ("measures", "measures", "sc_authorization", False),
        ("measures", "measures", "typical_time_to_effect", "soon"),
        ("measures", "measures", "evidence_of_effect", "proven"),
        ("bodies", "bodies", "mandate_ref", "M06"),
        ("treaties", "instruments", "year", "long ago"),
        ("treaties", "questions", "sphere", "galactic"),
        ("yardsticks", "likelihood", "bands", [{"id": "X", "words": ["maybe"], "low": "few", "high": 9}]),
        ("mechanisms", "mechanisms", "documents", ["memo-1999"]),
        ("cases", "episodes", "part", "C"),
        ("cases", "episodes", "one_sided", [1, 2]),
        ("cases", "cases", "cannot_be_told", []),
        ("cases", "cases", "vetoes", None),
    ],
)
def test_a_value_outside_its_list_is_refused(name, section, field, value):
    changed = raw(name)
    changed[section][0][field] = value
    with pytest.raises(ValidationError, match=rf"{section}\.0\.{field}"):
        shelf.PARTS[name].model_validate(changed)


@pytest.mark.parametrize(
    ("section", "field", "value"),
    [
        ("timeline", "kind", "rumour"),
        ("timeline", "precision", "hour"),
        ("measures", "outcome", "saved lives"),
        ("measures", "outcome", "success"),
        ("findings", "checked", True),
        ("risk_factors_early", "src", "RWA-1"),
        ("lessons", "checked", "true"),
    ],
)
def test_a_value_outside_its_list_inside_a_case_is_refused(section, field, value):
    changed = raw("cases")
    changed["cases"][0][section][0][field] = value
    with pytest.raises(ValidationError, match=rf"cases\.0\.{section}\.0\.{field}"):
        shelf.PARTS["cases"].model_validate(changed)


@pytest.mark.parametrize("name", PARTS)
def test_a_file_read_written_and_read_again_is_the_same(name):
    part = getattr(PUBLISHED, name)
    assert type(part).model_validate(json.loads(part.model_dump_json())) == part


@given(st.text(min_size=1), st.text(min_size=1))
def test_two_notes_have_one_hash_only_when_they_say_the_same(one, other):
    first, second = Note(id="N", text=one), Note(id="N", text=other)
    assert (digest(first) == digest(second)) is (one == other)


def test_the_hash_is_that_of_the_content_in_the_order_of_names():
    import hashlib

    by_hand = '{"id":"LN1","text":"A remark, with ü."}'
    assert digest(Note(id="LN1", text="A remark, with ü.")) == hashlib.sha256(by_hand.encode()).hexdigest()
