"""The verb that serves the desk: it makes what is missing, then becomes the server."""

import contextlib
import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

import click

from focalpoint.cli import machine, serving_lock, starting, tidy
from focalpoint.cli.first_releases import make_first_releases
from focalpoint.reference.errors import FocalpointError
from focalpoint.reference.places import home


class PortTaken(FocalpointError):
    """Another program listens where the desk would."""


class OlderDatabase(FocalpointError):
    """A database below its own newest anchor."""


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port on this machine.")
@click.option("--demo/--no-demo", default=True, show_default=True, help="Fill an empty home with the demonstration.")
@click.option("--new-password", is_flag=True, help="Give the people of a demonstration new passwords.")
@click.option(
    "--forecast/--no-forecast",
    default=True,
    show_default=True,
    help="Make the releases of the data that come with the product where they are missing.",
)
@click.option("--production", is_flag=True, help="Refuse what is not safe for an office; no demonstration.")
def up(port: int, demo: bool, new_password: bool, production: bool, forecast: bool) -> None:
    """Serve the desk at http://localhost:PORT; make database, people and first releases when they are missing.

    Ctrl-C stops everything.
    """
    # A plain kill must stop a release under way as Ctrl-C does, so that nothing is left running.
    signal.signal(signal.SIGTERM, _stop)
    folder = home()
    _free(port)
    machine.look_at_files(folder)
    serving_lock.take(folder)
    starting.up_to_date(folder)
    _refuse_older(folder)
    machine.warn(folder, now=dt.datetime.now(dt.UTC))
    tidy.forget()
    if production:
        starting.safe_for_an_office()
    if forecast:
        make_first_releases(folder)
    _take_in(folder)
    people = _people(folder, demo and not production, new_password)
    _anchor(folder)
    _serve(port, people)


def _refuse_older(folder: Path) -> None:
    """Refuse a database that does not hold what was anchored: rows were cut, or an earlier copy was put back."""
    from focalpoint.desk.trail import anchors

    if rows := anchors.ahead(folder / anchors.FILE):
        raise OlderDatabase(
            f"The database does not hold row {rows[-1]} of the trail as it was anchored.",
            todo="Put the newest copy back. If an older one is meant, say so on record: focalpoint trail accept-older",
        )


def _anchor(folder: Path) -> None:
    """Write the day's anchor and the list of withdrawals at each start; `focalpoint trail anchor` does it daily."""
    from focalpoint.desk.intake import withdrawals
    from focalpoint.desk.trail import anchors

    withdrawals.write(folder / withdrawals.FILE)
    anchors.write(folder / anchors.FILE, day=dt.datetime.now(dt.UTC).date())


def _stop(_signal: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + signal.SIGTERM)


def _free(port: int) -> None:
    with contextlib.closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise PortTaken(
                f"Another program already uses port {port}.",
                todo=f"Stop it, or choose another port: focalpoint up --port {port + 1}",
            ) from None


def _people(folder: Path, demo: bool, renew: bool) -> str:
    """Return the lines that say how to sign in: passwords are shown when they are made and never again."""
    from django.utils import timezone

    from focalpoint.cli.demo import table
    from focalpoint.desk.demo import home as demo_home
    from focalpoint.desk.demo import load, people

    now = timezone.now()
    if renew and not demo_home.is_demo(folder):
        raise demo_home.NotADemo(f"{folder} holds no demonstration.", todo="Of one person: focalpoint people password")
    if demo_home.is_demo(folder):
        return table(people.renew_all(at=now)) if renew else "Passwords lost? focalpoint up --new-password"
    if demo and load.is_empty():
        return table(load.load(folder, now=now))
    if load.is_empty():
        return "No one can sign in yet: focalpoint people add NAME --role ROLE"
    return ""


def _take_in(folder: Path) -> None:
    from django.utils import timezone

    from focalpoint.desk.trail.actors import SystemActor
    from focalpoint.desk.watch.actions import Rejected, take_in_all

    for result in take_in_all(folder=folder / "releases", by=SystemActor.CONSOLE, at=timezone.now()):
        if isinstance(result, Rejected):
            click.echo(f"Not taken in: {result.reason}", err=True)
        elif result.new:
            click.echo(f"Took in release {result.id}.")
    # Needs the data at hand, and so Polars; the server itself, which comes in its place, never does.
    from focalpoint.cli import truth

    truth.bring_up_to_date(folder / "releases", dt.datetime.now(dt.UTC).date())


def _start_worker() -> None:
    """Start the worker, which ends with this process and what it becomes; without one, work waits and is not lost."""
    command = [sys.executable, "-c", "from focalpoint.cli import main; main()", "tasks", "work"]
    worker = subprocess.Popen([*command, "--parent", str(os.getpid())], stdin=subprocess.DEVNULL)
    _end_with_server(worker.pid)


def _start_previews() -> None:
    """Start the process that prepares previews, without a secret of ours; not where a service of the system does."""
    if os.environ.get("FOCALPOINT_PREVIEWS"):
        return
    from focalpoint.desk.intake.preview_service import SERVICE

    path = Path(tempfile.mkdtemp(prefix="focalpoint-"), "previews.sock")  # a home's own path may be too long for one
    command = [*SERVICE, str(path), str(os.getpid())]
    _end_with_server(subprocess.Popen(command, stdin=subprocess.DEVNULL, env={}).pid)
    os.environ["FOCALPOINT_PREVIEWS"] = str(path)


def _end_with_server(number: int) -> None:
    os.environ["FOCALPOINT_STARTED"] = f"{os.environ.get('FOCALPOINT_STARTED', '')} {number}"


def _serve(port: int, sign_in: str) -> NoReturn:
    """Become the server: one process tree, so that Ctrl-C or a kill ends all of it."""
    from django.db import connections

    connections.close_all()
    lines = [f"Focalpoint is at http://localhost:{port}", sign_in, "Ctrl-C stops it."]
    os.environ["FOCALPOINT_READY"] = "\n".join(line for line in lines if line)
    sys.stdout.flush()
    _start_worker()
    _start_previews()
    configuration = "python:focalpoint.desk.site.serving"
    command = [sys.executable, "-m", "gunicorn", "--config", configuration, "--bind", f"127.0.0.1:{port}"]
    os.execv(sys.executable, command)  # noqa: S606 - no shell is wanted: the arguments are ours
