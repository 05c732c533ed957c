"""The desk at which questions are answered, one after the other, by workers that stay warm; what was answered is kept."""

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Self

from experiments.explore.answering import answer
from experiments.explore.job import Job, State, Stopped
from experiments.explore.question import Question
from experiments.explore.reader import Reader
from experiments.runs.cores import cores
from experiments.runs.default_folder import COMPARISONS
from experiments.runs.intervals import adjust
from experiments.runs.warm_pool import WarmPool
from scenarios.reading.problems import BadInput

LONGEST = 300
"""Characters of the message of an unexpected error that are shown."""
Todo = Callable[[], None]
_log = logging.getLogger(__name__)


class Desk:
    """Answers questions in a thread of its own, for all tabs; used as ``with Desk() as desk``.

    ``folder`` is where comparisons are kept: that of ``routesim compare``, so that what one has simulated the other need not.
    """

    def __init__(self, workers: int | None = None, folder: Path = COMPARISONS) -> None:
        """Open the desk; no worker is started before something is asked or prepared."""
        self.folder, self.reader, self.pool = folder, Reader(), WarmPool(workers or cores())
        self._jobs: dict[Question, Job] = {}
        self._order: list[Job] = []
        self._waiting: queue.SimpleQueue[Todo | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="desk", daemon=True)

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End: what is being answered is stopped, and workers are ended."""
        self._closed = True
        for job in self._order:
            job.stop.set()
        self._waiting.put(None)
        self._thread.join()
        self.pool.close()

    @property
    def earlier(self) -> list[Job]:
        """Questions with an answer, whole or of as many pairs as were there when it was stopped; the latest first."""
        with self._lock:
            return [job for job in reversed(self._order) if job.state in (State.DONE, State.STOPPED) and job.found is not None]

    def job(self, number: int) -> Job | None:
        """A job by its number."""
        with self._lock:
            return self._order[number] if 0 <= number < len(self._order) else None

    def ask(self, question: Question, *, redo: bool = False) -> Job:
        """The job that answers a question: the one that has, or is about to, where there is one; ``redo`` removes runs of another version."""
        with self._lock:
            job = self._jobs.get(question)
            if job is not None and not redo and job.state in (State.WAITING, State.WORKING, State.DONE) and not job.stop.is_set():
                return job
            job = self._jobs[question] = Job(question, len(self._order), redo)
            self._order.append(job)
        self._waiting.put(lambda: self._answer(job))
        return job

    def stop(self, job: Job) -> None:
        """Stop a question; what is there of it stays, and the same question goes on from there."""
        job.stop.set()
        if job.state is State.WAITING:
            job.end(State.STOPPED)

    def prepare(self, question: Question) -> None:
        """Have workers read the scenario and policies of a question that may be asked; what is wrong with it is not told here."""
        self._waiting.put(lambda: self._prepare(question))

    def _work(self) -> None:
        while (todo := self._waiting.get()) is not None:
            todo()

    def _prepare(self, question: Question) -> None:
        try:
            request = self.reader.request(replace(question, settings=(), replicates=1))
        except BadInput:
            return
        adjust(())  # loads what tests of significance need, which takes seconds
        design = request.design()
        self.pool.warm((design.days, design.scale, design.keep, design.follow, design.posterior, str(self.folder)), list(design))

    def _answer(self, job: Job) -> None:
        if job.is_ended or self._closed:
            return
        try:
            answer(job, self.reader, self.pool, self.folder)
        except Stopped:
            job.end(State.STOPPED)
        except BadInput as error:
            job.end(State.REFUSED, findings=tuple(error.findings))
        except Exception as error:  # noqa: BLE001 - whatever it is, the desk stays open for other questions
            _log.exception("a question could not be answered")
            what = next(iter(str(error).strip().splitlines()), "no message")[:LONGEST]
            job.end(State.FAILED, error=f"{type(error).__name__}: {what}")
