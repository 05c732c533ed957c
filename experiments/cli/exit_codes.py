"""Exit codes of commands: 0 success, 1 internal error, 2 invalid input, 3 no result, 130 interrupted; and the messages that go with them."""

import errno
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from experiments.remarks import printed_remarks

INTERNAL_ERROR, BAD_INPUT, NO_RESULT, INTERRUPTED = 1, 2, 3, 130
"""``NO_RESULT``: the command did what it could, and nothing that was asked for has an answer; what is printed says why."""
LONGEST = 200
"""Characters of the message of an unexpected error that are shown."""
TRACEBACK = "ROUTESIM_TRACEBACK"
"""Environment variable that asks for tracebacks."""


NOT_OURS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM})
"""Errors of the system that no program is to blame for: a full disk, a folder that may only be read."""


def check_working_folder() -> None:
    """Refuse to work in a folder that is gone.

    Raises
    ------
    scenarios.BadInput
        If it is.
    """
    try:
        os.getcwd()  # noqa: PTH109 - a string is enough, and this module is imported by every command
    except OSError as error:
        from scenarios.reading.problems import BadInput, Finding

        raise BadInput([Finding("working folder", f"one that is gone ({error.strerror})", "a folder that is there: change to it")]) from None


@contextmanager
def handle_errors() -> Iterator[None]:
    """Turn an error inside the block into a message on stderr and an exit code.

    Raises
    ------
    typer.Exit
        With the exit code.
    """
    try:
        check_working_folder()
        with printed_remarks():
            yield
    except typer.Exit:
        raise
    except KeyboardInterrupt:
        typer.echo("\ninterrupted: no partial file was left", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        # The reader closed the pipe; without this Python reports the error again while it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None
    except Exception as error:  # noqa: BLE001 - any error: the user gets a message and a code
        from scenarios.reading.problems import BadInput, Finding

        if isinstance(error, OSError) and error.errno in NOT_OURS:
            where = error.filename if isinstance(error.filename, str) else "a file"
            allowed = "files that you may read, and a folder with room in which you may write"
            error = BadInput([Finding(where, f"a place that the system refuses ({error.strerror})", allowed)])
        if isinstance(error, BadInput):
            typer.echo(str(error).encode("utf-8", "backslashreplace").decode(), err=True)
            raise typer.Exit(BAD_INPUT) from None
        if os.environ.get(TRACEBACK):
            traceback.print_exc()
        else:
            what = next(iter(str(error).strip().splitlines()), "no message")[:LONGEST]
            typer.echo(f"routesim failed ({type(error).__name__}: {what}).\nThis is an internal error. Set {TRACEBACK}=1 to see where it happened.", err=True)
        raise typer.Exit(INTERNAL_ERROR) from None
