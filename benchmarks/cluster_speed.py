"""What a run costs on a cluster besides its simulation, and how well two workers of one are used.

``python benchmarks/cluster_speed.py [RUNS]``: thousands of recipes that are refused at once (the folder that they name is not there) tell the cost of the
scheduler a run; one design by a cluster of two workers and by two processes of a sweep, one after the other, tells the efficiency as a ratio.
"""

import statistics
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from experiments.runs.cluster import Cluster
from experiments.runs.design import Design
from experiments.runs.sweep import sweep
from experiments.runs.tasks import Task

REFUSED = 5_000
ROUNDS = 3
"""Times that the two are timed in turn."""


def scheduling(address: str) -> list[float]:
    """Seconds a run that does nothing, in ten batches."""
    design = Design("nothing", ("two-valleys",), seeds=tuple(range(REFUSED)))
    tasks = (Task(recipe, str(recipe.number)) for recipe in design)
    found = []
    with Cluster(address, 2, (1, 1.0, ("indicators",), (), "best", "/nowhere", "no version")) as workers:
        for _ in range(10):
            begun = time.perf_counter()
            count = sum(answer is not None for answer in workers.work(islice(tasks, REFUSED // 10)))
            found.append((time.perf_counter() - begun) / count)
    return found


def swept(runs: int, cluster: str) -> float:
    """Seconds a run by two workers."""
    with tempfile.TemporaryDirectory() as folder:
        return sweep(Design("speed", ("two-valleys",), seeds=tuple(range(1, runs + 1))), Path(folder), workers=2, cluster=cluster).seconds / runs


def main() -> None:
    """Measure and print."""
    from distributed import LocalCluster

    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as there:
        costs = scheduling(there.scheduler_address)
        print(f"scheduler: {statistics.median(costs) * 1e3:.1f} ms a run (first batch {costs[0] * 1e3:.1f}, last {costs[-1] * 1e3:.1f})")
        swept(4, there.scheduler_address)  # loads the compiled model
        ratios = []
        for _ in range(ROUNDS):
            on_cluster, plain = swept(runs, there.scheduler_address), swept(runs, "")
            ratios.append(plain / on_cluster)
            print(f"two workers of a cluster: {on_cluster:.3f} s a run; two processes: {plain:.3f} s a run")
    print(f"rate on a cluster over that of processes: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
