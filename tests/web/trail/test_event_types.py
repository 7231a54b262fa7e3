"""The kinds of events: each app declares its own, the installation lists them, and no other can be recorded."""

import importlib
import re
from pathlib import Path

import pytest
from django.apps import apps

from focalpoint.desk.site.events import EVENTS

DESK = Path(__file__).parents[3] / "src" / "focalpoint" / "desk"
RETIRED = {"situation.overlap"}  # only rows of earlier versions bear it


def declared() -> dict[str, tuple]:
    """Return what each app declares, by the app's name."""
    names = [each.parent.name for each in DESK.glob("*/events.py") if each.parent.name != "site"]
    return {name: importlib.import_module(f"focalpoint.desk.{name}.events").EVENTS for name in names}


def test_what_each_app_declares_is_in_the_tuple_of_the_installation_once():
    every = [each.verb for events in declared().values() for each in events]
    assert sorted(every) == sorted(each.verb for each in EVENTS)
    assert len(every) == len(set(every))


@pytest.mark.parametrize("app", declared())
def test_an_app_declares_what_it_records(app):
    source = "\n".join(each.read_text() for each in (DESK / app).rglob("*.py") if each.name != "events.py")
    verbs = set(re.findall(r'"([a-z-]+\.[a-z-]+)"', source))
    unused = {each.verb for each in declared()[app]} - verbs
    assert unused <= RETIRED


def test_no_two_kinds_of_event_read_alike():
    said = [str(each.sentence) for each in EVENTS]
    assert len(set(said)) == len(said)


def test_a_kind_of_object_has_one_phrase_in_which_its_reference_has_a_place():
    phrases = {str(each.kind) for each in EVENTS if each.kind is not None}
    assert all(phrase % {"ref": "234567"} != phrase for phrase in phrases - {"the data"})


def test_the_ground_floor_knows_no_app_above_it():
    above = {config.label for config in apps.get_app_configs()} - {"trail", "marking", "concurrency", "people"}
    for file in (DESK / "trail").rglob("*.py"):
        named = set(re.findall(r"focalpoint\.desk\.([a-z_]+)", file.read_text()))
        assert not named & above, file


def test_the_usual_sentence_of_an_event_needs_its_subject_alone():
    for each in EVENTS:
        assert str(each.sentence) % {"subject": "…"}, each.verb
