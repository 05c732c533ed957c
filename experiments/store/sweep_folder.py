"""The folder of a sweep: what it was made with, and which runs are there.

``sweep.json``     the design, the program and the scenarios that the runs were made with
``runs/``          one file a run, named by a number for everything that decides its content
``failed/``        one file a run that failed, with its error
``results/``       the tables, once all runs are there: see :mod:`experiments.store.compact`
``digests.json``   SHA-256 of the files that stand beside these folders, and of pictures
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from experiments.store.damage import DamagedFile
from experiments.store.digest_list import LIST, note, what_is_wrong
from experiments.store.json_forms import Failure, SweepAbout, read_json
from experiments.store.ownership import owned
from experiments.store.run_file import SUFFIX
from experiments.store.writing import is_abandoned, is_private_name, make_folder, write_whole
from scenarios.reading.paths import is_folder, there
from scenarios.reading.problems import Problems

MARK = "sweep.json"
RUNS, FAILED, RESULTS = "runs", "failed", "results"
EARLIER = (".lock", ".working")
"""What earlier versions left in the folder of a sweep."""


class SweepFolder:
    """A folder of runs; what is written there is whole or is not there."""

    def __init__(self, folder: Path) -> None:
        """Take a folder; nothing is made or read yet."""
        self.folder = folder.resolve()
        self.runs, self.failed, self.results = (self.folder / name for name in (RUNS, FAILED, RESULTS))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Have the folder to oneself; the lock goes with the program that holds it, however it ends.

        A folder in which nothing was put in the end is removed again.

        Raises
        ------
        experiments.store.ownership.Busy
            If another program has it; the message says which.
        experiments.store.writing.CannotWrite
            If nothing may be written there.
        """
        made = [folder for folder in (self.runs, self.failed, self.folder) if not there(folder)]
        with owned(self.folder):
            for folder in (self.runs, self.failed):
                make_folder(folder)
            try:
                self.sweep_out()
                yield
            finally:
                self.sweep_out()
                if not there(self.folder / MARK):
                    for folder in made:
                        with suppress(OSError):
                            folder.rmdir()

    def sweep_out(self) -> None:
        """Remove what programs and workers that are gone were writing."""
        for folder in (self.folder, self.runs, self.failed):
            for half in list(folder.iterdir()) if is_folder(folder) else ():
                if is_private_name(half) and is_abandoned(half):
                    if is_folder(half):  # tables that were being written
                        shutil.rmtree(half, ignore_errors=True)
                    else:
                        half.unlink(missing_ok=True)

    def is_foreign(self) -> bool:
        """Whether the folder holds something that no sweep left there."""
        if not is_folder(self.folder):
            return there(self.folder)
        ours = (RUNS, FAILED, LIST, *EARLIER)  # all that is there before sweep.json is
        return not there(self.folder / MARK) and any(item.name not in ours and not is_private_name(item) for item in self.folder.iterdir())

    def about(self) -> dict[str, Any]:
        """What ``sweep.json`` says; empty without one, or where it is damaged."""
        if not there(self.folder / MARK) or self.is_damaged(MARK):
            return {}
        return read_json(self.folder / MARK, SweepAbout, "", Problems()) or {}

    def is_damaged(self, name: str) -> bool:
        """Whether a listed file is another than the one that was written, or the list is."""
        try:
            return bool(what_is_wrong(self.folder, [name]))
        except DamagedFile:
            return True

    def calibrations(self) -> dict[str, str]:
        """By scenario, from which fit and which draws of it calibrated parameters come; empty for a sweep that does not say so."""
        return dict(self.about().get("calibration", {}))

    def note(self, about: Mapping[str, Any]) -> None:
        """Write ``sweep.json``."""
        write_whole(self.folder / MARK, json.dumps(about, indent=1, ensure_ascii=False) + "\n")
        note(self.folder, [self.folder / MARK])

    def path(self, key: str) -> Path:
        """The file of a run."""
        return self.runs / f"{key}{SUFFIX}"

    def has(self, key: str) -> bool:
        """Whether a run is there."""
        return there(self.path(key))

    def fail(self, key: str, about: Mapping[str, Any]) -> None:
        """Record a run that failed."""
        write_whole(self.failed / f"{key}.json", json.dumps(about, indent=1, ensure_ascii=False) + "\n")

    def failure(self, key: str) -> str:
        """The error of a run that failed, empty for one that did not."""
        path = self.failed / f"{key}.json"
        if not there(path):
            return ""
        found = read_json(path, Failure, "", Problems())
        return "not known: the record of the error is damaged" if found is None else str(found["error"])

    def forgive(self, key: str) -> None:
        """Forget that a run failed once, now that it is there."""
        (self.failed / f"{key}.json").unlink(missing_ok=True)

    def empty(self) -> None:
        """Remove all runs and tables."""
        for folder in (self.results, self.runs, self.failed):
            shutil.rmtree(folder, ignore_errors=True)
        for folder in (self.runs, self.failed):
            make_folder(folder)
