"""One run: simulate, store, picture."""

from pathlib import Path

import sim
from experiments.runs.interrupts import noted_interrupts
from experiments.runs.progress import RunListener, tell_of_compiling
from experiments.store import Run, is_interrupted, write_run
from experiments.store.by_period import Counted, by_period, file_name
from experiments.store.csv_text import csv_text
from experiments.store.digest_list import note
from experiments.store.ownership import owned
from experiments.store.writing import write_whole
from sim.world.world import World


def simulate(world: World, seed: int, folder: Path, listener: RunListener, policy: str = "", *, pictures: bool = True, by: str = "") -> Run:
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
    by
        Periods of the table that is written besides, one of :data:`~experiments.store.by_period.BY`; none when empty.

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
        run = _simulate(world, seed, folder, listener, policy)
        if by:
            with listener.phase(f"table by {by}"):
                path = folder / file_name(by)
                write_whole(path, csv_text(Counted._fields, by_period(run.results, run.world, by)))
                note(folder, [path])
        if pictures:
            _draw(run, folder, listener)
        return run


def _simulate(world: World, seed: int, folder: Path, listener: RunListener, policy: str) -> Run:
    with listener.phase("simulate"), noted_interrupts() as check:
        tell_of_compiling(listener.say)

        def day_done(day: int, days: int) -> None:
            check()
            listener.day(day, days)

        results = sim.run(world, seed, progress=day_done)
    with listener.phase("write"):
        return write_run(results, world, folder, policy)  # as it is stored, so that pictures and tables are made of what stands in the files


def _draw(run: Run, folder: Path, listener: RunListener) -> None:
    try:
        with listener.phase("pictures"):
            from experiments.plots import draw_all

            draw_all(run)
    except KeyboardInterrupt:
        listener.say(f"the run in {folder} is whole; only its pictures are missing")
        raise
