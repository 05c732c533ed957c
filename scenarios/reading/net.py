"""The net round every reader: whatever reading a file ends with becomes a finding about that file."""

from collections.abc import Callable
from typing import TypeVar

from scenarios.reading.paths import NOT_READ
from scenarios.reading.problems import Problems

Read = TypeVar("Read")


def netted(where: str, read: Callable[[], Read | None], problems: Problems) -> Read | None:
    """What ``read`` makes of a file; ``None`` after a finding, also one about what no reader foresaw, such as too deep a nesting.

    Parameters
    ----------
    where
        The file, as a message shows it.
    read
        Reads it, and notes what is wrong with it in ``problems``.
    problems
        The findings so far.
    """
    try:
        return read()
    except NOT_READ as error:
        problems.add(where, f"something that cannot be read ({type(error).__name__}: {error})", "what docs/formats.md says of such a file")
        return None
