"""How well a sweep uses two cores, and what a run costs besides its simulation.

``python benchmarks/sweep_speed.py [RUNS]`` times a design with one worker and with two, beside two bare processes that only simulate, and two that only
compute, on numbers that fit into the fastest memory: what those gain over one is the ceiling that the machine sets, far below one where its two cores are
threads of one. ``python benchmarks/sweep_speed.py parts SCENARIO SCALE DAYS`` times the parts of one run, and ``... whole SCENARIO SCALE DAYS [RUNS]`` a whole
sweep with two workers, two thousand runs if not told otherwise.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sim
from experiments.runs.design import Design, Recipe
from experiments.runs.points import Points, Range, latin_hypercube
from experiments.runs.run_executor import RunExecutor
from experiments.runs.sweep import sweep
from experiments.store.run_file import write_run_file

ROUNDS = 2
SEEDS = tuple(range(1, 11))
GOAL_RUNS, GOAL_SECONDS, CORES = 2000, 15 * 60, 2
BARE = """
import sys, time
from experiments.runs.run_executor import RunExecutor
from experiments.runs.design import Recipe
import sim
executor = RunExecutor(365, 1.0, ("indicators",))
world = executor.world(Recipe(0, "two-valleys", "", 0, 0, 1, {}))
sim.run(world, 0)
print("ready", flush=True); sys.stdin.readline()
for seed in range(int(sys.argv[1])):
    sim.run(world, seed + 1)
"""
COMPUTING = """
import sys
import numba, numpy as np
from sim.basis import draws

@numba.njit
def drawn(count):
    total = 0.0
    for k in range(count):
        total += draws.uniform(np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(k))
    return total

drawn(10)
print("ready", flush=True); sys.stdin.readline()
drawn(int(sys.argv[1]))
"""
DRAWS = 600_000_000
"""Draws that those make who only compute: some seconds' worth."""


def raced(code: str, processes: int, amount: int) -> float:
    """Seconds in which some processes do an amount of work between them, from the moment when all are ready."""
    words = [sys.executable, "-c", code, str(amount // processes)]
    started = [subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(processes)]
    for process in started:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        process.stdout.readline()
    begun = time.perf_counter()
    for process in started:
        assert process.stdin is not None  # noqa: S101 - it is a pipe
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in started:  # only now: to wait for the first before the second may begin would be to run them one after the other
        process.wait()
        process.stdin.close()
        process.stdout.close()
    return time.perf_counter() - begun


def swept(workers: int, runs: int) -> tuple[float, float]:
    """Seconds for a sweep of ``runs``, and its share of time inside runs."""
    with tempfile.TemporaryDirectory() as folder:
        summary = sweep(Design("speed", ("two-valleys",), uncertainties=varied(runs), seeds=SEEDS), Path(folder), workers=workers)
    return summary.seconds, summary.busy_seconds / summary.seconds / workers


def varied(runs: int) -> Points:
    """Points to simulate ten times each, with ten seeds."""
    return latin_hypercube({"market.margin": Range(0.1, 0.6), "belief.half_life_weeks": Range(2.0, 12.0)}, max(1, runs // len(SEEDS)))


def whole(scenario: str, scale: float, days: int, runs: int = GOAL_RUNS) -> None:
    """Time a sweep as ``routesim sweep --workers 2`` does it, from its first worker to its last table."""
    design = Design("whole", (scenario,), uncertainties=varied(runs), seeds=SEEDS, days=days, scale=scale)
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        summary = sweep(design, Path(folder), workers=CORES)
        seconds = time.perf_counter() - begun
        size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
    rate = seconds / len(design)
    print(f"{scenario} at scale {scale:g}, {days} days: {len(design):,} runs in {seconds / 60:.1f} min, {rate:.3f} s a run with {CORES} workers")
    print(f"failed: {summary.failed}; workers busy: {summary.busy_seconds / summary.seconds / CORES:.0%}; {size / 1e6:,.0f} MB")
    print(f"{GOAL_RUNS:,} such runs: {rate * GOAL_RUNS / 60:.1f} min (goal {GOAL_SECONDS / 60:.0f})")


def efficiency(runs: int) -> None:
    """Time one and two of each."""
    rates: dict[tuple[str, int], float] = {}
    busy = 0.0
    for _ in range(ROUNDS):  # in turn, and the best of each: others may use the machine
        for number in (1, 2):
            seconds, share = swept(number, runs)
            for kind, rate in (
                ("only computing", DRAWS / 1e6 / raced(COMPUTING, number, DRAWS)),
                ("only simulating", runs / raced(BARE, number, runs)),
                ("sweep", runs / seconds),
            ):
                rates[kind, number] = max(rates.get((kind, number), 0.0), rate)
            busy = max(busy, share) if number == CORES else busy
    for (kind, number), rate in rates.items():
        print(f"{kind}, {number} process{'es' if number > 1 else ''}: {rate:.2f} {'million draws' if kind == 'only computing' else 'runs'}/s")
    print(f"workers busy, of the time of a sweep with {CORES}: {busy:.0%}")
    sweeps, bares, ceiling = (rates[kind, 2] / 2 / rates[kind, 1] for kind in ("sweep", "only simulating", "only computing"))
    print(f"two against twice one: {sweeps:.0%} (only simulating: {bares:.0%}); ceiling of this machine, only computing: {ceiling:.0%}")
    print(f"efficiency of the sweep, of that ceiling: {sweeps / ceiling:.0%}")
    print(f"sweep with two against two that only simulate: {rates['sweep', 2] / rates['only simulating', 2]:.0%}")


def parts(scenario: str, scale: float, days: int, times: int = 3) -> None:
    """Time the parts of one run."""
    executor = RunExecutor(days, scale, ("indicators",))
    recipe = Recipe(0, scenario, "", 0, 0, 1, {"market.margin": 0.3})
    executor.warm(recipe)
    world = executor.world(recipe)
    results = sim.run(world, 1)
    tables = executor.tables(world, results)

    def timed(what: str, work: Callable[[], object]) -> float:
        begun = time.perf_counter()
        for _ in range(times):
            work()
        seconds = (time.perf_counter() - begun) / times
        print(f"{what}: {seconds * 1000:.1f} ms")
        return seconds

    print(f"{scenario}, {len(sim.RouteModel(world, 1).people):,} agents, {days} days")
    with tempfile.TemporaryDirectory() as folder:
        run = timed("simulate", lambda: sim.run(world, 1))
        rest = timed("make the world", lambda: executor.world(recipe))
        rest += timed("indicators", lambda: executor.tables(world, results))
        rest += timed("write the file", lambda: write_run_file(Path(folder) / "run.zip", {}, tables))
    print(f"besides the simulation: {rest * 1000:.0f} ms a run, {rest / run:.1%} of it")
    whole = (run + rest) * GOAL_RUNS / CORES
    least = GOAL_SECONDS * CORES / GOAL_RUNS
    print(f"{GOAL_RUNS:,} such runs on {CORES} cores: {whole / 60:.0f} min; for {GOAL_SECONDS / 60:.0f} min a run must take {least:.2f} s in all")


if __name__ == "__main__":
    if sys.argv[1:2] == ["parts"]:
        parts(sys.argv[2], float(sys.argv[3]), int(sys.argv[4]))
    elif sys.argv[1:2] == ["whole"]:
        whole(sys.argv[2], float(sys.argv[3]), int(sys.argv[4]), *map(int, sys.argv[5:]))
    else:
        efficiency(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
