"""Names: how they are spelled, and which file or folder one stands for."""

import re
from pathlib import Path

from scenarios.reading.problems import Problems, listed, nearest

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NAME_TEXT = "a name of lower-case letters and digits, parts joined by -"
COUNTRY = re.compile(r"[A-Z]{3}")
COUNTRY_TEXT = "three capital letters (ISO 3166-1 alpha-3)"


def spelled(text: str) -> str:
    """A text as a name: what is neither a letter nor a digit becomes ``-``."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def files_in(folder: Path) -> tuple[str, ...]:
    """The names of the ``.toml`` files of a folder, in alphabetical order."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def path_of(name_or_path: str | Path, folder: Path, noun: str, problems: Problems) -> Path | None:
    """The ``.toml`` file that a name stands for in a folder, or the path itself; ``None`` after a finding, which says that a ``noun`` is not there."""
    known, path = files_in(folder), Path(name_or_path)
    if str(name_or_path) in known:
        return folder / f"{name_or_path}.toml"
    if path.suffix != ".toml" and len(path.parts) <= 1 and not path.exists():
        problems.add(noun, f'"{name_or_path}"', f"{listed(known, 30)}, or the path of a .toml file", nearest(str(name_or_path), known))
        return None
    return path


def folder_of(name: str, beside: Path, shipped: Path, where: str, noun: str, problems: Problems) -> Path | None:
    """The folder that a name stands for: below the folder ``beside``, or else below ``shipped``; ``None`` after a finding at ``where``."""
    for folder in (beside / name, shipped / name):
        if folder.is_dir():
            return folder
    there = sorted(folder.name for folder in shipped.iterdir() if folder.is_dir() and NAME.fullmatch(folder.name))
    problems.add(where, f'{noun} "{name}"', f"{listed(there)}, or a folder relative to this file", nearest(name, there))
    return None
