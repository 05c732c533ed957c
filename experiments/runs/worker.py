"""A worker of a sweep: a process that is handed recipes on its input and answers on its output.

It is started as ``python -m experiments.runs.worker``, so that it needs nothing of the program that starts it, and it ends when that program does.
"""

import os
import signal
import sys
from pathlib import Path

from experiments.runs.tasks import attempt, receive, send


def main() -> None:
    """Serve until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started this process decides when it ends
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with the answers
    parent = os.getppid()

    def alive(day: int, days: int) -> None:
        if os.getppid() != parent:
            os._exit(1)

    try:
        days, scale, keep, follow, posterior, folder = receive(sys.stdin.buffer)
        from experiments.runs.run_executor import RunExecutor

        executor = RunExecutor(days, scale, keep, follow, posterior)
        send(answers, "ready")
        while True:
            task = receive(sys.stdin.buffer)
            send(answers, attempt(task, lambda task: executor.store(task.recipe, task.key, Path(folder), alive)))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        os._exit(0)  # without a word: the program that started this process is gone


if __name__ == "__main__":
    main()
