"""Files that are written whole or not at all: under a name that is private to the process, brought to the disk, and renamed at the end."""

import hashlib
import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from scenarios.reading.problems import BadInput, Finding

HALF, OLD = ".half", ".old"
"""Ends the name of what is being written, and of what is moved away for the moment in which it is replaced."""
LONGEST_NAME = 120
"""Bytes of a name that a private name repeats; a longer one is replaced by its digest, since systems take 255."""
_EARLIER = re.compile(r"\.(writing|old)$")


class CannotWrite(BadInput):
    """A file or folder that the system does not let be written: a full disk, a folder without permission, a name that is too long."""


def cannot_write(path: Path, error: OSError) -> CannotWrite:
    """The message about a path that cannot be written."""
    reason = error.strerror or next(iter(str(error).splitlines()), type(error).__name__)
    return CannotWrite([Finding(_utf8(path), f"a place where nothing can be written ({reason[:100]})", "a folder with room in which you may write")])


@contextmanager
def as_findings(path: Path) -> Iterator[None]:
    """Turn what the system says against writing a path into a message about that path.

    Raises
    ------
    CannotWrite
        For any error of the system.
    """
    try:
        yield
    except (BrokenPipeError, BadInput):
        raise
    except OSError as error:
        raise cannot_write(path, error) from None


def private_name(path: Path, ending: str = HALF) -> Path:
    """Where this process, and no other on any machine, writes ``path`` until it is whole."""
    return path.with_name(f".{_short(path.name)}.{_host()}.{os.getpid()}{ending}")


def remains_of(path: Path, ending: str = "") -> list[Path]:
    """What any process left or has of ``path`` under a private name, also one of an earlier version; ``ending`` keeps one kind."""
    pattern = re.compile(rf"\.{re.escape(_short(path.name))}\.[A-Za-z0-9_-]+\.\d+({HALF}|{OLD})")
    earlier = (f".{path.name}.writing", f".{path.name}.old", f".half-{path.name}")
    try:
        beside = sorted(path.parent.iterdir())
    except OSError:
        return []
    return [other for other in beside if (pattern.fullmatch(other.name) or other.name in earlier) and other.name.endswith(ending)]


def is_private_name(path: Path) -> bool:
    """Whether a name is that of something which was being written."""
    return path.name.startswith(".") and (path.name.endswith((HALF, OLD)) or _EARLIER.search(path.name) is not None)


def is_abandoned(half: Path) -> bool:
    """Whether nobody writes there any more: the process whose number stands in its name is gone. One of another machine is left alone."""
    parts = half.name.rsplit(".", 3)
    if len(parts) != 4 or not parts[0] or not parts[2].isdecimal():
        return True  # the name of an earlier version, which says no machine
    if parts[1] != _host():
        return False
    try:
        os.kill(int(parts[2]), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        return False
    return False


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Write a file whole or not at all: what is written to the path that is handed out becomes ``path`` at the end, and is removed after an error.

    Raises
    ------
    CannotWrite
        If the system does not let it be written.
    """
    half = private_name(path)
    with as_findings(path):
        try:
            yield half
            with half.open("rb") as file:
                os.fsync(file.fileno())
            half.replace(path)
        finally:
            with suppress(OSError):
                half.unlink(missing_ok=True)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all; text as UTF-8 with bare newlines.

    Raises
    ------
    CannotWrite
        If the system does not let it be written.
    """
    with replacing(path) as half:
        half.write_bytes(content.encode() if isinstance(content, str) else content)


def make_folder(folder: Path) -> None:
    """Make a folder with all above it.

    Raises
    ------
    CannotWrite
        If a file is in the way, or the system does not let it be made.
    """
    with as_findings(folder):
        folder.mkdir(parents=True, exist_ok=True)


def _short(name: str) -> str:
    raw = os.fsencode(name)
    return name if len(raw) <= LONGEST_NAME else hashlib.sha256(raw).hexdigest()[:32]


@cache
def _host() -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "-", socket.gethostname())[:40] or "here"


def _utf8(path: Path) -> str:
    """A path as a message can show it."""
    return str(path).encode("utf-8", "backslashreplace").decode()
