"""The releases that a home begins with, made from the data that come with the product."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from focalpoint.foresight.panel.columns import AGGREGATED, CANDIDATE_TABLE
from focalpoint.foresight.release.schema import MANIFEST
from focalpoint.foresight.vintages.embedded import embedded
from focalpoint.reference.errors import FocalpointError

VERB = "from focalpoint.cli import main; main()"


class NoRelease(FocalpointError):
    """The first releases could not be made."""


def make_first_releases(folder: Path) -> None:
    """Make what is missing, in a process of its own, so that the server never holds the models.

    An empty home gets two releases: one from the last final month and one from the last month there is. A home whose
    releases were all made from the data of an earlier version of the product gets the one of the new data. Where a
    person added data, or made a release from them, nothing is made: what is shown there is for that person to decide.
    """
    from focalpoint.desk.watch.queries import any_release

    paths = list((folder / "releases").glob(f"*/{MANIFEST}"))
    made = [found for path in paths if (found := _manifest(path))]
    if not paths and not any_release():
        click.echo("Making the first two releases from the data that came with the product.")
        _forecast("--with-final")
    elif made and max(one["origin"] for one in made) < (end := embedded_end()):
        own = not all(one["embedded"] for one in made) or any((folder / "vintages" / "raw").glob("*.json"))
        if own:
            click.echo(f"The data that came with the product go to {end}. To use them with yours: focalpoint forecast")
            return
        click.echo(f"Making one more release: the data that came with the product go to {end}.")
        _forecast()


def _manifest(path: Path) -> dict[str, Any]:
    """Read what matters here; nothing of a release that is damaged, which the desk will refuse and name."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return {"origin": str(held["origin"]), "embedded": bool(held["embedded"])}
    except (ValueError, KeyError, TypeError):
        return {}


def embedded_end() -> str:
    """Return the last month of killings in the data that come with the product, as YYYY-MM."""
    return max((one.last for one in embedded() if one.source in (AGGREGATED, CANDIDATE_TABLE)), default="")


def _forecast(*options: str) -> None:
    done = subprocess.run([sys.executable, "-c", VERB, "forecast", *options], check=False)
    if done.returncode:
        todo = f"Run it alone to see why: {' '.join(['focalpoint forecast', *options])}"
        raise NoRelease("The first releases could not be made.", todo=todo)
