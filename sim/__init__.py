"""The model: migrants, smugglers and border guards on a network of places and crossings.

``run(world, seed)`` simulates a :class:`World` and returns :class:`Results`; ``RouteModel(world, seed)`` is the same as a ``mesa.Model``, one tick
a ``step()``. Nothing in this package reads or writes files of results, or draws pictures.
"""

from typing import TYPE_CHECKING

from sim.books.results import Results
from sim.world.parameters import Parameter, Parameters
from sim.world.world import World

if TYPE_CHECKING:
    from sim.engine.model import RouteModel
    from sim.engine.run import run

__all__ = ["Parameter", "Parameters", "Results", "RouteModel", "World", "run"]


def __getattr__(name: str) -> object:
    """Import the engine only when it is asked for: its compiler takes a second to load."""
    if name == "RouteModel":
        from sim.engine.model import RouteModel

        return RouteModel
    if name == "run":
        from sim.engine.run import run

        return run
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
