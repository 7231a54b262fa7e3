"""How a verb starts the desk: only ready to read, or brought up to date as the server needs it."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from focalpoint.cli import upgrading
from focalpoint.reference.errors import FocalpointError
from focalpoint.reference.places import keep_to_owner

if TYPE_CHECKING:
    from django.core.checks import CheckMessage

SETTINGS = "focalpoint.desk.site.settings"


class WrongSettings(FocalpointError):
    """Settings that a system check refuses."""


def ready(folder: Path) -> None:
    """Keep the secret and load the desk; nothing is migrated, nothing else is written, no other account reads it."""
    keep_to_owner()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    from focalpoint.desk.site import secret

    secret.keep(folder)
    import django

    django.setup()


def up_to_date(folder: Path) -> None:
    """Make secret, database, cache table and static files; refuse wrong settings first."""
    ready(folder)
    from django.core.checks import Tags, run_checks
    from django.core.management import call_command

    _refuse(run_checks())
    upgrading.bring_up_to_date(folder)
    _refuse(run_checks(tags=[Tags.database], databases=["default"]))
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def has_database(folder: Path) -> bool:
    """Whether a home has a database that this version can write; load the desk only when it may have one.

    One that an older version left is brought up to date by `focalpoint up`, which takes in every release it finds.
    """
    from focalpoint.desk.site import environment

    chosen = environment.read(os.environ).database
    if chosen["ENGINE"].endswith("sqlite3") and not Path(chosen["NAME"]).is_file():
        return False
    ready(folder)
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        plan = MigrationExecutor(connection)
        return not plan.migration_plan(plan.loader.graph.leaf_nodes())
    except OperationalError:
        return False


def safe_for_an_office() -> None:
    """Refuse a desk that is not safe for an office, with everything that is wrong; warn of what is only small."""
    from django.core.checks import ERROR, Tags, run_checks

    from focalpoint.desk.site.production import TAG

    found = run_checks(tags=[TAG, Tags.security, Tags.database], include_deployment_checks=True, databases=["default"])
    for each in found:
        if each.level < ERROR and not each.is_silenced():
            click.echo(f"{each.id}: {each.msg} {each.hint or ''}", err=True)
    _refuse(found)


def _refuse(found: "list[CheckMessage]") -> None:
    from django.core.checks import ERROR

    if wrong := [each for each in found if each.level >= ERROR and not each.is_silenced()]:
        lines = "\n".join(f"  {each.id}: {each.msg} {each.hint or ''}" for each in wrong)
        raise WrongSettings(f"The settings cannot be used:\n{lines}", todo="See docs/reference/settings.md.")
