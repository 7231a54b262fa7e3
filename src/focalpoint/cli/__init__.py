"""The command ``focalpoint``: one module a verb group, loaded only when its verb is called."""

import importlib
import re
import sys

import click

from focalpoint import __version__
from focalpoint.reference.errors import FocalpointError
from focalpoint.reference.trouble import TODO, trouble

# verb -> module that holds a click command of that name (with - as _).
VERBS = {
    "recognise": "recognise",
    "add": "add",
    "sources": "sources",
    "fetch": "fetch",
    "update": "update",
    "forecast": "forecast",
    "verify": "releases",
    "releases": "releases",
    "backtest": "backtest",
    "onset": "onset",
    "score": "score",
    "doctrine": "doctrine",
    "snapshot": "snapshot",
    "trail": "trail",
    "people": "people",
    "originals": "originals",
    "backup": "backup",
    "restore": "restore",
    "tidy": "tidy",
    "tasks": "tasks",
    "demo": "demo",
    "up": "serve",
}
FAILED, BAD_INPUT, PARTLY = 1, 2, 3


def first_sentence(text: str) -> str:
    """Return the first sentence of a help text, whole and on one line.

    >>> first_sentence("Say what FILE is: its\\n    source. And more.")
    'Say what FILE is: its source.'
    """
    return re.split(r"(?<=\.)\s", " ".join(text.split("\n\n")[0].split()), maxsplit=1)[0]


class WholeSentences(click.Group):
    """A group whose list of commands says the first sentence of each; click would cut it at the width of the screen."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their first sentence, on as many lines as it needs."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, first_sentence(command.help or "")) for name, command in found if command is not None]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


class Verbs(WholeSentences):
    """Loads a verb's module when the verb is named, so that ``--help`` and ``doctrine`` never wait for the models."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every verb in the order of the table."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one verb and return its command."""
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(f"focalpoint.cli.{VERBS[cmd_name]}")
        command = getattr(module, cmd_name.replace("-", "_"))
        assert isinstance(command, click.Command)  # noqa: S101 - a wrong table entry is a bug, not bad input
        return command


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="focalpoint")
def focalpoint() -> None:
    """An atrocity-prevention desk: early warning in, assessed judgement out, every decision on the record."""


def main() -> None:
    """Run one verb; a user's mistake ends with a plain sentence and exit code 2, a trouble of the machine with 1."""
    try:
        focalpoint(standalone_mode=True)
    except FocalpointError as error:
        click.echo(f"focalpoint: {error.message}", err=True)
        if error.todo:
            click.echo(f"  {error.todo}", err=True)
        sys.exit(BAD_INPUT)
    except Exception as error:
        found = trouble(error)
        if found is None:
            raise
        named = getattr(error, "filename", None)
        click.echo(f"focalpoint: {found.value}{f' ({named})' if named else ''}", err=True)
        click.echo(f"  {TODO[found]}", err=True)
        sys.exit(FAILED)
