"""What a user should know of a result that was made all the same: a warning of its own kind, which commands print as one line on stderr."""

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Remark(UserWarning):
    """One sentence for the user about a result."""


@contextmanager
def printed_remarks() -> Iterator[None]:
    """Print each remark of the block once, as a line on stderr without the line of code that made it."""
    said: set[str] = set()
    usual = warnings.showwarning

    def show(message: Warning | str, category: type[Warning], *where: Any, **rest: Any) -> None:
        if not issubclass(category, Remark):
            usual(message, category, *where, **rest)
        elif str(message) not in said:
            said.add(str(message))
            sys.stderr.write(f"{message}\n")

    warnings.showwarning = show
    warnings.simplefilter("always", Remark)
    try:
        yield
    finally:
        warnings.showwarning = usual
