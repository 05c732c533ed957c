"""Work in a process of its own, so that its peak memory is its own, on one core."""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LAST_LINES = 12


def ask(module: str, **task: Any) -> dict[str, Any]:
    """Run ``python -m module`` on a task and return what the process answers.

    Raises
    ------
    RuntimeError
        If the process fails, with the end of what it wrote on stderr.
    """
    words = [sys.executable, "-m", module, json.dumps(task)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        end = "\n".join(done.stderr.splitlines()[-LAST_LINES:])
        msg = f"{module} on {task} ended with code {done.returncode}:\n{end}"
        raise RuntimeError(msg)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def task() -> dict[str, Any]:
    """What this process was asked to do; from here on it stays on one core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    asked: dict[str, Any] = json.loads(sys.argv[1])
    return asked


def answer(**told: Any) -> None:
    """Tell the parent the result, and the peak of this process's memory so far."""
    unit = 1 if sys.platform == "darwin" else 1024
    print(json.dumps({**told, "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit}))


class Watch:
    """Seconds since it was made: on the wall, and of this process's processor."""

    def __init__(self) -> None:
        """Start."""
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def read(self) -> dict[str, float]:
        """``wall`` and ``cpu`` seconds; where they differ, others used the core meanwhile."""
        return {"wall": time.perf_counter() - self._wall, "cpu": time.process_time() - self._cpu}
