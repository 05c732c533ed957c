"""Workers that stay between sweeps, with compiled code loaded and scenarios read, for a program that asks again and again."""

import queue
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from experiments.runs.design import Recipe
from experiments.runs.tasks import Warm
from experiments.runs.worker_pool import WorkerPool


class WarmPool(WorkerPool):
    """A pool whose ``with`` ends the work and not the workers; only those that are in the middle of a run when an error ends it are killed."""

    def __init__(self, number: int) -> None:
        """Make a pool of ``number``; none is started yet."""
        super().__init__(number, ())

    def lend(self, setup: tuple[Any, ...]) -> Self:
        """The pool for the runs of another design: every worker is sent what they share."""
        if setup != self.setup:
            self.setup = setup
            for worker in self._workers:
                worker.ready = False
                self._say(worker, setup)
        return self

    def warm(self, setup: tuple[Any, ...], recipes: Sequence[Recipe]) -> None:
        """Start all workers and have each make ready for the scenarios and policies of ``recipes``; returns at once."""
        self.lend(setup)
        while len(self._workers) < self.number:
            self._start()
        for worker in self._workers:
            for recipe in recipes:
                self._say(worker, Warm(recipe))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Leave the workers for the next sweep."""
        self._end([worker for worker in self._workers if worker.task is not None])
        self._tasks = iter(())
        self._waiting.clear()
        self._deaths.clear()

    def close(self) -> None:
        """End every worker at once."""
        self._end(list(self._workers))

    def _end(self, workers: Sequence[Any]) -> None:
        for worker in workers:
            worker.process.kill()
        for worker in workers:
            worker.end()
            self._workers.remove(worker)
        heard = []
        with suppress(queue.Empty):
            while True:
                heard.append(self._heard.get_nowait())
        for said in heard:  # what the others said is still to be heard
            if said[0] in self._workers:
                self._heard.put(said)
