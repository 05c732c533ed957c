"""The folder of a sweep: who works on it, what it was made with, and which runs are there.

``sweep.json``   the design, the program and the scenarios that the runs were made with
``runs/``        one file a run, named by a number for everything that decides its content
``failed/``      one file a run that failed, with its error
``results/``     the tables, once all runs are there: see :mod:`experiments.store.compact`
"""

import json
import os
import shutil
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from experiments.store.run_file import HALF, SUFFIX

MARK = "sweep.json"
RUNS, FAILED, RESULTS = "runs", "failed", "results"
LOCK, HOLDER = ".lock", ".working"


class Busy(Exception):
    """Another program works on the folder."""


class SweepFolder:
    """A folder of runs; what is written there is whole or is not there."""

    def __init__(self, folder: Path) -> None:
        """Take a folder; nothing is made or read yet."""
        self.folder = folder.resolve()
        self.runs, self.failed, self.results = (self.folder / name for name in (RUNS, FAILED, RESULTS))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Have the folder to oneself; the lock goes with the program that holds it, however it ends.

        Raises
        ------
        Busy
            If another program has it; the message says which.
        """
        for folder in (self.runs, self.failed):
            folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / LOCK, timeout=0)
        try:
            lock.acquire()
        except Timeout:
            holder = self.folder / HOLDER
            who = holder.read_text(encoding="utf-8") if holder.exists() else "not known which"
            msg = f"another program ({who}) works on {self.folder}"
            raise Busy(msg) from None
        try:
            write_text(self.folder / HOLDER, f"process {os.getpid()} on {socket.gethostname()}")
            self.sweep_out()
            yield
        finally:
            self.sweep_out()
            (self.folder / HOLDER).unlink(missing_ok=True)
            lock.release()

    def sweep_out(self) -> None:
        """Remove what was being written when a program or a worker ended."""
        for folder in (self.folder, self.runs, self.failed):
            for half in folder.glob(f".*{HALF}"):
                if half.is_dir():  # tables that were being written
                    shutil.rmtree(half, ignore_errors=True)
                else:
                    half.unlink(missing_ok=True)

    def is_foreign(self) -> bool:
        """Whether the folder holds something that no sweep left there."""
        if not self.folder.is_dir():
            return self.folder.exists()
        ours = (RUNS, FAILED, LOCK, HOLDER)  # all that is there before sweep.json is
        return not (self.folder / MARK).exists() and any(item.name not in ours and not item.name.endswith(HALF) for item in self.folder.iterdir())

    def about(self) -> dict[str, Any]:
        """What ``sweep.json`` says; empty without one."""
        try:
            found = json.loads((self.folder / MARK).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return dict(found)

    def calibrations(self) -> dict[str, str]:
        """By scenario, from which fit and which draws of it calibrated parameters come; empty for a sweep that does not say so."""
        return dict(self.about().get("calibration", {}))

    def note(self, about: Mapping[str, Any]) -> None:
        """Write ``sweep.json``."""
        write_text(self.folder / MARK, json.dumps(about, indent=1, ensure_ascii=False) + "\n")

    def path(self, key: str) -> Path:
        """The file of a run."""
        return self.runs / f"{key}{SUFFIX}"

    def has(self, key: str) -> bool:
        """Whether a run is there."""
        return self.path(key).exists()

    def fail(self, key: str, about: Mapping[str, Any]) -> None:
        """Record a run that failed."""
        write_text(self.failed / f"{key}.json", json.dumps(about, indent=1, ensure_ascii=False) + "\n")

    def failure(self, key: str) -> str:
        """The error of a run that failed, empty for one that did not."""
        path = self.failed / f"{key}.json"
        return str(json.loads(path.read_text(encoding="utf-8"))["error"]) if path.exists() else ""

    def forgive(self, key: str) -> None:
        """Forget that a run failed once, now that it is there."""
        (self.failed / f"{key}.json").unlink(missing_ok=True)

    def empty(self) -> None:
        """Remove all runs and tables."""
        for folder in (self.results, self.runs, self.failed):
            shutil.rmtree(folder, ignore_errors=True)
        for folder in (self.runs, self.failed):
            folder.mkdir(parents=True)


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    half = path.with_name(f".{path.name}.{os.getpid()}{HALF}")
    with half.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
