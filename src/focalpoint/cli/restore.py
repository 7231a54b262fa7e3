"""``focalpoint restore``: put a back-up into an empty place, and prove it before anybody works on it."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from focalpoint.cli import machine, starting, upgrading
from focalpoint.reference.errors import FocalpointError
from focalpoint.reference.places import OWNER_ALONE, home, keep_to_owner

STAGE = ".restoring"  # in the home, until all is proved


class PlaceTaken(FocalpointError):
    """A place that holds something already."""


class DoNotFit(FocalpointError):
    """An archive that is not the other's, or not this database's."""


class OlderCopy(FocalpointError):
    """A back-up that does not reach the newest anchor."""


class OlderList(FocalpointError):
    """A list of withdrawals that does not reach the newest anchor."""


class NotWhole(FocalpointError):
    """A back-up whose contents do not hold."""


FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.option("--data", type=FILE, required=True, help="Archive of the data.")
@click.option("--key", type=FILE, required=True, help="Key that opens it.")
@click.option("--keys", type=FILE, required=True, help="Archive of the keys, of the same time or newer.")
@click.option("--keys-key", type=FILE, required=True, help="Key that opens it.")
@click.option("--anchors", type=FILE, required=True, help="The newest file of anchors that was carried elsewhere.")
@click.option(
    "--withdrawals", type=FILE, required=True, help="The newest list of withdrawals that was carried elsewhere."
)
@click.option("--accept-older", is_flag=True, help="Say on record that rows after the back-up are lost.")
@click.option("--accept-older-list", is_flag=True, help="Say on record that later withdrawals may be missing.")
def restore(
    data: Path,
    key: Path,
    keys: Path,
    keys_key: Path,
    anchors: Path,
    withdrawals: Path,
    accept_older: bool,
    accept_older_list: bool,
) -> None:
    """Put a back-up into the empty folder FOCALPOINT_HOME, and prove it before anybody works on it."""
    folder = home()
    machine.look_at_files(folder)
    with _stage(folder) as stage:
        about = _opened(stage, data, key, keys, keys_key)
        staged = stage / "home"
        place = _load(staged, about)
        _put_in_place(stage)
        shutil.copyfile(anchors, staged / "trail-anchors.txt")
        erased = _erase_again(staged, withdrawals, about["rows"], accept_older_list)
        _accept(staged / "trail-anchors.txt", accept_older)
        _prove(staged)
        _move(staged, folder, place)
    click.echo(f"Restored as of {about['made_at']}: the trail is whole to row {about['rows']:,}, and everything opens.")
    click.echo(f"Items that were withdrawn later and are erased again: {erased}.")
    click.echo("  Start it: focalpoint up --production")


@contextmanager
def _stage(folder: Path) -> Iterator[Path]:
    """Yield a folder in an empty home, which is gone afterwards: nothing half restored is left."""
    if found := sorted(each.name for each in folder.iterdir()):
        todo = "Move what is there away, or name another folder in FOCALPOINT_HOME. Nothing was changed."
        raise PlaceTaken(f"{folder} is not empty: it holds {', '.join(found[:3])}.", todo=todo)
    keep_to_owner()
    folder.chmod(OWNER_ALONE)
    stage = folder / STAGE
    stage.mkdir()
    try:
        yield stage
    finally:
        shutil.rmtree(stage)


def _opened(stage: Path, data: Path, key: Path, keys: Path, keys_key: Path) -> dict[str, Any]:
    """Open both archives into the stage and return what the data's says of itself."""
    from focalpoint.desk.backups import archive
    from focalpoint.desk.backups.keys import identity

    about = archive.read(data, identity(key), stage)
    apart = archive.read(keys, identity(keys_key), stage / "home")
    if (about["kind"], apart["kind"]) != ("data", "keys"):
        raise DoNotFit(f"{data.name} holds {about['kind']}, {keys.name} {apart['kind']}.", todo="Name data, then keys.")
    if about["installation"] != apart["installation"]:
        raise DoNotFit("Data and keys are not of the same installation.", todo="Name archives of one installation.")
    if apart["rows"] < about["rows"]:
        todo = "Name an archive of keys of the same time as the data, or the newest."
        raise DoNotFit("The keys are older than the data; what was added between them could not be opened.", todo=todo)
    return about


def _load(staged: Path, about: dict[str, Any]) -> Path | None:
    """Load the desk on the stage; return where its SQLite database will be, None for one of PostgreSQL."""
    from focalpoint.desk.backups.archive import FORMAT
    from focalpoint.desk.site import environment

    if about["format"] > FORMAT:
        raise upgrading.NewerHome("A newer version of Focalpoint wrote this back-up.", todo="Install that version.")
    chosen = environment.read(os.environ).database
    os.environ["FOCALPOINT_HOME"] = str(staged)
    if is_file := chosen["ENGINE"].endswith("sqlite3"):
        os.environ.pop("FOCALPOINT_DATABASE_URL", None)
        if Path(chosen["NAME"]).exists():
            raise PlaceTaken(f"{chosen['NAME']} is there already.", todo="Move it away. Nothing was changed.")
    starting.ready(staged)
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    if connection.vendor == "postgresql":
        refuse_filled()
    if connection.vendor != about["database"]:
        message = f"The back-up is of {about['database']}, and FOCALPOINT_DATABASE_URL names {connection.vendor}."
        raise DoNotFit(message, todo="Name an empty database of that kind.")
    known = set(MigrationLoader(None).disk_migrations)
    applied = {(app, name) for app, _dot, name in (each.partition(".") for each in about["changes"])}
    upgrading.refuse_newer(applied, known, "The back-up")
    return Path(chosen["NAME"]) if is_file else None


