"""Names: how they are spelled, and which file or folder one stands for."""

import re
from pathlib import Path

from scenarios.reading.likeness import unmarked
from scenarios.reading.paths import inside, is_folder, there
from scenarios.reading.problems import Problems, listed, nearest

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NAME_TEXT = "a name of lower-case letters and digits, parts joined by -"
_APOSTROPHES = "['\u2019\u02bc\u02bb`]"
COUNTRY = re.compile(r"[A-Z]{3}")
COUNTRY_TEXT = "three capital letters (ISO 3166-1 alpha-3)"


def spelled(text: str) -> str:
    """A text as a name: marks on letters and apostrophes go, what else is neither letter nor digit becomes ``-``; empty for other than Latin letters."""
    plain = unmarked(text)
    if any(letter.isalnum() and not letter.isascii() for letter in plain):
        return ""
    return re.sub(r"[^a-z0-9]+", "-", re.sub(_APOSTROPHES, "", plain)).strip("-")


def name_allowed(text: str) -> str:
    """What is allowed in place of a text that is no name."""
    return NAME_TEXT if spelled(text) or not any(letter.isalpha() for letter in text) else f"{NAME_TEXT}; write it in Latin letters"


def files_in(folder: Path) -> tuple[str, ...]:
    """The names of the ``.toml`` files of a folder, in alphabetical order."""
    return tuple(path.stem for path in inside(folder, ".toml"))


def path_of(name_or_path: str | Path, folder: Path, noun: str, problems: Problems) -> Path | None:
    """The ``.toml`` file that a name stands for in a folder, or the path itself; ``None`` after a finding, which says that a ``noun`` is not there."""
    known, path = files_in(folder), Path(name_or_path)
    if str(name_or_path) in known:
        return folder / f"{name_or_path}.toml"
    if path.suffix != ".toml" and len(path.parts) <= 1 and not there(path):
        problems.add(noun, f'"{name_or_path}"', f"{listed(known, 30)}, or the path of a .toml file", nearest(str(name_or_path), known))
        return None
    return path


def folder_of(name: str, beside: Path, shipped: Path, where: str, noun: str, problems: Problems) -> Path | None:
    """The folder that a name stands for: below the folder ``beside``, or else below ``shipped``; ``None`` after a finding at ``where``."""
    for folder in (beside / name, shipped / name):
        if is_folder(folder):
            return folder
    known = [folder.name for folder in inside(shipped) if is_folder(folder) and NAME.fullmatch(folder.name)]
    problems.add(where, f'{noun} "{name}"', f"{listed(known)}, or a folder relative to this file", nearest(name, known))
    return None
