"""Options that several verbs share, refused in plain words before any work begins."""

import re
from collections.abc import Sequence
from pathlib import Path

import click


def _jobs(_context: click.Context, _parameter: click.Parameter, number: int) -> int:
    """No process at all can do nothing."""
    if number == 0:
        raise click.BadParameter("0 processes can do nothing; give 1 or more, or -1 for one a core.")
    return number


jobs = click.option(
    "--jobs",
    type=int,
    default=-1,
    callback=_jobs,
    help="Processes; -1 is one a core. The figures do not depend on it.",
)


def _scheduler(context: click.Context, _parameter: click.Parameter, address: str | None) -> None:
    """Connect with the cluster until the verb is done; its address names how it is reached, the host and the port."""
    if address is None:
        return
    if not re.fullmatch(r"(tcp|tls)://[^/\s]+:\d+", address):
        raise click.BadParameter(f"{address!r} is no address of a scheduler; write it as tcp://HOST:PORT.")
    # Loads what only work on many processes needs.
    from focalpoint.foresight.runs import workers

    context.with_resource(workers.cluster(address))


cluster = click.option(
    "--cluster",
    metavar="tcp://HOST:PORT",
    callback=_scheduler,
    expose_value=False,
    help="Run on the Dask cluster of this scheduler instead of this machine's processes. The figures are the same.",
)


def writable(path: Path | None, inputs: Sequence[Path]) -> None:
    """Refuse a file to write that is one of the files to read, or whose folder is not there.

    >>> writable(None, [])
    """
    if path is None:
        return
    if path.resolve() in {one.resolve() for one in inputs}:
        raise click.BadParameter(f"{path} is a file to read; it would be overwritten.", param_hint="--issues")
    if not path.resolve().parent.is_dir():
        raise click.BadParameter(f"the folder {path.parent} is not there; make it first.", param_hint="--issues")
