"""Tasks on this machine and on a cluster of two workers: the same results, also when a worker is lost."""

import datetime as dt
from collections.abc import Iterator

import click
import numpy as np
import pytest
from click.testing import CliRunner

import cluster
from cluster import Cluster
from focalpoint import __version__
from focalpoint.cli import focalpoint
from focalpoint.foresight.panel.build import panel
from focalpoint.foresight.release import write
from focalpoint.foresight.release.assemble import assemble
from focalpoint.foresight.runs import workers
from focalpoint.foresight.runs.produce import produce
from focalpoint.foresight.runs.workers import NoCluster, OtherVersions, Workers, versions
from focalpoint.foresight.vintages.store import Store
from focalpoint.reference.calendar import month_id

online = pytest.mark.allow_hosts(["127.0.0.1", "::1"])
SHARED = np.arange(50_000, dtype=np.float64)


@pytest.fixture
def two(tmp_path) -> Iterator[Cluster]:
    with cluster.running(tmp_path) as found:
        yield found


def own(number: int, seconds: float = 0.0) -> list[tuple[np.ndarray, float]]:
    """Arguments of tasks: an array that is large enough to be kept on a worker, and how long the task takes."""
    return [(np.full(1_000, float(each)), seconds) for each in range(number)]


def plain(number: int) -> list[float]:
    return [float(SHARED.sum()) + 1_000 * each for each in range(number)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_tasks(jobs: int):
    assert list(Workers(jobs, SHARED).run(cluster.slow_sum, own(5))) == plain(5)


def test_tasks_may_share_nothing():
    assert list(Workers(1).run(pow, [(2, 3), (3, 2)])) == [8, 9]


@online
def test_a_cluster_gives_the_same_results_in_the_same_order(two: Cluster):
    with workers.cluster(two.address):
        assert list(Workers(1, SHARED).run(cluster.slow_sum, own(20))) == plain(20)
    assert list(Workers(1, SHARED).run(cluster.slow_sum, own(3))) == plain(3)


@online
def test_two_groups_of_tasks_run_side_by_side_on_a_cluster(two: Cluster):
    with workers.cluster(two.address):
        first = Workers(1, SHARED).run(cluster.slow_sum, own(6, 0.01))
        second = list(Workers(1, SHARED).run(cluster.slow_sum, own(6, 0.01)))
        assert list(first) == second == plain(6)


@online
def test_a_worker_that_is_lost_costs_only_its_task(two: Cluster):
    with workers.cluster(two.address):
        results = Workers(1, SHARED).run(cluster.slow_sum, own(12, 0.2))
        found = [next(results)]
        two.kill_one()
        assert [*found, *results] == plain(12)


@online
def test_a_task_that_fails_on_a_worker_fails_here_with_its_reason(two: Cluster):
    with workers.cluster(two.address), pytest.raises(ArithmeticError, match="7 is wrong"):
        list(Workers(1).run(cluster.fails, [(7,)]))


@online
def test_a_worker_with_other_versions_is_refused_by_name(two: Cluster, monkeypatch: pytest.MonkeyPatch):
    here = {**versions(), "numpy": "0.0.1"}
    monkeypatch.setattr(workers, "_compare", lambda found: compare(found, here, monkeypatch))
    with pytest.raises(OtherVersions, match=r"numpy .*, here 0\.0\.1"), workers.cluster(two.address):
        pass


def compare(found: dict[str, dict[str, str]], here: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare as the product does, as if this process had other versions."""
    monkeypatch.undo()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "versions", lambda: here)
        workers._compare(found)


@online
def test_a_scheduler_without_workers_is_said(tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workers, "SECONDS_TO_CONNECT", 2)
    with (
        cluster.running(tmp_path, workers=0) as found,
        pytest.raises(NoCluster, match="no worker"),
        workers.cluster(found.address),
    ):
        pass


@online
def test_an_address_where_nobody_listens_is_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workers, "SECONDS_TO_CONNECT", 1)
    with pytest.raises(NoCluster, match="No scheduler answers at tcp://127"), workers.cluster("tcp://127.0.0.1:1"):
        pass


def test_a_library_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(NoCluster, match="not installed") as caught, workers.cluster("tcp://127.0.0.1:1"):
        pass
    assert "requirements/cluster.txt" in caught.value.todo


@pytest.mark.parametrize("verb", ["forecast", "backtest", "onset"])
@pytest.mark.parametrize("address", ["127.0.0.1:8786", "http://127.0.0.1:8786", "tcp://127.0.0.1", "tcp://"])
def test_an_address_of_another_kind_is_a_mistake_in_typing(verb: str, address: str, tmp_path):
    (tmp_path / "panel.csv").touch()
    file = [str(tmp_path / "panel.csv")] if verb == "onset" else []
    result = CliRunner().invoke(focalpoint, [verb, *file, "--cluster", address])
    assert result.exit_code == click.UsageError.exit_code
    assert "tcp://HOST:PORT" in result.output


@pytest.mark.long
@online
def test_a_release_made_on_a_cluster_that_loses_a_worker_has_the_id_of_one_made_here(tmp_path, two: Cluster):
    known = panel(Store(tmp_path / "home"), origin=month_id(2014, 12), known_at=dt.date(2026, 7, 1))
    here = produce(known, jobs=1)
    told: list[int] = []

    def progress(done: int, of: int) -> None:
        told.append(done)
        if done >= of // 3 and len(two.workers) == 2:
            two.kill_one()

    with workers.cluster(two.address):
        there = produce(known, jobs=1, progress=progress)
    assert len(two.workers) == 1
    names = [
        write.draft(*assemble(known, made, code_version=__version__), created=dt.date(2026, 7, 1)).id
        for made in (here, there)
    ]
    assert names[0] == names[1]
    for name in ("forecasts", "drivers", "profile", "scores"):
        assert getattr(here, name).equals(getattr(there, name)), name
