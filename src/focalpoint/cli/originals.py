"""``focalpoint originals``: find sealed files that belong to no item, and items whose file is gone."""

import sys

import click

from focalpoint.cli import starting
from focalpoint.reference.places import home

FAILED = 1


@click.command()
@click.option("--remove", "removing", is_flag=True, help="Delete the files that belong to no item.")
def originals(removing: bool) -> None:
    """List sealed files that belong to no item, and items whose sealed file is gone.

    A machine that stops while a report is filed may leave a file behind. Nothing can open it: its key was never kept.
    """
    folder = home()
    starting.ready(folder)
    from django.utils import timezone

    from focalpoint.desk.intake import orphans

    found = orphans.orphans(folder, at=timezone.now())
    for file in found.files:
        click.echo(f"no item: {file}")
    for row in found.rows:
        click.echo(f"file gone: {row}", err=True)
    if removing:
        orphans.remove(found)
    done = "removed" if removing else "found"
    click.echo(f"Files without an item {done}: {len(found.files)}. Items whose file is gone: {len(found.rows)}.")
    if found.files and not removing:
        click.echo("  Delete the files: focalpoint originals --remove")
    if found.rows:
        click.echo("  Put the home's folder `originals` back from a copy.", err=True)
        sys.exit(FAILED)
