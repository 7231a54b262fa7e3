"""Where tasks run: processes of this machine (joblib) or a Dask cluster; the figures are the same.

A task gets what all tasks share and a few things of its own. On a cluster what is its own travels with it, and what is
shared is the result of a task too: whatever was on a worker that is lost, the scheduler can make again.
"""

import platform
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from importlib import metadata
from typing import Any, TypeVar

from joblib import Parallel, delayed

from focalpoint.reference.errors import FocalpointError

Result = TypeVar("Result")
SECONDS_TO_CONNECT = 15
# Of these, a worker must have the version that this process has, or its figures could differ.
ALIKE = ("focalpoint", "numpy", "scipy", "scikit-learn", "lightgbm", "polars")
START = "docs/how-to/use-several-machines.md says how to start a scheduler and workers."
_client: ContextVar[Any] = ContextVar("client", default=None)


class NoCluster(FocalpointError):
    """A cluster that cannot be used: not reached, without workers, or without the library that speaks to it."""


class OtherVersions(FocalpointError):
    """A worker whose programs are not those of this process."""


@contextmanager
def cluster(address: str | None) -> Iterator[None]:
    """Let every task within the block run on a Dask cluster; without an address, on this machine.

    Parameters
    ----------
    address : of a scheduler, ``tcp://HOST:PORT`` or ``tls://HOST:PORT``.

    Raises
    ------
    NoCluster : it cannot be reached, has no worker, or ``distributed`` is not installed.
    OtherVersions : a worker has other versions of the programs that make the figures.

    Examples
    --------
    >>> with cluster(None):
    ...     list(Workers(1, 2).run(pow, [(3,), (4,)]))
    [8, 16]
    """
    if not address:
        yield
        return
    with _connected(address) as client:
        _compare(client.run(versions))
        token = _client.set(client)
        try:
            yield
        finally:
            _client.reset(token)


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        raise NoCluster(
            "A cluster needs the library distributed, which is not installed here.",
            todo="Install it: .venv/bin/pip install --require-hashes -r requirements/cluster.txt",
        ) from error
    # Tasks carry their own data (see above), and Dask would warn of each that is large.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GiB"}):
        try:
            client = Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise NoCluster(f"No scheduler answers at {address}.", todo=START) from error
        with client:
            _wait_for_one(client)
            yield client


def _wait_for_one(client: Any) -> None:
    try:
        client.wait_for_workers(1, timeout=SECONDS_TO_CONNECT)
    except TimeoutError as error:
        raise NoCluster("The cluster has no worker.", todo=START) from error


def versions() -> dict[str, str]:
    """Return the versions of what makes the figures, as this process has them.

    >>> sorted(versions()) == sorted((*ALIKE, "python"))
    True
    """
    return {"python": platform.python_version(), **{name: metadata.version(name) for name in ALIKE}}


def _compare(workers: dict[str, dict[str, str]]) -> None:
    """Refuse a cluster that has a worker whose figures could differ."""
    here = versions()
    for worker, there in workers.items():
        if other := [f"{name} {there[name]}, here {here[name]}" for name in here if there[name] != here[name]]:
            raise OtherVersions(
                f"The worker at {worker} has {'; '.join(other)}: its figures could differ.",
                todo="Install the same versions on every machine: the pinned lists in requirements/.",
            )


class Workers:
    """Workers that all hold the same objects.

    Parameters
    ----------
    jobs : processes on this machine, -1 for one a core; a cluster uses all its workers.
    shared : given to every task before its own arguments.

    Examples
    --------
    >>> list(Workers(1, 2).run(pow, [(3,), (4,)]))
    [8, 16]
    """

    def __init__(self, jobs: int, *shared: object) -> None:
        self.shared = shared
        self.client = _client.get()
        self.parallel = Parallel(n_jobs=jobs, return_as="generator")

    def run(self, task: Callable[..., Result], own: Iterable[tuple[Any, ...]]) -> Iterator[Result]:
        """Run a task once for each tuple of arguments of its own; results come in that order."""
        if self.client:
            return self._on_cluster(task, own)
        results: Iterator[Result] = self.parallel(delayed(task)(*self.shared, *each) for each in own)
        return results

    def _on_cluster(self, task: Callable[..., Result], own: Iterable[tuple[Any, ...]]) -> Iterator[Result]:
        # Not client.scatter, as joblib does it: what lies on workers alone is gone with the last of them that had it.
        shared = [self.client.submit(partial(_same, each), pure=False) for each in self.shared]
        # The arguments stand inside the function, where Dask does not look for tasks among them.
        begun = deque(self.client.submit(partial(_apply, task, each), *shared, pure=False) for each in own)
        return (begun.popleft().result() for _ in range(len(begun)))


def _same(shared: object) -> object:
    return shared


def _apply(task: Callable[..., Result], own: tuple[Any, ...], *shared: object) -> Result:
    return task(*shared, *own)
