"""Errors about folders and files that hold no whole results: what is wrong with them, in one message."""

import zipfile
import zlib

import pyarrow as pa

from scenarios.reading.problems import BadInput, Finding

UNREADABLE = (OSError, ValueError, KeyError, TypeError, IndexError, OverflowError, RecursionError, MemoryError, EOFError, NotImplementedError,
              zipfile.BadZipFile, zlib.error, pa.ArrowException)  # fmt: skip
"""What reading a damaged file may raise."""


class NoRun(BadInput, FileNotFoundError):
    """A folder that holds no finished run: none was ever there, or it was interrupted before its end."""


class DamagedRun(BadInput, ValueError):
    """A folder whose files are not, or not all, what a run wrote."""


class DamagedFile(BadInput, ValueError):
    """A file that is not what a command wrote: cut, changed, or of another version."""


def damaged_file(where: object, found: str, allowed: str) -> DamagedFile:
    """The error about one file."""
    return DamagedFile([Finding(str(where), found, allowed)])


def reason(error: BaseException) -> str:
    """The first line of an error, short."""
    return (next(iter(str(error).splitlines()), "") or type(error).__name__)[:100]
