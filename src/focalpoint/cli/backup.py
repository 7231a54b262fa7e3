"""``focalpoint backup``: copy what an office has, encrypted, its keys apart, while people work."""

import sys
from pathlib import Path

import click

from focalpoint.cli import WholeSentences, starting
from focalpoint.reference.errors import FocalpointError
from focalpoint.reference.places import home

FAILED = 1


class NothingToSave(FocalpointError):
    """A home without a database that this version can read."""


@click.group(cls=WholeSentences, invoke_without_command=True)
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="Folder of the data's archive.")
@click.option("--for", "public", multiple=True, help="Public key, or its file, of whoever may open the data.")
@click.option("--keys-to", type=click.Path(path_type=Path, file_okay=False), help="Folder of the keys' archive.")
@click.option("--keys-for", "keys_public", multiple=True, help="Public key, or its file, of whoever may open the keys.")
@click.pass_context
def backup(
    ctx: click.Context, folder: Path | None, public: tuple[str, ...], keys_to: Path | None, keys_public: tuple[str, ...]
) -> None:
    """Write two encrypted archives, one of the data and one of its keys, and open them again to prove them.

    People can work meanwhile. Put the two where no one person holds both.
    """
    if ctx.invoked_subcommand is not None:
        return
    if folder is None or keys_to is None or not public or not keys_public:
        raise click.UsageError("Give --to, --for, --keys-to, --keys-for. Make keys with: focalpoint backup key FILE")
    from focalpoint.desk.backups import keys

    recipients, apart = ([keys.recipient(each) for each in texts] for texts in (public, keys_public))
    if not starting.has_database(home()):
        raise NothingToSave(f"{home()} has no database of this version.", todo="Start the desk once: focalpoint up")
    from django.utils import timezone

    from focalpoint.desk.backups.taking import Part, take

    made = take(home(), Part(folder, recipients), Part(keys_to, apart), at=timezone.now())
    click.echo(f"Data: {made.data}\nKeys: {made.keys}")
    if made.broken is not None:
        click.echo(f"The trail in it is broken: {made.broken.reason}.", err=True)
        click.echo("  Keep the earlier back-ups, and inform your overseer.", err=True)
        sys.exit(FAILED)
    click.echo(f"Both were opened again and are whole; so is the trail, to row {made.rows:,}.")


@backup.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def key(file: Path) -> None:
    """Make a key in FILE and show its public half. FILE opens back-ups: keep it off this machine."""
    from focalpoint.desk.backups import keys

    click.echo(keys.make_key(file))
    click.echo(f"This line closes a back-up; only {file} opens it. Carry that file away, and keep it twice.", err=True)
