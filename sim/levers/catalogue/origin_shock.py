"""Unrest, war or disaster at an origin: people there are readier to leave, or less so."""

from sim.levers.reach import communities
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {"community": "name of the community; * for all", "factor": "readiness to leave relative to before"}
CHANGES = ("season", "departures")
COST_UNIT = ""


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the readiness to leave, and the people whom a series sends out."""
    chosen = communities(scope, settings)
    conditions.season[chosen] *= float(settings["factor"])
    conditions.departures[chosen] *= float(settings["factor"])
