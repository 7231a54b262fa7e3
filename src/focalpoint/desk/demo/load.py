"""Fill an empty home with the demonstration, all of it or nothing."""

import datetime as dt
from pathlib import Path

from django.db import transaction

from focalpoint.desk.demo import home, people, play, script
from focalpoint.desk.people.models import User
from focalpoint.reference.errors import FocalpointError


class NotEmpty(FocalpointError):
    """A home in which a person works already."""


def is_empty() -> bool:
    """Whether no one has an account here."""
    return not User.objects.exists()


def load(folder: Path, *, now: dt.datetime) -> list[people.SignIn]:
    """Make people and worked situations; return how each person signs in.

    Raises
    ------
    NotEmpty : a person has an account in this home; nothing was written.
    """
    if not is_empty():
        raise NotEmpty(
            f"{folder} has an account already.",
            todo="Load the demonstration into a home of its own: FOCALPOINT_HOME=var/demo focalpoint demo load",
        )
    scripts = [script.read(name) for name in script.NAMES]
    first = min(script.time(step.at, now) for each in scripts for step in each.steps)
    # The marker comes first: a loading that is interrupted leaves a home that can be removed.
    home.mark(folder)
    with transaction.atomic():
        sign_ins = people.open_all(at=first - dt.timedelta(hours=1))
        play.play(scripts, now=now)
    return sign_ins
