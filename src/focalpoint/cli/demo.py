"""``focalpoint demo``: fill an empty home with the demonstration, or delete all of it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from focalpoint.cli import WholeSentences, starting
from focalpoint.reference.errors import FocalpointError
from focalpoint.reference.places import home

if TYPE_CHECKING:
    from focalpoint.desk.demo.people import SignIn


class NotAsked(FocalpointError):
    """A deletion without a confirmation."""


@click.group(cls=WholeSentences)
def demo() -> None:
    """Fill an empty home with the demonstration, or delete it."""


@demo.command()
def load() -> None:
    """Make two people a role and worked situations in an empty home; print their passwords once."""
    folder = home()
    starting.up_to_date(folder)
    from django.utils import timezone

    from focalpoint.desk.demo import load as loading

    click.echo(table(loading.load(folder, now=timezone.now())))


@demo.command()
@click.option("--yes", is_flag=True, help="Delete without asking.")
def remove(yes: bool) -> None:
    """Delete the whole home of a demonstration: people, situations, releases, data, record. Any other is refused."""
    folder = home()
    from focalpoint.desk.demo import home as demo_home

    if not demo_home.is_demo(folder):
        demo_home.remove(folder)  # refuses, and says so
    if not yes and not click.confirm(f"Delete everything in {folder}?"):
        raise NotAsked("Nothing was deleted.", todo="To delete without a question: focalpoint demo remove --yes")
    demo_home.remove(folder)
    click.echo(f"Deleted {folder}.")


def table(sign_ins: "Iterable[SignIn]") -> str:
    """Return the sign-ins as lines of text, the first one in a sentence of its own."""
    rows = list(sign_ins)
    first = rows[0]
    lines = [
        f"Sign in with the name {first.name} and the password {first.password} (shown this once).",
        "Everybody in the demonstration:",
        f"  {'role':<14} {'name':<16} password",
        *(f"  {each.role:<14} {each.name:<16} {each.password}" for each in rows),
        "Later starts do not show them again. New ones: focalpoint up --new-password",
    ]
    return "\n".join(lines)