def refuse_filled() -> None:
    """Refuse a database of PostgreSQL that is not empty."""
    from django.db import connection

    if connection.introspection.table_names():
        todo = "Make an empty database, and name it in FOCALPOINT_DATABASE_URL. Nothing was changed."
        raise PlaceTaken(f"The database {connection.settings_dict['NAME']} holds tables already.", todo=todo)


def _put_in_place(stage: Path) -> None:
    """Put database and row keys in their places, and bring them up to date."""
    from django.core.management import call_command
    from django.db import connection

    from focalpoint.desk.backups import postgresql, row_keys, sqlite
    from focalpoint.desk.backups.taking import ROW_KEYS
    from focalpoint.desk.intake import originals

    file = stage / "home" / ROW_KEYS
    (sqlite if connection.vendor == "sqlite" else postgresql).put_back(stage / "database")
    row_keys.put_back(json.loads(file.read_bytes()))
    file.unlink()
    call_command("migrate", verbosity=0)
    for sealed in originals.stored(stage / "home").values():
        sealed.chmod(0o400)


def _accept(file: Path, accept_older: bool) -> None:
    """Compare with the newest anchors, and go on below them only on record."""
    from django.utils import timezone

    from focalpoint.desk.trail import anchors
    from focalpoint.desk.trail.actors import SystemActor

    lost = anchors.ahead(file)
    if lost and not accept_older:
        todo = "Name a newer back-up; or say on record that what was done since is lost: --accept-older"
        raise OlderCopy(f"The back-up does not hold row {lost[-1]} of the trail, which was anchored.", todo=todo)
    if lost:
        anchors.accept_older(file, by=SystemActor.CONSOLE.ref, at=timezone.now())


def _erase_again(staged: Path, file: Path, rows: int, accept_older: bool) -> int:
    """Erase what was withdrawn after the back-up, by a list that reaches as far as the newest anchor."""
    from django.db import transaction
    from django.utils import timezone

    from focalpoint.desk.intake import withdrawals
    from focalpoint.desk.trail import anchors
    from focalpoint.desk.trail.actors import SystemActor

    listed, now = withdrawals.read(file), timezone.now()
    reached = max([rows, *anchors.read(staged / anchors.FILE)])
    if listed.row < reached and not accept_older:
        message = f"The list of withdrawals ends at row {listed.row}, and the trail reached row {reached}."
        todo = "Name the newest list; or say on record that later withdrawals may be missing: --accept-older-list"
        raise OlderList(message, todo=todo)
    with transaction.atomic():
        if listed.row < reached:
            anchors.accept_older_list(listed.row, by=SystemActor.CONSOLE.ref, at=now)
        erased = withdrawals.repeat(listed.found, at=now)
    shutil.copyfile(file, staged / withdrawals.FILE)
    withdrawals.write(staged / withdrawals.FILE)
    return erased


def _prove(staged: Path) -> None:
    """Refuse what is restored unless the trail holds, each object is as it left it, and each file has its key."""
    from focalpoint.desk.backups import row_keys

    wrong = list(_problems(staged))
    if without := row_keys.missing():
        wrong.append(f"{without} rows have no key")
    if wrong:
        more = f"\n  and {len(wrong) - 10} more" if len(wrong) > 10 else ""
        shown = "".join(f"\n  {each}" for each in wrong[:10])
        message = f"What was restored does not hold, and was removed again:{shown}{more}"
        raise NotWhole(message, todo="Use another copy.")


def _problems(staged: Path) -> Iterator[str]:
    from django.utils import timezone

    from focalpoint.desk.decisions import integrity
    from focalpoint.desk.intake.orphans import orphans
    from focalpoint.desk.trail import anchors, queries, states
    from focalpoint.desk.trail.chain import breaks

    first = next(breaks(queries.links(), anchors.read(staged / anchors.FILE)), None)
    if first is not None:
        yield first.reason
        return
    digested: set[str] = set()
    changed = (*integrity.differences(), *states.differences(digested))
    yield from states.without_event(digested)
    yield from (f"row {number}: {found}" for number, found in changed)
    yield from (f"the file of {row} is gone" for row in orphans(staged, at=timezone.now()).rows)


def _move(staged: Path, folder: Path, place: Path | None) -> None:
    """Move what is proved from the stage to its place, the database last."""
    from django.db import connections

    connections.close_all()
    database = staged / "desk.sqlite3"
    for each in sorted(staged.iterdir()):
        if each != database:
            each.rename(folder / each.name)
    if place:
        shutil.move(database, place)
