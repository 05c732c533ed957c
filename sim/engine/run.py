"""Run a world from its first day to its last."""

from collections.abc import Callable

import mesa

from sim.basis.clock import DAY
from sim.books.results import Results
from sim.engine.model import RouteModel
from sim.world.world import World

Progress = Callable[[int, int], None]
"""Called after every simulated day with days done and days in all."""


def run(world: World, seed: int = 0, *, progress: Progress | None = None) -> Results:
    """Simulate a world and return its tables.

    Parameters
    ----------
    world
        What is simulated.
    seed
        Key of every draw; the same world and seed give the same tables.
    progress
        Called after every simulated day with (days done, days in all).
    """
    # Mesa keeps every model alive through this register of agent ids, also one that could not be made.
    register = mesa.Agent._ids  # noqa: SLF001 - the register has no public door
    known = set(register)
    try:
        model = RouteModel(world, seed, collect_agents=False)
        while model.day < world.days:
            model.step()
            if progress is not None and model.hour % DAY == 0:
                progress(model.day, world.days)
        return model.results()
    finally:
        for made in set(register) - known:
            del register[made]
