"""Collecting and compiling translations: what a translator gets, and what happens without the tools."""

import ast
import shutil

import pytest
from django.utils import translation

from focalpoint.desk.site import messages

needs_gettext = pytest.mark.skipif(
    not shutil.which("msgfmt"), reason="not run: needs gettext (apt-get install gettext)"
)


def test_every_name_of_the_watch_list_is_offered_once():
    found = messages.names()
    assert {"Sudan", "Côte d'Ivoire", "Africa", "Northern Africa"} <= set(found)
    assert len(found) == len(set(found)) > 195


def test_the_marked_names_are_python():
    calls = [node for node in ast.walk(ast.parse(messages.name_lines())) if isinstance(node, ast.Call)]
    assert [call.args[0].value for call in calls] == messages.names()


@pytest.mark.parametrize("arguments", [[], ["translate"], ["collect", "compile"]])
def test_a_verb_that_is_not_known_is_refused(arguments, capsys):
    assert messages.main(arguments) == 2
    assert "collect or compile" in capsys.readouterr().err


def test_without_the_tools_the_line_that_installs_them_is_named(monkeypatch, capsys):
    monkeypatch.setattr(messages.shutil, "which", lambda name: None)
    assert messages.main(["collect"]) == 1
    assert "apt-get install gettext" in capsys.readouterr().err


HEADER = 'msgid ""\nmsgstr ""\n"Language: x\\n"\n\n'


@pytest.mark.parametrize(
    ("sentences", "is_begun"),
    [
        ("", False),
        ('msgid "No"\nmsgstr ""\n', False),
        ('msgid "No"\nmsgstr "Non"\n', True),
        ('msgid ""\n"Long"\nmsgstr ""\n"Longue"\n', True),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n', True),
    ],
)
def test_a_catalogue_is_begun_with_its_first_translated_sentence(tmp_path, monkeypatch, sentences, is_begun):
    catalogue = tmp_path / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(HEADER + sentences)
    monkeypatch.setattr(messages, "DESK", tmp_path)
    assert messages.begun() == (["fr"] if is_begun else [])


@needs_gettext
def test_a_translation_is_collected_compiled_and_shown(tmp_path, monkeypatch, settings):
    desk = tmp_path / "desk"
    (desk / "watch").mkdir(parents=True)
    shutil.copy(messages.DESK / "watch" / "sentences.py", desk / "watch")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(messages, "DESK", desk)
    monkeypatch.setattr(messages, "NAMES", desk / "watch" / "collected_names.py")
    monkeypatch.setattr(messages, "PLANNED", (("en", "English"), ("fr", "French")))
    settings.LOCALE_PATHS = [desk / "locale"]
    assert messages.main(["collect"]) == 0
    catalogue = desk / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    text = catalogue.read_text()
    assert 'msgid "Sudan"' in text
    assert 'msgid "no change"' in text
    assert not messages.NAMES.exists()
    catalogue.write_text(text.replace('msgid "Sudan"\nmsgstr ""', 'msgid "Sudan"\nmsgstr "Soudan"'))
    assert messages.main(["compile"]) == 0
    with translation.override("fr"):
        assert translation.gettext("Sudan") == "Soudan"
