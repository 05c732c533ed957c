"""Worker processes that take tasks from one queue: one that dies is replaced, and its task is given to another.

A task that is at hand when its worker dies is tried once more; after the second death it is answered as failed. No other task suffers.
"""

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from experiments.runs.tasks import Answer, Reached, Task, receive, send

DEATHS = 2
"""Deaths of a worker after which its task is given up."""
MOST_FAILED_STARTS = 3
"""Workers in a row that die before they can work, after which no more are started."""


@dataclass(eq=False)
class _Worker:
    process: "subprocess.Popen[bytes]"
    task: Task | None = None
    reached: Reached | None = None
    ready: bool = False
    listener: threading.Thread | None = None

    def end(self) -> int:
        """Wait for a process that is killed or dead, and close its pipes; returns its exit code."""
        code = self.process.wait()
        if self.listener is not None:
            self.listener.join()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):  # what could not be said to a dead worker need not be said
                    stream.close()
        return code


class WorkerPool:
    """Some workers, for the time of a ``with``; at its end they are killed."""

    def __init__(self, number: int, setup: tuple[Any, ...]) -> None:
        """Make a pool of ``number``; ``setup`` is what every worker is sent first."""
        self.number, self.setup = number, setup
        self._workers: list[_Worker] = []
        self._heard: queue.SimpleQueue[tuple[_Worker, Any]] = queue.SimpleQueue()
        self._failed_starts = 0
        self._deaths: dict[str, int] = {}
        self._waiting: deque[Task] = deque()
        self._tasks: Iterator[Task] = iter(())

    @property
    def reached(self) -> list[tuple[Task, Reached]]:
        """The runs at hand whose day is known, each with the day that it has reached."""
        return [(worker.task, worker.reached) for worker in self._workers if worker.task is not None and worker.reached is not None]

    def __enter__(self) -> Self:
        """Start."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End every worker at once."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.end()

    def work(self, tasks: Iterator[Task], patience: float = 0.5) -> Iterator[Answer | None]:
        """The answers as they come, in any order; ``None`` whenever ``patience`` seconds pass without one, or a worker says how far its run is.

        Raises
        ------
        RuntimeError
            If workers cannot be started.
        """
        self._tasks = tasks
        while True:
            while self._more() and len(self._workers) < self.number and len(self._workers) < self._at_hand() + len(self._waiting):
                self._start()
            for worker in self._workers:
                if worker.ready and worker.task is None and self._more():
                    worker.task, worker.reached = self._waiting.popleft(), None
                    self._say(worker, worker.task)
            if not self._at_hand() and not self._more():
                return
            try:
                worker, said = self._heard.get(timeout=patience)
            except queue.Empty:
                yield None
                continue
            if isinstance(said, Answer):
                worker.task = None
                yield said
            elif isinstance(said, Reached):
                worker.reached = said
                yield None
            elif said is None:
                yield from self._replace(worker)
            else:
                worker.ready, self._failed_starts = True, 0

    def _at_hand(self) -> int:
        return sum(worker.task is not None for worker in self._workers)

    def _more(self) -> bool:
        """Whether a task waits; as many are drawn as there are workers, so that none waits for the next."""
        while len(self._waiting) < self.number and (task := next(self._tasks, None)) is not None:
            self._waiting.append(task)
        return bool(self._waiting)

    def _start(self) -> None:
        from sim.engine.cache import BASE, cache_is_private

        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(part or str(Path.cwd()) for part in sys.path)}  # where this program finds its modules
        environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        if cache_is_private() and BASE is not None:  # compiled once, for all of them
            environment["ROUTESIM_CACHE"] = str(BASE)
        # A session of its own: Ctrl-C reaches the program that started it, which ends its workers itself.
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "experiments.runs.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, start_new_session=True
        )
        worker = _Worker(process)
        self._workers.append(worker)
        worker.listener = threading.Thread(target=self._listen, args=(worker,), daemon=True)
        worker.listener.start()
        self._say(worker, self.setup)

    def _listen(self, worker: _Worker) -> None:
        """Pass on what a worker says, and ``None`` when it is gone."""
        try:
            while True:
                self._heard.put((worker, receive(worker.process.stdout)))  # type: ignore[arg-type]  # it is a pipe
        except (EOFError, OSError, ValueError):
            return
        finally:
            self._heard.put((worker, None))

    def _say(self, worker: _Worker, thing: Any) -> None:
        try:
            send(worker.process.stdin, thing)  # type: ignore[arg-type]  # it is a pipe
        except (BrokenPipeError, OSError):
            return  # that it is dead is heard on its other pipe

    def _replace(self, worker: _Worker) -> Iterator[Answer]:
        """Replace a dead worker; what it had at hand is done again, or given up."""
        code = worker.end()
        self._workers.remove(worker)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= MOST_FAILED_STARTS:
                msg = f"workers cannot be started: the last one ended with code {code}"
                raise RuntimeError(msg)
        if worker.task is not None:
            task = worker.task
            self._deaths[task.key] = self._deaths.get(task.key, 0) + 1
            if self._deaths[task.key] < DEATHS:
                self._waiting.append(task)
            else:
                how = f"signal {-code}" if code < 0 else f"code {code}"
                yield Answer(task, 0.0, error=f"the worker died {DEATHS} times over this run, last with {how}; it may need more memory than there is")
