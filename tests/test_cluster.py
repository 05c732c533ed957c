"""A sweep on a Dask cluster: real worker processes on this machine, one of them killed, and the same results as without."""

import json
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import Client, LocalCluster
from typer.testing import CliRunner

from experiments.cli import app
from experiments.runs import cluster, sweep
from experiments.runs.tasks import Answer
from scenarios import BadInput
from tests.sweeping import Heard, content, small

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def there() -> Iterator[LocalCluster]:
    """Three workers that somebody else has started."""
    with LocalCluster(n_workers=3, threads_per_worker=1, dashboard_address=":0", silence_logs=50) as found:
        yield found


class Killer(Heard):
    """Kills a worker of a cluster once some runs are done."""

    def __init__(self, address: str, after: int) -> None:
        super().__init__()
        self.address, self.after, self.seen, self.killed = address, after, 0, 0

    def run(self, answer: Answer | None) -> None:
        """Count, and kill in the middle of the work."""
        super().run(answer)
        self.seen += answer is not None
        if self.seen >= self.after and not self.killed:
            with Client(self.address) as client:
                self.killed = next(iter(client.run(os.getpid).values()))
            os.kill(self.killed, signal.SIGKILL)


def test_a_worker_killed_midway_changes_nothing_in_the_results(there: LocalCluster, tmp_path: Path) -> None:
    design = small(seeds=tuple(range(1, 8)))
    killer = Killer(there.scheduler_address, after=4)
    found = sweep.sweep(design, tmp_path / "cluster", cluster=there.scheduler_address, listener=killer)
    assert killer.killed > 0
    assert (found.runs, found.done, found.failed) == (14, 14, 0)
    sweep.sweep(design, tmp_path / "serial", workers=1)
    assert content(tmp_path / "cluster") == content(tmp_path / "serial")


def test_what_one_machine_began_a_cluster_ends(there: LocalCluster, tmp_path: Path) -> None:
    sweep.sweep(small(seeds=(1,)), tmp_path, workers=1)
    found = sweep.sweep(small(seeds=(1, 2, 3)), tmp_path, cluster=there.scheduler_address)
    assert (found.runs, found.done) == (6, 4)


def test_runs_that_fail_on_a_cluster_are_recorded(there: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "program_digest", lambda keep: "a newer version")  # noqa: ARG005 - as the sweep calls it
    found = sweep.sweep(small(seeds=(1, 2)), tmp_path, cluster=there.scheduler_address)
    assert (found.done, found.failed) == (1, 3), "the first run is watched here, the others are refused there"
    texts = [path.read_text() for path in (tmp_path / "failed").glob("*.json")]
    assert all(f"the worker on {socket.gethostname()} has another version" in text for text in texts)


def test_a_folder_that_workers_do_not_see_is_reported(tmp_path: Path) -> None:
    recipe = next(iter(small()))
    from experiments.runs.run_executor import program_digest
    from experiments.runs.tasks import Task

    terms = (30, 0.2, ("indicators",), (), "none", str(tmp_path / "elsewhere"), program_digest(("indicators",)))
    answer = cluster.carry_out(terms, Task(recipe, "key"))
    assert "does not see" in answer.error


def test_local_grows_with_the_work_and_leaves_nothing_behind(tmp_path: Path) -> None:
    words = ["run", "two-valleys", "--replicates", "6", "--days", "84", "--scale", "0.2", "--out", str(tmp_path / "runs"), "--json"]
    done = CliRunner().invoke(app, [*words, "--cluster", "local", "--workers", "2"])
    assert done.exit_code == 0, done.output
    assert '"done": 6' in done.output
    assert '"workers": 2' in done.output


def test_a_comparison_on_a_cluster_says_the_same(there: LocalCluster, tmp_path: Path) -> None:
    words = ["compare", "two-valleys", "--policy", "two-valleys-path-patrols", "--replicates", "2", "--days", "84", "--scale", "0.2", "--json", "--no-pictures"]
    on = CliRunner().invoke(app, [*words, "--out", str(tmp_path / "on"), "--cluster", there.scheduler_address, "--quiet"])
    off = CliRunner().invoke(app, [*words, "--out", str(tmp_path / "off"), "--workers", "1", "--quiet"])
    assert on.exit_code == 0, on.output
    assert json.loads(on.stdout) == json.loads(off.stdout)


def test_no_scheduler_is_bad_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "JOIN_SECONDS", 1)
    with pytest.raises(BadInput, match="no scheduler answers"):
        sweep.sweep(small(), tmp_path, cluster="tcp://127.0.0.1:1")
