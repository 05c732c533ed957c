"""One run: simulate, store, picture."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import sim
from experiments.runs.interrupts import noted_interrupts
from experiments.store import Run, is_remains, tidy, write_run
from sim.world import World


class Watcher(Protocol):
    """Who is told how far a run is."""

    def phase(self, name: str) -> AbstractContextManager[None]:
        """Time what happens inside."""
        ...

    def say(self, text: str) -> None:
        """Tell one line."""
        ...

    def day(self, day: int, days: int) -> None:
        """Hear that ``day`` of ``days`` is done."""
        ...

    def done(self, inside: Mapping[str, float]) -> None:
        """Hear that all is done."""
        ...


def simulate(world: World, seed: int, folder: Path, watch: Watcher, policy: str = "", *, pictures: bool = True) -> Run:
    """Simulate a world once and write the run's folder, with its pictures.

    Parameters
    ----------
    world, seed
        What to simulate and the number that fixes all chance.
    folder
        Where to; a finished run there is replaced.
    watch
        Who is told how far it is.
    policy
        Name of the policy in force, empty without one.
    pictures
        Whether to draw.

    Raises
    ------
    FileExistsError
        If the folder holds something that is no run.
    """
    if is_remains(folder):
        watch.say(f"{folder} holds part of a run that was interrupted: it is redone")
    for told in tidy(folder.resolve()):
        watch.say(told)
    with watch.phase("simulate"), noted_interrupts() as check:
        from sim.compiled import is_compiled

        if not is_compiled():
            watch.say("The first run of this version compiles the model, which takes up to a minute; later runs start at once.")

        def day_done(day: int, days: int) -> None:
            check()
            watch.day(day, days)

        results = sim.run(world, seed, progress=day_done)
    with watch.phase("write"):
        run = write_run(results, world, folder, policy)  # as it is stored, so that pictures and tables are made of what stands in the files
    if pictures:
        from experiments.plots import draw_all

        try:
            with watch.phase("pictures"):
                draw_all(run)
        except KeyboardInterrupt:
            watch.say(f"the run in {folder} is whole; only its pictures are missing")
            raise
    watch.done(results.phases)
    watch.say(f"run: {folder}")
    return run
