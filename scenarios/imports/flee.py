"""A conflict of FLEE as a scenario with its territory and observations, in a folder of their own."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scenarios.imports.flee_files import files_of
from scenarios.imports.flee_input import read_conflict
from scenarios.imports.flee_world import world_of
from scenarios.reading.names import NAME, name_allowed, spelled
from scenarios.reading.paths import inside, is_folder, there, whole
from scenarios.reading.problems import Problems

NOTES = "import.txt"
"""The file that says what could not be carried over."""


@dataclass(frozen=True, slots=True)
class Imported:
    """The ``scenario`` file that was written, how many of what it holds, and what could not be carried over, line by line."""

    scenario: Path
    counts: Mapping[str, int]
    notes: Sequence[str]


def import_flee(source: Path, folder: Path, codes: Mapping[str, str], centres: Mapping[str, tuple[float, float]], validation: Path | None = None) -> Imported:
    """Write a scenario from the files of a conflict of FLEE, whole or not at all.

    Parameters
    ----------
    source
        The folder with ``locations.csv``, ``routes.csv``, ``sim_period.csv`` and the rest, itself or below it in ``input_csv`` and ``source_data``.
    folder
        Where to; it may exist if it is empty. Its last part becomes the name of the scenario.
    codes
        Codes of countries by name, any spelling.
    centres
        A point (latitude, longitude) in each country, by code: where places without coordinates are drawn.
    validation
        The folder with ``data_layout.csv``, if it is not in ``source``.

    Raises
    ------
    BadInput
        With everything that is wrong with the files or the name.
    """
    problems = Problems()
    name = whole(folder).name
    if not NAME.fullmatch(name):
        problems.add("--out", f'"{name}"', name_allowed(name), spelled(name))
    if there(folder) and not (is_folder(folder) and not inside(folder)):
        problems.add("--out", f"{folder}, which {'holds something' if is_folder(folder) else 'is a file'}", "a new folder, or an empty one")
    conflict = read_conflict([source, *([] if validation is None else [validation])], {spelled(one): code for one, code in codes.items()}, problems)
    problems.stop()
    world = world_of(conflict, centres, problems)
    problems.stop()
    texts = {**files_of(world, name, folder), NOTES: "".join(f"{note}\n" for note in world.notes)}
    try:
        _write(texts, folder)
    except OSError as error:
        problems.add("--out", f"{folder}, which cannot be written ({error.strerror})", "a folder in which you may write")
    problems.stop()
    return Imported(folder / f"{name}.toml", world.counts, world.notes)


def _write(texts: Mapping[str, str], folder: Path) -> None:
    """Write files into a folder that is not there or empty, whole or not at all."""
    end = whole(folder)
    half = end.with_name(f".{end.name}.writing")
    shutil.rmtree(half, ignore_errors=True)
    try:
        for name, text in texts.items():
            (half / name).parent.mkdir(parents=True, exist_ok=True)
            (half / name).write_text(text, encoding="utf-8")
        if there(folder):
            folder.rmdir()
        half.rename(end)
    finally:
        shutil.rmtree(half, ignore_errors=True)
