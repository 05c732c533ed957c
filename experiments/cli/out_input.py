"""Where to write, checked before anything is done: one finding for whatever keeps a folder or a file from being written."""

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # commands import this module, and help must not wait for scenarios
    from scenarios.reading.problems import Problems


def check_folder(folder: Path, problems: "Problems", option: str = "--out") -> None:
    """Add a finding where no folder can be written: a file in the way, the root, a circle of links, a name that no system takes, no permission."""
    _check(folder, problems, option, file=False)


def check_file(path: Path, problems: "Problems", option: str = "--out") -> None:
    """The same for a file."""
    _check(path, problems, option, file=True)


def stop_at(folder: Path | None, *, file: bool = False, option: str = "--out") -> None:
    """Refuse a folder or file that was named and cannot be written; nothing was named with ``None``.

    Raises
    ------
    scenarios.BadInput
        With the finding.
    """
    if folder is not None:
        from scenarios.reading.problems import Problems

        problems = Problems()
        _check(folder, problems, option, file=file)
        problems.stop()


def _check(path: Path, problems: "Problems", option: str, *, file: bool) -> None:
    what = "a file" if file else "a folder"
    shown = str(path).encode("utf-8", "backslashreplace").decode()
    try:
        str(path).encode()
    except UnicodeEncodeError:
        problems.add(option, f"{shown}, which is not UTF-8", f"{what} with a name in the encoding UTF-8")
        return
    try:
        end = path.resolve()
        kind = _kind(end)
        above = end if kind else next((parent for parent in end.parents if _kind(parent)), None)
    except (OSError, RuntimeError, ValueError) as error:
        problems.add(option, f"{shown}, which cannot be looked at ({_reason(error)})", f"{what} with a name that the system takes, and no circle of links")
        return
    if not end.name:
        problems.add(option, f"{shown}, the root of the file system", f"{what} below it")
    elif kind and stat.S_ISDIR(kind) == file:
        problems.add(option, f"{shown}, which is {'a folder' if file else 'a file'}", what)
    elif above is None or (above != end and not stat.S_ISDIR(_kind(above))):
        problems.add(option, f"{shown}, which lies below the file {above}", what)
    elif not os.access(above if not file or above != end else end.parent, os.W_OK):
        problems.add(option, f"{shown}, where nothing may be written", "a folder in which you may write")


def is_folder(path: Path) -> bool:
    """Whether a path leads to a folder; not where it cannot be looked at."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, RuntimeError, ValueError):
        return False


def _kind(path: Path) -> int:
    """What a path leads to, as :mod:`stat` says it; 0 for nothing."""
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or next(iter(str(error).splitlines()), "") or type(error).__name__)[:100]
