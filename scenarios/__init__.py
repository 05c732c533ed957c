"""Scenarios: the data of the model and the loader that checks them and makes a :class:`sim.world.World` of them."""

from scenarios.load import About, about, load, names
from scenarios.problems import BadInput, Finding

__all__ = ["About", "BadInput", "Finding", "about", "load", "names"]
