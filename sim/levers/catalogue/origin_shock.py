"""Unrest, war or disaster at an origin: people there are readier to leave, or less so."""

from sim.levers.reach import communities
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {"community": "name of the community; * for all", "factor": "readiness to leave relative to before"}
CHANGES = ("season",)
COST_UNIT = ""


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the readiness to leave."""
    conditions.season[communities(scope, settings)] *= float(settings["factor"])
