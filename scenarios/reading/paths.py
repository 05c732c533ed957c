"""Questions about paths that have an answer for every path: too long a name, a circle of links or a forbidden folder is no file."""

import stat
from pathlib import Path

NOT_READ = (OSError, ValueError, OverflowError, RuntimeError, MemoryError)
"""What reading a file can end with that is the file's doing: among them too deep a nesting (``RecursionError``) and what is not UTF-8 (``UnicodeError``)."""


def mode_of(path: Path) -> int:
    """What a path leads to, as :mod:`stat` says it; 0 for nothing that can be looked at."""
    try:
        return path.stat().st_mode
    except NOT_READ:
        return 0


def is_folder(path: Path) -> bool:
    """Whether a path leads to a folder."""
    return stat.S_ISDIR(mode_of(path))


def is_file(path: Path) -> bool:
    """Whether a path leads to a file of plain bytes, and to no pipe and no device, which may never end."""
    return stat.S_ISREG(mode_of(path))


def there(path: Path) -> bool:
    """Whether a path leads to anything."""
    return mode_of(path) != 0


def absence(path: Path) -> str:
    """What is said of a folder that is not there: that there is none, or why it cannot be looked at."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return "no such folder"
    except NOT_READ as error:
        return f"a folder that cannot be looked at ({getattr(error, 'strerror', None) or error})"
    return "no folder"


def whole(path: Path) -> Path:
    """A path from the root, links followed as far as they lead anywhere."""
    try:
        return path.resolve()
    except NOT_READ:
        return path.absolute()


def shown(path: Path) -> str:
    """A path as a message shows it: short where it lies below the working folder."""
    try:
        return str(whole(path).relative_to(Path.cwd()))
    except NOT_READ:
        return str(path)


def inside(folder: Path, suffix: str = "") -> list[Path]:
    """What a folder holds whose names end so, in alphabetical order; nothing where it cannot be looked into."""
    try:
        return sorted(path for path in folder.iterdir() if path.name.endswith(suffix))
    except NOT_READ:
        return []
