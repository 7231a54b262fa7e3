"""The kinds of events: each app declares its own, the installation lists them, and no other can be recorded."""

import ast
import importlib
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.utils.functional import Promise

from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.site.events import EVENTS
from source_names import calls, keywords, modules

DESK = Path(__file__).parents[3] / "src" / "focalpoint" / "desk"
RETIRED = {"situation.overlap"}  # only rows of earlier versions bear it
GUIDE = "events.py of the app, see docs/how-to/add-an-event.md"
# Written as verbs are, of the same first words, and none.
NO_VERB = {"submission.number", "trail.key", "update.json", "update.lock", "update.log"}
# These name no object: it is who acts, the whole office, or a link, which has no page.
NAMES_NOTHING = {
    *("user.zone-chosen", "user.factor-added", "user.factor-removed", "user.signed-in", "user.signed-out"),
    *("user.sign-in-failed", "office.mode-set", "update.started"),
}


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
    assert unused <= RETIRED, GUIDE


def test_an_app_declares_every_verb_that_it_writes():
    known = {each.verb for each in EVENTS} | {each.value for each in Permission} | NO_VERB
    begin = {each.verb.partition(".")[0] for each in EVENTS}
    found = {
        node.value
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(r"[a-z-]+\.[a-z-]+", node.value) and node.value.partition(".")[0] in begin
    }
    assert found - known == set(), GUIDE
    assert found >= NO_VERB
    given = {
        value.value
        for tree in modules().values()
        for call in calls(tree)
        for name, value in keywords(call).items()
        if name == "verb" and isinstance(value, ast.Constant)
    }
    assert given - {each.verb for each in EVENTS} == set(), GUIDE


def test_an_event_is_said_in_the_language_of_the_reader_and_names_its_object():
    said = [(each.verb, words) for each in EVENTS for words in (each.sentence, *each.variants.values())]
    assert [verb for verb, words in said if not isinstance(words, Promise)] == [], GUIDE
    assert [each.verb for each in EVENTS if each.done and not isinstance(each.done, Promise)] == [], GUIDE
    assert {verb for verb, words in said if "%(" not in str(words)} == NAMES_NOTHING, GUIDE


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
