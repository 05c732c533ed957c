"""``python -m benchmarks``: measure, print one table, and write ``benchmarks/results.md``. ``--quick`` ends within two minutes."""

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.child import ask
from benchmarks.counting import counted
from benchmarks.goals import calibration_rows, side_rows, size_rows, start_rows
from benchmarks.machine import free_bytes
from benchmarks.people import TERRITORY, YEAR
from benchmarks.report import show, written
from benchmarks.side_by_side import rounds
from benchmarks.start_up import SMALL, start_up

RESULTS = Path(__file__).with_name("results.md")
FULL = {10_000: 5, 100_000: 5, 1_000_000: 3, 10_000_000: 1}
QUICK = {10_000: 2, 100_000: 1}
CALIBRATION_RUNS, CALIBRATION_RUNS_QUICK = 5, 1
SIDE_SIZE = 10_000


def main() -> int:
    """Measure; returns the exit code."""
    try:
        measure()
    except KeyboardInterrupt:
        print("\ninterrupted: nothing was written", file=sys.stderr)
        return 130
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def memory_needed(size: int, peaks: Mapping[int, float]) -> float:
    """Bytes that a size may need: on the straight line through the two largest sizes measured; 0 before there are two."""
    if len(peaks) < 2:
        return 0.0
    less, more = sorted(peaks)[-2:]
    return peaks[more] + (size - more) * max(0.0, peaks[more] - peaks[less]) / (more - less)


def measure() -> None:
    """Do as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    quick = "two small sizes, one run of the calibration, the twin and FLEE on the small territory, no first run: within two minutes"
    parser.add_argument("--quick", action="store_true", help=quick)
    parser.add_argument("--largest", type=int, default=max(FULL), help="leave out sizes above this many people who depart")
    parser.add_argument("--side-days", type=int, default=28, help="days that engine, twin and FLEE live through side by side (28)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of engine, twin and FLEE (3)")
    parser.add_argument("--out", type=Path, help="file to write (benchmarks/results.md; with --quick nothing is written unless this says where)")
    given = parser.parse_args()
    began = time.perf_counter()
    console = Console(stderr=True)

    def tell(what: str) -> None:
        console.print(f"{time.perf_counter() - began:5.0f} s  {what}", highlight=False)

    if not given.quick:
        tell("counting draws in a model compiled for it")
    chance = counted(TERRITORY, SIDE_SIZE, YEAR, again=not given.quick)
    plan = {size: runs for size, runs in (QUICK if given.quick else FULL).items() if size <= given.largest}
    sizes: dict[int, list[dict[str, Any]]] = {}
    for size, runs in plan.items():
        needed = memory_needed(size, {before: measured[0]["peak_bytes"] for before, measured in sizes.items()})
        if needed > free_bytes():
            tell(f"{size:,} departed: left out, may need {needed / 1e9:.1f} GB of memory and {free_bytes() / 1e9:.1f} GB are free")
            continue
        sizes[size] = _size(size, runs, chance, tell)
    calibrated = []
    for draw in range(CALIBRATION_RUNS_QUICK if given.quick else CALIBRATION_RUNS):
        tell(f"a run of the calibration, draw {draw + 1}")
        calibrated.append(ask("benchmarks.calibration_run", draw=draw))
    scenario, side_rounds = (SMALL, 1) if given.quick else (TERRITORY, given.rounds)
    done = rounds(side_rounds, scenario, SIDE_SIZE, given.side_days, tell)
    tell("start-up")
    seconds = start_up(2 if given.quick else 5, cold=not given.quick)
    rows = [*size_rows(sizes), *calibration_rows(calibrated), *side_rows(done, scenario, SIDE_SIZE, given.side_days), *start_rows(seconds)]
    show(rows, Console())
    out = given.out or (None if given.quick else RESULTS)
    if out is not None:
        text = written(rows, sizes, chance, calibrated, done, seconds, quick=given.quick, took=time.perf_counter() - began)
        out.write_text(text, encoding="utf-8")
        tell(f"written: {out}")


def _size(size: int, runs: int, chance: dict[str, Any], tell: Callable[[str], None]) -> list[dict[str, Any]]:
    """The engine and right after it the bare loop, some times."""
    done = []
    for i in range(runs):
        tell(f"{size:,} departed, run {i + 1} of {runs}")
        run = ask("benchmarks.sizes", scenario=TERRITORY, size=size, days=YEAR)
        amounts = {f"{what}s": round(chance[f"{what}s_an_event"] * run["events"]) for what in ("look", "uniform", "gumbel")}
        alike = {what: run[what] for what in ("events", "people", "days", "record_bytes", "places")}
        run["bare"] = ask("benchmarks.bare_loop", **alike, **amounts)
        done.append(run)
    return done


if __name__ == "__main__":
    sys.exit(main())
