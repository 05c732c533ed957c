"""What the program and its workers say to each other: tasks one way, answers the other, over pipes."""

import pickle
import struct
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from experiments.runs.design import Recipe

LENGTH = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Task:
    """A run to make: its recipe and the name of its file."""

    recipe: Recipe
    key: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a task: ``error`` is empty for a run that is stored; ``seconds`` it took, ``size`` of its file in bytes."""

    task: Task
    seconds: float
    size: int = 0
    error: str = ""
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Warm:
    """Asks a worker to read the scenario of a recipe and to load compiled code for it, so that its runs start at once."""

    recipe: Recipe


@dataclass(frozen=True, slots=True)
class Reached:
    """Says which day of how many a run has reached."""

    day: int
    days: int


READY = "ready"
"""What a worker says once it can take a task."""


def send(stream: BinaryIO, thing: Any) -> None:
    """Write a thing and its length."""
    data = pickle.dumps(thing)
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Read what :func:`send` wrote.

    Raises
    ------
    EOFError
        If the other side is gone.
    """
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    data = stream.read(LENGTH.unpack(head)[0])
    return pickle.loads(data)  # noqa: S301 - what comes here was written by the program that started this process


def attempt(task: Task, store: Callable[[Task], int]) -> Answer:
    """Make a run; what goes wrong becomes part of the answer."""
    start = time.perf_counter()
    try:
        size = store(task)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other runs go on
        message = " ".join(f"{type(error).__name__}: {error}".split())
        return Answer(task, time.perf_counter() - start, error=message, trace=traceback.format_exc())
    return Answer(task, time.perf_counter() - start, size)
