"""One run: simulate, store, picture."""

from pathlib import Path

import sim
from experiments.runs.interrupts import noted_interrupts
from experiments.runs.progress import RunListener, tell_of_compiling
from experiments.store import Run, is_interrupted, write_run
from experiments.store.ownership import owned
from sim.world.world import World


def simulate(world: World, seed: int, folder: Path, listener: RunListener, policy: str = "", *, pictures: bool = True) -> Run:
    """Simulate a world once and write the run's folder, with its pictures.

    Parameters
    ----------
    world, seed
        What to simulate and the number that fixes all chance.
    folder
        Where to; a finished run there is replaced.
    listener
        Hears how far it is.
    policy
        Name of the policy in force, empty without one.
    pictures
        Whether to draw.

    Raises
    ------
    FileExistsError
        If the folder holds something that is no run.
    experiments.store.ownership.Busy
        If another program writes there.
    """
    with owned(folder) as put_right:
        if is_interrupted(folder):
            listener.say(f"{folder} holds part of a run that was interrupted: it is redone")
        for text in put_right:
            listener.say(text)
        return _simulate(world, seed, folder, listener, policy, pictures=pictures)


def _simulate(world: World, seed: int, folder: Path, listener: RunListener, policy: str, *, pictures: bool) -> Run:
    with listener.phase("simulate"), noted_interrupts() as check:
        tell_of_compiling(listener.say)

        def day_done(day: int, days: int) -> None:
            check()
            listener.day(day, days)

        results = sim.run(world, seed, progress=day_done)
    with listener.phase("write"):
        run = write_run(results, world, folder, policy)  # as it is stored, so that pictures and tables are made of what stands in the files
    if pictures:
        try:
            with listener.phase("pictures"):
                from experiments.plots import draw_all

                draw_all(run)
        except KeyboardInterrupt:
            listener.say(f"the run in {folder} is whole; only its pictures are missing")
            raise
    return run
