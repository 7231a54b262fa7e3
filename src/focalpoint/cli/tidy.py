"""``focalpoint tidy``: delete what is over. The desk does it at each start and each sign-in too."""

import click

from focalpoint.cli import starting
from focalpoint.reference.errors import FocalpointError
from focalpoint.reference.places import home


class NothingToTidy(FocalpointError):
    """A home without a database that this version can write."""


@click.command()
def tidy() -> None:
    """Delete sign-ins that are over and the marks of forms sent more than a week ago.

    It deletes nothing that a person wrote, and signs out no person who is signed in.
    """
    folder = home()
    if not starting.has_database(folder):
        raise NothingToTidy(f"{folder} has no database of this version.", todo="Start the desk once: focalpoint up")
    sign_ins, forms = forget()
    click.echo(f"Sign-ins that were over: {sign_ins} deleted. Marks of forms sent long ago: {forms} deleted.")


def forget() -> tuple[int, int]:
    """Delete what is over by now, in a desk that is loaded, and return how many sign-ins and forms."""
    from django.utils import timezone

    from focalpoint.desk.people.expiry import forget

    return forget(timezone.now())
