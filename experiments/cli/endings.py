"""How a command ends: 0 done, 1 our own fault, 2 bad input, 130 interrupted."""

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import typer

FAULT, BAD_INPUT, INTERRUPTED = 1, 2, 130
LONGEST = 200
"""Characters of an unexpected error's own words that are shown."""
TRACEBACK = "ROUTESIM_TRACEBACK"
"""Environment variable that asks for tracebacks."""


@contextmanager
def endings() -> Iterator[None]:
    """Turn what goes wrong inside into a message on stderr and an exit code.

    Raises
    ------
    typer.Exit
        With the exit code.
    """
    try:
        yield
    except typer.Exit:
        raise
    except KeyboardInterrupt:
        typer.echo("\ninterrupted: nothing half-written was left behind", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        # Whoever read our output has heard enough; without this Python complains once more while it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None
    except Exception as error:  # noqa: BLE001 - the last net: whatever it is, the user gets a message and a code
        from scenarios.reading.problems import BadInput

        if isinstance(error, BadInput):
            typer.echo(str(error), err=True)
            raise typer.Exit(BAD_INPUT) from None
        if os.environ.get(TRACEBACK):
            traceback.print_exc()
        else:
            what = next(iter(str(error).strip().splitlines()), "no message")[:LONGEST]
            typer.echo(f"routesim failed ({type(error).__name__}: {what}).\nThis is a fault of ours. Set {TRACEBACK}=1 to see where it happened.", err=True)
        raise typer.Exit(FAULT) from None
