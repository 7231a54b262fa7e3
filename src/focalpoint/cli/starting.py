"""How a verb starts the desk: only ready to read, or brought up to date as the server needs it."""

import os
from pathlib import Path

from focalpoint.reference.errors import FocalpointError

SETTINGS = "focalpoint.desk.site.settings"


class WrongSettings(FocalpointError):
    """Settings that a system check refuses."""


def ready(folder: Path) -> None:
    """Keep the secret and load the desk; nothing is migrated, nothing else is written."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    from focalpoint.desk.site import secret

    secret.keep(folder)
    import django

    django.setup()


def up_to_date(folder: Path) -> None:
    """Make secret, database, cache table and static files; refuse wrong settings first."""
    ready(folder)
    from django.core.checks import ERROR, run_checks
    from django.core.management import call_command

    if wrong := [each for each in run_checks() if each.level >= ERROR]:
        lines = "\n".join(f"  {each.id}: {each.msg} {each.hint or ''}" for each in wrong)
        raise WrongSettings(f"The settings cannot be used:\n{lines}", todo="See docs/reference/settings.md.")
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
