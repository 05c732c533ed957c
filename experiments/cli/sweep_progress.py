"""Progress of many runs on stderr: the plan, then runs done, rate and time left."""

import time
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.text import Text

from experiments.cli.table_style import error_console
from experiments.runs.sweep_plan import Plan
from experiments.runs.tasks import Answer

PLAIN_SECONDS = 30.0
"""Seconds between lines where no bar can be drawn."""


def span(seconds: float) -> str:
    """Seconds, minutes or hours, as text."""
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60:02d} min"


def size(count: float) -> str:
    """Bytes, kB, MB or GB, as text."""
    for unit in ("bytes", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if count >= 10 or unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:,.1f} GB"


class _Pace(ProgressColumn):
    """Rate and time left."""

    def __init__(self, reporter: "SweepReporter") -> None:
        super().__init__()
        self.reporter = reporter

    def render(self, task: Task) -> Text:  # noqa: ARG002 - rich says what is called
        """Show them."""
        return Text(self.reporter.pace())


class SweepReporter:
    """Reports the progress of a sweep; silent with ``quiet``."""

    def __init__(self, *, quiet: bool) -> None:
        """Make a reporter; nothing is printed yet."""
        self.console = error_console(quiet=quiet)
        self.known = Plan(0, 0, 1)
        self.done = self.failed = 0
        self._begun = self._last_line = time.monotonic()
        self._task: TaskID | None = None
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("runs"), _Pace(self), console=self.console, transient=True
        )

    def __enter__(self) -> Self:
        """Start."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Leave the terminal as it was."""
        self.stop()

    def stop(self) -> None:
        """Take the bar away."""
        if self._task is not None:
            self._progress.stop()
            self._task = None

    def say(self, text: str) -> None:
        """Print one line."""
        self.console.print(text, highlight=False, soft_wrap=True)

    def day(self, day: int, days: int) -> None:
        """Ignore days: progress is by run."""

    def plan(self, plan: Plan) -> None:
        """Print the number of runs, the expected time and the disk space."""
        self.known = plan
        self.done = self.failed = 0
        there = f", of which {plan.there:,} are done" if plan.there else ""
        if not plan.missing:
            self.say(f"plan: {plan.runs:,} runs{there}: nothing to simulate")
            return
        workers = f"{min(plan.workers, plan.missing)} worker{'s' if min(plan.workers, plan.missing) > 1 else ''}"
        takes = "time not known yet" if plan.seconds is None or plan.run_seconds is None else f"about {span(plan.seconds)} ({span(plan.run_seconds)} a run)"
        disk = "not known before the first run is done" if plan.disk_bytes is None else f"about {size(plan.disk_bytes)}"
        self.say(f"plan: {plan.runs:,} runs{there}; {workers}; {takes}; disk: {disk}")
        self._begun = self._last_line = time.monotonic()

    def run(self, answer: Answer | None) -> None:
        """Record that a run is done or has failed, or that time has passed."""
        if self._task is None and self.console.is_terminal:
            self._progress.start()
            self._task = self._progress.add_task("simulating", total=self.known.missing)
        if answer is not None:
            self.done += 1
            self.failed += bool(answer.error)
            if answer.error:
                self.say(f"run {answer.task.recipe.number} failed: {answer.error}")
            if self._task is not None:
                self._progress.update(self._task, completed=self.done)
        if not self.console.is_terminal and time.monotonic() - self._last_line > PLAIN_SECONDS:
            self._last_line = time.monotonic()
            self.say(f"{self.done:,} of {self.known.missing:,} runs, {self.pace()}")

    def pace(self) -> str:
        """Rate and time left."""
        elapsed = time.monotonic() - self._begun
        if not self.done or elapsed <= 0:
            return ""
        rate = self.done / elapsed
        speed = f"{rate:.1f} runs/s" if rate >= 1 else f"{rate * 60:.1f} runs/min"
        failed = f", {self.failed} failed" if self.failed else ""
        return f"{speed}, {span((self.known.missing - self.done) / rate)} left{failed}"
