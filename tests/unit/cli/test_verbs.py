"""The command and its table of verbs."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from focalpoint import __version__
from focalpoint.cli import BAD_INPUT, VERBS, focalpoint


def test_the_version_is_the_packages():
    assert __version__ in CliRunner().invoke(focalpoint, ["--version"]).output


def test_the_help_lists_every_verb():
    output = CliRunner().invoke(focalpoint, ["--help"]).output
    assert [verb for verb in VERBS if verb not in output] == []


@pytest.mark.parametrize("verb", list(VERBS))
def test_each_verb_explains_itself(verb):
    result = CliRunner().invoke(focalpoint, [verb, "--help"])
    assert result.exit_code == 0, result.output
    assert "Usage:" in result.output


@pytest.mark.parametrize("width", [60, 80, 200])
@pytest.mark.parametrize("group", [[], ["doctrine"], ["snapshot"], ["trail"], ["people"], ["demo"]])
def test_a_list_of_commands_cuts_no_sentence(monkeypatch, group, width):
    monkeypatch.setenv("COLUMNS", str(width))
    listed = CliRunner().invoke(focalpoint, [*group, "--help"], terminal_width=width).output.split("Commands:")[1]
    assert "..." not in listed
    assert listed.rstrip().endswith(".")


def test_an_unknown_verb_is_a_usage_error():
    assert CliRunner().invoke(focalpoint, ["forcast"]).exit_code == BAD_INPUT


def test_the_bare_command_never_loads_a_model_or_the_web():
    code = (
        "import sys; from focalpoint.cli import focalpoint\n"
        "print(sorted({'polars','numpy','django','sklearn','lightgbm'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
