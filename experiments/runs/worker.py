"""A worker of a sweep: a process that is handed recipes on its input and answers on its output.

First, and whenever another design follows, it is handed what all runs of a design share. It is started as ``python -m experiments.runs.worker``, so that
it needs nothing of the program that starts it, and it ends when that program does.
"""

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from experiments.runs.tasks import READY, Reached, Task, Warm, attempt, receive, send

SECONDS_APART = 0.3
"""Between two reports of the day that a run has reached: often enough for an eye that follows, seldom enough to cost nothing."""


def main() -> None:
    """Serve until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started this process decides when it ends
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with the answers
    parent, said = os.getppid(), time.monotonic()

    def alive(day: int, days: int) -> None:
        nonlocal said
        if os.getppid() != parent:
            os._exit(1)
        if time.monotonic() - said > SECONDS_APART:
            said = time.monotonic()
            send(answers, Reached(day, days))

    try:
        shared, folder = _read(receive(sys.stdin.buffer))
        from experiments.runs.run_executor import RunExecutor

        executor = RunExecutor(*shared)
        send(answers, READY)
        while True:
            asked = receive(sys.stdin.buffer)
            if isinstance(asked, Task):
                send(answers, attempt(asked, lambda task, by=executor, to=folder: by.store(task.recipe, task.key, to, alive)))  # type: ignore[misc]
            elif isinstance(asked, Warm):
                with suppress(Exception):  # what is wrong with a scenario is found by the task that needs it
                    executor.warm(asked.recipe)
                send(answers, READY)
            else:
                before, (shared, folder) = shared, _read(asked)
                executor = executor if shared == before else RunExecutor(*shared)  # which keeps the scenarios that it has read
                send(answers, READY)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        os._exit(0)  # without a word: the program that started this process is gone


def _read(setup: tuple[Any, ...]) -> tuple[tuple[Any, ...], Path]:
    """What all runs of a design share, and the folder of their files."""
    *shared, folder = setup
    return tuple(shared), Path(folder)


if __name__ == "__main__":
    main()
