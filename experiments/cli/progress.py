"""Progress on stderr: days done, rate, time left, and at the end the time of each phase."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from experiments.cli.table_style import error_console

LEAST = 0.05
"""Seconds; shorter phases are not printed."""


class Rate(ProgressColumn):
    """Simulated days a second."""

    def render(self, task: Task) -> Text:
        """Show the rate, or nothing before there is one."""
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:,.0f} days/s", style="progress.data.speed")


class Reporter:
    """Reports the progress of a run; silent with ``quiet``."""

    def __init__(self, *, quiet: bool) -> None:
        """Make a reporter; nothing is printed yet."""
        self.console = error_console(quiet=quiet)
        self.seconds: dict[str, float] = {}
        self._task: TaskID | None = None
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("days"),
            Rate(),
            TextColumn("left"),
            TimeRemainingColumn(compact=True),
            console=self.console,
            transient=True,
        )

    def __enter__(self) -> Self:
        """Start."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Leave the terminal as it was."""
        self._stop()

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time what happens inside."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start

    def say(self, text: str) -> None:
        """Print one line."""
        self.console.print(text, highlight=False, soft_wrap=True)

    def day(self, day: int, days: int) -> None:
        """Record that ``day`` of ``days`` is done."""
        if self._task is None:
            self._progress.start()
            self._task = self._progress.add_task("simulating", total=days)
        self._progress.update(self._task, completed=day)
        if day >= days:
            self._stop()

    def done(self, inside: Mapping[str, float]) -> None:
        """Print the time by phase; ``inside`` are the seconds by phase of the simulation itself."""
        parts = [f"{name} {seconds:.1f} s" for name, seconds in self.seconds.items() if seconds >= LEAST]
        self.say("time: " + (", ".join(parts) or "next to none"))
        ticks = [f"{name} {seconds:.1f} s" for name, seconds in sorted(inside.items(), key=lambda item: -item[1]) if seconds >= LEAST]
        if ticks:
            self.say("  of the simulation: " + ", ".join(ticks))

    def _stop(self) -> None:
        if self._task is not None:  # a bar that never started would still write an empty line
            self._progress.stop()
            self._task = None
