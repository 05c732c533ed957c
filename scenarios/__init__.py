"""Scenarios: the data of the model and the loader that checks them and makes a :class:`sim.world.world.World` of them."""

from scenarios.assembly import Variants
from scenarios.load import FIRST, About, about, load, names, variants
from scenarios.policies import Policy, load_policy
from scenarios.reading.problems import BadInput, Finding

__all__ = ["FIRST", "About", "BadInput", "Finding", "Policy", "Variants", "about", "load", "load_policy", "names", "variants"]
