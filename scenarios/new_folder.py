"""The folder of a new study: whether it can be made, and how it is filled, whole or not at all."""

import shutil
from collections.abc import Callable
from pathlib import Path

from scenarios.reading.folders import SCENARIOS, TEMPLATES
from scenarios.reading.names import NAME, name_allowed, spelled
from scenarios.reading.paths import inside, is_file, is_folder, there, whole
from scenarios.reading.problems import Problems
from scenarios.studies.study import FILES as STUDY_FILES

TERRITORY = "territory"
"""Folder of the territory, beside the scenario file."""


def check_folder(folder: Path, problems: Problems) -> None:
    """Note that a new study cannot stand in a folder: its name is no name, or it holds something."""
    name = whole(folder).name
    if not NAME.fullmatch(name):
        problems.add("NAME", f'"{name}"', name_allowed(name), spelled(name))
    if there(folder) and not (is_folder(folder) and not inside(folder)):
        problems.add("NAME", f"{folder}, which {'holds something' if is_folder(folder) else 'is a file'}", "a new folder, or an empty one")


def in_new_folder(folder: Path, write: Callable[[Path], None], problems: Problems) -> None:
    """Write into a folder that is not there or empty, whole or not at all: ``write`` fills one beside it, which then takes its name.

    Raises
    ------
    BadInput
        If it cannot be written.
    """
    end = whole(folder)
    half = end.with_name(f".{end.name}.writing")
    shutil.rmtree(half, ignore_errors=True)
    try:
        write(half)
        if there(folder):
            folder.rmdir()
        half.rename(folder)
    except OSError as error:
        problems.add("NAME", f"{folder}, which cannot be written ({error.strerror})", "a folder in which you may write, with a name that the system takes")
    finally:
        shutil.rmtree(half, ignore_errors=True)
    problems.stop()


def copy_study(origin: Path | None, folder: Path) -> None:
    """The tables of a study beside a scenario file, and for those that are not there templates that say what may stand in them.

    A scenario that ships has its study elsewhere and keeps the name of it; what stands in tables of one's own comes first.
    Without an ``origin`` all are templates.
    """
    for name in STUDY_FILES:
        if origin is not None and whole(origin) != SCENARIOS and is_file(origin / name):
            shutil.copyfile(origin / name, folder / name)
        elif is_file(TEMPLATES / name):
            shutil.copyfile(TEMPLATES / name, folder / name)
