"""Kill a sweep twenty times at random, the whole program or one of its workers, and count what was lost or wrong.

``python benchmarks/sweep_kills.py [KILLS] [SEED]`` prints each kill, and at the end whether the results are those of a sweep that nobody killed.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from experiments.runs.design_file import read_design
from experiments.runs.sweep import sweep
from experiments.store.run_file import DAMAGED, read_run_file

ROOT = Path(__file__).resolve().parents[1]
DESIGN = """
scenario = "two-valleys"
seeds = 400
days = 84
scale = 0.2
[uncertainties]
method = "grid"
[uncertainties.dimensions]
"market.margin" = [0.1, 0.2, 0.3, 0.4, 0.5]
"""
MOST_SECONDS = 5.0
"""A kill comes at a random moment up to this long after the first sign of work."""
WORKERS = 2


def children(of: int) -> list[int]:
    """The worker processes of a program."""
    done = subprocess.run(["ps", "-o", "pid=", "--ppid", str(of)], capture_output=True, text=True, check=False)  # noqa: S607
    return [int(word) for word in done.stdout.split()]


def content(folder: Path) -> dict[str, bytes]:
    """Every file of runs and results."""
    return {str(path.relative_to(folder)): path.read_bytes() for part in ("runs", "results") for path in (folder / part).rglob("*") if path.is_file()}


def wrong(folder: Path) -> int:
    """Files of runs that cannot be read or are not what their names say."""
    found = 0
    for path in (folder / "runs").glob("*.zip"):
        try:
            found += read_run_file(path)[0]["key"] != path.stem
        except DAMAGED:
            found += 1
    return found


def main(kills: int = 20, seed: int = 1) -> int:
    """Kill, go on, compare; returns what was lost or wrong."""
    chance = random.Random(seed)  # noqa: S311 - moments of kills, no secret
    bad = done = 0
    with tempfile.TemporaryDirectory() as scratch:
        design, folder = Path(scratch) / "kills.toml", Path(scratch) / "sweep"
        design.write_text(DESIGN, encoding="utf-8")
        code = "import sys; from experiments.cli import main; sys.exit(main())"
        words = [sys.executable, "-c", code, "sweep", str(design), "--out", str(folder), "--workers", str(WORKERS), "--json"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process: subprocess.Popen[str] | None = None
        for kill in range(kills):
            if process is None:
                before = set((folder / "runs").glob("*.zip"))
                process = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
                while process.poll() is None and set((folder / "runs").glob("*.zip")) == before:
                    time.sleep(0.005)
            time.sleep(chance.uniform(0, MOST_SECONDS))
            if process.poll() is not None:
                print(f"all runs were done before kill {kill + 1}")
                break
            whole = chance.random() < 0.5 or not children(process.pid)
            victim = process.pid if whole else chance.choice(children(process.pid))
            there = set((folder / "runs").glob("*.zip"))
            os.kill(victim, signal.SIGKILL)
            if whole:
                process.communicate()
                process = None
                time.sleep(0.1)  # its workers end by themselves
            lost, spoiled = len(there - set((folder / "runs").glob("*.zip"))), wrong(folder)
            bad += lost + spoiled
            done += 1
            print(f"kill {done}: {'the program' if whole else 'a worker'}; {len(there)} runs stored, {lost} lost, {spoiled} wrong", flush=True)
        if process is not None:
            process.communicate()
        last = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
        told = json.loads(last.stdout)
        sweep(read_design(design), Path(scratch) / "whole", workers=WORKERS)
        same = content(folder) == content(Path(scratch) / "whole")
        print(f"{done} kills of {kills}; {told['runs']} runs, {told['failed']} failed, {bad} lost or wrong")
        print(f"results as without kills: {'yes' if same else 'NO'}")
        return bad + told["failed"] + (not same)


if __name__ == "__main__":
    sys.exit(bool(main(*(int(word) for word in sys.argv[1:]))))
