"""Unrest, war or disaster at an origin: people there are readier to leave, or less so."""

from sim.conditions import Conditions
from sim.levers import Scope, Settings
from sim.reach import communities

SETTINGS = {"community": "name of the community; * for all", "factor": "readiness to leave relative to before"}
CHANGES = ("season",)
COST_UNIT = ""


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the readiness to leave."""
    conditions.season[communities(scope, settings)] *= float(settings["factor"])
