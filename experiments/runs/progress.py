"""Progress: what a command line, a notebook or a test must implement to hear how far the work is."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # a single run needs none of what a sweep does
    from experiments.runs.sweep_plan import Plan
    from experiments.runs.tasks import Answer


class RunListener(Protocol):
    """Hears how far a run is."""

    def phase(self, name: str) -> AbstractContextManager[None]:
        """Time what happens inside."""
        ...

    def say(self, text: str) -> None:
        """Tell one line."""
        ...

    def day(self, day: int, days: int) -> None:
        """Hear that ``day`` of ``days`` is done."""
        ...


class SweepListener(Protocol):
    """Hears how far a sweep is."""

    def say(self, text: str) -> None:
        """Tell one line."""
        ...

    def day(self, day: int, days: int) -> None:
        """Hear that ``day`` of ``days`` of the first run is done."""
        ...

    def plan(self, plan: "Plan") -> None:
        """Hear what will be done."""
        ...

    def run(self, answer: "Answer | None") -> None:
        """Hear that a run is done or has failed, or that time has passed."""
        ...


class SilentListener:
    """A listener that says nothing."""

    def say(self, text: str) -> None:
        """Tell nothing."""

    def day(self, day: int, days: int) -> None:
        """Tell nothing."""

    def plan(self, plan: "Plan") -> None:
        """Tell nothing."""

    def run(self, answer: "Answer | None") -> None:
        """Tell nothing."""


_said: list[str] = []


def tell_of_compiling(say: Callable[[str], None]) -> None:
    """Tell that the first run takes longer, if the model is not compiled yet, and once a process if compiled code cannot be kept."""
    from sim.engine.cache import cache_is_private, is_compiled, wanted_base

    if cache_is_private() and not _said:
        _said.append("cache")
        meant = f"{wanted_base()}, which cannot be written" if wanted_base() is not None else "a home folder, which there is not"
        say(f"Compiled code is meant to be kept in {meant}: it is compiled for this command alone. Set ROUTESIM_CACHE to a folder that can be written.")
    if not is_compiled():
        say("The first run of this version compiles the model, which takes up to a minute; later runs start at once.")
