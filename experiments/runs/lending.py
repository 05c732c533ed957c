"""Runs that other folders already hold: a run's file is named by everything that decides its content, so that it serves any sweep with that run."""

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from experiments.store.run_file import SUFFIX, is_whole
from experiments.store.sweep_folder import MARK, RUNS, SweepFolder
from experiments.store.writing import replacing
from scenarios.reading.paths import is_file, is_folder


def lenders(above: Path) -> tuple[Path, ...]:
    """The folders of sweeps and comparisons in a folder, in the order of their names."""
    return tuple(folder for folder in sorted(above.iterdir()) if is_file(folder / MARK)) if is_folder(above) else ()


def borrow(keys: Iterable[str], place: SweepFolder, others: Sequence[Path]) -> int:
    """Put the files of runs that are missing in ``place`` there from ``others`` that have them whole; returns how many.

    The file itself is shared where the system can (a hard link): files of runs are replaced or removed, and never changed.
    """
    number = 0
    sources = [other / RUNS for other in others if other.resolve() != place.folder]
    for key in keys:
        target = place.path(key)
        if place.has(key):
            continue
        found = next((file for source in sources if is_whole(file := source / f"{key}{SUFFIX}")), None)
        if found is not None:
            _share(found, target)
            number += 1
    return number


def _share(file: Path, target: Path) -> None:
    try:
        os.link(file, target)
    except OSError:  # another file system, or one without links
        with replacing(target) as half:
            shutil.copyfile(file, half)
