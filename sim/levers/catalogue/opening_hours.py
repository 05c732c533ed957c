"""Open longer or shorter, at a checkpoint, those of one border, or of a country: where only so many are let in a day, so many more or fewer are."""

from sim.levers.reach import CHECKPOINTS, PLACES_OF_ACTION, posts
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions
from sim.world.network import ON_PAPERS

SETTINGS = {**PLACES_OF_ACTION, "factor": "hours of a day in which people are let in, relative to before (0: in none, and all wait)"}
CHANGES = ("throughput",)
COST_UNIT = ""  # costs nothing of its own: how many inspectors are there is another lever


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply what the posts that the settings name let in; in no hours nobody is let in, where before as many were as came."""
    factor = float(settings["factor"])
    chosen = posts(scope, settings, CHECKPOINTS)
    for channel in ON_PAPERS:
        conditions.throughput[chosen, channel] = conditions.throughput[chosen, channel] * factor if factor > 0.0 else 0.0
