"""Workers of a Dask cluster that take the place of a :class:`~experiments.runs.worker_pool.WorkerPool`: on this machine, or on as many as there are.

Workers write the files of their runs themselves, into a folder that all of them and the program share; what travels over the network is a recipe one way
and a line the other. Few recipes are on their way at a time, so that the scheduler holds the same little for ten runs and for a million.
"""

import contextlib
import logging
import queue
import socket
import threading
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from experiments.runs.run_executor import RunExecutor, program_digest
from experiments.runs.tasks import Answer, Task, attempt
from experiments.store.json_forms import SchedulerFile, read_json
from scenarios.reading.paths import is_folder, there
from scenarios.reading.problems import BadInput, Finding, Problems

if TYPE_CHECKING:
    from distributed import Future, LocalCluster

LOCAL = "local"
"""Stands for a cluster of this machine's own, which grows and shrinks with the work."""
AHEAD = 2
"""Recipes sent for every worker: the one at hand and the next, so that none waits for the network."""
FEWEST = 4
"""Recipes sent at least, so that a cluster that grows with its work sees some."""
JOIN_SECONDS = 30
"""How long to try to reach a scheduler."""

ONE_AT_A_TIME = threading.Lock()
"""A model uses a whole core: a worker with several threads does one run after the other all the same."""


class Cluster:
    """The workers of a Dask cluster, for the time of a ``with``; those of ``local`` end with it."""

    def __init__(self, address: str, most: int, setup: tuple[Any, ...]) -> None:
        """Make ready to work.

        Parameters
        ----------
        address
            ``local``, the address of a scheduler (``tcp://HOST:8786``), or the path of the file that a scheduler was asked to write.
        most
            Workers of a local cluster when there is work for all.
        setup
            What every worker is sent first.
        """
        self.address, self.most, self.setup = address, most, setup
        self._done: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self._cluster: LocalCluster | None = None

    def __enter__(self) -> Self:
        """Start, or join.

        Raises
        ------
        scenarios.BadInput
            If the scheduler cannot be reached, or Dask is not installed.
        """
        try:
            from distributed import Client, LocalCluster
        except ImportError:
            raise BadInput([Finding("--cluster", "Dask, which is not installed", "pip install 'smuggling-route-simulator[cluster]'")]) from None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # that a worker has died shows in the runs, if it matters
        if self.address == LOCAL:
            self._cluster = LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0", silence_logs=logging.CRITICAL)
            self._cluster.adapt(minimum=1, maximum=self.most, interval="500ms")
            self._client = Client(self._cluster)
            return self
        where = {"address": _scheduler_of(Path(self.address)) if _is_path(self.address) else self.address}
        try:
            self._client = Client(timeout=JOIN_SECONDS, **where)
        except (OSError, ValueError) as error:
            found = f"{self.address}, where no scheduler answers ({type(error).__name__})"
            raise BadInput([Finding("--cluster", found, "local, tcp://HOST:PORT of a scheduler, or the path of its scheduler file")]) from None
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Leave; runs under way on other machines come to their end and are kept."""
        with warnings.catch_warnings():  # at the end of a local cluster its workers are gone before they are asked
            warnings.simplefilter("ignore")
            self._client.close(timeout=5)
            if self._cluster is not None:
                self._cluster.close(timeout=10)

    @property
    def number(self) -> int:
        """Workers that there are, or that a local cluster may grow to."""
        return self.most if self._cluster is not None else max(1, len(self._client.nthreads()))

    def work(self, tasks: Iterator[Task], patience: float = 0.5) -> Iterator[Answer | None]:
        """The answers as they come, in any order; ``None`` whenever ``patience`` seconds pass without one."""
        sent: dict[str, tuple[Future, Task]] = {}
        more = True
        while True:
            room = max(FEWEST, AHEAD * len(self._client.nthreads()))
            while more and len(sent) < room:
                task = next(tasks, None)
                if task is None:
                    more = False
                else:
                    sent[task.key] = (self._send(task), task)
            if not sent:
                return
            try:
                future = self._done.get(timeout=patience)
            except queue.Empty:
                yield None
                continue
            _, task = sent.pop(future.key.removeprefix("run-"))
            yield _answer(future, task)

    def _send(self, task: Task) -> "Future":
        future = self._client.submit(carry_out, self.setup, task, key=f"run-{task.key}", pure=False)
        future.add_done_callback(self._done.put)
        return future


def _is_path(address: str) -> bool:
    """Whether an address is that of a file, and not of a scheduler."""
    try:
        return "://" not in address and (there(Path(address)) or "/" in address or address.endswith(".json"))
    except OSError:
        return False


def _scheduler_of(path: Path) -> str:
    """The address that the file of a scheduler holds.

    Raises
    ------
    scenarios.BadInput
        If it is no such file.
    """
    problems = Problems()
    found = read_json(path, SchedulerFile, "the file that a scheduler was asked to write (--scheduler-file), or tcp://HOST:PORT", problems)
    if found is None:
        raise BadInput([Finding(f"--cluster {finding.where}", finding.found, finding.allowed) for finding in problems.findings])
    return str(found["address"])


def _answer(future: "Future", task: Task) -> Answer:
    """What became of a task: what its worker says, or that no worker lived to say it."""
    from distributed import KilledWorker

    try:
        answer: Answer = future.result(timeout=JOIN_SECONDS)
    except KilledWorker:
        return Answer(task, 0.0, error="workers died over this run again and again; it may need more memory than they have")
    except Exception as error:  # noqa: BLE001 - a worker without this program cannot even read the recipe
        return Answer(task, 0.0, error=f"a worker could not begin: {type(error).__name__}: {error}")
    finally:
        with contextlib.suppress(Exception):  # a cluster that is going away need not hear of it
            future.release()
    return answer


def carry_out(setup: tuple[Any, ...], task: Task) -> Answer:
    """Make a run, on a worker."""
    *made_of, folder, program = setup

    def store(task: Task) -> int:
        executor, own = _executor(*made_of)
        if own != program:
            msg = f"the worker on {socket.gethostname()} has another version of this program than the one that sends the runs: install the same on both"
            raise RuntimeError(msg)
        if not is_folder(Path(folder)):
            msg = f"the worker on {socket.gethostname()} does not see {folder}: give a folder that all machines share"
            raise RuntimeError(msg)
        with ONE_AT_A_TIME:
            return executor.store(task.recipe, task.key, Path(folder))

    return attempt(task, store)


@cache
def _executor(days: int | None, scale: float, keep: tuple[str, ...], follow: tuple[str, ...], posterior: str) -> tuple[RunExecutor, str]:
    """The executor of runs of this process for a design, and the version of the program that it has."""
    return RunExecutor(days, scale, keep, follow, posterior), program_digest(keep)
